using Taihang.Core.Common;
using Taihang.Modules.Registry;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Modules.Takeover;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Modules.Takeover;

/// <summary>Whatever is done to an old register's files: a numbered refusal with its place, or the same facts; never a crash, never a half.</summary>
public sealed class DamagedDeliveryTests(PostgresCluster cluster)
{
    private const int Mutants = 60;

    [Theory]
    [InlineData(OldDialect.Chinese, "csv")]
    [InlineData(OldDialect.English, "csv")]
    [InlineData(OldDialect.English, "xlsx")]
    public void A_damaged_file_is_refused_by_number_and_place_or_still_says_something_whole(
        OldDialect dialect,
        string kind
    )
    {
        using var files = Repository.TemporaryFolder();
        var folder = files.File("old");
        SampleOldRegister.Run(Small(files), Workbook.Form, dialect, OldRegister.Day, folder);
        var mapping = Path.Combine(folder, SampleOldRegister.MappingFile);
        var victim = Path.Combine(
            folder,
            dialect == OldDialect.Chinese ? SampleOldRegister.MembersFile : SampleOldRegister.WideFile
        );
        if (kind == "xlsx")
            victim = AsXlsx(mapping, victim);
        var address = cluster.Prepared(Engine.Sqlite, files);
        var whole = File.ReadAllBytes(victim);
        Assert.Empty(OldRegister.Take(address, files, mapping, folder, trial: true).Value.Faults);
        var before = Workbook.Counts(address);
        var refused = 0;
        for (var seed = 1; seed <= LongProof.Times(ci: Mutants, night: 5_000); seed++)
        {
            File.WriteAllBytes(victim, Mutated(whole, $"{dialect} {kind} {seed}"));
            var outcome = OldRegister.Take(address, files, mapping, folder, trial: true);
            var problems = outcome.Ok ? outcome.Value.Faults : outcome.Problems;
            refused += problems.Count > 0 ? 1 : 0;
            foreach (var problem in problems)
            {
                Assert.Matches("^TH[0-9]{4}$", problem.Code);
                // A file that is no table at all has no rows; everything else is somewhere in it.
                Assert.True(
                    problem.Where?.Row is not null || problem.Code is "TH0403" or "TH0404" or "TH0420",
                    problem.ToString()
                );
            }
        }
        Assert.Equal(before, Workbook.Counts(address));
        // The control: without damage the test could not have failed.
        Assert.True(refused > Mutants / 4, $"{refused}");
        File.WriteAllBytes(victim, whole);
        Assert.True(OldRegister.Take(address, files, mapping, folder).Value.Kept);
    }

    [Fact]
    public void A_damaged_mapping_is_refused_by_line_and_column_or_loads()
    {
        using var files = Repository.TemporaryFolder();
        var old = new OldRegister(files);
        var path = old.Write();
        var whole = File.ReadAllBytes(path);
        var refused = 0;
        for (var seed = 1; seed <= 300; seed++)
        {
            File.WriteAllBytes(path, Mutated(whole, $"mapping {seed}"));
            var outcome = TakeOver.LoadMapping(path, Workbook.Form);
            refused += outcome.Ok ? 0 : 1;
            Assert.All(outcome.Problems, p => Assert.Matches("^TH[0-9]{4}$", p.Code));
            Assert.All(outcome.Problems, p => Assert.Equal("mapping.yaml", p.Where!.File));
        }
        Assert.InRange(refused, 30, 299);
    }

    /// <summary>A bit flipped, a part cut out or doubled, the end cut off, or bytes of another encoding put in.</summary>
    private static byte[] Mutated(byte[] whole, string seed)
    {
        var dice = new SeededStream(seed);
        var bytes = whole.ToList();
        for (var times = 1 + dice.NextBelow(4); times > 0; times--)
        {
            var at = dice.NextBelow(bytes.Count);
            var length = Math.Min(1 + dice.NextBelow(40), bytes.Count - at);
            switch (dice.NextBelow(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << dice.NextBelow(8));
                    break;
                case 1 when bytes.Count > length + 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3 when at > 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.InsertRange(at, [0xFF, 0x00, (byte)'"', 0xC3]);
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>The wide file as a spreadsheet, and the mapping that says so.</summary>
    private static string AsXlsx(string mapping, string csv)
    {
        var xlsx = Path.ChangeExtension(csv, ".xlsx");
        using (var to = File.Create(xlsx))
            NewXlsx.Write(
                to,
                "register",
                File.ReadLines(csv).Select(l => l.Split(';').Select(c => (c.Trim('"'), false)))
            );
        File.Delete(csv);
        var text = File.ReadAllText(mapping)
            .Replace(
                "{file: register.csv, encoding: utf-8, separator: \";\"}",
                "{file: register.xlsx, sheet: register}",
                StringComparison.Ordinal
            );
        File.WriteAllText(mapping, text);
        return xlsx;
    }

    private static string Small(Folder files) => Workbook.Csv(files.File("small.csv"), Workbook.Table(Workbook.Rows()));
}
