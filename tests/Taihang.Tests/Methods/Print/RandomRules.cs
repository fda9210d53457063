using System.Globalization;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;

namespace Taihang.Tests.Methods.Print;

/// <summary>Random expressions over <see cref="MadeUpPack"/>, as an author would write them, and random households with facts left out.</summary>
internal static class RandomRules
{
    private static readonly string[] Codes = ["wood", "brick", "stone"];

    /// <param name="unit"><c>household</c>, or <c>person</c> for methods about persons.</param>
    public static Gen<string> Truth(int depth, string unit) => Truth(depth, unit == "person" ? "person" : null, unit);

    private static Gen<string> Truth(int depth, string? member, string unit)
    {
        var leaves = new List<Gen<string>> { Among("true", "false"), Compared(0, member, unit) };
        leaves.AddRange([
            Among("household.flag", "household.blank_is_no", "has(household.blank_is_no)"),
            Among("has(household.income_fen_year)", "has(household.causes)", "household.event != 'none'"),
            Gen.Select(Among("==", "!="), Code, (op, code) => $"household.kind {op} '{code}'"),
            Code.Select(code => $"household.kind in ['{code}', 'stone']"),
            Code.Select(code => $"'{code}' in household.causes"),
            Code.Select(code => $"\"{code}\" in household.tools"),
            Relation.Select(relation => $"household.visited {relation} household.entered"),
            Relation.Select(relation => $"household.visited {relation} as_of"),
            Relation.Select(relation => $"household.entered {relation} date('2018-02-28')"),
            Relation.Select(relation => $"seen {relation} household.entered"),
            Among("household.rooms in [1, 2, 3]", "household.visited in [household.entered, as_of]"),
            Among("known(per_head)", "size(household.causes) > 1"),
        ]);
        if (member is not null)
            leaves.AddRange([
                Among($"{member}.student", $"{member}.disabled", $"has({member}.born)", $"{member}.earns"),
                Code.Select(code => $"{member}.craft == '{code}'"),
                Code.Select(code => $"'{code}' in {member}.skills"),
            ]);
        if (depth == 0)
            return Gen.OneOf([.. leaves]);
        var truth = Truth(depth - 1, member, unit);
        var deeper = new List<Gen<string>>
        {
            Gen.Select(truth, truth, (a, b) => $"coalesce({a}, {b})"),
            truth.Select(t => $"known({t})"),
            truth.Select(t => $"!({t})"),
            Gen.Select(truth, Among("&&", "||"), truth, (a, op, b) => $"({a}) {op} ({b})"),
            Gen.Select(truth, truth, truth, (a, b, c) => $"({a}) ? ({b}) : ({c})"),
            Gen.Select(truth, Among("==", "!="), truth, (a, op, b) => $"({a}) {op} ({b})"),
            Compared(depth, member, unit),
        };
        if (Inner(member) is { } m)
            deeper.AddRange([
                Gen.Select(
                    Among("exists", "all", "exists_one"),
                    Truth(depth - 1, m, unit),
                    (fold, t) => $"members.{fold}({m}, {t})"
                ),
                Gen.Select(
                    Truth(depth - 1, m, unit),
                    Among("exists", "all", "exists_one"),
                    Truth(depth - 1, m, unit),
                    (chosen, fold, t) => $"members.filter({m}, {chosen}).{fold}({m}, {t})"
                ),
                Gen.Select(
                    Truth(depth - 1, m, unit),
                    Truth(depth - 1, m, unit),
                    Relation,
                    (chosen, t, relation) => $"members.filter({m}, {chosen}).share({m}, {t}) {relation} 0.5"
                ),
                Gen.Select(
                    Number(depth - 1, m, unit),
                    Relation,
                    (n, relation) => $"members.avg({m}, {n}) {relation} third"
                ),
            ]);
        return Gen.OneOf(Gen.OneOf([.. leaves]), Gen.OneOf([.. deeper]), Gen.OneOf([.. deeper]));
    }

