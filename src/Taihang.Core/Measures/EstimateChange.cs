namespace Taihang.Core.Measures;

/// <summary>One figure at two times, from samples drawn independently of each other.</summary>
/// <param name="Absolute">Second less first.</param>
/// <param name="Relative">That over the first; null where the first is zero.</param>
/// <param name="AnnualAbsolute">Absolute over the years between.</param>
/// <param name="AnnualRelative">(second / first)^(1 / years) − 1; null where either is not above zero.</param>
public sealed record EstimateChange(
    double Absolute,
    double? AbsoluteError,
    double? Relative,
    double? RelativeError,
    double AnnualAbsolute,
    double? AnnualAbsoluteError,
    double? AnnualRelative,
    double? AnnualRelativeError
)
{
    /// <summary>Standard errors by the delta method, as in Alkire, Roche and Vaz (2017); null where a figure has none.</summary>
    /// <param name="years">Between the two, above zero.</param>
    public static EstimateChange Of(
        (double Estimate, double? Error) first,
        (double Estimate, double? Error) second,
        double years
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(years);
        var absolute = second.Estimate - first.Estimate;
        double? error = first.Error is { } e1 && second.Error is { } e2 ? Math.Sqrt((e1 * e1) + (e2 * e2)) : null;
        double? ratio = first.Estimate == 0 ? null : second.Estimate / first.Estimate;
        double? ratioError =
            ratio is { } r && first.Error is { } s1 && second.Error is { } s2
                ? Math.Sqrt((s2 * s2) + (r * r * s1 * s1)) / Math.Abs(first.Estimate)
                : null;
        double? annual = first.Estimate > 0 && second.Estimate > 0 ? Math.Pow(ratio!.Value, 1 / years) - 1 : null;
        return new EstimateChange(
            absolute,
            error,
            ratio - 1,
            ratioError,
            absolute / years,
            error / years,
            annual,
            annual is null ? null : Math.Pow(ratio!.Value, (1 / years) - 1) / years * ratioError
        );
    }
}
