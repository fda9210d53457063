namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// A first plan and first prices from the assignment core: each village's seats are one for the leader, one for each of its greatest needs
/// and the rest for anybody. What a team covers together, keeping together and the cap on a unit play no part yet.
/// </summary>
internal static class TeamStart
{
    public static AssignmentPlan Solve(
        TeamChoices[] villages,
        TeamProblem problem,
        (long[] Leader, long[] Member) penalties
    )
    {
        var penalty = new List<long>();
        var pairs = new List<(int Seat, int Person, int Cost)>();
        for (var v = 0; v < villages.Length; v++)
        {
            var (of, tier) = (villages[v], problem.Villages[v].Tier);
            var (there, led) = (of.Fixed.People.Length, of.LeaderGiven || of.Fixed.Lead >= 0);
            var wanted = problem.Villages[v].Minimum - (of.LeaderGiven ? 1 : 0);
            // A met wish is worth what its lack takes off alone.
            var wishes = Enumerable
                .Range(0, System.Numerics.BitOperations.Log2((uint)of.Lack.Length))
                .Select(bit => (Bit: 1 << bit, Lack: of.Lack[0] - of.Lack[1 << bit]))
                .OrderByDescending(w => w.Lack)
                .ToList();
            var needed = 0;
            for (var seat = there; seat < of.Most; seat++)
            {
                var leads = !led && seat == there;
                var wish = leads || needed >= wishes.Count ? (Bit: 0, Lack: 0L) : wishes[needed++];
                penalty.Add(
                    leads ? penalties.Leader[tier]
                    : seat < wanted ? penalties.Member[tier]
                    : 0
                );
                foreach (var choice in of.Choices)
                    for (var i = 0; i < choice.People.Length; i++)
                        if (!leads || i == Array.FindIndex(choice.Leads, l => l >= 0))
                            pairs.Add(
                                (
                                    penalty.Count - 1,
                                    choice.People[i],
                                    -(int)(
                                        choice.Worths[i]
                                        + (leads ? choice.Leads[i] : 0)
                                        + ((choice.Covers & wish.Bit) != 0 ? wish.Lack : 0)
                                    )
                                )
                            );
            }
        }
        return Assignment.Solve(AssignmentProblem.From(problem.People.Length, [.. penalty], pairs), workers: 1);
    }
}
