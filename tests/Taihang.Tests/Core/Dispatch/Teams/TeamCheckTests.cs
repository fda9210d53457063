using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Teams;

/// <summary>Every kind of error that is planted in a good answer is refused.</summary>
public sealed class TeamCheckTests
{
    private static readonly TeamEffort Quick = new(Phases: 2, Passes: 12, Rounds: 32, Lanes: 2);

    /// <summary>A good answer of a county of some size, and numbers to plant an error with.</summary>
    private static readonly Gen<(TeamProblem Problem, TeamAnswer Answer, int At, int Other)> Good =
        from villages in Gen.Int[4, 8]
        from people in Gen.Int[14, 30]
        from seed in Gen.ULong
        from at in Gen.Int[0, 1000]
        from other in Gen.Int[0, 1000]
        let problem = SmallTeams.Make(villages, people, villages, seed)
        select (problem, TeamSearch.Solve(problem, Quick, workers: 1).Value, at, other);

    private static void Refused(Func<TeamProblem, TeamAnswer, int, int, TeamAnswer?> plant) =>
        Good.Sample(
            good =>
            {
                Assert.Empty(TeamCheck.Check(good.Problem, good.Answer));
                if (plant(good.Problem, good.Answer, good.At, good.Other) is { } planted)
                    Assert.Contains(TeamCheck.Check(good.Problem, planted), p => p.Code == "TH0632");
            },
            iter: 60
        );

    private static TeamAnswer WithTeam(TeamAnswer answer, int village, Func<Team, Team> change) =>
        answer with
        {
            Plan = answer.Plan with { Teams = answer.Plan.Teams.SetItem(village, change(answer.Plan.Teams[village])) },
        };

    [Fact]
    public void Somebody_who_stands_in_two_villages() =>
        Refused(
            (problem, answer, at, other) =>
            {
                var (from, to) = (at % problem.Villages.Length, other % problem.Villages.Length);
                return from == to || answer.Plan.Teams[from].Members.IsEmpty
                    ? null
                    : WithTeam(
                        answer,
                        to,
                        team => team with { Members = team.Members.Add(answer.Plan.Teams[from].Members[0]) }
                    );
            }
        );

    [Fact]
    public void Somebody_who_may_not_stand_there() =>
        Refused(
            (problem, answer, at, other) =>
            {
                var village = at % problem.Villages.Length;
                var strangers = Enumerable
                    .Range(0, problem.People.Length)
                    .Where(p => problem.PairOf(village, p) < 0)
                    .Where(p => answer.Plan.Teams.All(t => t.Leader != p && !t.Members.Contains(p)))
                    .ToList();
                return strangers.Count == 0
                    ? null
                    : WithTeam(
                        answer,
                        village,
                        team => new Team(team.Leader, [strangers[other % strangers.Count], .. team.Members.Skip(1)])
                    );
            }
        );

    [Fact]
    public void More_of_a_unit_than_may_be() =>
        Good.Sample(
            good =>
            {
                // Everybody of one unit: any team of three breaks the cap, and nothing else has changed.
                var one = good.Problem with
                {
                    People = [.. good.Problem.People.Select(p => p with { Unit = 0 })],
                };
                if (good.Answer.Plan.Teams.Any(t => t.Members.Length + (t.Leader >= 0 ? 1 : 0) > 2))
                    Assert.Contains(
                        TeamCheck.Check(one, good.Answer),
                        p => p.What.En.Contains("of one unit", StringComparison.Ordinal)
                    );
            },
            iter: 60
        );

    [Fact]
    public void A_leader_who_may_not_lead() =>
        Refused(
            (problem, answer, at, _) =>
            {
                var village = at % problem.Villages.Length;
                var members = answer.Plan.Teams[village].Members.Where(p => !problem.People[p].MayLead).ToList();
                return members.Count == 0 || answer.Plan.Teams[village].Leader < 0
                    ? null
                    : WithTeam(
                        answer,
                        village,
                        team => new Team(members[0], [.. team.Members.Remove(members[0]).Add(team.Leader).Order()])
                    );
            }
        );

    [Fact]
    public void People_kept_apart_who_serve_together() =>
        Refused(
            (problem, answer, _, other) =>
                problem.Together.FirstOrDefault(g => answer.Plan.Teams.Any(t => t.Members.Contains(g[0])))
                    is { IsDefault: false } group
                    ? WithTeam(
                        answer,
                        answer.Plan.Teams.Select((t, v) => (t, v)).First(t => t.t.Members.Contains(group[0])).v,
                        team => team with { Members = team.Members.Remove(group[0]) }
                    )
                    : null
        );

    [Fact]
    public void A_lock_that_is_not_kept() =>
        Good.Sample(
            good =>
            {
                var idle = Enumerable
                    .Range(0, good.Problem.People.Length)
                    .FirstOrDefault(p => good.Answer.Plan.Teams.All(t => t.Leader != p && !t.Members.Contains(p)), -1);
                if (idle >= 0)
                    Assert.NotEmpty(
                        TeamCheck.Check(good.Problem with { Locks = [new TeamLock(0, idle)] }, good.Answer)
                    );
            },
            iter: 60
        );

