using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Core.Dispatch;

/// <summary>What the fit of a cadre and a village is made of.</summary>
public enum ScorePart
{
    NeedCover,
    Department,
    Dialect,
    FamilyDistance,
    Seniority,
    Continuity,
}

/// <summary>One thing a cadre can do and a village can need, each from 0 to 3.</summary>
public sealed record Skill(string Id, Words Title);

/// <param name="Weight">Exact share of the fit; all weights sum to 1.</param>
/// <param name="Source">Where the figure comes from, or that it is Taihang's own.</param>
public sealed record PartWeight(ScorePart Part, Fraction Weight, Words Title, string Source);

/// <summary>A tier of villages: an earlier one is filled first, strictly; its lack of fit counts by the weight.</summary>
public sealed record Tier(string Id, Fraction Weight);

/// <summary>How recorded causes become needs: counts per cause, and the shares of counted households from which a need is 1, 2 and 3.</summary>
/// <param name="Skills">Cause to the indexes of the skills that answer it.</param>
public sealed record NeedRule(
    Fraction MainCause,
    Fraction OtherCause,
    ImmutableArray<Fraction> Levels,
    ImmutableSortedDictionary<string, ImmutableArray<int>> Skills
);

/// <summary>A hard rule as the pack words it, quoted whenever it excludes somebody.</summary>
public sealed record QuotedRule(Words Text, string Source)
{
    /// <summary>The source as people read it: a pack writes <c>own</c> where the figure is the programme's own default.</summary>
    public Words Told => new(Source.Replace("own", "自定", StringComparison.Ordinal), Source);
}

/// <summary>The posting rules of a pack, in force over a span of days; see <c>catalogues/posting.yaml</c>.</summary>
/// <param name="FamilyDistanceKm">From this distance on the part for the family's distance is 0.</param>
/// <param name="HomeAvoidance">Unit level to the level of the place around the home that is avoided.</param>
/// <param name="Teams">Null when the pack knows no task forces.</param>
public sealed record PostingRules(
    string Id,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    ImmutableArray<Skill> Skills,
    ImmutableArray<PartWeight> Weights,
    int FamilyDistanceKm,
    NeedRule Need,
    ImmutableArray<Tier> Tiers,
    int TermMonths,
    ImmutableSortedDictionary<string, string> HomeAvoidance,
    QuotedRule EligibleRule,
    QuotedRule TermRule,
    QuotedRule HomeRule,
    QuotedRule KinRule,
    QuotedRule StatedRule,
    TeamRules? Teams = null
)
{
    /// <summary>The tier of villages of which nothing special is known.</summary>
    public int OrdinaryTier => Tiers.Length - 1;
}
