using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Core.Measures;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>
/// ENIGH 2016: the pack works the deprivations out of raw codes of persons, households and dwellings; each must be the one that
/// CONEVAL put into the file, for every person, and every figure the published one or R's.
/// </summary>
public sealed class MexicoTests
{
    private static readonly DateOnly Day = new(2016, 11, 1);
    private static readonly string[] By = ["settlement", "state"];

    private static readonly (string Id, string Column, string Table)[] Official =
    [
        ("schooling", "ic_rezedu", "p"),
        ("health", "ic_asalud", "p"),
        ("social_security", "ic_segsoc", "p"),
        ("housing", "ic_cv", "h"),
        ("basic_services", "ic_sbv", "d"),
        ("food", "ic_ali", "h"),
    ];

    [Fact]
    public void Every_deprivation_of_every_person_is_the_official_one()
    {
        using var engine = Engine();
        var (_, method, _) = Identified(engine, Packs());
        Assert.Equal(257_658, engine.Query($"SELECT count(*) FROM {Identify.Result}", r => r.GetInt64(0))[0]);
        Assert.All(Mismatches(engine, method, Folder), m => Assert.Equal(0, m.Rows));
    }

    [Fact]
    public void Every_deprivation_of_every_person_of_the_extract_is_the_official_one()
    {
        using var engine = new DuckDbEngine(Extract);
        var (_, method, _) = Identified(engine, Packs(), Extract);
        Assert.Equal(2_989, engine.Query($"SELECT count(*) FROM {Identify.Result}", r => r.GetInt64(0))[0]);
        Assert.All(Mismatches(engine, method, Extract), m => Assert.Equal(0, m.Rows));
    }

    [Theory]
    [InlineData("dwelling.roof <= 2", "dwelling.roof < 2")]
    [InlineData("dwelling.rooms) > 2.5", "dwelling.rooms) >= 2.5")]
    [InlineData("person.birth_year >= 1982", "person.birth_year > 1982")]
    [InlineData("person.age_years < 16 ||", "person.age_years <= 16 ||")]
    [InlineData(
        "needs: [dwelling.floor, dwelling.roof, dwelling.walls, dwelling.residents, dwelling.rooms]",
        "needs: []"
    )]
    [InlineData("adult_hunger + minor_hunger >= 4", "adult_hunger + minor_hunger >= 3")]
    public void A_slip_in_the_pack_is_caught_by_the_official_column(string right, string wrong)
    {
        using var engine = new DuckDbEngine(Extract);
        var (_, method, _) = Identified(engine, Packs(right, wrong), Extract);
        Assert.Contains(Mismatches(engine, method, Extract), m => m.Rows > 0);
    }

    [Fact]
    public void Rates_and_counting_measures_of_the_nation_and_its_states_are_the_published_ones()
    {
        var expected = Oracle.Targeting("mexico-enigh-2016-deprivations").GetProperty("expected");
        var table = Measured(new Fraction(1, 6), new Fraction(1, 3), new Fraction(1, 2), new Fraction(2, 3));
        foreach (var (id, column, _) in Official)
            Oracle.Close(
                expected.GetProperty("rates").GetProperty(column).GetDouble(),
                Row(table, "indicator_rate", null, id).Estimate,
                1e-12
            );
        for (var k = 1; k <= 4; k++)
        {
            var right = expected.GetProperty("af_equal_weights").GetProperty($"k_{k}_of_6");
            var cutoff = new Fraction(k, 6);
            foreach (var measure in new[] { "H", "A", "M0" })
                Oracle.Close(right.GetProperty(measure).GetDouble(), Row(table, measure, cutoff).Estimate, 1e-12);
            foreach (var (id, column, _) in Official)
            {
                var (censored, percent) = (right.GetProperty("censored"), right.GetProperty("percent_contribution"));
                Oracle.Close(
                    censored.GetProperty(column).GetDouble(),
                    Row(table, "censored_headcount", cutoff, id).Estimate,
                    1e-12
                );
                Oracle.Close(
                    percent.GetProperty(column).GetDouble(),
                    Row(table, "percent_contribution", cutoff, id).Estimate,
                    1e-12
                );
            }
        }
        var states = expected.GetProperty("by_state_k3").EnumerateObject().ToList();
        Assert.Equal(32, states.Count);
        foreach (var state in states)
        foreach (var measure in new[] { "H", "A", "M0" })
            Oracle.Close(
                state.Value.GetProperty(measure).GetDouble(),
                Row(table, measure, new Fraction(1, 2), null, ("state", state.Name)).Estimate,
                1e-12
            );
    }