    public static Gen<string> Number(int depth, string? member, string unit)
    {
        var leaves = new List<Gen<string>>
        {
            Among("0", "1", "3", "0.25", "12.5", "-2", "2000000000"),
            Among("line", "third", "half", "carried"),
            Among("year(household.visited)", "month(household.entered)", "age(household.visited, household.entered)"),
            Among(
                "months(household.entered, household.visited)",
                "series[household.visited]",
                "drift[household.entered]"
            ),
        };
        leaves.AddRange([
            Among("household.rooms", "household.animals", "household.land_mu", "household.score"),
            Among("household.income_fen_year", "by_kind[household.kind]", "household.causes.size()"),
        ]);
        if (member is not null)
            leaves.AddRange([
                Among($"{member}.years", $"{member}.wage_fen_year", $"{member}.share"),
                Among(
                    $"age({member}.born)",
                    $"months({member}.born)",
                    $"by_kind[{member}.craft]",
                    $"{member}.skills.size()"
                ),
            ]);
        if (depth == 0)
            return Gen.OneOf([.. leaves]);
        var number = Number(depth - 1, member, unit);
        var truth = Truth(depth - 1, member, unit);
        var deeper = new List<Gen<string>>
        {
            Gen.Select(number, Among("+", "-", "*"), number, (a, op, b) => $"({a}) {op} ({b})"),
            Gen.Select(truth, number, number, (a, b, c) => $"({a}) ? ({b}) : ({c})"),
            number.Select(n => $"-({n})"),
            Gen.Select(Among("least", "greatest"), number, number, (which, a, b) => $"math.{which}({a}, {b}, 1)"),
            number.Select(n => $"math.abs({n})"),
            Gen.Select(Among("floor", "ceil", "round", "trunc"), number, (how, n) => $"math.{how}({n})"),
            Gen.Select(
                Among("floor", "ceil", "round", "trunc"),
                number,
                Number(0, member, unit),
                (how, a, b) => $"math.{how}(per({a}, {b}))"
            ),
            Gen.Select(Among("stages", "ramp"), number, (table, n) => $"{table}[{n}]"),
            number.Select(n => $"coalesce(household.rooms, {n})"),
            Gen.Select(number, number, (a, b) => $"coalesce({a}, {b})"),
            number.Select(n => $"math.sign({n})"),
        };
        if (Inner(member) is { } m)
            deeper.AddRange([
                Gen.Const("members.size()"),
                Truth(depth - 1, m, unit).Select(t => $"members.filter({m}, {t}).size()"),
                Gen.Select(
                    Among("sum", "min", "max"),
                    Number(depth - 1, m, unit),
                    (fold, n) => $"members.{fold}({m}, {n})"
                ),
                Gen.Select(
                    Truth(depth - 1, m, unit),
                    Among("sum", "min", "max"),
                    Number(depth - 1, m, unit),
                    (chosen, fold, n) => $"members.filter({m}, {chosen}).{fold}({m}, {n})"
                ),
            ]);
        return Gen.OneOf(Gen.OneOf([.. leaves]), Gen.OneOf([.. deeper]));
    }

    /// <summary>What a condition on members calls its own; two may lie within one another.</summary>
    private static string? Inner(string? member) =>
        member switch
        {
            null or "person" => "m",
            "m" => "n",
            _ => null,
        };

    /// <summary>The facts that an indicator needs, as YAML; often none.</summary>
    public static Gen<string> Needs(string unit) =>
        Among(
            "",
            "",
            "household.flag",
            "household.rooms, household.kind",
            unit == "person" ? "person.born" : "household.visited"
        );

