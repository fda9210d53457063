using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// Weighted logistic regression by iteratively reweighted least squares, which for this link are Newton's steps. Weights are scaled to
/// one on average, so that classical errors are those of R's <c>glm(family = binomial)</c> whatever people a row stands for;
/// design-based ones are those of <c>svyglm</c>. Where a sum of the predictors parts yes from no, no maximum exists: the steps then
/// run along that sum for ever, and it is shown to part every row before the fit is refused.
/// </summary>
public static class LogitFit
{
    private const int MostSteps = 60;

    /// <summary>Steps after which a fit that has a maximum has settled near it, and one that has none runs straight on.</summary>
    private const int FewSteps = 8;

    /// <returns>
    /// Refused when Y is not yes and no (TH1022), when the predictors do not tell rows apart (TH1020, TH1021) or part yes from no
    /// (TH1023), when nothing settles (TH1024) or the design gives no variance (TH1011).
    /// </returns>
    public static Outcome<FittedModel> Of(
        IReadOnlyList<FitRow> rows,
        FitDesign? design,
        IReadOnlyList<string>? names = null
    )
    {
        if (FitSums.Fault(rows, names) is { } fault)
            return fault;
        if (rows.Any(r => r.Y is not (0 or 1)) || rows.All(r => r.Y == 1) || rows.All(r => r.Y == 0))
            return MeasuresProblems.NotYesAndNo();
        var p = rows[0].X.Length + 1;
        var weights = FitSums.Sum(rows, r => r.Weight);
        var one = rows.Count / weights;
        var beta = new double[p];
        var share = FitSums.Sum(rows, r => r.Weight * r.Y) / weights;
        beta[0] = Math.Log(share / (1 - share));
        var nothing = Deviance(rows, beta);
        var (deviance, step) = (nothing, (Vector<double>)DenseVector.Create(p, 0));
        for (var round = 0; round < MostSteps; round++)
        {
            var now = beta;
            var inverse = FitSums.Inverse(FitSums.Squares(rows, p, r => one * r.Weight * Spread(r, now)));
            if (inverse is null)
                return Parting(rows, step, names) ?? MeasuresProblems.NotSettled();
            step = inverse * FitSums.Scores(rows, p, r => one * r.Weight * (r.Y - Chance(r, now)));
            if (round >= FewSteps && Parting(rows, step, names) is { } parted)
                return parted;
            // The deviance is convex, so that a step that is too long is one to shorten.
            var (next, after) = (Moved(beta, step), 0.0);
            for (var halved = 0; (after = Deviance(rows, next)) > deviance * (1 + 1e-12) && halved < 40; halved++)
            {
                step /= 2;
                next = Moved(beta, step);
            }
            (beta, deviance) = (next, after);
            if (!Enumerable.Range(0, p).All(j => Math.Abs(step[j]) <= 1e-13 * Math.Max(1, Math.Abs(next[j]))))
                continue;
            var errors = design is null
                ? default
                : FitSums.DesignErrors(rows, design, inverse, r => one * r.Weight * (r.Y - Chance(r, next)));
            return design is not null && !errors.Ok
                ? Outcome<FittedModel>.Refused(errors.Problems)
                : new FittedModel(
                    [.. next],
                    FitSums.Diagonal(inverse),
                    design is null ? null : errors.Value,
                    1 - (deviance / nothing),
                    rows.Count
                );
        }
        return Parting(rows, step, names) ?? MeasuresProblems.NotSettled();
    }

    /// <summary>The chance that the log-odds give.</summary>
    public static double Chance(double odds) =>
        odds >= 0 ? 1 / (1 + Math.Exp(-odds)) : Math.Exp(odds) / (1 + Math.Exp(odds));

    private static double Chance(FitRow row, double[] beta) => Chance(FitSums.Predicted(row, beta));

    private static double Spread(FitRow row, double[] beta)
    {
        var odds = FitSums.Predicted(row, beta);
        return Chance(odds) * Chance(-odds);
    }

    /// <summary>−2 log likelihood, by the logarithm that neither end of the scale overflows.</summary>
    private static double Deviance(IReadOnlyList<FitRow> rows, double[] beta) =>
        FitSums.Sum(
            rows,
            row =>
            {
                var odds = row.Y == 1 ? FitSums.Predicted(row, beta) : -FitSums.Predicted(row, beta);
                var loss = odds >= 0 ? Math.Log(1 + Math.Exp(-odds)) : Math.Log(1 + Math.Exp(odds)) - odds;
                return 2 * row.Weight * loss;
            }
        );

    private static double[] Moved(double[] beta, Vector<double> step) => [.. beta.Select((b, j) => b + step[j])];

    /// <summary>
    /// Whether the sum of predictors that a step goes along parts the rows: at or above nothing on every yes, at or below on every no, and
    /// not nothing everywhere (Albert and Anderson 1984, Biometrika 71:1-10).
    /// </summary>
    private static Problem? Parting(IReadOnlyList<FitRow> rows, Vector<double> step, IReadOnlyList<string>? names)
    {
        var along = step.ToArray();
        var (least, most) = (double.MaxValue, 0.0);
        foreach (var row in rows)
        {
            var apart = FitSums.Predicted(row, along) * (row.Y == 1 ? 1 : -1);
            (least, most) = (Math.Min(least, apart), Math.Max(most, apart));
        }
        if (!(most > 0.1) || least < -1e-6 * most)
            return null;
        var size = Enumerable.Range(0, along.Length).Select(j => Math.Abs(along[j]) * Length(rows, j)).ToList();
        return MeasuresProblems.Parted([
            .. Enumerable
                .Range(1, along.Length - 1)
                .Where(j => size[j] > 1e-3 * size.Max())
                .Select(j => FitSums.Name(names, j)),
        ]);
    }

    private static double Length(IReadOnlyList<FitRow> rows, int j) => rows.Max(r => Math.Abs(FitSums.At(r, j)));
}
