using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>
/// After every change the open plan is compared with a model that knows nothing of prices: the changed problem written down afresh and
/// solved by trying everything.
/// </summary>
public sealed class OpenPlanTests
{
    private static readonly Gen<(AssignmentProblem Problem, int[] Acts)> Histories = Gen.Select(
        AssignmentTests.Small.Where(p => p.Seats > 0 && p.People > 0),
        Gen.Int[0, int.MaxValue - 1].Array[1, 10]
    );

    [Fact]
    public void After_every_change_the_plan_is_the_cheapest_there_is_and_proved() =>
        Histories.Sample((problem, acts) => Live(problem, acts), iter: 20_000);

    [Fact]
    [Trait("Proof", "long")]
    public void After_hundreds_of_thousands_of_histories_the_plan_is_still_proved() =>
        Histories.Sample((problem, acts) => Live(problem, acts), iter: LongProof.Times(ci: 500_000, night: 20_000_000));

    private static void Live(AssignmentProblem problem, int[] acts)
    {
        var model = new Model(problem);
        var open = new OpenPlan(problem, Assignment.Solve(problem));
        Same(model, open);
        foreach (var act in acts)
        {
            Do(act, model, open);
            Same(model, open);
        }
    }

    private static void Do(int act, Model model, OpenPlan open)
    {
        var (seat, person, number) = (act / 16 % model.Penalty.Count, act / 256 % model.People, (act / 4096 % 21) - 10);
        switch (act % 8)
        {
            case 0:
                if (model.Locked.FirstOrDefault(l => l.Value == person, new(-1, -1)).Key is >= 0 and var at)
                    model.Locked.Remove(at);
                model.Withdrawn.Add(person);
                open.Withdraw(person);
                break;
            case 1:
                if (model.Withdrawn.Remove(person))
                    open.Return(person);
                break;
            case 2:
                if (model.Penalty.Count + model.People > 12)
                    return;
                var seats = model
                    .Penalty.Select((_, s) => (Seat: s, Cost: number + s))
                    .Where(p => p.Seat % 2 == act / 8 % 2);
                foreach (var (s, cost) in seats)
                    model.Cost[(s, model.People)] = cost;
                Assert.Equal(model.People++, open.AddPerson(seats));
                break;
            case 3:
                if (model.Penalty.Count + model.People > 12)
                    return;
                var people = Enumerable.Range(0, model.People).Where(p => p % 2 == act / 8 % 2).ToList();
                foreach (var p in people)
                    model.Cost[(model.Penalty.Count, p)] = number - p;
                Assert.Equal(model.Penalty.Count, open.AddSeat(number, people.Select(p => (p, number - p))));
                model.Penalty.Add(number);
                break;
            case 4:
                var may =
                    model.Cost.ContainsKey((seat, person))
                    && !model.Locked.ContainsKey(seat)
                    && !model.Locked.ContainsValue(person)
                    && !model.Withdrawn.Contains(person);
                Assert.Equal(may, open.Lock(seat, person));
                if (may)
                    model.Locked[seat] = person;
                break;
            case 5:
                model.Locked.Remove(seat);
                open.Unlock(seat);
                break;
            case 6:
                var had =
                    !(model.Locked.TryGetValue(seat, out var holder) && holder == person)
                    && model.Cost.Remove((seat, person));
                Assert.Equal(had, open.Forbid(seat, person));
                break;
            default:
                var added = model.Cost.TryAdd((seat, person), number);
                Assert.Equal(added, open.Allow(seat, person, number));
                break;
        }
    }

    private static void Same(Model model, OpenPlan open)
    {
        var expected = model.Problem();
        var (problem, plan) = open.Now();
        Assert.Equal(expected.Start, problem.Start);
        Assert.Equal(expected.Person, problem.Person);
        Assert.Equal(expected.Cost, problem.Cost);
        Assert.Equal(expected.Penalty, problem.Penalty);
        Assert.Equal(AssignmentTests.Everything(expected), plan.Cost);
        Assert.Empty(Certificate.Check(expected, plan));
    }