    private static Gen<string> Compared(int depth, string? member, string unit)
    {
        var number = Number(Math.Max(0, depth - 1), member, unit);
        var ratio = Gen.OneOf(
            number,
            number,
            Gen.Select(number, number, (a, b) => $"per({a}, {b})"),
            Gen.Select(number, Among("+", "-", "*"), (a, op) => $"per_head {op} ({a})"),
            Gen.Select(number, Among("+", "-", "*"), (a, op) => $"({a}) {op} -per_head")
        );
        return Gen.Select(ratio, Relation, ratio, (a, relation, b) => $"({a}) {relation} ({b})");
    }

    private static Gen<string> Relation => Among("==", "!=", "<", "<=", ">", ">=");

    private static Gen<string> Code => Among(Codes);

    private static Gen<T> Among<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    /// <summary>Facts of which any may be missing; small numbers, so that ties and lines are hit.</summary>
    /// <param name="unit">A method about persons needs one at least.</param>
    public static Gen<UnitFacts> Facts(string unit) =>
        Gen.Select(
            Household,
            Member.List[unit == "person" ? 1 : 0, 4],
            (household, members) =>
                new UnitFacts(household, members.ConvertAll(m => (IReadOnlyDictionary<string, object>)m))
        );

    private static Gen<Dictionary<string, object>> Household =>
        Some(
            ("flag", Truths),
            ("blank_is_no", Truths),
            ("rooms", Whole(-2, 4)),
            ("animals", Whole(0, 3)),
            ("score", Whole(0, 3)),
            ("land_mu", Decimals),
            (
                "income_fen_year",
                Gen.OneOf(Whole(-5, 20), Whole(0, 2_000_000_000), Gen.Const<object>(new Fraction(3000, 1)))
            ),
            ("kind", Code.Select(c => (object)c)),
            ("event", Among<object>("none", "flood")),
            ("causes", Lists),
            ("tools", Lists),
            ("visited", Dates),
            ("entered", Dates)
        );

    private static Gen<Dictionary<string, object>> Member =>
        Some(
            ("student", Truths),
            ("disabled", Truths),
            ("years", Whole(0, 3)),
            ("wage_fen_year", Whole(0, 9_000_000)),
            (
                "share",
                Gen.OneOf(
                    Decimals,
                    Gen.Long[-5_000_000_000, 5_000_000_000].Select(n => (object)new Fraction(n, 1_000_000_000))
                )
            ),
            ("craft", Code.Select(c => (object)c)),
            ("born", Dates),
            ("skills", Lists)
        );

    private static Gen<object> Truths => Gen.Bool.Select(b => (object)b);

    private static Gen<object> Whole(long least, long most) =>
        Gen.Long[least, most].Select(n => (object)new Fraction(n, 1));

    private static Gen<object> Decimals => Gen.Int[-20000, 50000].Select(n => (object)new Fraction(n, 10000));

    private static Gen<object> Lists =>
        Gen.Int[0, 7].Select(bits => (object)Codes.Where((_, i) => (bits >> i & 1) == 1).ToList());

    private static Gen<object> Dates =>
        Gen.OneOf(
            Gen.Int[0, 40].Select(days => (object)MadeUpPack.Day.AddYears(-6).AddDays(days - 20)),
            Gen.Int[0, 20000].Select(days => (object)MadeUpPack.Day.AddDays(-days))
        );

    private static Gen<Dictionary<string, object>> Some(params (string Id, Gen<object> Value)[] facts) =>
        facts.Aggregate(
            Gen.Const(new Dictionary<string, object>()),
            (all, fact) =>
                Gen.Select(
                    all,
                    Gen.Int[0, 3],
                    fact.Value,
                    (known, missing, value) =>
                        missing == 0
                            ? known
                            : new Dictionary<string, object>(known, StringComparer.Ordinal) { [fact.Id] = value }
                )
        );

    public static string Show(UnitFacts facts) =>
        string.Join(
            " | ",
            facts
                .Members.Prepend(facts.Household)
                .Select(values => string.Join(", ", values.Select(v => $"{v.Key}={Show(v.Value)}")))
        );

    private static string Show(object value) =>
        value is List<string> codes
            ? $"[{string.Join(' ', codes)}]"
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
