using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;

namespace Taihang.Bench.Dispatch;

/// <param name="Second">From the lists in memory to the end of the round.</param>
internal sealed record FullRound(int Round, double Second, int Listed, long Cost, long Violated, long Bound);

internal sealed record FullSaid(
    long Allowed,
    double Seconds,
    double CpuSeconds,
    double CheckSeconds,
    List<FullRound> Rounds,
    double FitOfLists,
    double Fit
);

/// <param name="MeanCpuMs">Of the thread's own processor time, which others on the machine do not lengthen as they do the rest.</param>
internal sealed record AskedKind(
    string Kind,
    int Questions,
    double MeanMs,
    double P99Ms,
    double SlowestMs,
    double MeanCpuMs,
    double P99CpuMs
);

internal sealed record AskSaid(double OpeningSeconds, List<AskedKind> Kinds, int SolvedAgain);

internal sealed record Replanned(string Mode, double Ms, int Others, long Cost, double AboveBestPercent);

internal sealed record ReplanSaid(
    int Withdrawn,
    double OpeningSeconds,
    double ColdSeconds,
    int ColdOthers,
    List<Replanned> Modes
);

internal sealed record FairSaid(
    int Counties,
    int WorseBefore,
    double WorstBeforePercent,
    int WorseAfter,
    double PricePercent,
    double GapPercent,
    int Steps,
    double Seconds
);

/// <summary>What is asked of a plan once it stands; each part is a process of its own.</summary>
internal static class DispatchParts
{
    private static readonly Option<string> Folder = new("--folder") { Required = true };
    private static readonly Option<int> Questions = new("--questions") { DefaultValueFactory = _ => 2_000 };

    public static IEnumerable<Command> Verbs()
    {
        yield return Part("dispatch-full", parsed => Full(parsed.GetValue(Folder)!));
        yield return Part("dispatch-ask", parsed => Ask(parsed.GetValue(Folder)!, parsed.GetValue(Questions)));
        yield return Part("dispatch-replan", parsed => Replan(parsed.GetValue(Folder)!));
        yield return Part("dispatch-fair", parsed => Fair(parsed.GetValue(Folder)!));
    }

    private static Command Part(string name, Func<ParseResult, object> part)
    {
        var verb = new Command(name, "A part of dispatch (called by it)") { Folder, Questions };
        verb.SetAction(parsed => DispatchContenders.Say(part(parsed)));
        return verb;
    }

    public static void Must(IReadOnlyList<Problem> faults)
    {
        if (faults.Count > 0)
            throw new InvalidOperationException(faults[0].What.En);
    }

    public static void Must(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException(what);
    }

    private static FullSaid Full(string folder)
    {
        var (nation, lists) = (Arrays.Nation(folder), Arrays.Problem(folder));
        var pairs = nation.Pairs();
        var rounds = new List<FullRound>();
        var (cpu, clock) = (DispatchContenders.Cpu(), Stopwatch.StartNew());
        var found = FullList.Prove(
            pairs,
            lists,
            told: r =>
            {
                rounds.Add(new(r.Round, clock.Elapsed.TotalSeconds, r.Listed, r.Cost, r.Violated, r.Bound));
                Console.Error.WriteLine(rounds[^1]);
            }
        );
        var (seconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, DispatchContenders.Cpu() - cpu);
        Must(found.Proved, "the optimum over all pairs is not proved");
        clock.Restart();
        Must(Certificate.CheckAll(pairs, nation.Penalty, found.Plan));
        var check = clock.Elapsed.TotalSeconds;
        return new FullSaid(
            pairs.Allowed,
            seconds,
            cpuSeconds,
            check,
            rounds,
            MeanFit(pairs, Assignment.Solve(lists).PersonOf),
            MeanFit(pairs, found.Plan.PersonOf)
        );
    }

    private static double MeanFit(PackedPairs pairs, int[] personOf) =>
        personOf.Select((person, seat) => person < 0 ? 0 : pairs.Fit(seat, person) / 100.0).Average();

