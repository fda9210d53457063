using System.Globalization;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Modules.Identification;
using Taihang.Tests.Core.Measures;
using Taihang.Tests.Methods;
using Taihang.Tests.Methods.Print;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>
/// The relations of the list that speak of whole runs: random households through the printed query, the engine and the sums, as a county's
/// record goes. Each is broken by a run with one slip.
/// </summary>
public sealed class MetamorphicRunTests
{
    private const string Rules = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        derive:
          - {id: heads, title: {zh: 人数, en: Heads}, is: members.size()}
        indicators:
          - {id: poor, title: {zh: 甲, en: A}, weight: 1/2, when: "per(household.income_fen_year, heads) < line"}
          - {id: crowded, title: {zh: 乙, en: B}, weight: 1/3, when: "household.rooms < 2 || household.flag"}
          - {id: unschooled, title: {zh: 丙, en: C}, weight: 1/6, when: "members.exists(m, age(m.born) >= 6 && !m.student)"}
        score: {cutoff: 1/2}
        outcomes:
          - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: score_reaches_cutoff}
          - {id: no, title: {zh: 否, en: "No"}, counted: false}

        """;

    private static readonly Gen<List<UnitFacts>> Households = RandomRules.Facts("household").List[2, 25];

    [Fact(
        DisplayName = "row order and partition independence: any shuffle or any sharding gives bit-identical identification and aggregates equal to 1e-12 relative"
    )]
    public void Order_and_partition()
    {
        bool Same((List<UnitFacts> Homes, int Turn, int Shards) c, Func<IReadOnlyList<(int, UnitFacts)>, Found> run)
        {
            var homes = c.Homes.Select((h, i) => (Id: i, h)).ToList();
            var whole = run(homes);
            List<(int, UnitFacts)> turned = [.. homes.Skip(c.Turn % homes.Count), .. homes.Take(c.Turn % homes.Count)];
            turned.Reverse(1, turned.Count - 1);
            var shards = homes.GroupBy(h => h.Id * 5 % c.Shards).Select(g => run([.. g])).ToList();
            return run(turned).Answers.SequenceEqual(whole.Answers)
                && shards.SelectMany(s => s.Answers).OrderBy(a => a.Id).SequenceEqual(whole.Answers)
                && shards.Sum(s => s.Counted) == whole.Counted
                && Near(shards.Sum(s => s.M0 * (double)s.Known), whole.M0 * (double)whole.Known);
        }
        Relation.Holds(
            Gen.Select(Households, Gen.Int[1, 20], Gen.Int[1, 4]),
            c => Same(c, homes => Run(Rules, homes)),
            c => Same(c, homes => Run(Rules, [.. homes.Select((h, row) => row == 2 ? (h.Item1, Rich) : h)])),
            times: 12
        );
    }

    [Fact(
        DisplayName = "quota: selected weight >= quota*total and removing the last selected household drops below it; raising the quota only adds households"
    )]
    public void Quota()
    {
        bool Fills((long[] Incomes, int Percent, int More) c, Func<long[], int, List<(string Id, long Weight)>> select)
        {
            var total = c.Incomes.Sum(Weight);
            var quota = (int)((total * c.Percent) + 99) / 100;
            var selected = select(c.Incomes, quota);
            var used = selected.Sum(s => s.Weight);
            var more = select(c.Incomes, quota + c.More);
            return used >= quota
                && (selected.Count == 0 || used - selected[^1].Weight < quota)
                && more.Take(selected.Count).SequenceEqual(selected);
        }
        Relation.Holds(
            Gen.Select(Gen.Long[0, 6].Array[1, 25], Gen.Int[1, 100], Gen.Int[0, 20]),
            c => Fills(c, Selected),
            c => Fills(c, (incomes, quota) => [.. Selected(incomes, quota).Append(("one more", 1))]),
            times: 15
        );
    }

    [Fact(
        DisplayName = "deflation: evaluating year-t income at line_t equals evaluating income/index_t at the base line"
    )]
    public void Deflation()
    {
        // carried: 800 of June 2020, where the index was 1.2, brought to the day of the run, where it is 1.26.
        var nominal = Line("household.income_fen_year", "carried");
        bool Agrees(List<UnitFacts> homes, string real)
        {
            List<(int, UnitFacts)> units = [.. homes.Select((h, i) => (i, h))];
            var (one, other) = (Run(nominal, units), Run(real, units));
            return one.Answers.Select(a => a.Outcome).SequenceEqual(other.Answers.Select(a => a.Outcome))
                && Nearly(one.Gaps?.P0, other.Gaps?.P0)
                && Nearly(one.Gaps?.P1, other.Gaps?.P1)
                && Nearly(one.Gaps?.P2, other.Gaps?.P2);
        }
        var homes = Gen.Long[700, 900].Select(income => IdentifyTests.Home(("income_fen_year", income))).List[5, 40];
        Relation.Holds(
            homes,
            h => Agrees(h, Line("household.income_fen_year * 1.2", "800 * 1.26")),
            // The index of another month.
            h => Agrees(h, Line("household.income_fen_year * 1.2", "800 * 1.25")),
            times: 12
        );
    }

    [Fact(DisplayName = "explanation: the sum of explained terms equals the stored score for every household, exactly")]
    public void Explanations()
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", Rules));
        var method = pack.Methods[0];
        var explainer = new Explainer(pack, method, MadeUpPack.Values(pack, method), MadeUpPack.Day);
        bool AddsUp(List<UnitFacts> homes, Func<Answer, bool> counts)
        {
            var stored = Run(Rules, [.. homes.Select((h, i) => (i, h))]).Answers;
            return stored.All(answer =>
            {
                var why = explainer.Explain(Noted(homes[answer.Id]));
                var sum = why
                    .Lines.Where(l => counts(l.Holds))
                    .Aggregate(Fraction.Zero, (all, line) => all + line.Weight!.Value);
                return sum == new Fraction(answer.Score, method.Denominator) && why.Outcome == answer.Outcome;
            });
        }
        Relation.Holds(
            Households,
            homes => AddsUp(homes, holds => holds == Answer.Yes),
            homes => AddsUp(homes, holds => holds != Answer.No),
            times: 8
        );
    }

    private sealed record Found(
        List<(int Id, string Outcome, long Score, long Mask, long Unknown)> Answers,
        decimal Counted,
        decimal Known,
        double M0,
        PovertyGaps? Gaps
    );

    private static readonly UnitFacts Rich = IdentifyTests.Home(
        ("income_fen_year", 9_000_000_000L),
        ("rooms", 9L),
        ("flag", false)
    );

    private static Found Run(string text, IReadOnlyList<(int Id, UnitFacts Facts)> homes)
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", text));
        var method = pack.Methods[0];
        using var engine = new DuckDbEngine(threads: 2);
        FactTables.Fill(
            engine,
            method,
            homes.Select(h => (h.Id.ToString(CultureInfo.InvariantCulture), h.Facts.Household, h.Facts.Members))
        );
        var run = Identify.Run(engine, pack, method, MadeUpPack.Values(pack, method), MadeUpPack.Day, [], []);
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        var answers = engine.Query(
            $"SELECT household_id, outcome, score, mask, unknown_mask FROM {Identify.Result} ORDER BY CAST(household_id AS INTEGER)",
            r =>
                (
                    int.Parse(r.GetString(0), CultureInfo.InvariantCulture),
                    r.GetString(1),
                    r.GetInt64(2),
                    r.GetInt64(3),
                    r.GetInt64(4)
                )
        );
        var all = run.Value.All;
        return new Found(
            answers,
            all.CountedPopulation,
            all.Adjusted?.Population ?? 0,
            all.Adjusted?.Adjusted ?? 0,
            all.Gaps
        );
    }

    private static long Weight(long income) => income + 1;

    /// <summary>The neediest first; the one that reaches the quota may exceed it.</summary>
    private static List<(string Id, long Weight)> Selected(long[] incomes, int quota)
    {
        var text =
            Rules
            + $"""
                select:
                  among: ["yes", "no"]
                  order: [{"{"}by: household.income_fen_year, first: lowest{"}"}]
                  fills: household.income_fen_year + 1
                  quota: "{quota.ToString(CultureInfo.InvariantCulture)}"
                  ties: by_id
                  overrun: true
                """;
        var pack = MadeUpPack.Read(("methods/trial.yaml", text));
        // Income alone orders them; nobody is unknown.
        var method = pack.Methods[0] with
        {
            Cutoff = null,
            Outcomes = [pack.Methods[0].Outcomes[^1]],
        };
        using var engine = new DuckDbEngine(threads: 2);
        FactTables.Fill(
            engine,
            method,
            incomes.Select(
                (income, i) =>
                {
                    var home = IdentifyTests.Home(("income_fen_year", income));
                    return (i.ToString("000", CultureInfo.InvariantCulture), home.Household, home.Members);
                }
            )
        );
        var run = Identify.Run(engine, pack, method, MadeUpPack.Values(pack, method), MadeUpPack.Day, [], []);
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        return engine.Query(
            $"SELECT household_id FROM {SelectUnits.Joined(method)} WHERE selection = '{SelectUnits.Selected}' ORDER BY need_rank, household_id",
            r => (r.GetString(0), Weight(incomes[int.Parse(r.GetString(0), CultureInfo.InvariantCulture)]))
        );
    }

    private static string Line(string income, string line) =>
        $$"""
            id: trial
            title: {zh: 试验, en: Trial}
            unit: household
            purpose: identification
            valid: {from: 2020-01-01}
            indicators:
              - {id: low, title: {zh: 低, en: Low}, when: "{{income}} < {{line}}"}
            outcomes:
              - {id: poor, title: {zh: 贫, en: Poor}, counted: true, when: low}
              - {id: not_poor, title: {zh: 非, en: Not poor}, counted: false}
            welfare: {amount: "{{income}}", line: "{{line}}", outcome: poor, poor: below, quantile: lowest_reaching, gini: population}
            """;

    private static NotedFacts Noted(UnitFacts facts) =>
        new(
            facts,
            new Dictionary<string, DateOnly>(),
            [
                .. facts.Members.Select(
                    (_, i) => ($"{i}", (IReadOnlyDictionary<string, DateOnly>)new Dictionary<string, DateOnly>())
                ),
            ]
        );

    private static bool Nearly(double? a, double? b) => a is null ? b is null : b is { } right && Near(a.Value, right);

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(b));
}
