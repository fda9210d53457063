using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// The sums that every fit needs, taken in the order of the rows by one worker and compensated, so that the same rows give the same bits.
/// A row's predictors are the constant and its own.
/// </summary>
internal static class FitSums
{
    /// <summary>A predictor that keeps less than this share of its length beside those before it is one of them in disguise.</summary>
    private const double LeastLeft = 1e-6;

    public static double At(FitRow row, int j) => j == 0 ? 1 : row.X[j - 1];

    public static double Predicted(FitRow row, double[] beta)
    {
        var sum = beta[0];
        for (var j = 1; j < beta.Length; j++)
            sum += beta[j] * row.X[j - 1];
        return sum;
    }

    /// <summary>Σ f(row).</summary>
    public static double Sum(IReadOnlyList<FitRow> rows, Func<FitRow, double> of)
    {
        var sum = new CompensatedSum();
        foreach (var row in rows)
            sum.Add(of(row));
        return sum.Total;
    }

    /// <summary>X'VX, V the diagonal of <paramref name="by"/>.</summary>
    public static Matrix<double> Squares(IReadOnlyList<FitRow> rows, int p, Func<FitRow, double> by)
    {
        var sums = new CompensatedSum[p, p];
        foreach (var row in rows)
        {
            var v = by(row);
            for (var i = 0; i < p; i++)
            {
                var a = v * At(row, i);
                for (var j = i; j < p; j++)
                    sums[i, j].Add(a * At(row, j));
            }
        }
        return DenseMatrix.Create(p, p, (i, j) => sums[Math.Min(i, j), Math.Max(i, j)].Total);
    }

    /// <summary>X'v, v given by row.</summary>
    public static Vector<double> Scores(IReadOnlyList<FitRow> rows, int p, Func<FitRow, double> of)
    {
        var sums = new CompensatedSum[p];
        foreach (var row in rows)
        {
            var v = of(row);
            for (var j = 0; j < p; j++)
                sums[j].Add(v * At(row, j));
        }
        return DenseVector.Create(p, j => sums[j].Total);
    }

    /// <summary>What keeps the rows from being fitted at all: too few of them (TH1020), or a predictor made of others (TH1021).</summary>
    public static Problem? Fault(IReadOnlyList<FitRow> rows, IReadOnlyList<string>? names)
    {
        var p = rows.Count == 0 ? 0 : rows[0].X.Length + 1;
        if (rows.Count <= p)
            return MeasuresProblems.TooFewRows(rows.Count, p);
        var even = Even(Squares(rows, p, r => r.Weight), out _);
        if (even is null)
            return MeasuresProblems.Collinear(
                Name(names, Enumerable.Range(1, p - 1).First(j => rows.All(r => r.X[j - 1] == 0)))
            );
        // Cholesky by hand: what is left of a predictor beside those before it stands on the diagonal.
        var factor = new double[p, p];
        for (var j = 0; j < p; j++)
        {
            var left = even[j, j];
            for (var k = 0; k < j; k++)
                left -= factor[j, k] * factor[j, k];
            if (left < LeastLeft * LeastLeft)
                return MeasuresProblems.Collinear(Name(names, j));
            factor[j, j] = Math.Sqrt(left);
            for (var i = j + 1; i < p; i++)
            {
                var sum = even[i, j];
                for (var k = 0; k < j; k++)
                    sum -= factor[i, k] * factor[j, k];
                factor[i, j] = sum / factor[j, j];
            }
        }
        return null;
    }

    /// <summary>The inverse of a matrix of squares; null when it has none.</summary>
    public static Matrix<double>? Inverse(Matrix<double> squares)
    {
        if (Even(squares, out var scale) is not { } even || even.ConditionNumber() > 1e12)
            return null;
        var p = even.RowCount;
        var inverse = even.Cholesky().Solve(DenseMatrix.CreateIdentity(p));
        return DenseMatrix.Create(p, p, (i, j) => inverse[i, j] / scale[i] / scale[j]);
    }

    /// <summary>
    /// Binder's sandwich (1983, International Statistical Review 51:279-292): the scores x·v summed within sampling units, their
    /// between-unit variance within strata, on both sides the inverse of the derivative.
    /// </summary>
    /// <param name="of">v: by row the weighted residual that the estimating equation adds up to nothing.</param>
    /// <returns>Refused (TH1011) when a stratum has one unit and the rule is to refuse.</returns>
    public static Outcome<ImmutableArray<double>> DesignErrors(
        IReadOnlyList<FitRow> rows,
        FitDesign design,
        Matrix<double> inverse,
        Func<FitRow, double> of
    )
    {
        var (p, sample) = (inverse.RowCount, design.Sample);
        var scores = new double[sample.Units][];
        for (var unit = 0; unit < scores.Length; unit++)
            scores[unit] = new double[p];
        foreach (var row in rows)
        {
            var v = of(row);
            for (var j = 0; j < p; j++)
                scores[row.Unit][j] += v * At(row, j);
        }
        var middle = new double[p, p];
        foreach (var (stratum, from, to) in sample.Strata)
        {
            var n = to - from;
            if (n == 1 && design.Lonely == LonelyPsu.Refuse)
                return MeasuresProblems.LonelyPsu(stratum);
            if (n == 1 && design.Lonely == LonelyPsu.Certain)
                continue;
            // The mean of all units is zero, for the scores of a fit add up to nothing.
            var mean = new double[p];
            if (n > 1)
                for (var j = 0; j < p; j++)
                    mean[j] = Enumerable.Range(from, n).Sum(u => scores[u][j]) / n;
            var factor = n == 1 ? 1 : (double)n / (n - 1);
            for (var unit = from; unit < to; unit++)
            for (var i = 0; i < p; i++)
            for (var j = 0; j < p; j++)
                middle[i, j] += factor * (scores[unit][i] - mean[i]) * (scores[unit][j] - mean[j]);
        }
        return Diagonal(inverse * DenseMatrix.OfArray(middle) * inverse);
    }

    /// <summary>Square roots of the diagonal: standard errors of a covariance.</summary>
    public static ImmutableArray<double> Diagonal(Matrix<double> spread) =>
        [.. Enumerable.Range(0, spread.RowCount).Select(j => Math.Sqrt(spread[j, j]))];

    public static string Name(IReadOnlyList<string>? names, int j) =>
        j == 0 ? "intercept"
        : names is null ? $"x{j}"
        : names[j - 1];

    /// <summary>Scaled to a unit diagonal: a squared count beside a yes or no would spoil the condition for nothing.</summary>
    private static Matrix<double>? Even(Matrix<double> squares, out Vector<double> scale)
    {
        var diagonal = squares.Diagonal().PointwiseSqrt();
        scale = diagonal;
        return diagonal.Any(s => !(s > 0))
            ? null
            : DenseMatrix.Create(
                squares.RowCount,
                squares.RowCount,
                (i, j) => squares[i, j] / diagonal[i] / diagonal[j]
            );
    }
}
