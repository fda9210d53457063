using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <param name="Gap">What the dual leaves of the loss, over the loss: a proof of how near the least loss this is, of rounding's size.</param>
public sealed record QuantileFitted(FittedModel Model, double Gap, int Pivots);

/// <summary>
/// Weighted quantile regression (Koenker and Bassett 1978, Econometrica 46:33-50): the coefficients of least Σ w·ρ(y − xβ),
/// ρ(r) = r·(τ − [r below 0]). Solved exactly as a linear programme: from a smoothed start the fit goes from one set of p rows that it
/// passes through to the next, each time along the edge that falls most steeply and as far as the loss falls (Barrodale and Roberts
/// 1973). Rows on the plane by chance could make it go round in circles, so y is first moved by a tiny amount that differs by row
/// (Charnes 1952); the set of rows found is best for y itself too, which the dual then proves.
/// </summary>
public static class QuantileFit
{
    private const int MostPivots = 20_000;

    /// <summary>How far y is moved, over its spread.</summary>
    private const double Moved = 1e-9;

    /// <returns>Refused as <see cref="LinearFit"/> is, when the quantile is no share (TH1025) or nothing settles (TH1024).</returns>
    public static Outcome<QuantileFitted> Of(
        IReadOnlyList<FitRow> rows,
        Fraction quantile,
        FitDesign? design,
        IReadOnlyList<string>? names = null
    )
    {
        if (quantile <= Fraction.Zero || quantile >= Fraction.One)
            return MeasuresProblems.QuantileOutOfRange(quantile);
        if (FitSums.Fault(rows, names) is { } fault)
            return fault;
        var tau = quantile.ToDouble();
        var problem = new QuantileProgramme(rows, tau, Moved);
        if (problem.Solve(MostPivots) is not { } best)
            return MeasuresProblems.NotSettled();
        var beta = best.Coefficients;
        var errors = Errors(rows, tau, beta, design);
        if (!errors.Ok)
            return Outcome<QuantileFitted>.Refused(errors.Problems);
        var constant = new QuantileProgramme([.. rows.Select(r => r with { X = [] })], tau, Moved).Solve(MostPivots);
        return constant is null
            ? MeasuresProblems.NotSettled()
            : new QuantileFitted(
                new FittedModel(
                    [.. beta],
                    errors.Value.Classical,
                    errors.Value.Design,
                    1 - (best.Loss / constant.Loss),
                    rows.Count
                ),
                best.Gap,
                best.Pivots
            );
    }

    /// <summary>
    /// Powell's sandwich (1991): the density of the errors at the quantile is estimated by a normal kernel of the bandwidth of Hall and
    /// Sheather (R: <c>summary.rq(se = "ker")</c>); weights are scaled to one on average, and by design the scores are summed within
    /// sampling units.
    /// </summary>
    private static Outcome<(ImmutableArray<double>? Classical, ImmutableArray<double>? Design)> Errors(
        IReadOnlyList<FitRow> rows,
        double tau,
        double[] beta,
        FitDesign? design
    )
    {
        var (p, one) = (beta.Length, rows.Count / FitSums.Sum(rows, r => r.Weight));
        var reach = Bandwidth(rows, tau, beta);
        double Density(FitRow row) => Normal.PDF(0, 1, (row.Y - FitSums.Predicted(row, beta)) / reach) / reach;
        if (
            !(reach > 0)
            || FitSums.Inverse(FitSums.Squares(rows, p, r => one * r.Weight * Density(r))) is not { } inverse
        )
            return ((ImmutableArray<double>?)null, (ImmutableArray<double>?)null);
        var middle = FitSums.Squares(rows, p, r => one * r.Weight * one * r.Weight) * (tau * (1 - tau));
        var classical = FitSums.Diagonal(inverse * middle * inverse);
        if (design is null)
            return (classical, (ImmutableArray<double>?)null);
        var errors = FitSums.DesignErrors(
            rows,
            design,
            inverse,
            // The rows that the plane passes through miss it by rounding alone.
            r => one * r.Weight * (tau - (r.Y - FitSums.Predicted(r, beta) < -1e-9 * reach ? 1 : 0))
        );
        return errors.Ok
            ? (classical, errors.Value)
            : Outcome<(ImmutableArray<double>?, ImmutableArray<double>?)>.Refused(errors.Problems);
    }

    private static double Bandwidth(IReadOnlyList<FitRow> rows, double tau, double[] beta)
    {
        var at = Normal.InvCDF(0, 1, tau);
        var density = Normal.PDF(0, 1, at);
        var share =
            Math.Pow(rows.Count, -1 / 3.0)
            * Math.Pow(Normal.InvCDF(0, 1, 0.975), 2 / 3.0)
            * Math.Pow(1.5 * density * density / ((2 * at * at) + 1), 1 / 3.0);
        while (tau - share < 0 || tau + share > 1)
            share /= 2;
        var errors = rows.Select(r => r.Y - FitSums.Predicted(r, beta)).Order().ToArray();
        var mean = errors.Average();
        var deviation = Math.Sqrt(errors.Sum(e => (e - mean) * (e - mean)) / (errors.Length - 1));
        var range = (At(0.75) - At(0.25)) / 1.34;
        return (Normal.InvCDF(0, 1, tau + share) - Normal.InvCDF(0, 1, tau - share)) * Math.Min(deviation, range);

        // R's type 7.
        double At(double part)
        {
            var place = part * (errors.Length - 1);
            var below = (int)place;
            return below + 1 < errors.Length
                ? errors[below] + ((place - below) * (errors[below + 1] - errors[below]))
                : errors[below];
        }
    }
}
