using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>The broken twins: whatever is changed in a plan or in its problem after the fact, the checker says so.</summary>
public sealed class CertificateTests
{
    private static readonly AssignmentProblem Problem = AssignmentProblem.From(
        4,
        [100, 100, 100],
        [(0, 0, 5), (0, 1, 9), (1, 0, 4), (1, 2, 8), (2, 1, 3), (2, 3, 7)]
    );
    private static readonly AssignmentPlan Plan = Assignment.Solve(Problem);

    [Fact]
    public void The_plan_itself_is_proved() => Assert.Empty(Certificate.Check(Problem, Plan));

    [Fact]
    public void A_changed_price_is_found() =>
        Assert.All(
            Enumerable.Range(0, 4).SelectMany(i => new[] { (i, -1), (i, 1) }),
            change => Refused(Problem, Plan with { Price = Changed(Plan.Price, change.i, change.Item2) })
        );

    [Fact]
    public void A_changed_value_is_found() =>
        Assert.All(
            Enumerable.Range(0, 3).SelectMany(i => new[] { (i, -1), (i, 1) }),
            change => Refused(Problem, Plan with { Value = Changed(Plan.Value, change.i, change.Item2) })
        );

    [Fact]
    public void Two_seats_for_one_person_are_found() => Refused(Problem, Plan with { PersonOf = [0, 0, 1] });

    [Fact]
    public void A_forbidden_pair_is_found() => Refused(Problem, Plan with { PersonOf = [3, 0, 1] });

    [Fact]
    public void A_plan_that_is_allowed_but_dearer_is_found()
    {
        var dearer = new[] { 1, 0, 3 };
        Refused(Problem, Plan with { PersonOf = dearer });
        Refused(Problem, Plan with { PersonOf = dearer, Cost = 9 + 4 + 7 });
    }

    [Fact]
    public void Rows_that_are_no_rows_are_found()
    {
        Refused(Problem with { Start = [0, 2, 4, 5] }, Plan);
        Refused(Problem with { Start = [0, 4, 2, 6] }, Plan);
        Refused(Problem with { Start = [0, 2, 4, 6, 6] }, Plan);
        Refused(Problem with { Person = [1, 0, 0, 2, 1, 3] }, Plan);
        Refused(Problem with { Person = [0, 0, 0, 2, 1, 3] }, Plan);
        Refused(Problem with { Person = [0, 1, 0, 2, 1, 4] }, Plan);
        Refused(Problem with { Person = [-1, 1, 0, 2, 1, 3] }, Plan);
        Refused(Problem with { Cost = [5, 9, 4, 8, 3] }, Plan);
    }

    [Fact]
    public void A_price_beyond_any_sum_cannot_slip_through_by_overflow()
    {
        Refused(Problem, Plan with { Price = Changed(Plan.Price, 2, long.MaxValue - Plan.Price[2]) });
        Refused(Problem, Plan with { Price = Changed(Plan.Price, 2, -Plan.Price[2] - 1) });
    }

    [Fact]
    public void A_seat_held_by_somebody_who_does_not_exist_is_found()
    {
        Refused(Problem, Plan with { PersonOf = [99, 0, 1] });
        Refused(Problem, Plan with { PersonOf = [-2, 0, 1] });
    }

    [Fact]
    public void Any_one_change_to_plan_or_price_of_any_proof_is_found() =>
        Gen.Select(
                AssignmentTests.Small.Where(p => p.Seats > 0 && p.People > 0),
                Gen.Int[0, 3],
                Gen.Int[0, 9],
                Gen.Int[1, 9]
            )
            .Sample(
                (problem, kind, at, by) =>
                {
                    var plan = Assignment.Solve(problem);
                    var broken = kind switch
                    {
                        0 => plan with { Price = Changed(plan.Price, at % problem.People, at % 2 == 0 ? by : -by) },
                        1 => plan with { Value = Changed(plan.Value, at % problem.Seats, at % 2 == 0 ? by : -by) },
                        2 => plan with { Cost = plan.Cost - by },
                        _ => Moved(problem, plan, at % problem.Seats, by % problem.People),
                    };
                    if (broken != plan)
                        Refused(problem, broken);
                }
            );

    /// <summary>One seat given to another person, unless that is as cheap and allowed.</summary>
    private static AssignmentPlan Moved(AssignmentProblem problem, AssignmentPlan plan, int seat, int person)
    {
        var moved = plan with { PersonOf = [.. plan.PersonOf] };
        moved.PersonOf[seat] = person;
        long CostOf(int who) => who < 0 ? problem.Penalty[seat] : problem.Cost[problem.PairOf(seat, who)];
        var harmless =
            !plan.PersonOf.Contains(person)
            && problem.PairOf(seat, person) >= 0
            && CostOf(person) == CostOf(plan.PersonOf[seat]);
        return harmless || plan.PersonOf[seat] == person ? plan : moved;
    }

    [Fact]
    public void A_cost_changed_afterwards_is_found_wherever_it_matters() =>
        AssignmentTests
            .Small.Where(p => p.Cost.Length > 0)
            .SelectMany(p => Gen.Int[0, p.Cost.Length - 1].Select(pair => (p, pair)))
            .Sample(
                (problem, pair) =>
                {
                    var plan = Assignment.Solve(problem);
                    var cheaper = problem with { Cost = [.. problem.Cost] };
                    cheaper.Cost[pair] -= 5_000;
                    // A pair that has become far cheaper than all else must be in any cheapest plan, or in its place another.
                    if (AssignmentTests.Everything(cheaper) != plan.Cost)
                        Assert.NotEmpty(Certificate.Check(cheaper, plan));
                }
            );

    [Fact]
    public void The_hash_names_one_proof_only()
    {
        var hashes = new[]
        {
            Certificate.Hash(Problem, Plan),
            Certificate.Hash(Problem, Plan with { Price = Changed(Plan.Price, 0, 1) }),
            Certificate.Hash(Problem with { Cost = [.. Problem.Cost.Select(c => c + 1)] }, Plan),
        };
        Assert.Equal(3, hashes.Distinct().Count());
        Assert.All(hashes, hash => Assert.Equal(64, hash.Length));
    }

    private static void Refused(AssignmentProblem problem, AssignmentPlan plan) =>
        Assert.NotEmpty(Certificate.Check(problem, plan));

    private static long[] Changed(long[] list, int at, long by)
    {
        var changed = (long[])list.Clone();
        changed[at] += by;
        return changed;
    }
}
