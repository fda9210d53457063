using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Taihang.Core.Measures;

/// <summary>One row of a fit: what is predicted, from what, how many it stands for, and which sampling unit it came from.</summary>
/// <param name="X">The predictors, without the constant.</param>
/// <param name="Unit">Place in the sample; 0 where there is none.</param>
public sealed record FitRow(double Y, double[] X, double Weight, int Unit);

/// <param name="Coefficients">The constant first, then in the order of the predictors.</param>
/// <param name="ClassicalErrors">As if every row were drawn alone with equal variance (R: <c>lm</c>).</param>
/// <param name="DesignErrors">By the sample's design (R: <c>svyglm</c>); null without one.</param>
/// <param name="RSquared">Weighted; the share of the variation that the fit takes up.</param>
public sealed record LinearFitted(
    ImmutableArray<double> Coefficients,
    ImmutableArray<double> ClassicalErrors,
    ImmutableArray<double>? DesignErrors,
    double RSquared,
    int Rows
)
{
    public double Predict(double[] x)
    {
        var sum = Coefficients[0];
        for (var j = 0; j < x.Length; j++)
            sum += Coefficients[j + 1] * x[j];
        return sum;
    }
}

/// <summary>
/// Weighted least squares. The normal equations are solved by Cholesky and refined from the residuals until nothing moves, so that
/// the answer is as good as an orthogonal decomposition's while memory stays that of one small matrix. Design-based errors are
/// Binder's sandwich (1983, International Statistical Review 51:279-292): the scores w·x·e summed within sampling units, their
/// between-unit variance within strata, on both sides the inverse of X'WX.
/// </summary>
public static class LinearFit
{
    private const int MostRefinements = 20;

    /// <param name="sample">The sampling units that the rows name; null for none.</param>
    /// <returns>Null when the predictors do not tell the rows apart: too few rows, or one predictor made of the others.</returns>
    public static LinearFitted? Of(IReadOnlyList<FitRow> rows, SurveySample? sample)
    {
        if (rows.Count == 0)
            return null;
        var p = rows[0].X.Length + 1;
        if (rows.Count <= p || Inverse(rows, p) is not { } inverse)
            return null;
        var beta = new double[p];
        for (var round = 0; round < MostRefinements; round++)
        {
            var step = inverse * Scores(rows, beta);
            for (var j = 0; j < p; j++)
                beta[j] += step[j];
            if (Enumerable.Range(0, p).All(j => Math.Abs(step[j]) <= 1e-15 * Math.Max(1, Math.Abs(beta[j]))))
                break;
        }
        var (left, total, mean) = (new CompensatedSum(), new CompensatedSum(), Mean(rows));
        foreach (var row in rows)
        {
            var error = row.Y - Predicted(row, beta);
            left.Add(row.Weight * error * error);
            total.Add(row.Weight * (row.Y - mean) * (row.Y - mean));
        }
        var sigma2 = left.Total / (rows.Count - p);
        return new LinearFitted(
            [.. beta],
            [.. Enumerable.Range(0, p).Select(j => Math.Sqrt(sigma2 * inverse[j, j]))],
            sample is null ? null : DesignErrors(rows, sample, beta, inverse),
            1 - (left.Total / total.Total),
            rows.Count
        );
    }

    private static double At(FitRow row, int j) => j == 0 ? 1 : row.X[j - 1];

    private static double Predicted(FitRow row, double[] beta)
    {
        var sum = beta[0];
        for (var j = 1; j < beta.Length; j++)
            sum += beta[j] * row.X[j - 1];
        return sum;
    }

    private static double Mean(IReadOnlyList<FitRow> rows)
    {
        var (sum, weight) = (new CompensatedSum(), new CompensatedSum());
        foreach (var row in rows)
        {
            sum.Add(row.Weight * row.Y);
            weight.Add(row.Weight);
        }
        return sum.Total / weight.Total;
    }

    /// <summary>(X'WX)⁻¹; null when it has none.</summary>
    private static Matrix<double>? Inverse(IReadOnlyList<FitRow> rows, int p)
    {
        var sums = new CompensatedSum[p, p];
        foreach (var row in rows)
            for (var i = 0; i < p; i++)
            {
                var a = row.Weight * At(row, i);
                for (var j = i; j < p; j++)
                    sums[i, j].Add(a * At(row, j));
            }
        var matrix = DenseMatrix.Create(p, p, (i, j) => sums[Math.Min(i, j), Math.Max(i, j)].Total);
        // Scaled to a unit diagonal first: a squared count beside a yes or no would spoil the condition for nothing.
        var scale = matrix.Diagonal().PointwiseSqrt();
        if (scale.Any(s => s <= 0))
            return null;
        var even = DenseMatrix.Create(p, p, (i, j) => matrix[i, j] / scale[i] / scale[j]);
        if (even.ConditionNumber() > 1e12)
            return null;
        var inverse = even.Cholesky().Solve(DenseMatrix.CreateIdentity(p));
        return DenseMatrix.Create(p, p, (i, j) => inverse[i, j] / scale[i] / scale[j]);
    }

    /// <summary>X'W(y − Xβ).</summary>
    private static DenseVector Scores(IReadOnlyList<FitRow> rows, double[] beta)
    {
        var sums = new CompensatedSum[beta.Length];
        foreach (var row in rows)
        {
            var error = row.Weight * (row.Y - Predicted(row, beta));
            for (var j = 0; j < beta.Length; j++)
                sums[j].Add(error * At(row, j));
        }
        return DenseVector.Create(beta.Length, j => sums[j].Total);
    }

    private static ImmutableArray<double> DesignErrors(
        IReadOnlyList<FitRow> rows,
        SurveySample sample,
        double[] beta,
        Matrix<double> inverse
    )
    {
        var p = beta.Length;
        var scores = new double[sample.Units][];
        for (var unit = 0; unit < scores.Length; unit++)
            scores[unit] = new double[p];
        foreach (var row in rows)
        {
            var error = row.Weight * (row.Y - Predicted(row, beta));
            for (var j = 0; j < p; j++)
                scores[row.Unit][j] += error * At(row, j);
        }
        var middle = DenseMatrix.Create(p, p, 0);
        foreach (var (_, from, to) in sample.Strata)
        {
            var n = to - from;
            if (n == 1)
                continue;
            var mean = DenseVector.Create(p, j => Enumerable.Range(from, n).Sum(u => scores[u][j]) / n);
            for (var unit = from; unit < to; unit++)
            {
                var away = DenseVector.OfArray(scores[unit]) - mean;
                middle += (DenseMatrix)away.OuterProduct(away).Multiply((double)n / (n - 1));
            }
        }
        var spread = inverse * middle * inverse;
        return [.. Enumerable.Range(0, p).Select(j => Math.Sqrt(spread[j, j]))];
    }
}
