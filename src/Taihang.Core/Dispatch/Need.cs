using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>The causes recorded for one counted household; null where none is recorded.</summary>
public sealed record HouseholdCauses(string? Main, ImmutableArray<string> Others);

/// <summary>What a village needs, from what was recorded for its counted households.</summary>
public static class Need
{
    /// <returns>0 to 3 per skill, in the rules' order.</returns>
    public static ImmutableArray<int> Of(PostingRules rules, IReadOnlyCollection<HouseholdCauses> households)
    {
        var sum = new Fraction[rules.Skills.Length];
        foreach (var household in households)
        {
            if (household.Main is { } main)
                Count(main, rules.Need.MainCause);
            foreach (var other in household.Others.Where(other => other != household.Main).Distinct())
                Count(other, rules.Need.OtherCause);
        }
        return [.. sum.Select(counted => rules.Need.Levels.Count(level => Reaches(counted, level)))];

        void Count(string cause, Fraction weight)
        {
            foreach (var skill in rules.Need.Skills.GetValueOrDefault(cause, []))
                sum[skill] += weight;
        }

        bool Reaches(Fraction counted, Fraction level) => households.Count > 0 && counted >= level * households.Count;
    }

    /// <summary>0 to 9 against the village of the county with the greatest share of counted persons; null without any count.</summary>
    public static int? Difficulty(long counted, long persons, Fraction greatestShare) =>
        persons == 0 || greatestShare == Fraction.Zero
            ? null
            : Nearest(new Fraction(counted, persons) / greatestShare * 9);

    private static int Nearest(Fraction value) =>
        (int)((2 * value.Numerator + value.Denominator) / (2 * value.Denominator));
}