    private static AskSaid Ask(string folder, int questions)
    {
        var (nation, problem) = (Arrays.Nation(folder), Arrays.Problem(folder));
        var (pairs, plan) = (nation.Pairs(), Assignment.Solve(problem));
        var clock = Stopwatch.StartNew();
        var whatIf = new WhatIf(problem, plan);
        var opening = clock.Elapsed.TotalSeconds;
        var stream = new SeededStream("ask");
        var again = 0;
        var kinds = new List<AskedKind>
        {
            Kind("next best for a village", () => whatIf.WithoutPair(stream.NextBelow(problem.Seats))),
            Kind("next best for a cadre", () => whatIf.Elsewhere(stream.NextBelow(problem.People))),
            Kind("a cadre withdraws", () => whatIf.WithoutPerson(stream.NextBelow(problem.People))),
            Kind(
                "why not this one, any listed pair",
                () =>
                {
                    var pair = stream.NextBelow(problem.Person.Length);
                    var seat = Array.BinarySearch(problem.Start, pair);
                    seat = seat < 0 ? ~seat - 1 : seat;
                    while (problem.Start[seat + 1] <= pair)
                        seat++;
                    return whatIf.WithPair(seat, problem.Person[pair]);
                }
            ),
            Kind(
                "why not this one, any allowed pair",
                () =>
                {
                    while (true)
                    {
                        var person = stream.NextBelow(problem.People);
                        var cadre = pairs.Cadre(person);
                        var seat = cadre.From + stream.NextBelow(Math.Max(1, cadre.To - cadre.From));
                        if (pairs.IsAllowed(seat, person))
                            return whatIf.WithPair(seat, person, pairs.Cost(seat, person));
                    }
                }
            ),
        };
        for (; again < 5; again++)
        {
            var person = plan.PersonOf[stream.NextBelow(problem.Seats)];
            Must(
                Assignment.Solve(Without(problem, person)).Cost == plan.Cost + whatIf.WithoutPerson(person).Difference,
                "an answer differs from solving again"
            );
        }
        return new AskSaid(opening, kinds, again);

        AskedKind Kind(string kind, Func<Alternative?> ask)
        {
            // The first hundred are compiled.
            for (var i = 0; i < 100; i++)
                ask();
            var (ms, cpu) = (new double[questions], new double[questions]);
            for (var i = 0; i < questions; i++)
            {
                var (before, own) = (clock.Elapsed.TotalMilliseconds, ThreadClock.Ms());
                ask();
                (ms[i], cpu[i]) = (clock.Elapsed.TotalMilliseconds - before, ThreadClock.Ms() - own);
            }
            Array.Sort(ms);
            Array.Sort(cpu);
            var p99 = questions * 99 / 100;
            return new AskedKind(kind, questions, ms.Average(), ms[p99], ms[^1], cpu.Average(), cpu[p99]);
        }
    }

