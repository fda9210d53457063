using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>The laboratory on four households that can be followed by hand.</summary>
public sealed class CompareRunsTests
{
    private static readonly DateOnly Day = MadeUpPack.Day;

    private const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        indicators:
          - {id: poor, title: {zh: 收入低, en: Low income}, when: household.income_fen_year < area_line}
          - {id: flagged, title: {zh: 有标记, en: Flagged}, when: household.flag}
        outcomes:
          - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: poor || flagged}
          - {id: no, title: {zh: 否, en: "No"}, counted: false}
        """;

    [Fact]
    public void A_higher_line_only_lets_people_in_and_says_by_which_condition()
    {
        var compared = Compare(500, 900);
        Assert.Equal([new Change("no", "yes", 1, 2)], compared.Changes);
        // Households of 1, 2, 3 and 4 people: 400 is in, 800 enters, 1,000 is flagged and in, the last cannot be said.
        Assert.Equal(new ChangeFigures(null, null, 10, 4, 2, 0, 4), compared.All);
        Assert.Equal((2, 0), compared.Causes["poor"]);
        Assert.DoesNotContain("flagged", compared.Causes.Keys);
        Assert.Equal(4 / 6.0, compared.All.RateBefore!.Value, 1e-12);
        Assert.Equal(1, compared.All.RateAfter!.Value);
    }

    [Fact]
    public void Whoever_could_not_be_said_before_neither_enters_nor_causes_anything()
    {
        // Under 1,100 the last household's income decides, whatever its flag; it was not known before.
        var compared = Compare(500, 1100);
        Assert.Contains(new Change("unknown", "yes", 1, 4), compared.Changes);
        Assert.Equal((2, 4), (compared.All.Enters, compared.All.CannotSay));
        Assert.Equal((2, 0), compared.Causes["poor"]);
    }

    [Fact]
    public void Turned_round_whoever_entered_leaves()
    {
        var (one, other) = (Compare(500, 900), Compare(900, 500));
        Assert.Equal((one.All.Enters, one.All.Leaves), (other.All.Leaves, other.All.Enters));
        Assert.Equal(one.All.Stays, other.All.Stays);
        Assert.Equal((0, 2), other.Causes["poor"]);
    }

    [Fact]
    public void The_same_rule_changes_nobody()
    {
        var compared = Compare(500, 500);
        Assert.Empty(compared.Changes);
        Assert.Empty(compared.Causes);
        Assert.Equal((0, 0), (compared.All.Enters, compared.All.Leaves));
    }

    [Fact]
    public void Groups_add_up_to_everybody()
    {
        var compared = Compare(500, 900, "kind");
        Assert.Equal(["brick", "wood"], compared.Groups.Select(g => g.Value));
        Assert.Equal(compared.All.Enters, compared.Groups.Sum(g => g.Enters));
        Assert.Equal(compared.All.Population, compared.Groups.Sum(g => g.Population));
    }

    [Fact]
    public void Households_and_persons_are_not_compared()
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", Method));
        var household = pack.Methods[0];
        var values = Values(pack, household, 1);
        using var engine = new DuckDbEngine();
        var refused = CompareRuns.Run(
            engine,
            pack,
            (household, values),
            (household with { Unit = Unit.Person }, values),
            Day,
            [],
            []
        );
        Assert.Equal("TH0516", Assert.Single(refused.Problems).Code);
    }

    private static RunComparison Compare(int before, int after, params string[] by)
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", Method));
        var method = pack.Methods[0];
        // The fact that groups are made by must be laid too.
        var laid = method with
        {
            Weight = null,
            Derived =
            [
                new Derived(
                    "k",
                    Words.Same("k"),
                    new Expr.OneOf(new Expr.Fact(pack.Dictionary.Carried("kind")!, Kind.Code), ["wood"])
                ),
            ],
        };
        using var engine = new DuckDbEngine();
        FactTables.Fill(
            engine,
            laid,
            new (int Heads, int Income, bool? Flag, string Kind)[]
            {
                (1, 400, false, "wood"),
                (2, 800, false, "wood"),
                (3, 1000, true, "brick"),
                (4, 1000, null, "brick"),
            }.Select(h =>
                (
                    $"{h.Heads}",
                    Facts(h.Income, h.Flag, h.Kind),
                    (IReadOnlyList<IReadOnlyDictionary<string, object>>)
                        [.. Enumerable.Range(0, h.Heads).Select(_ => new Dictionary<string, object>())]
                )
            )
        );
        var compared = CompareRuns.Run(
            engine,
            pack,
            (method, Values(pack, method, before)),
            (method, Values(pack, method, after)),
            Day,
            by,
            []
        );
        Assert.True(compared.Ok, string.Join('\n', compared.Problems));
        return compared.Value;
    }

    private static IReadOnlyDictionary<string, object> Facts(int income, bool? flag, string kind)
    {
        var facts = new Dictionary<string, object> { ["income_fen_year"] = new Fraction(income, 1), ["kind"] = kind };
        if (flag is { } said)
            facts["flag"] = said;
        return facts;
    }

    private static ParameterValues Values(Pack pack, MethodPlan method, int line) =>
        ParameterValues
            .Resolve(
                pack,
                method,
                Day,
                new Dictionary<string, (Fraction, Words)>
                {
                    ["area_line"] = (new Fraction(line, 1), Words.Same("test")),
                }
            )
            .Value;
}
