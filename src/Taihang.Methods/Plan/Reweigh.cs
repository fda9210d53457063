using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Methods.Plan;

/// <summary>
/// A method without some of its indicators, for data that does not carry them: the weight of each is shared out among the others of its
/// dimension in proportion to theirs, as the global MPI does (Alkire, Kanagaratnam and Suppa 2020); of a dimension of which nothing is
/// left, among all others.
/// </summary>
public static class Reweigh
{
    /// <param name="ids">Indicators of the method; one at least must be left.</param>
    public static MethodPlan Without(MethodPlan method, IReadOnlyCollection<string> ids)
    {
        var kept = method.Indicators.Where(i => !ids.Contains(i.Id)).ToList();
        if (kept.Count == method.Indicators.Length)
            return method;
        // Other rules may still name what is gone: it stays a value, without a weight.
        method = method with
        {
            Derived =
            [
                .. method.Derived,
                .. method.Indicators.Where(i => ids.Contains(i.Id)).Select(i => new Derived(i.Id, i.Title, i.When)),
            ],
        };
        if (kept.Any(i => i.Weight is null))
            return method with { Indicators = [.. kept] };
        var weights = kept.ToDictionary(i => i.Id, i => i.Weight!.Value);
        foreach (var gone in method.Indicators.GroupBy(i => i.Dimension).Select(g => g.ToList()))
        {
            var share = Sum(gone.Where(i => ids.Contains(i.Id)).Select(i => i.Weight!.Value));
            var heirs = gone.Where(i => !ids.Contains(i.Id)).ToList();
            if (heirs.Count == 0 || gone[0].Dimension is null)
                continue;
            var own = Sum(heirs.Select(i => i.Weight!.Value));
            foreach (var heir in heirs)
                weights[heir.Id] += share * heir.Weight!.Value / own;
        }
        // What no dimension took up, everybody shares.
        var all = Sum(weights.Values);
        foreach (var id in weights.Keys.ToList())
            weights[id] /= all;
        var common = weights.Values.Aggregate(BigInteger.One, (c, w) => Denominators.Common(c, w.Denominator));
        return method with
        {
            Denominator = (long)common,
            Indicators =
            [
                .. kept.Select(i =>
                    i with
                    {
                        Weight = weights[i.Id],
                        WeightNumerator = (long)(weights[i.Id].Numerator * (common / weights[i.Id].Denominator)),
                    }
                ),
            ],
        };
    }

    private static Fraction Sum(IEnumerable<Fraction> all) => all.Aggregate(Fraction.Zero, (sum, one) => sum + one);
}
