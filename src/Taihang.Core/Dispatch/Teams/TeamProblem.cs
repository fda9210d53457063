using System.Collections.Immutable;
using System.Numerics;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>A village that is to have a task force.</summary>
/// <param name="Tier">Index into the rules' tiers.</param>
/// <param name="Scale">What a basis point counts here: the tier's weight over the common denominator.</param>
/// <param name="Need">0 to 3 per skill.</param>
/// <param name="Within">Region numbers from the top of the tree down to the village itself.</param>
/// <param name="Minimum">People wanted at least, the leader among them.</param>
/// <param name="Dialect">Spoken there; null when not known, and then no rule asks for it.</param>
/// <param name="Leader">The person who leads already; null when the plan chooses one.</param>
public sealed record TeamVillage(
    int VillageNo,
    int Tier,
    int Scale,
    ImmutableArray<int> Need,
    ImmutableArray<int> Within,
    int Minimum,
    int Maximum,
    string? Dialect = null,
    int? Leader = null
);

/// <summary>Somebody who may be in a task force.</summary>
/// <param name="Skill">0 to 3 per skill.</param>
/// <param name="Unit">The sending unit, by number.</param>
/// <param name="AvoidsRegionNo">The place around the home that is avoided; 0 for none in the tree.</param>
/// <param name="MayServe">Not within a term elsewhere, nor kept out for another reason.</param>
/// <param name="MayLead">Eligible as first secretary.</param>
/// <param name="Woman">Null when not known.</param>
/// <param name="Dialects">Null when not known.</param>
public sealed record TeamPerson(
    Guid CadreId,
    ImmutableArray<int> Skill,
    int Unit,
    int AvoidsRegionNo = 0,
    bool MayServe = true,
    bool MayLead = false,
    bool? Woman = null,
    ImmutableArray<string>? Dialects = null
);

/// <summary>Somebody who stands in a village whatever the plan.</summary>
public sealed record TeamLock(int Village, int Person);

/// <summary>
/// The task forces of a county: who may go where with which fit. A pair that is not listed is forbidden. The pairs of village <c>i</c>
/// stand at <c>Start[i] .. Start[i + 1] - 1</c>, people in rising order.
/// </summary>
/// <param name="Tiers">How many tiers there are.</param>
/// <param name="FitBp">One per pair, 0 to 10,000.</param>
/// <param name="Together">Groups of people who serve in one village or not at all.</param>
public sealed record TeamProblem(
    TeamRules Rules,
    int Tiers,
    ImmutableArray<TeamVillage> Villages,
    ImmutableArray<TeamPerson> People,
    int[] Start,
    int[] Person,
    int[] FitBp,
    ImmutableArray<ImmutableArray<int>> Together,
    ImmutableArray<TeamLock> Locks
)
{
    /// <summary>Whether at least one woman is asked for: only when the sex of everybody is known.</summary>
    public bool AsksForWoman => !People.IsEmpty && People.All(p => p.Woman is not null);

    /// <summary>Whether a speaker of a village's dialect is asked for: only when everybody's dialects are known.</summary>
    public bool AsksForDialect => !People.IsEmpty && People.All(p => p.Dialects is not null);

    /// <summary>Puts pairs given in any order into rows.</summary>
    public static TeamProblem From(
        TeamRules rules,
        int tiers,
        ImmutableArray<TeamVillage> villages,
        ImmutableArray<TeamPerson> people,
        IEnumerable<(int Village, int Person, int FitBp)> pairs,
        ImmutableArray<ImmutableArray<int>> together,
        ImmutableArray<TeamLock> locks
    )
    {
        var start = new int[villages.Length + 1];
        var (person, fit) = (new List<int>(), new List<int>());
        foreach (var (village, who, score) in pairs.OrderBy(p => p.Village).ThenBy(p => p.Person))
        {
            start[village + 1]++;
            person.Add(who);
            fit.Add(score);
        }
        for (var village = 0; village < villages.Length; village++)
            start[village + 1] += start[village];
        return new TeamProblem(rules, tiers, villages, people, start, [.. person], [.. fit], together, locks);
    }

    /// <returns>Index of the pair, or -1 when it is forbidden.</returns>
    public int PairOf(int village, int person)
    {
        var found = Array.BinarySearch(Person, Start[village], Start[village + 1] - Start[village], person);
        return found < 0 ? -1 : found;
    }

    /// <summary>Why a person may not be a member of a village's team; a member need not be eligible as first secretary.</summary>
    public static Exclusion? Excludes(TeamVillage village, TeamPerson person)
    {
        if (!person.MayServe)
            return Exclusion.InTerm;
        return person.AvoidsRegionNo != 0 && village.Within.Contains(person.AvoidsRegionNo) ? Exclusion.Home : null;
    }

    /// <summary>The tiers' weights over their common denominator.</summary>
    public static ImmutableArray<int> Scales(PostingRules rules)
    {
        var common = rules.Tiers.Aggregate(
            BigInteger.One,
            (all, t) => all * t.Weight.Denominator / BigInteger.GreatestCommonDivisor(all, t.Weight.Denominator)
        );
        return [.. rules.Tiers.Select(t => (int)(t.Weight.Numerator * common / t.Weight.Denominator))];
    }
}
