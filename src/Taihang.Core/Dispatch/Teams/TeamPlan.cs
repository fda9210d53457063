using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>One village's task force.</summary>
/// <param name="Leader">-1 when the leader's seat stays unfilled.</param>
/// <param name="Members">Rising, without the leader.</param>
public sealed record Team(int Leader, ImmutableArray<int> Members);

/// <summary>
/// The task forces of a county with what the plan is worth: fit in basis points times the villages' scales, less what falls short, less the
/// unfilled seats.
/// </summary>
public sealed record TeamPlan(ImmutableArray<Team> Teams, long Value);

/// <summary>
/// Why no plan is worth more than <paramref name="Bound"/>: at a price of so much per person, no team of village <c>v</c> is worth more than
/// <c>Best[v]</c>, and the bound is the sum of both. Prices are not unique; never show one as the worth of a person.
/// </summary>
public sealed record TeamProof(long[] Price, long[] Best, long Bound);

/// <summary>A plan and the proof of how far from the best it can be.</summary>
public sealed record TeamAnswer(TeamPlan Plan, TeamProof Proof);
