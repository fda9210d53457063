using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>
/// All pieces together on a nation of twelve counties in three provinces: too large for trying everything, so one way is held against
/// another.
/// </summary>
public sealed class SmallNationTests
{
    private const int Counties = 12;
    private const int OfACounty = 40;
    private const int CountiesOfAProvince = 4;
    private const int Seats = Counties * OfACounty;

    public static TheoryData<int> Supplies => [Seats * 3 / 2, Seats * 33 / 32, Seats * 15 / 16];

    [Theory]
    [MemberData(nameof(Supplies))]
    public void Short_lists_and_pricing_reach_what_solving_over_all_pairs_reaches(int people)
    {
        var (pairs, penalty) = Nation(people);
        var lists = ShortLists.Of(pairs, penalty, 6, 12, 1);
        var found = FullList.Prove(pairs, lists);
        Assert.True(found.Proved);
        Assert.True(found.Lists.Person.Length < pairs.Allowed / 3);
        var all = FullListTests.All(pairs, penalty);
        Assert.Equal(Assignment.Solve(all).Cost, found.Plan.Cost);
        Assert.Empty(Certificate.CheckAll(pairs, penalty, found.Plan));
        Assert.Empty(Certificate.Check(all, found.Plan));
    }

    [Theory]
    [MemberData(nameof(Supplies))]
    public void Provinces_are_parts_and_any_number_of_workers_proves_the_same(int people)
    {
        var (pairs, penalty) = Nation(people);
        var lists = ShortLists.Of(pairs, penalty, 6, 12, 1);
        Assert.Equal(Counties / CountiesOfAProvince, Parts(lists));
        var alone = Assignment.Solve(lists, workers: 1);
        Assert.Empty(Certificate.Check(lists, alone));
        foreach (var workers in new[] { 2, 3, 8 })
            Assert.Equal(Certificate.Hash(lists, alone), Certificate.Hash(lists, Assignment.Solve(lists, workers)));
    }

    [Theory]
    [MemberData(nameof(Supplies))]
    public void After_withdrawals_the_open_plan_costs_what_solving_again_costs(int people)
    {
        var (pairs, penalty) = Nation(people);
        var lists = ShortLists.Of(pairs, penalty, 6, 12, 1);
        var plan = Assignment.Solve(lists);
        var leavers = plan.PersonOf.Where((person, seat) => person >= 0 && seat % 20 == 0).ToList();
        var open = new OpenPlan(lists, plan);
        foreach (var person in leavers)
            open.Withdraw(person);
        var (now, changed) = open.Now();
        Assert.Empty(Certificate.Check(now, changed));
        Assert.Equal(Assignment.Solve(now).Cost, changed.Cost);

        var still = new OpenPlan(lists, plan);
        still.WithdrawMovingNobody(leavers);
        var (held, moved) = still.Now();
        Assert.Empty(Certificate.Check(held, moved));
        for (var seat = 0; seat < Seats; seat++)
            if (plan.PersonOf[seat] is >= 0 and var holder && !leavers.Contains(holder))
                Assert.Equal(holder, moved.PersonOf[seat]);
        Assert.True(moved.Cost >= changed.Cost);
    }

    [Fact]
    public void No_county_is_worse_off_and_little_is_lost()
    {
        var (pairs, penalty) = Nation(Seats * 3 / 2);
        var lists = ShortLists.Of(pairs, penalty, 10, 20, 1);
        var ofSeat = Enumerable.Range(0, Seats).Select(seat => seat / OfACounty).ToArray();
        var ofPerson = Enumerable
            .Range(0, pairs.People)
            .Select(person => pairs.Cadre(person).AvoidFrom / OfACounty)
            .ToArray();
        var (alone, guarantee) = Fairness.Alone(lists, ofSeat, ofPerson);
        var fair = Fairness.Find(lists, ofSeat, guarantee, alone.PersonOf);
        Assert.Empty(FairCertificate.Check(lists, ofSeat, guarantee, fair));
        Assert.True(fair.Cost <= alone.Cost);
        Assert.InRange(fair.Bound, fair.Pure, fair.Cost);
    }

    private static int Parts(AssignmentProblem problem)
    {
        // A seat's people are joined; counted by walking, unlike the core, which joins by leaders.
        var seatsOf = Enumerable.Range(0, problem.People).Select(_ => new List<int>()).ToArray();
        for (var seat = 0; seat < problem.Seats; seat++)
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            seatsOf[problem.Person[pair]].Add(seat);
        var (seen, parts, next) = (new bool[problem.Seats], 0, new Stack<int>());
        for (var first = 0; first < problem.Seats; first++)
        {
            if (seen[first] || problem.Start[first] == problem.Start[first + 1])
                continue;
            parts++;
            next.Push(first);
            while (next.TryPop(out var seat))
            {
                if (seen[seat])
                    continue;
                seen[seat] = true;
                for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                    seatsOf[problem.Person[pair]].ForEach(next.Push);
            }
        }
        return parts;
    }

    /// <summary>Half may serve in their county outside the home township, half in their province outside the home county.</summary>
    private static (PackedPairs Pairs, long[] Penalty) Nation(int people)
    {
        var stream = new SeededStream("small nation");
        var villages = new PackedVillage[Seats];
        for (var seat = 0; seat < Seats; seat++)
            villages[seat] = new PackedVillage(
                Levels(ref stream),
                (short)((seat / OfACounty * 60) + stream.NextBelow(50)),
                (short)stream.NextBelow(50),
                (byte)stream.NextBelow(10),
                (byte)(0x11 + (seat / OfACounty / 2)),
                (byte)(stream.NextBelow(5) == 0 ? 0 : 1)
            );
        var cadres = new PackedCadre[people];
        for (var person = 0; person < people; person++)
        {
            var home = stream.NextBelow(Seats);
            var county = home / OfACounty * OfACounty;
            var province = home / (OfACounty * CountiesOfAProvince) * OfACounty * CountiesOfAProvince;
            var above = stream.NextBelow(2) == 0;
            cadres[person] = new PackedCadre(
                Levels(ref stream),
                villages[home].XKm,
                villages[home].YKm,
                (byte)stream.NextBelow(10),
                villages[home].Dialect,
                above ? province : county,
                above ? province + (OfACounty * CountiesOfAProvince) : county + OfACounty,
                above ? county : home / 10 * 10,
                above ? county + OfACounty : (home / 10 * 10) + 10
            );
        }
        long[] penalty = [.. villages.Select(v => v.Tier == 0 ? 4_000_000L : 1_000_000 + (100_000 * v.Difficulty))];
        return (new PackedPairs(Rules.China, villages, cadres), penalty);
    }

    private static ulong Levels(ref SeededStream stream) =>
        (3UL << (8 * stream.NextBelow(7))) | (1UL << (8 * stream.NextBelow(7)));
}
