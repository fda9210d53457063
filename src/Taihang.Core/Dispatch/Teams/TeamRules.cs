using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>How many people a task force has, its leader among them.</summary>
public sealed record TeamSize(int Minimum, int Maximum, string Source);

/// <summary>The rules for task forces, the block <c>teams</c> of <c>catalogues/posting.yaml</c>.</summary>
/// <param name="Sizes">One per tier of the posting rules, in their order.</param>
/// <param name="MostOfAUnit">So many of one sending unit at most stand in one village.</param>
/// <param name="LeaderWeight">By how much more the fit of the leader counts than that of a member.</param>
/// <param name="NeedBp">Taken off for a need that nobody covers, per level of the need.</param>
/// <param name="WomanBp">Taken off when no woman is in the team.</param>
/// <param name="DialectBp">Taken off when nobody speaks the village's dialect.</param>
public sealed record TeamRules(
    ImmutableArray<TeamSize> Sizes,
    int MostOfAUnit,
    Fraction LeaderWeight,
    int NeedBp,
    int WomanBp,
    int DialectBp
)
{
    /// <summary>No team is larger; the search for a village's best team grows with it.</summary>
    public const int MostMembers = 8;

    /// <summary>A level of skill from which a need counts as covered; a need of 1 asks for 1 only.</summary>
    public const int CoverLevel = 2;
}
