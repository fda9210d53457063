using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>How long is searched, in rounds and never in seconds, so that the same problem always gives the same answer.</summary>
/// <param name="Phases">How often bound and plan take turns: a better plan shortens the bound's steps, better prices guide the plan.</param>
/// <param name="Passes">How often every village chooses anew for the bound, in each phase.</param>
/// <param name="Rounds">Rounds of moves in the last phase; the others have a sixteenth.</param>
/// <param name="Lanes">From so many starts the last phase searches, at least 2.</param>
public sealed record TeamEffort(int Phases = 8, int Passes = 50, int Rounds = 1_000, int Lanes = 6, ulong Seed = 1);

/// <summary>
/// Task forces without a solver that anybody would have to install: first seats by the assignment core, then in turns the bound, whose prices
/// say who is wanted most, and moves that no price can see. The same problem gives the same answer on any number of cores.
/// </summary>
public static class TeamSearch
{
    /// <summary>By so much a move may make the plan worse, falling to nothing: in basis points of a village of scale 1.</summary>
    private const int Give = 2_500;

    private const int Polish = 20;

    /// <param name="workers">How much is done at once; -1 takes as much as the machine has cores. The answer is the same.</param>
    public static Outcome<TeamAnswer> Solve(
        TeamProblem problem,
        TeamEffort? effort = null,
        int workers = -1,
        CancellationToken cancel = default
    )
    {
        var conflicts = TeamLocks.Conflicts(problem, Village, Person);
        if (conflicts.Count > 0)
            return Outcome<TeamAnswer>.Refused([.. conflicts.Select(c => TeamProblems.LocksContradict(c.Why))]);
        return TeamSeats.Penalties(problem) is { } penalties
            ? Solve(
                problem,
                TeamChoices.Of(problem, penalties),
                penalties,
                effort ?? new TeamEffort(),
                (workers, cancel)
            )
            : TeamProblems.TooLarge();

        Words Village(int v) =>
            new($"{problem.Villages[v].VillageNo} 号村", $"village {problem.Villages[v].VillageNo}");
        Words Person(int p) => new($"第 {p + 1} 人", $"person {p + 1}");
    }

    /// <summary>Lowers the bound further towards a plan, however that was found.</summary>
    public static TeamProof Tighten(TeamProblem problem, TeamAnswer answer, int passes = 400, int workers = -1)
    {
        if (TeamSeats.Penalties(problem) is not { } penalties)
            return answer.Proof;
        var bound = new TeamBound(TeamChoices.Of(problem, penalties), answer.Proof.Price, workers, default);
        bound.Lower(answer.Plan.Value, passes);
        return bound.Best.Bound < answer.Proof.Bound ? bound.Best : answer.Proof;
    }

    private static TeamAnswer Solve(
        TeamProblem problem,
        TeamChoices[] villages,
        (long[] Leader, long[] Member) penalties,
        TeamEffort effort,
        (int Workers, CancellationToken Cancel) how
    )
    {
        var seats = TeamStart.Solve(villages, problem, penalties);
        var bound = new TeamBound(villages, seats.Price, how.Workers, how.Cancel);
        var plan = new TeamTable(problem, villages);
        var give = Give * problem.Villages.Select(v => (long)v.Scale).DefaultIfEmpty(1).Max();
        for (var phase = 0; phase < effort.Phases; phase++)
        {
            var last = phase == effort.Phases - 1;
            // As many lanes as were asked for and not as the machine has cores, or another machine would find another plan.
            var lanes = new TeamTable[last ? effort.Lanes : 2];
            Parallel.For(
                0,
                lanes.Length,
                new ParallelOptions { MaxDegreeOfParallelism = how.Workers, CancellationToken = how.Cancel },
                lane =>
                {
                    lanes[lane] = new TeamTable(problem, villages);
                    var seed = effort.Seed + (ulong)((phase * effort.Lanes) + lane);
                    var moves = new TeamMoves(lanes[lane], bound.Best.Price, seed);
                    if (lane == 0)
                        lanes[lane].Restore(plan.Kept());
                    else
                        moves.Build();
                    Improve(lanes[lane], moves, last ? effort.Rounds : effort.Rounds / 16, give);
                }
            );
            plan = lanes.MaxBy(lane => lane.Value)!;
            bound.Lower(plan.Value, effort.Passes);
        }
        return new TeamAnswer(plan.Plan(), bound.Best);
    }

    private static void Improve(TeamTable plan, TeamMoves moves, int rounds, long give)
    {
        for (var i = 0; i < Polish; i++)
        {
            moves.Exchange();
            moves.Rebuild(4);
        }
        var (best, kept) = (plan.Value, plan.Kept());
        for (var round = 0; round < rounds; round++)
        {
            moves.Give = give * (rounds - round) / rounds;
            if (round % Polish == 0)
                moves.Exchange();
            for (var i = 0; i < 4; i++)
            {
                moves.Rebuild(2 + (round % 6));
                moves.Claim(round % 4);
            }
            if (plan.Value > best)
                (best, kept) = (plan.Value, plan.Kept());
        }
        plan.Restore(kept);
    }
}
