using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;

namespace Taihang.Bench.Dispatch;

/// <param name="Fit">Mean fit of all villages in percent, 0 where nobody is posted.</param>
/// <param name="DeepFit">The same of deep-poverty villages.</param>
/// <param name="WorstCounty">Mean fit of the county where it is least.</param>
internal sealed record Baseline(string Method, double Fit, double DeepFit, double WorstCounty, int Unfilled);

/// <summary>The same people, villages, lists and scores, posted by the rules of thumb that offices use.</summary>
internal static class DispatchBaselines
{
    public static Command Verb()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var verb = new Command("dispatch-baselines", "A part of dispatch (called by it)") { folder };
        verb.SetAction(parsed => DispatchContenders.Say(Run(parsed.GetValue(folder)!)));
        return verb;
    }

    private static List<Baseline> Run(string folder)
    {
        var (nation, problem) = (Arrays.Nation(folder), Arrays.Problem(folder));
        var pairs = nation.Pairs();
        int Scale(int seat) => nation.Villages[seat].Tier == 0 ? 3 : 2;
        var bySeat = Enumerable.Range(0, problem.Seats);
        var seatOf = new int[problem.Person.Length];
        for (var seat = 0; seat < problem.Seats; seat++)
            Array.Fill(seatOf, seat, problem.Start[seat], problem.Start[seat + 1] - problem.Start[seat]);
        var stream = new SeededStream("baselines");
        var shuffled = Shuffled(problem.Seats, ref stream);
        var (alone, _) = Fairness.Alone(problem, nation.CountyOfSeat, OwnCounty(nation, problem));
        return
        [
            Of("optimum over all allowed pairs", FullList.Prove(pairs, problem).Plan.PersonOf),
            Of("optimum, same lists", Assignment.Solve(problem).PersonOf),
            Of(
                "best pair first, by fit (stable when both sides rank by fit)",
                BestPair(pair => problem.Cost[pair] / Scale(seatOf[pair]))
            ),
            Of("best pair first, by weighted cost", BestPair(pair => problem.Cost[pair])),
            Of(
                "best pair first, by weighted benefit",
                BestPair(pair => problem.Cost[pair] - (Scoring.Perfect * Scale(seatOf[pair])))
            ),
            Of("greedy, deep-poverty villages first", Greedy(bySeat.OrderByDescending(Scale))),
            Of("greedy, village order", Greedy(bySeat)),
            Of("county silos, each optimal", alone.PersonOf),
            Of("random", Random(shuffled, ref stream)),
        ];

        Baseline Of(string method, int[] personOf)
        {
            double Fit(int seat) => personOf[seat] < 0 ? 0 : pairs.Fit(seat, personOf[seat]) / 100.0;
            return new Baseline(
                method,
                bySeat.Average(Fit),
                bySeat.Where(seat => Scale(seat) == 3).Average(Fit),
                bySeat.GroupBy(seat => nation.CountyOfSeat[seat]).Min(county => county.Average(Fit)),
                personOf.Count(person => person < 0)
            );
        }

        int[] BestPair(Func<int, int> key)
        {
            var order = new int[problem.Person.Length];
            var keys = new int[order.Length];
            for (var pair = 0; pair < order.Length; pair++)
                (order[pair], keys[pair]) = (pair, key(pair));
            Array.Sort(keys, order);
            var (personOf, taken) = Empty();
            foreach (var pair in order)
                if (personOf[seatOf[pair]] < 0 && !taken[problem.Person[pair]])
                    (personOf[seatOf[pair]], taken[problem.Person[pair]]) = (problem.Person[pair], true);
            return personOf;
        }

        int[] Greedy(IEnumerable<int> order)
        {
            var (personOf, taken) = Empty();
            foreach (var seat in order)
            {
                var best = int.MaxValue;
                for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                    if (!taken[problem.Person[pair]] && problem.Cost[pair] < best)
                        (best, personOf[seat]) = (problem.Cost[pair], problem.Person[pair]);
                if (personOf[seat] >= 0)
                    taken[personOf[seat]] = true;
            }
            return personOf;
        }

        int[] Random(int[] order, ref SeededStream dice)
        {
            var (personOf, taken) = Empty();
            foreach (var seat in order)
            {
                var free = problem.Person[problem.Start[seat]..problem.Start[seat + 1]].Where(p => !taken[p]).ToList();
                if (free.Count == 0)
                    continue;
                personOf[seat] = free[dice.NextBelow(free.Count)];
                taken[personOf[seat]] = true;
            }
            return personOf;
        }

        (int[], bool[]) Empty()
        {
            var personOf = new int[problem.Seats];
            Array.Fill(personOf, -1);
            return (personOf, new bool[problem.People]);
        }
    }

    private static int[] Shuffled(int count, ref SeededStream stream)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var other = stream.NextBelow(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }

    /// <summary>A cadre from above belongs to the county that has the village of their best fit.</summary>
    private static int[] OwnCounty(SyntheticNation nation, AssignmentProblem problem)
    {
        var (own, least) = ((int[])nation.CountyOfPerson.Clone(), new int[problem.People]);
        Array.Fill(least, int.MaxValue);
        for (var seat = 0; seat < problem.Seats; seat++)
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
        {
            var person = problem.Person[pair];
            if (nation.CountyOfPerson[person] < 0 && problem.Cost[pair] < least[person])
                (least[person], own[person]) = (problem.Cost[pair], nation.CountyOfSeat[seat]);
        }
        return own;
    }
}
