using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>Runs a pack's cases through both evaluators, and the scripts of its procedures; each must give what it names.</summary>
public static class CheckCases
{
    public static IReadOnlyList<Problem> Run(Pack pack)
    {
        List<Problem> problems =
        [
            .. pack.ProcedureScripts.SelectMany(c => ProcedureCases.Run(pack.Procedure(c.Procedure)!, c)),
        ];
        using var engine = new DuckDbEngine();
        foreach (var group in pack.Cases.GroupBy(c => (c.Method, c.AsOf, Set: string.Join(';', c.Set))))
        {
            var method = pack.Methods.Single(m => m.Id == group.Key.Method);
            var set = group.First().Set.ToDictionary(v => v.Key, v => (v.Value, Words.Same("case")));
            var parameters = ParameterValues.Resolve(pack, method, group.Key.AsOf, set);
            if (!parameters.Ok)
            {
                problems.AddRange(parameters.Problems.Select(p => p with { Where = group.First().At }));
                continue;
            }
            var cases = group
                .Select(
                    (c, i) =>
                        (
                            Case: c,
                            Id: i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                            Facts: Facts(pack, c)
                        )
                )
                .ToList();
            FactTables.Fill(engine, method, cases.Select(c => (c.Id, c.Facts.Household, c.Facts.Members)));
            var run = Identify.Run(engine, pack, method, parameters.Value, group.Key.AsOf, [], []);
            problems.AddRange(run.Problems);
            var printed = engine
                .Query(
                    $"SELECT household_id, outcome, score, mask, unknown_mask FROM {Identify.Result}{(method.Unit == Unit.Person ? " WHERE member_id = '0'" : "")}",
                    r => (r.GetString(0), (r.GetString(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4)))
                )
                .ToDictionary(r => r.Item1, r => r.Item2);
            var evaluator = new Evaluator(method, parameters.Value, group.Key.AsOf);
            foreach (var (c, id, facts) in cases)
            {
                var one = evaluator.Run(facts);
                if (one.Outcome != c.Outcome)
                    problems.Add(PackProblems.CaseFails(c.At, c.Name, c.Outcome, one.Outcome));
                var held = method.Indicators.Where((_, i) => (one.Mask & (1L << i)) != 0).Select(i => i.Id).ToList();
                if (
                    c.Holds is { } holds
                    && !holds.Order(StringComparer.Ordinal).SequenceEqual(held.Order(StringComparer.Ordinal))
                )
                    problems.Add(
                        PackProblems.CaseFails(c.At, c.Name, string.Join(", ", holds), string.Join(", ", held))
                    );
                if (printed[id] != (one.Outcome, one.Score, one.Mask, one.UnknownMask))
                    problems.Add(PackProblems.CaseFails(c.At, c.Name, $"{one}", $"SQL {printed[id]}"));
            }
        }
        return problems;
    }

    /// <summary>
    /// Indicators that no case shows to hold, or none not to hold: a rule that nothing ever fires may be written wrongly (a comparison
    /// that is never true loads and runs like any other).
    /// </summary>
    public static IReadOnlyList<(MethodPlan Method, Indicator Indicator, bool NeverHolds)> NeverShown(Pack pack)
    {
        var never = new List<(MethodPlan, Indicator, bool)>();
        foreach (var method in pack.Methods)
        {
            var (held, failed) = (0L, 0L);
            foreach (var c in pack.Cases.Where(c => c.Method == method.Id))
            {
                var set = c.Set.ToDictionary(v => v.Key, v => (v.Value, Words.Same("case")));
                var values = ParameterValues.Resolve(pack, method, c.AsOf, set);
                if (!values.Ok)
                    continue;
                var one = new Evaluator(method, values.Value, c.AsOf).Run(Facts(pack, c));
                held |= one.Mask;
                failed |= ~(one.Mask | one.UnknownMask);
            }
            for (var i = 0; i < method.Indicators.Length; i++)
            {
                if ((held >> i & 1) == 0)
                    never.Add((method, method.Indicators[i], true));
                if ((failed >> i & 1) == 0)
                    never.Add((method, method.Indicators[i], false));
            }
        }
        return never;
    }

    private static UnitFacts Facts(Pack pack, Case c) =>
        new(
            UnitFacts.FromJson(pack.Dictionary, Level.Household, c.Household.Values),
            [.. c.Members.Select(m => UnitFacts.FromJson(pack.Dictionary, Level.Member, m.Values))]
        );
}
