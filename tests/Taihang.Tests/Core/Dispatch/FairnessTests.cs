using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class FairnessTests
{
    /// <summary>Costs that are not negative, so that a county's guarantee is a sum to keep below.</summary>
    private static readonly Gen<(AssignmentProblem Problem, int[] OfSeat, int[] OfPerson)> Counties =
        from seats in Gen.Int[1, 6]
        from people in Gen.Int[1, 6]
        from allowed in Gen.Bool.Array[seats * people]
        from cost in Gen.Int[0, 100].Array[seats * people]
        from penalty in Gen.Long[50, 200].Array[seats]
        from ofSeat in Gen.Int[0, 2].Array[seats]
        from ofPerson in Gen.Int[-1, 2].Array[people]
        select (
            AssignmentProblem.From(
                people,
                penalty,
                [
                    .. Enumerable
                        .Range(0, seats * people)
                        .Where(i => allowed[i])
                        .Select(i => (i / people, i % people, cost[i])),
                ]
            ),
            ofSeat,
            ofPerson
        );

    [Fact]
    public void No_county_is_worse_off_than_on_its_own_and_the_bound_holds() =>
        Counties.Sample(
            (problem, ofSeat, ofPerson) =>
            {
                var (alone, guarantee) = Fairness.Alone(problem, ofSeat, ofPerson);
                var fair = Fairness.Find(problem, ofSeat, guarantee, alone.PersonOf);
                Assert.Empty(FairCertificate.Check(problem, ofSeat, guarantee, fair));
                var optimum = Fairest(problem, ofSeat, guarantee, new long[guarantee.Length], 0, 0)!.Value;
                Assert.InRange(optimum, fair.Bound, fair.Cost);
                Assert.Equal(AssignmentTests.Everything(problem), fair.Pure);
                Assert.InRange(fair.Pure, long.MinValue, fair.Bound);
            },
            iter: 3_000
        );

    [Fact]
    public void A_county_that_loses_by_sharing_gets_its_own_person_back()
    {
        // The one good person is county 0's own; alone it pays 0, the cheapest plan sends them to county 1 and pays 1 more here.
        var problem = AssignmentProblem.From(2, [10, 10], [(0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 1, 3)]);
        var (alone, guarantee) = Fairness.Alone(problem, [0, 1], [0, 1]);
        Assert.Equal([0L, 3L], guarantee);
        Assert.Equal(1, Assignment.Solve(problem).Cost);
        var fair = Fairness.Find(problem, [0, 1], guarantee, alone.PersonOf);
        Assert.Equal([0, 1], fair.PersonOf);
        Assert.Equal((3, 1, 1), (fair.Cost, fair.Pure, fair.Worse));
        Assert.Empty(FairCertificate.Check(problem, [0, 1], guarantee, fair));
    }

    [Fact]
    public void A_fair_plan_with_anything_changed_is_refused() =>
        Gen.Select(Counties, Gen.Int[0, 6], Gen.Int[0, 5], Gen.Int[1, 9])
            .Sample(
                (counties, kind, at, by) =>
                {
                    var (problem, ofSeat, ofPerson) = counties;
                    var (alone, guarantee) = Fairness.Alone(problem, ofSeat, ofPerson);
                    var fair = Fairness.Find(problem, ofSeat, guarantee, alone.PersonOf);
                    var broken = kind switch
                    {
                        0 => fair with { Cost = fair.Cost - by },
                        1 => fair with { Bound = fair.Bound + by },
                        2 => fair with { CostOf = Changed(fair.CostOf, at, -by) },
                        3 => fair with { Value = Changed(fair.Value, at, 1_000_000L * by) },
                        4 => fair with { Price = Changed(fair.Price, at, -1_000_000L * by) },
                        5 => fair with { PersonOf = [.. fair.PersonOf.Select(_ => problem.People)] },
                        _ => fair with { Thousandths = [.. fair.Thousandths.Select(t => t - 1_000_000)] },
                    };
                    Assert.NotEmpty(FairCertificate.Check(problem, ofSeat, guarantee, broken));
                }
            );

    [Fact]
    public void A_plan_that_leaves_a_county_worse_off_is_refused()
    {
        var problem = AssignmentProblem.From(2, [10, 10], [(0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 1, 3)]);
        var (alone, guarantee) = Fairness.Alone(problem, [0, 1], [0, 1]);
        var fair = Fairness.Find(problem, [0, 1], guarantee, alone.PersonOf);
        var swapped = fair with { PersonOf = [1, 0], CostOf = [1, 0], Cost = 1 };
        Assert.NotEmpty(FairCertificate.Check(problem, [0, 1], guarantee, swapped));
    }

    private static long[] Changed(long[] list, int at, long by)
    {
        var changed = (long[])list.Clone();
        changed[at % list.Length] += by;
        return changed;
    }

    /// <summary>The cheapest plan in which no county pays more than its guarantee, by trying everything.</summary>
    private static long? Fairest(
        AssignmentProblem problem,
        int[] ofSeat,
        long[] guarantee,
        long[] paid,
        int seat,
        int taken
    )
    {
        if (seat == problem.Seats)
            return paid.Zip(guarantee).All(p => p.First <= p.Second) ? paid.Sum() : null;
        long? best = null;
        Try(problem.Penalty[seat], 0);
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            if ((taken & (1 << problem.Person[pair])) == 0)
                Try(problem.Cost[pair], 1 << problem.Person[pair]);
        return best;

        void Try(long cost, int bit)
        {
            paid[ofSeat[seat]] += cost;
            if (Fairest(problem, ofSeat, guarantee, paid, seat + 1, taken | bit) is { } all && !(best <= all))
                best = all;
            paid[ofSeat[seat]] -= cost;
        }
    }
}
