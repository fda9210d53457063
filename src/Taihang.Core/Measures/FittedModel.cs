using System.Collections.Immutable;

namespace Taihang.Core.Measures;

/// <summary>One row of a fit: what is predicted, from what, how many it stands for, and which sampling unit it came from.</summary>
/// <param name="Y">Of a logit 1 for yes and 0 for no.</param>
/// <param name="X">The predictors, without the constant.</param>
/// <param name="Weight">Above zero; only its relation to the others matters.</param>
/// <param name="Unit">Place in the sample; 0 where there is none.</param>
public sealed record FitRow(double Y, double[] X, double Weight, int Unit);

/// <summary>The sampling units that the rows of a fit name, and what a stratum with one of them adds to a variance.</summary>
public sealed record FitDesign(SurveySample Sample, LonelyPsu Lonely);

/// <summary>Coefficients that were fitted, with two kinds of standard errors.</summary>
/// <param name="Coefficients">The constant first, then in the order of the predictors.</param>
/// <param name="ClassicalErrors">As if every row were drawn alone; null where none could be worked out.</param>
/// <param name="DesignErrors">By the sample's design (R: <c>svyglm</c>); null without one.</param>
/// <param name="RSquared">1 − loss / loss of the constant alone: of squares R², of a logit McFadden's, of a quantile Koenker and Machado's.</param>
public sealed record FittedModel(
    ImmutableArray<double> Coefficients,
    ImmutableArray<double>? ClassicalErrors,
    ImmutableArray<double>? DesignErrors,
    double RSquared,
    int Rows
)
{
    /// <summary>The linear predictor: of a logit the log-odds.</summary>
    public double Predict(double[] x)
    {
        var sum = Coefficients[0];
        for (var j = 0; j < x.Length; j++)
            sum += Coefficients[j + 1] * x[j];
        return sum;
    }
}