    [Fact]
    public void A_weight_on_changes_gives_the_best_plan_when_every_change_costs_the_weight() =>
        Gen.Select(AssignmentTests.Small.Where(p => p.Seats > 0 && p.People > 0), Gen.Int[0, 30], Gen.Int[0, 5])
            .Sample(
                (problem, weight, leaver) =>
                {
                    var plan = Assignment.Solve(problem);
                    var open = new OpenPlan(problem, plan);
                    open.Steady(weight);
                    open.Withdraw(leaver % problem.People);
                    var (now, changed) = open.Now();
                    Assert.Empty(Certificate.Check(now, changed));
                    var cheaper = problem with { Cost = [.. problem.Cost] };
                    for (var seat = 0; seat < problem.Seats; seat++)
                        if (plan.PersonOf[seat] >= 0)
                            cheaper.Cost[problem.PairOf(seat, plan.PersonOf[seat])] -= weight;
                    var model = new Model(cheaper);
                    model.Withdrawn.Add(leaver % problem.People);
                    Assert.Equal(AssignmentTests.Everything(model.Problem()), open.Cost);
                    long without = 0;
                    for (var seat = 0; seat < problem.Seats; seat++)
                        without +=
                            changed.PersonOf[seat] < 0
                                ? problem.Penalty[seat]
                                : problem.Cost[problem.PairOf(seat, changed.PersonOf[seat])];
                    Assert.Equal(without, open.CostWithoutWeight);
                },
                iter: 10_000
            );

    [Fact]
    public void When_nobody_else_may_move_only_the_gaps_are_filled_and_as_well_as_free_people_can() =>
        Gen.Select(AssignmentTests.Small.Where(p => p.Seats > 0 && p.People > 0), Gen.Bool.Array[6])
            .Sample(
                (problem, leaves) =>
                {
                    var plan = Assignment.Solve(problem);
                    var open = new OpenPlan(problem, plan);
                    var leavers = Enumerable.Range(0, problem.People).Where(p => leaves[p]).ToList();
                    open.WithdrawMovingNobody(leavers);
                    var model = new Model(problem);
                    for (var seat = 0; seat < problem.Seats; seat++)
                        if (plan.PersonOf[seat] is >= 0 and var holder && !leavers.Contains(holder))
                        {
                            model.Locked[seat] = holder;
                            Assert.Equal(holder, open.PersonOf(seat));
                        }
                    model.Withdrawn.UnionWith(leavers);
                    Same(model, open);
                },
                iter: 10_000
            );

    [Fact]
    public void The_weight_of_changes_is_set_once()
    {
        var problem = AssignmentProblem.From(1, [10], [(0, 0, 1)]);
        var open = new OpenPlan(problem, Assignment.Solve(problem));
        open.Steady(1);
        Assert.Throws<InvalidOperationException>(() => open.Steady(1));
    }

    [Fact]
    public void The_plan_it_was_opened_on_is_left_as_it_was()
    {
        var problem = AssignmentProblem.From(2, [100, 100], [(0, 0, 5), (0, 1, 9), (1, 0, 4)]);
        var plan = Assignment.Solve(problem);
        var before = Certificate.Hash(problem, plan);
        var open = new OpenPlan(problem, plan);
        open.Steady(7);
        open.Withdraw(0);
        open.Allow(1, 1, -50);
        Assert.Equal(before, Certificate.Hash(problem, plan));
    }

    /// <summary>What may be, written down without any thought of prices.</summary>
    private sealed class Model(AssignmentProblem problem)
    {
        public int People { get; set; } = problem.People;

        public List<long> Penalty { get; } = [.. problem.Penalty];

        public SortedDictionary<(int Seat, int Person), int> Cost { get; } =
            new(
                (
                    from seat in Enumerable.Range(0, problem.Seats)
                    from pair in Enumerable.Range(problem.Start[seat], problem.Start[seat + 1] - problem.Start[seat])
                    select (seat, problem.Person[pair], problem.Cost[pair])
                ).ToDictionary(p => (p.seat, p.Item2), p => p.Item3)
            );

        public HashSet<int> Withdrawn { get; } = [];

        public Dictionary<int, int> Locked { get; } = [];

        public AssignmentProblem Problem() =>
            AssignmentProblem.From(
                People,
                [
                    .. Penalty.Select(
                        (penalty, seat) =>
                            Locked.TryGetValue(seat, out var person) ? Math.Max(penalty, Cost[(seat, person)]) : penalty
                    ),
                ],
                [
                    .. Cost.Where(pair =>
                            !Withdrawn.Contains(pair.Key.Person)
                            && (
                                Locked.TryGetValue(pair.Key.Seat, out var holder)
                                    ? holder == pair.Key.Person
                                    : !Locked.ContainsValue(pair.Key.Person)
                            )
                        )
                        .Select(pair => (pair.Key.Seat, pair.Key.Person, pair.Value)),
                ]
            );
    }
}
