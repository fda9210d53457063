using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Modules.Quality;

/// <summary>A comparison of a method in force: what is compared, and the facts it reads.</summary>
internal sealed record ComparedLine(LineInForce Line, Expr Value, ImmutableArray<AttributeDef> Facts);

/// <summary>The lines that the pack's methods in force compare recorded numbers with, as the area and the pack set them on a day.</summary>
internal sealed record LinesInForce(
    MethodPlan? Method,
    Evaluator? Evaluator,
    ImmutableArray<ComparedLine> Lines,
    ImmutableArray<AttributeDef> Account
)
{
    /// <summary>Every fact that a line asks for.</summary>
    public ImmutableArray<AttributeDef> Wanted { get; } = [.. Lines.SelectMany(l => l.Facts).Distinct()];

    private static readonly UnitFacts Nothing = new(new Dictionary<string, object>(), []);

    /// <summary>Without a method for households, or with a line that nobody has set, there are none.</summary>
    public static LinesInForce On(TaihangDb db, Pack pack, int countyNo, DateOnly day)
    {
        if (pack.Method(null, day) is not { Unit: Unit.Household } method)
            return new LinesInForce(null, null, [], []);
        var set = AreaSettings.On(db, countyNo, pack.Id, day);
        var parameters = ParameterValues.Resolve(pack, method, day, set);
        if (!parameters.Ok)
            return new LinesInForce(method, null, [], []);
        var evaluator = new Evaluator(method, parameters.Value, day);
        var definitions = method.Derived.Select(d => (d.Id, d.Is)).ToDictionary(d => d.Id, d => d.Is);
        var lines = new List<ComparedLine>();
        foreach (var (title, compare) in Compared(method))
        {
            foreach (var (value, line) in new[] { (compare.Left, compare.Right), (compare.Right, compare.Left) })
            {
                if (Facts(value, definitions) is not { Length: > 0 } facts || Facts(line, definitions).Length > 0)
                    continue;
                if (evaluator.Value(line, Nothing) is not Fraction at || at <= Fraction.Zero)
                    continue;
                var id = string.Join(',', line.WithParts().OfType<Expr.Parameter>().Select(p => p.Id))
                    is { Length: > 0 } name
                    ? name
                    : at.ToString();
                var one = facts.Length == 1 && value is Expr.Fact;
                lines.Add(
                    new ComparedLine(
                        new LineInForce(
                            $"{id}:{string.Join('+', facts.Select(f => f.Id))}",
                            title,
                            at.ToDouble(),
                            one ? facts[0].Step.ToDouble() : 0,
                            facts.Any(f => f.Type == FactType.Money) ? 100 : 1
                        ),
                        value,
                        facts
                    )
                );
            }
        }
        var account = method.Welfare is { } welfare
            ? Facts(welfare.Amount, definitions).Where(f => f.Type == FactType.Money)
            : [];
        return new LinesInForce(
            method,
            evaluator,
            [.. lines.GroupBy(l => l.Line.Id).Select(g => g.First())],
            [.. account]
        );
    }

    /// <summary>Comparisons of order that are about the household as a whole, with what each is called.</summary>
    private static IEnumerable<(Words Title, Expr.Compare Compare)> Compared(MethodPlan method) =>
        method
            .Indicators.Select(i => (i.Title, i.When))
            .Concat(method.Derived.Select(d => (d.Title, d.Is)))
            .Concat(method.Outcomes.Where(o => o.When is not null).Select(o => (o.Title, o.When!)))
            .SelectMany(e => OfHousehold(e.Item2).OfType<Expr.Compare>().Select(c => (e.Title, c)))
            .Where(c => c.c.Operator is "<" or "<=" or ">" or ">=");

    /// <summary>What lies in a fold over members is about each of them and is left out.</summary>
    private static IEnumerable<Expr> OfHousehold(Expr expr) =>
        expr is Expr.Members ? [] : expr.Parts().SelectMany(OfHousehold).Prepend(expr);

    private static ImmutableArray<AttributeDef> Facts(Expr expr, Dictionary<string, Expr> definitions) =>
        [
            .. expr.WithParts()
                .SelectMany(e =>
                    e switch
                    {
                        Expr.Fact f => [f.Attribute],
                        Expr.Local l when definitions.TryGetValue(l.Id, out var definition) => Facts(
                            definition,
                            definitions
                        ),
                        _ => ImmutableArray<AttributeDef>.Empty,
                    }
                )
                .Distinct(),
        ];
}
