using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
using Taihang.Tests.Core.Measures;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>Published data sets through packs that were written from docs/packs*.md alone: files as they were published, figures as they were published.</summary>
public sealed class OutsiderTests
{
    private static readonly DateOnly Day = new(2024, 1, 1);

    [Fact]
    public void The_sample_of_mpindex_has_its_figures()
    {
        var expected = Oracle.Targeting("mpindex-household-roster").GetProperty("expected").GetProperty("as_intended");
        var table = Measured(
            "mpindex",
            Repository.SharedData("microdata/mpindex"),
            [],
            ["class"],
            new Fraction(1, 3),
            new Fraction(1, 10),
            new Fraction(1, 2)
        );
        foreach (
            var (name, k) in new[]
            {
                ("k_0.3333", new Fraction(1, 3)),
                ("k_0.1000", new Fraction(1, 10)),
                ("k_0.5000", new Fraction(1, 2)),
            }
        )
        {
            var right = expected.GetProperty(name);
            foreach (var measure in new[] { "H", "A", "M0" })
                Oracle.Close(right.GetProperty(measure).GetDouble(), Row(table, measure, k).Estimate, 1e-12);
            foreach (var censored in right.GetProperty("censored").EnumerateObject())
                Oracle.Close(
                    censored.Value.GetDouble(),
                    Row(
                        table,
                        "censored_headcount",
                        k,
                        censored.Name.Replace("_as_intended", "", StringComparison.Ordinal)
                    ).Estimate,
                    1e-12
                );
        }
        Assert.Equal(198, Row(table, "H", new Fraction(1, 3)).Population);
    }

    [Theory]
    [InlineData("ABC_2000_income", "3617167.627451172", "fgt_at_unweighted_mean", true)]
    [InlineData("ABC_2000_income", null, "fgt_at_half_weighted_mean", false)]
    [InlineData("ABC_2010_income", null, "fgt_at_half_weighted_mean", false)]
    [InlineData("DEF_2000_consumption", null, "fgt_at_half_weighted_mean", false)]
    [InlineData("GHI_2000_consumption", null, "fgt_at_half_weighted_mean", false)]
    [InlineData("GHI_2000_income", null, "fgt_at_half_weighted_mean", false)]
    public void The_test_files_of_the_World_Bank_have_their_published_figures(
        string file,
        string? line,
        string gaps,
        bool watts
    )
    {
        var published = Oracle
            .Targeting("worldbank-wbpip")
            .GetProperty("cases")
            .EnumerateArray()
            .Single(c => c.GetProperty("file").GetString()!.Contains(file, StringComparison.Ordinal));
        var computed = published.GetProperty("computed");
        published = published.GetProperty("published");
        line ??= (computed.GetProperty("weighted_mean").GetDecimal() / 2).ToString(
            "0.#########",
            CultureInfo.InvariantCulture
        );
        Assert.True(Fraction.TryParse(line, out var z));
        var table = Measured(
            "wbpip",
            Repository.SharedData($"microdata/worldbank-wbpip-synthetic/{file}.csv.gz"),
            new Dictionary<string, (Fraction, Words)> { ["poverty_line"] = (z, Words.Same("published")) },
            []
        );
        for (var alpha = 0; alpha <= 2; alpha++)
            Oracle.Close(
                computed.GetProperty(gaps).GetProperty($"P{alpha}").GetDouble(),
                Row(table, $"P{alpha}").Estimate,
                1e-12
            );
        Oracle.Close(computed.GetProperty("gini").GetDouble(), Row(table, "gini").Estimate, 1e-12);
        Assert.Equal(
            1,
            Row(table, "mean_welfare").Estimate!.Value / computed.GetProperty("weighted_mean").GetDouble(),
            1e-12
        );
        Oracle.Close(published.GetProperty("mld").GetDouble(), Row(table, "mean_log_deviation").Estimate, 1e-9);
        if (watts)
            Oracle.Close(computed.GetProperty("watts").GetDouble(), Row(table, "watts").Estimate, 1e-12);
    }

    /// <summary>Counted by hand from the thirty rows: seventeen have six of the eleven or more, 121 among them.</summary>
    [Fact]
    public void The_sample_of_the_R_package_MPI_counts_as_by_hand()
    {
        var k = new Fraction(6, 11);
        var table = Measured("mpi-r", Repository.SharedData("microdata/mpi-r-package"), [], ["region"], k);
        Oracle.Close(17.0 / 30, Row(table, "H", k).Estimate, 1e-15);
        Oracle.Close(121.0 / 17 / 11, Row(table, "A", k).Estimate, 1e-15);
        Oracle.Close(121.0 / 330, Row(table, "M0", k).Estimate, 1e-15);
        Assert.Equal(6, table.Rows.Count(r => r.Measure == "H" && r.By == "region"));
    }

    private static MeasureRow Row(MeasureTable table, string measure, Fraction? k = null, string? item = null) =>
        table.Rows.Single(r => r.Measure == measure && r.Cutoff == k && r.Item == item && r.By is null);

    private static MeasureTable Measured(
        string name,
        string path,
        Dictionary<string, (Fraction, Words)> set,
        string[] by,
        params Fraction[] cutoffs
    )
    {
        var read = PackFolder.LoadFrom(
            Path.Combine(Repository.Root, "tests/Taihang.Tests/Modules/Identification/Outsider", name)
        );
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        var (pack, method) = (read.Value, read.Value.Methods[0]);
        var values = ParameterValues.Resolve(pack, method, Day, set);
        Assert.True(values.Ok, string.Join('\n', values.Problems));
        using var engine = new DuckDbEngine(DataFiles.FolderOf(path).Value);
        var laid = DataFiles.Lay(engine, pack, method, path, by);
        Assert.True(laid.Ok, string.Join('\n', laid.Problems));
        Assert.Empty(laid.Value);
        var table = Identify.Exactly(dialect =>
        {
            var run = Identify.Decide(engine, pack, method, values.Value, Day, by, laid.Value, dialect: dialect);
            return Measure.Run(engine, run.Value, method, new MeasureRequest(by, cutoffs));
        });
        Assert.True(table.Ok, string.Join('\n', table.Problems));
        return table.Value;
    }
}