    [Fact]
    public void Standard_errors_are_those_of_the_R_package_survey()
    {
        var expected = Oracle.Targeting("mexico-enigh-2016-af-design-based").GetProperty("expected");
        var table = Measured(new Fraction(1, 3), new Fraction(1, 2));
        foreach (var (name, k) in new[] { ("k_2_of_6", new Fraction(1, 3)), ("k_3_of_6", new Fraction(1, 2)) })
        {
            var right = expected.GetProperty(name);
            Assert.Equal(right.GetProperty("degrees_of_freedom").GetInt32(), table.DegreesOfFreedom);
            foreach (var group in right.EnumerateObject().Where(g => g.Value.ValueKind == JsonValueKind.Object))
            foreach (var measure in group.Value.EnumerateObject())
            {
                (string, string)? place = group.Name switch
                {
                    "national" => null,
                    "urban" or "rural" => ("settlement", group.Name),
                    var state => ("state", state["state_".Length..]),
                };
                var row = Row(table, measure.Name, k, null, place);
                Assert.Equal(measure.Value.GetProperty("b").GetDouble(), row.Estimate!.Value, 1e-9);
                Assert.Equal(measure.Value.GetProperty("se").GetDouble(), row.StandardError!.Value, 1e-7);
                Assert.True(row.Low < row.Estimate && row.Estimate < row.High);
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit() =>
        Assert.Single(new[] { 1, 2, 8 }.Select(threads => JsonSerializer.Serialize(Measured(threads))).Distinct());

    private static MeasureTable Measured(int threads)
    {
        using var engine = Engine(threads);
        var (run, method, _) = Identified(engine, Packs());
        return Measure.Run(engine, run, method, new MeasureRequest(By, [])).Value;
    }

    private static MeasureTable Measured(params Fraction[] cutoffs)
    {
        using var engine = Engine();
        var (run, method, _) = Identified(engine, Packs());
        return Measure.Run(engine, run, method, new MeasureRequest(By, cutoffs)).Value;
    }

    private static MeasureRow Row(
        MeasureTable table,
        string measure,
        Fraction? k,
        string? item = null,
        (string By, string Value)? group = null
    ) =>
        table.Rows.Single(r =>
            r.Measure == measure && r.Cutoff == k && r.Item == item && r.By == group?.By && r.Value == group?.Value
        );

    private static string Folder => Repository.SharedData("microdata/mexico-enigh2016");

    private static string Extract => Repository.Oracle("enigh2016");

    private static DuckDbEngine Engine(int? threads = null) => new(Folder, threads);

    private static (IdentifySummary Run, MethodPlan Method, Pack Pack) Identified(
        DuckDbEngine engine,
        Pack pack,
        string? extract = null
    )
    {
        var method = pack.Method(null, Day)!;
        var values = ParameterValues.Resolve(pack, method, Day, new Dictionary<string, (Fraction, Words)>()).Value;
        var laid = DataFiles.Lay(engine, pack, method, extract ?? Folder, By);
        Assert.True(laid.Ok, string.Join('\n', laid.Problems));
        Assert.Empty(laid.Value);
        var run = Identify.Run(engine, pack, method, values, Day, By, laid.Value);
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        return (run.Value, method, pack);
    }

    private static List<(string Id, long Rows)> Mismatches(DuckDbEngine engine, MethodPlan method, string folder)
    {
        string From(string table) =>
            $"read_csv({DuckDbEngine.Quote(Path.Combine(folder, table + ".csv.gz"))}, header = true, all_varchar = true)";
        return
        [
            .. Official.Select(o =>
            {
                var bit = 1L << method.Indicators.Select(i => i.Id).ToList().IndexOf(o.Id);
                return (
                    o.Id,
                    engine.Query(
                        $"""
                        SELECT count(*) FROM {Identify.Result} r
                        JOIN {From(
                            "persons"
                        )} p ON r.household_id = p.folioviv || '-' || p.foliohog AND r.member_id = p.numren
                        JOIN {From("households")} h ON h.folioviv = p.folioviv AND h.foliohog = p.foliohog
                        JOIN {From("dwellings")} d ON d.folioviv = p.folioviv
                        WHERE {o.Table}.{o.Column} IS DISTINCT FROM
                          CASE WHEN r.unknown_mask & {bit} <> 0 THEN NULL WHEN r.mask & {bit} <> 0 THEN '1' ELSE '0' END
                        """,
                        r => r.GetInt64(0)
                    )[0]
                );
            }),
        ];
    }

    private static Pack Packs(string right = "", string wrong = "")
    {
        var folder = Path.Combine(Repository.Packs, "mexico-2016");
        var texts = Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Where(f => right.Length == 0 || !f.Contains("/cases/", StringComparison.Ordinal))
            .ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText);
        if (right.Length > 0)
        {
            Assert.Contains(texts.Values, t => t.Contains(right, StringComparison.Ordinal));
            texts = texts.ToDictionary(t => t.Key, t => t.Value.Replace(right, wrong, StringComparison.Ordinal));
        }
        var pack = PackReader.Read(texts);
        Assert.True(pack.Ok, string.Join('\n', pack.Problems));
        return pack.Value;
    }
}