    [Fact]
    public void A_value_that_is_not_the_plans() =>
        Refused(
            (_, answer, at, _) => answer with { Plan = answer.Plan with { Value = answer.Plan.Value + at - 1001 } }
        );

    [Fact]
    public void A_bound_that_prices_do_not_prove() =>
        Refused(
            (_, answer, at, _) => answer with { Proof = answer.Proof with { Bound = answer.Proof.Bound - 1 - at } }
        );

    [Fact]
    public void A_changed_price() =>
        Refused(
            (_, answer, at, other) =>
            {
                var price = (long[])answer.Proof.Price.Clone();
                price[at % price.Length] += other + 1;
                return answer with { Proof = answer.Proof with { Price = price } };
            }
        );

    [Fact]
    public void A_price_changed_together_with_the_bound() =>
        Refused(
            (_, answer, at, other) =>
            {
                // Cheaper people make a smaller sum; but some village then has a better team than is said, or the price is below 0.
                var price = (long[])answer.Proof.Price.Clone();
                var wanted = answer
                    .Plan.Teams.SelectMany(t => t.Members)
                    .Where(p => price[p] > 0)
                    .DefaultIfEmpty(-1)
                    .ElementAt(0);
                if (wanted < 0)
                    return null;
                var less = price[wanted] + 1 + other;
                price[wanted] -= less;
                return answer with { Proof = answer.Proof with { Price = price, Bound = answer.Proof.Bound - less } };
            }
        );

    [Fact]
    public void A_best_team_said_to_be_worth_less_than_it_is() =>
        Good.Sample(
            good =>
            {
                var best = (long[])good.Answer.Proof.Best.Clone();
                // Made exact first: after too many cases the search keeps a bound that no team reaches.
                var village = good.At % best.Length;
                var exact = Exact(good.Problem, good.Answer.Proof, village);
                var less = best[village] - exact + 1;
                best[village] -= less;
                var planted = good.Answer with
                {
                    Proof = good.Answer.Proof with { Best = best, Bound = good.Answer.Proof.Bound - less },
                };
                Assert.Contains(
                    TeamCheck.Check(good.Problem, planted),
                    p => p.What.En.Contains("has a team that is worth more", StringComparison.Ordinal)
                );
            },
            iter: 30
        );

    [Fact]
    public void An_answer_of_another_size_or_a_problem_that_is_none()
    {
        var problem = SmallTeams.Make(4, 12, 4, seed: 2);
        var answer = TeamSearch.Solve(problem, Quick).Value;
        Assert.NotEmpty(TeamCheck.Check(problem, answer with { Plan = answer.Plan with { Teams = [] } }));
        Assert.NotEmpty(TeamCheck.Check(problem, answer with { Proof = answer.Proof with { Price = [] } }));
        Assert.NotEmpty(TeamCheck.Check(problem with { Start = [0] }, answer));
        Assert.NotEmpty(TeamCheck.Check(problem with { FitBp = [] }, answer));
        Assert.NotEmpty(TeamCheck.Check(problem with { Locks = [new TeamLock(0, 99)] }, answer));
        Assert.NotEmpty(
            TeamCheck.Check(
                problem with
                {
                    Together =
                    [
                        [0, 1],
                        [1, 2],
                    ],
                },
                answer
            )
        );
        Assert.NotEmpty(
            WithTeam(answer, 0, _ => new Team(99, ImmutableArray<int>.Empty)) is var stranger
                ? TeamCheck.Check(problem, stranger)
                : []
        );
    }

    /// <summary>The least that the checker accepts as worth of the village's best team.</summary>
    private static long Exact(TeamProblem problem, TeamProof proof, int village)
    {
        var (below, above) = (proof.Best[village] - (1L << 40), proof.Best[village]);
        while (below + 1 < above)
        {
            var middle = below + ((above - below) / 2);
            var best = (long[])proof.Best.Clone();
            best[village] = middle;
            var bound = proof.Bound - proof.Best[village] + middle;
            var plan = TeamCheck.Check(
                problem,
                new TeamAnswer(Empty(problem), new TeamProof(proof.Price, best, bound))
            );
            if (plan.Any(p => p.What.En.Contains("has a team", StringComparison.Ordinal)))
                below = middle;
            else
                above = middle;
        }
        return above;
    }

    private static TeamPlan Empty(TeamProblem problem)
    {
        ImmutableArray<Team> teams = [.. problem.Villages.Select(v => new Team(v.Leader ?? -1, []))];
        return new TeamPlan(
            teams,
            (long)teams.Select((t, v) => TeamCheck.Worth(problem, v, t)).Aggregate((a, b) => a + b)
        );
    }
}
