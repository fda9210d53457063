using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.PersonalData;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.PersonalData;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Cli;

/// <summary>A copy for whoever comes, and the end of a person's data, on the command line.</summary>
public sealed class PersonVerbTests(PostgresCluster cluster)
{
    private const string FirstWord = "first-long-password";
    private const string SecondWord = "second-long-password";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_copy_is_written_as_the_ending_of_its_name_says_and_is_logged(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        var (county, json) = (family.County, family.County.Files.File("copy.json"));
        var made = await Run(county, "", "person", "export", "--person", "H1/测试乙", "--out", json);
        Assert.True(made.Code == 0, made.Error);
        using (var copy = JsonDocument.Parse(await File.ReadAllBytesAsync(json)))
        {
            Assert.Equal("测试乙", copy.RootElement.GetProperty("person").GetProperty("name").GetString());
            Assert.Equal(2, copy.RootElement.GetProperty("files").GetArrayLength());
            Assert.False(copy.RootElement.GetProperty("numbers").GetProperty("whole").GetBoolean());
        }
        var html = county.Files.File("copy.html");
        string[] whole =
        [
            "person",
            "export",
            "--person",
            "H1/测试乙",
            "--out",
            html,
            "--numbers",
            "--authority",
            "授权书",
        ];
        made = await Run(county, "", whole);
        Assert.True(made.Code == 0, made.Error);
        var text = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(html));
        Assert.Contains("测试乙", text, StringComparison.Ordinal);
        Assert.Contains(IdNumberOf(new DateOnly(1962, 11, 3), 2), text, StringComparison.Ordinal);
        // Every part of a printed copy is open.
        Assert.DoesNotContain("<details class=\"part\">", text, StringComparison.Ordinal);
        Assert.DoesNotContain("测试甲", text, StringComparison.Ordinal);
        Assert.Equal(2, county.Db.Acts.Count(a => a.Kind == IssueCopy.Kind));
        Assert.Contains(
            "TH1235",
            (await Run(county, "", "person", "export", "--person", "H1/无此人", "--out", json)).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Two_people_end_a_persons_data_with_two_passwords(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        var county = family.County;
        Accounts(county);
        var wife = EndRetentionTests.Gone(county);
        string[] due = ["retention", "due", "--json"];
        Assert.Equal("[]", (await Run(county, "", due)).Output.Trim());
        OwnRecordTests.Set(county, PersonalDataSettings.YearsDied, 0, June);
        var listed = await Run(county, "", due);
        Assert.Contains(wife.PersonId.ToString(), listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("测试乙", listed.Output, StringComparison.Ordinal);

        string[] end = ["retention", "end", "--person", "H1/测试乙"];
        // No other day can be stated for what cannot be taken back.
        var early = await Run(county, "", [.. end, "--today", "2099-01-01", "--first", "first", "--second", "second"]);
        Assert.Equal(2, early.Code);
        string[] both = [.. end, "--first", "first", "--second", "second"];
        Assert.Contains("TH1236", (await Run(county, $"{FirstWord}\nwrong\n", both)).Error, StringComparison.Ordinal);
        var alone = await Run(county, $"{FirstWord}\n{FirstWord}\n", [.. end, "--first", "first", "--second", "first"]);
        Assert.Contains("TH1231", alone.Error, StringComparison.Ordinal);
        Assert.Equal("测试乙", Name(county, wife));
        var ended = await Run(county, $"{FirstWord}\n{SecondWord}\n", [.. both, "--json"]);
        Assert.True(ended.Code == 0, ended.Error);
        using var answer = JsonDocument.Parse(ended.Output);
        Assert.True(answer.RootElement.GetProperty("settled").GetBoolean());
        Assert.Equal(RetentionRules.Stub, Name(county, wife));
        Assert.Equal("[]", (await Run(county, "", due)).Output.Trim());
        Assert.Equal(0, (await Run(county, "", "retention", "settle")).Code);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    private static string Name(ChangeCounty county, Person person)
    {
        county.Db.ChangeTracker.Clear();
        return county.Db.Persons.AsNoTracking().Single(p => p.PersonId == person.PersonId).Name;
    }

    private static void Accounts(ChangeCounty county)
    {
        foreach (var (number, login, word) in new[] { (71, "first", FirstWord), (72, "second", SecondWord) })
            Taihang.Modules.Access.Accounts.Add(
                county.Db,
                new Viewer(ChangeCounty.Number(number), login, Roles.County, county.CountyNo, null),
                login,
                word,
                false,
                January,
                county.Context(county.County)
            );
    }

    private static Task<(int Code, string Output, string Error)> Run(
        ChangeCounty county,
        string input,
        params string[] arguments
    ) =>
        CommandLine.Told(
            input,
            [
                .. arguments,
                "--database",
                county.Address.Engine == Engine.Sqlite ? county.Address.Shown : county.Address.ConnectionString,
                "--key",
                county.Files.File("master.key"),
                "--language",
                "en",
            ]
        );
}