    private static AssignmentProblem Without(AssignmentProblem problem, int person)
    {
        var start = new int[problem.Seats + 1];
        var (people, costs) = (new List<int>(), new List<int>());
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                if (problem.Person[pair] != person)
                {
                    people.Add(problem.Person[pair]);
                    costs.Add(problem.Cost[pair]);
                }
            start[seat + 1] = people.Count;
        }
        return problem with { Start = start, Person = [.. people], Cost = [.. costs] };
    }

    private static ReplanSaid Replan(string folder)
    {
        var problem = Arrays.Problem(folder);
        var plan = Assignment.Solve(problem);
        var stream = new SeededStream("replan");
        var leaving = new HashSet<int>();
        foreach (var person in plan.PersonOf)
            if (person >= 0 && stream.NextBelow(50) == 0)
                leaving.Add(person);
        int[] leavers = [.. leaving];
        var modes = new List<Replanned>();
        var (opening, best) = (0.0, 0L);
        // Once for nothing, so that what is measured is compiled.
        foreach (
            var (mode, weight) in new (string, int)[]
            {
                ("", 0),
                ("weight 0", 0),
                ("weight 200 bp", 400),
                ("weight 1,000 bp", 2_000),
                ("weight 3,000 bp", 6_000),
                ("weight 20,000 bp", 40_000),
                ("nobody else moves", -1),
            }
        )
        {
            var clock = Stopwatch.StartNew();
            var open = new OpenPlan(problem, plan);
            opening = clock.Elapsed.TotalSeconds;
            clock.Restart();
            if (weight > 0)
                open.Steady(weight);
            if (weight < 0)
                open.WithdrawMovingNobody(leavers);
            else
                foreach (var person in leavers)
                    open.Withdraw(person);
            var ms = clock.Elapsed.TotalMilliseconds;
            var (now, changed) = open.Now();
            Must(Certificate.Check(now, changed));
            best = weight == 0 ? changed.Cost : best;
            var cost = weight < 0 ? changed.Cost : open.CostWithoutWeight;
            if (mode.Length > 0)
                modes.Add(new(mode, ms, Others(changed.PersonOf), cost, 100.0 * (cost - best) / best));
        }
        var changedProblem = new OpenPlan(problem, plan);
        foreach (var person in leavers)
            changedProblem.Withdraw(person);
        var without = changedProblem.Now().Problem;
        var cold = Stopwatch.StartNew();
        var solved = Assignment.Solve(without);
        var seconds = cold.Elapsed.TotalSeconds;
        Must(solved.Cost == best, "solving again costs something else");
        return new ReplanSaid(leavers.Length, opening, seconds, Others(solved.PersonOf), modes);

        int Others(int[] personOf) =>
            personOf
                .Where((person, seat) => person != plan.PersonOf[seat] && !leaving.Contains(plan.PersonOf[seat]))
                .Count();
    }

    /// <summary>Upper-level cadres are counted to the county where they would fit best: the hardest guarantee to keep.</summary>
    private static FairSaid Fair(string folder)
    {
        var (nation, problem) = (Arrays.Nation(folder), Arrays.Problem(folder));
        var countyOfPerson = (int[])nation.CountyOfPerson.Clone();
        var least = new int[problem.People];
        Array.Fill(least, int.MaxValue);
        for (var seat = 0; seat < problem.Seats; seat++)
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            if (
                problem.Person[pair] is var person
                && nation.CountyOfPerson[person] < 0
                && problem.Cost[pair] < least[person]
            )
                (least[person], countyOfPerson[person]) = (problem.Cost[pair], nation.CountyOfSeat[seat]);
        var clock = Stopwatch.StartNew();
        var (alone, guarantee) = Fairness.Alone(problem, nation.CountyOfSeat, countyOfPerson);
        Must(Fairness.CostOf(problem, alone.PersonOf, nation.CountyOfSeat).SequenceEqual(guarantee), "guarantees");
        var pure = Fairness.CostOf(problem, Assignment.Solve(problem).PersonOf, nation.CountyOfSeat);
        var steps = 0;
        clock.Restart();
        var fair = Fairness.Find(
            problem,
            nation.CountyOfSeat,
            guarantee,
            alone.PersonOf,
            told: (step, worse, bound, cost) =>
            {
                steps++;
                Console.Error.WriteLine($"step {step}: {worse} worse off, bound {bound}, cost {cost}");
            }
        );
        var seconds = clock.Elapsed.TotalSeconds;
        Must(FairCertificate.Check(problem, nation.CountyOfSeat, guarantee, fair));
        return new FairSaid(
            guarantee.Length,
            fair.Worse,
            100 * pure.Zip(guarantee, (p, g) => p <= g ? 0 : (double)(p - g) / g).Max(),
            fair.CostOf.Zip(guarantee).Count(c => c.First > c.Second),
            100.0 * (fair.Cost - fair.Pure) / fair.Pure,
            100.0 * (fair.Cost - fair.Bound) / fair.Cost,
            steps,
            seconds
        );
    }
}

/// <summary>Processor time of the calling thread, to the nanosecond (Linux: CLOCK_THREAD_CPUTIME_ID).</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Read(int clock, out Time time);

    public static double Ms() =>
        Read(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : 0;
}
