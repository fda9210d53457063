using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Reports;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A superior's sheet from sending to fetching, as a stationed cadre meets it.</summary>
public sealed partial class FormTests(DemoSite site)
{
    private string Forms => $"/forms/{site.Places.Village}";

    [Theory]
    [InlineData("zh-CN", "户编号,户主姓名,家里几口人,危房等级,主要致贫原因,帮扶责任人")]
    [InlineData(
        "en-US",
        "Household number,Name of head,How many at home,Housing safety grade,Main cause of poverty,Helper"
    )]
    public async Task A_sheet_is_sent_put_right_in_one_column_and_fetched_and_the_next_month_asks_nothing(
        string language,
        string headings
    )
    {
        using var cadre = await Cadre(language);
        var sent = await cadre.Upload(Forms, "form.csv", Csv(headings), new() { ["who"] = "Housing Bureau" });
        var sheet = sent.Headers.Location!.ToString();
        Assert.Matches("^/forms/[0-9]+/sheet/[0-9a-f-]+$", sheet);
        var mapping = WebUtility.HtmlDecode(await cadre.GetStringAsync(sheet));
        Assert.Contains("value=\"household.housing_grade\" selected", mapping, StringComparison.Ordinal);
        Assert.Contains("value=\"Housing Bureau\"", mapping, StringComparison.Ordinal);
        await site.Whole("cadre", sheet, language, "form-mapping");
        // What the page proposes, with the one column put right.
        var fields = Selected()
            .Matches(mapping)
            .ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        Assert.Equal("", fields["column-3"]);
        fields["column-3"] = "place.members";
        fields["rows"] = "households";
        fields["who"] = "Housing Bureau";
        var filled = await cadre.Send(sheet, fields);
        Assert.Equal(sheet + "/filled", filled.Headers.Location!.ToString());
        await site.Whole("cadre", sheet + "/filled", language, "form-filled");
        var page = WebUtility.HtmlDecode(await cadre.GetStringAsync(sheet + "/filled"));
        Assert.Contains(headings.Split(',')[5], page, StringComparison.Ordinal);
        var file = Encoding.UTF8.GetString(await cadre.GetByteArrayAsync(sheet + "/file"));
        Assert.StartsWith(headings, file, StringComparison.Ordinal);
        var household = site.Places.Household;
        using var db = site.Open();
        var head = db.Persons.AsNoTracking().Single(p => p.PersonId == household.HeadId).Name;
        Assert.Matches($"(?m)^{household.Number},{head},[0-9]+,", file);
        Assert.Contains(
            $"\"{site.Places.Village}-",
            await cadre.GetStringAsync(sheet + "/remarks"),
            StringComparison.Ordinal
        );

        var next = await cadre.Upload(Forms, "next.csv", Csv("某月表\r\n" + headings + "\r\n" + household.Number), []);
        Assert.EndsWith("/filled", next.Headers.Location!.ToString(), StringComparison.Ordinal);
        var again = Encoding.UTF8.GetString(
            await cadre.GetByteArrayAsync(
                next.Headers.Location.ToString().Replace("/filled", "/file", StringComparison.Ordinal)
            )
        );
        Assert.Matches($"(?m)^{household.Number},{head},[0-9]+,", again);
        Assert.Equal(3, again.TrimEnd().Split("\r\n").Length);
        // The ledger has both; who asked for the second was not stated.
        var ledger = WebUtility.HtmlDecode(await cadre.GetStringAsync($"/burden/{site.Places.Village}"));
        Assert.Contains("Housing Bureau", ledger, StringComparison.Ordinal);
        Assert.Contains(language == "zh-CN" ? "未说明" : "not stated", ledger, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealed_numbers_stay_sealed_and_every_look_is_logged()
    {
        using var cadre = await Cadre("zh-CN");
        var sent = await cadre.Upload(Forms, "id.csv", Csv("户编号,户主姓名,户主身份证号,户主联系电话"), []);
        var sheet = sent.Headers.Location!.ToString();
        var mapping = await cadre.GetStringAsync(sheet);
        var fields = Selected()
            .Matches(mapping)
            .ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        await cadre.Send(sheet, fields);
        using var db = site.Open();
        int Looks(string what) =>
            db.SensitiveReads.Count(r => r.SubjectId == site.Places.Household.HouseholdId && r.What == what);
        var (form, download) = (Looks("form"), Looks("form file"));
        var page = await cadre.GetStringAsync(sheet + "/filled");
        var file = Encoding.UTF8.GetString(await cadre.GetByteArrayAsync(sheet + "/file"));
        Assert.Contains(RecordRows.OnRecord.Zh, file, StringComparison.Ordinal);
        Assert.DoesNotMatch(SealedNumber(), file);
        Assert.DoesNotMatch(SealedNumber(), page);
        Assert.Equal((form + 1, download + 1), (Looks("form"), Looks("form file")));
        var printed = Looks("printed form");
        await cadre.GetByteArrayAsync($"{Forms}/print/member-list/xlsx");
        // Other tests print it too.
        Assert.InRange(Looks("printed form"), printed + 1, int.MaxValue);
    }

    [Fact]
    public async Task A_sheet_that_was_sent_is_nobody_elses()
    {
        using var cadre = await Cadre("zh-CN");
        var sheet = (
            await cadre.Upload(Forms, "mine.csv", Csv("户编号,户主姓名,我的一列"), [])
        ).Headers.Location!.ToString();
        using var township = await SiteClient.SignedIn(site.Base, "township");
        Assert.Equal(HttpStatusCode.NotFound, (await township.GetAsync(sheet)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await township.Send(sheet, [])).StatusCode);
        using var nation = await SiteClient.SignedIn(site.Base, "nation");
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await nation.Upload(Forms, "a.csv", Csv("户编号,户主姓名"), [])).StatusCode
        );
    }

    [Theory]
    [InlineData("", "", "TH1614")]
    [InlineData("a.pdf", "%PDF-1.7", "TH1601")]
    [InlineData("a.xlsx", "PK broken", "TH1605")]
    [InlineData("a.csv", "日期,天气", "TH1606")]
    public async Task A_file_that_cannot_be_filled_is_refused_with_its_number(string name, string text, string code)
    {
        using var cadre = await Cadre("en-US");
        var answer = await cadre.Upload(Forms, name, Encoding.UTF8.GetBytes(text), new() { ["who"] = "Some Bureau" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(code, page, StringComparison.Ordinal);
        // What was typed is not typed again.
        Assert.Contains("value=\"Some Bureau\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_field_for_two_columns_is_refused_and_nothing_is_filled()
    {
        using var cadre = await Cadre("zh-CN");
        var sheet = (
            await cadre.Upload(Forms, "twice.csv", Csv("户编号,户主姓名,第二编号"), [])
        ).Headers.Location!.ToString();
        var answer = await cadre.Send(
            sheet,
            new() { ["column-1"] = "place.household_number", ["column-3"] = "place.household_number" }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("TH1611", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync(sheet + "/filled")).StatusCode);
    }

    private async Task<SiteClient> Cadre(string language)
    {
        var client = await SiteClient.SignedIn(site.Base, "cadre");
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        return client;
    }

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text + "\r\n");

    [GeneratedRegex(
        """<select id="(?<name>column-\d+)"[^>]*>.*?<option value(?:="(?<value>[^"]*)")? selected""",
        RegexOptions.Singleline
    )]
    private static partial Regex Selected();

    [GeneratedRegex("(?<![0-9-])[0-9]{17}[0-9X](?![0-9])|(?<![0-9])000[0-9]{8}(?![0-9])")]
    private static partial Regex SealedNumber();
}
