using MathNet.Numerics.LinearAlgebra;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// Weighted least squares. The normal equations are solved by Cholesky and refined from the residuals until nothing moves, so that
/// the answer is as good as an orthogonal decomposition's while memory stays that of one small matrix. Classical errors are those of
/// R's <c>lm</c>, design-based ones those of <c>svyglm</c>.
/// </summary>
public static class LinearFit
{
    private const int MostRefinements = 20;

    /// <param name="design">Null for none.</param>
    /// <param name="names">Of the predictors, for problems.</param>
    /// <returns>Refused when the predictors do not tell the rows apart (TH1020, TH1021), or the design gives no variance (TH1011).</returns>
    public static Outcome<FittedModel> Of(
        IReadOnlyList<FitRow> rows,
        FitDesign? design,
        IReadOnlyList<string>? names = null
    )
    {
        if (FitSums.Fault(rows, names) is { } fault)
            return fault;
        var p = rows[0].X.Length + 1;
        if (FitSums.Inverse(FitSums.Squares(rows, p, r => r.Weight)) is not { } inverse)
            return MeasuresProblems.Collinear(FitSums.Name(names, p - 1));
        var beta = Coefficients(rows, inverse);
        double Error(FitRow row) => row.Y - FitSums.Predicted(row, beta);
        var mean = FitSums.Sum(rows, r => r.Weight * r.Y) / FitSums.Sum(rows, r => r.Weight);
        var left = FitSums.Sum(rows, r => r.Weight * Error(r) * Error(r));
        var total = FitSums.Sum(rows, r => r.Weight * (r.Y - mean) * (r.Y - mean));
        var errors = design is null ? default : FitSums.DesignErrors(rows, design, inverse, r => r.Weight * Error(r));
        return design is not null && !errors.Ok
            ? Outcome<FittedModel>.Refused(errors.Problems)
            : new FittedModel(
                [.. beta],
                FitSums.Diagonal(inverse * (left / (rows.Count - p))),
                design is null ? null : errors.Value,
                1 - (left / total),
                rows.Count
            );
    }

    private static double[] Coefficients(IReadOnlyList<FitRow> rows, Matrix<double> inverse)
    {
        var p = inverse.RowCount;
        var beta = new double[p];
        for (var round = 0; round < MostRefinements; round++)
        {
            var step = inverse * FitSums.Scores(rows, p, r => r.Weight * (r.Y - FitSums.Predicted(r, beta)));
            for (var j = 0; j < p; j++)
                beta[j] += step[j];
            if (Enumerable.Range(0, p).All(j => Math.Abs(step[j]) <= 1e-15 * Math.Max(1, Math.Abs(beta[j]))))
                break;
        }
        return beta;
    }
}
