namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// What an unfilled seat takes off: more than all fit and all wishes of the county can make up for; leaders before members and within both
/// the earlier tier before the later one, each level so many times the next that one seat outweighs all that a team has of the next.
/// </summary>
internal static class TeamSeats
{
    // Sums over a county must stay well within 64 bits.
    private const long Most = 1L << 60;

    /// <returns>Penalties of leaders and members per tier; null when the county is too large for whole numbers of 64 bits.</returns>
    public static (long[] Leader, long[] Member)? Penalties(TeamProblem problem)
    {
        Int128 step = 1;
        foreach (var village in problem.Villages)
            step += village.Scale * (Int128)Greatest(problem, village);
        var (leader, member) = (new long[problem.Tiers], new long[problem.Tiers]);
        foreach (var of in new[] { member, leader })
            for (var tier = problem.Tiers - 1; tier >= 0; tier--)
            {
                if (step * (TeamRules.MostMembers + 1) * (problem.Villages.Length + 1) > Most)
                    return null;
                of[tier] = (long)step;
                step *= TeamRules.MostMembers + 1;
            }
        return (leader, member);
    }

    /// <summary>No team of the village gains or loses more than this, unfilled seats apart.</summary>
    public static long Greatest(TeamProblem problem, TeamVillage village) =>
        ((village.Maximum + 1 + (long)problem.Rules.LeaderWeight.Numerator) * Scoring.Perfect)
        + (village.Need.Sum() * (long)problem.Rules.NeedBp)
        + problem.Rules.WomanBp
        + problem.Rules.DialectBp;
}
