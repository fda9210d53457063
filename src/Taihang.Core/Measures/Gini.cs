using System.Runtime.CompilerServices;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>Which Gini. The forms differ in the fourth digit of a survey, so a pack names the one it means.</summary>
public enum GiniForm
{
    /// <summary>
    /// One minus twice the area under the piecewise linear Lorenz curve (wbpip, PovcalNet): one owner among n gives (n − 1)/n, and
    /// copying every row changes nothing.
    /// </summary>
    Population,

    /// <summary>The same times n/(n − 1), n the number of rows (Deltas 2003): one owner among n gives 1.</summary>
    SmallSample,
}

/// <summary>
/// G = Σ w·y·(2r − w) / (Σw · Σwy) − 1, with r the cumulated weight up to and with the person (the weighted form of Lerman and
/// Yitzhaki 1989). Computed exactly; people with the same income may stand in any order.
/// </summary>
public static class Gini
{
    /// <returns>
    /// 0 for equal incomes; null when there is nobody, when an income is negative, when nobody has any income, or in the
    /// small-sample form when there is one row.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double? Of(WelfareDistribution distribution, GiniForm form)
    {
        var levels = distribution.Levels;
        if (levels.IsEmpty || levels[0].Welfare < 0 || distribution.TotalWelfare.IsZero)
            return null;
        var rank = Int128.Zero;
        var sum = new ExactSum();
        foreach (var level in levels)
        {
            rank += level.Weight;
            sum.AddProduct(2 * rank - level.Weight, (Int128)level.Weight * level.Welfare);
        }
        var gini = new Fraction(sum.Total, distribution.TotalWeight * distribution.TotalWelfare) - Fraction.One;
        if (form == GiniForm.Population)
            return gini.ToDouble();
        var n = distribution.Observations;
        return n == 1 ? null : (gini * new Fraction(n, n - 1)).ToDouble();
    }
}
