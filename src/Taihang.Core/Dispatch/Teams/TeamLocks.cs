using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>A smallest set of locks that cannot hold together, and why.</summary>
public sealed record TeamConflict(ImmutableArray<TeamLock> Locks, Words Why);

/// <summary>
/// Whether what was laid down can hold at all. Nothing else can make a plan impossible, as seats may stay unfilled: so when nothing is found
/// here there is a plan.
/// </summary>
public static class TeamLocks
{
    /// <param name="village">How a village is named to a reader.</param>
    /// <param name="person">How a person is named to a reader.</param>
    public static IReadOnlyList<TeamConflict> Conflicts(
        TeamProblem problem,
        Func<int, Words> village,
        Func<int, Words> person
    )
    {
        var found = new List<TeamConflict>();
        // Whom a lock brings along: those who serve together with the locked.
        var stands = new List<(int Person, int Village, TeamLock By)>();
        foreach (var by in problem.Locks)
        foreach (var mate in Mates(problem, by.Person))
        {
            stands.Add((mate, by.Village, by));
            if (
                problem.PairOf(by.Village, mate) < 0
                || TeamProblem.Excludes(problem.Villages[by.Village], problem.People[mate]) is not null
            )
                Found(
                    [by],
                    new(
                        $"{person(mate).Zh}不得派往{village(by.Village).Zh}",
                        $"{person(mate).En} may not be posted to {village(by.Village).En}"
                    )
                );
            foreach (
                var led in Enumerable.Range(0, problem.Villages.Length).Where(v => problem.Villages[v].Leader == mate)
            )
                Found(
                    [by],
                    new(
                        $"{person(mate).Zh}已是{village(led).Zh}的第一书记",
                        $"{person(mate).En} leads {village(led).En} already"
                    )
                );
        }
        foreach (var twice in stands.GroupBy(s => s.Person).Where(g => g.Select(s => s.Village).Distinct().Count() > 1))
        {
            var (one, other) = (twice.First(), twice.First(s => s.Village != twice.First().Village));
            Found(
                [one.By, other.By],
                new(
                    $"{person(twice.Key).Zh}同时被指定到{village(one.Village).Zh}和{village(other.Village).Zh}",
                    $"{person(twice.Key).En} would stand in {village(one.Village).En} and in {village(other.Village).En}"
                )
            );
        }
        foreach (var here in stands.DistinctBy(s => (s.Person, s.Village)).GroupBy(s => s.Village))
            Crowded(problem, here.Key, [.. here], village, Found);
        return found;

        void Found(ImmutableArray<TeamLock> locks, Words why) =>
            found.Add(new TeamConflict([.. locks.Distinct()], why));
    }

    private static void Crowded(
        TeamProblem problem,
        int at,
        List<(int Person, int Village, TeamLock By)> here,
        Func<int, Words> village,
        Action<ImmutableArray<TeamLock>, Words> found
    )
    {
        var of = problem.Villages[at];
        var led = of.Leader is null && here.Exists(s => problem.People[s.Person].MayLead);
        // One seat is the leader's, whether given, locked or not yet found.
        var room = led ? of.Maximum : of.Maximum - 1;
        if (here.Count > room)
            found(
                [.. Fewest(here, room + 1)],
                new(
                    $"{village(at).Zh}指定了 {here.Count} 人，最多 {room} 人",
                    $"{here.Count} people are laid down for {village(at).En}, where {room} have room"
                )
            );
        foreach (var unit in here.GroupBy(s => problem.People[s.Person].Unit))
        {
            var most =
                problem.Rules.MostOfAUnit - (of.Leader is { } given && problem.People[given].Unit == unit.Key ? 1 : 0);
            if (unit.Count() > most)
                found(
                    [.. Fewest([.. unit], most + 1)],
                    new(
                        $"{village(at).Zh}的工作队中同一单位超过 {problem.Rules.MostOfAUnit} 人",
                        $"more than {problem.Rules.MostOfAUnit} of one unit would stand in {village(at).En}"
                    )
                );
        }
    }

    /// <summary>Those locks first that bring the most people, until so many are there.</summary>
    private static IEnumerable<TeamLock> Fewest(List<(int Person, int Village, TeamLock By)> here, int people)
    {
        var count = 0;
        foreach (var by in here.GroupBy(s => s.By).OrderByDescending(g => g.Count()))
        {
            if (count >= people)
                yield break;
            count += by.Count();
            yield return by.Key;
        }
    }

    private static ImmutableArray<int> Mates(TeamProblem problem, int person) =>
        problem.Together.FirstOrDefault(group => group.Contains(person)) is { IsDefault: false } mates
            ? mates
            : [person];
}
