using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Tests.Core.Dispatch.Teams;

/// <summary>Made-up counties for task forces, from three villages up.</summary>
internal static class SmallTeams
{
    private const int Skills = 4;

    public static TeamRules Rules { get; } =
        new([new(3, 4, "own"), new(2, 3, "own")], 2, new Fraction(1, 2), 4000, 1200, 3000);

    /// <summary>Small enough to try everything: scarce and ample, groups, locks, given leaders, unknown sex.</summary>
    public static Gen<TeamProblem> Tiny { get; } =
        from villages in Gen.Int[1, 3]
        from people in Gen.Int[0, 6]
        from seed in Gen.ULong
        select Make(villages, people, villages, seed, chances: true);

    public static TeamProblem Make(int villages, int people, int listed, ulong seed, bool chances = false)
    {
        var dice = new SeededStream(seed);
        var places = ImmutableArray.CreateBuilder<TeamVillage>();
        var given = new HashSet<int>();
        for (var v = 0; v < villages; v++)
        {
            var deep = dice.NextBelow(4) == 0;
            int? leader = null;
            if (chances && dice.NextBelow(3) == 0 && v < people && given.Add(v))
                leader = v;
            places.Add(
                new TeamVillage(
                    100 + v,
                    deep ? 0 : 1,
                    deep ? 3 : 2,
                    [.. Enumerable.Range(0, Skills).Select(_ => dice.NextBelow(2) * dice.NextBelow(4))],
                    [1, 10 + (v / 3), 100 + v],
                    Rules.Sizes[deep ? 0 : 1].Minimum,
                    Rules.Sizes[deep ? 0 : 1].Maximum,
                    dice.NextBelow(4) == 0 ? null : $"d{dice.NextBelow(2)}",
                    leader
                )
            );
        }
        var unknown = chances && dice.NextBelow(3) == 0;
        var who = ImmutableArray.CreateBuilder<TeamPerson>();
        for (var p = 0; p < people; p++)
            who.Add(
                new TeamPerson(
                    new Guid(p, 0, 0, new byte[8]),
                    [.. Enumerable.Range(0, Skills).Select(_ => dice.NextBelow(2) * dice.NextBelow(4))],
                    dice.NextBelow(chances ? 3 : Math.Max(1, people / 8)),
                    dice.NextBelow(3) == 0 ? 10 + dice.NextBelow(1 + (villages / 3)) : 0,
                    dice.NextBelow(12) > 0,
                    dice.NextBelow(3) == 0 || given.Contains(p),
                    unknown ? null : dice.NextBelow(3) == 0,
                    [$"d{dice.NextBelow(3)}"]
                )
            );
        var pairs = new List<(int, int, int)>();
        for (var p = 0; p < people; p++)
        {
            var open = Enumerable
                .Range(0, villages)
                .Where(v => TeamProblem.Excludes(places[v], who[p]) is null)
                .OrderBy(_ => dice.Next())
                .Take(listed)
                .ToList();
            pairs.AddRange(open.Select(v => (v, p, dice.NextBelow(10_001))));
        }
        var groups = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        for (var p = 0; p + 2 < people; p += chances ? 4 : 30)
            if (!given.Contains(p + 1) && !given.Contains(p + 2) && dice.NextBelow(2) == 0)
                groups.Add([p + 1, p + 2]);
        var problem = TeamProblem.From(
            Rules,
            2,
            places.ToImmutable(),
            who.ToImmutable(),
            pairs,
            groups.ToImmutable(),
            []
        );
        if (!chances || pairs.Count == 0 || dice.NextBelow(2) == 0)
            return problem;
        var (village, person, _) = pairs[dice.NextBelow(pairs.Count)];
        var locked = problem with { Locks = [new TeamLock(village, person)] };
        return TeamLocks.Conflicts(locked, _ => Words.Same(""), _ => Words.Same("")).Count == 0 ? locked : problem;
    }

    /// <summary>The best value there is, by trying every plan; each plan is valued by the checker's own account of what it is worth.</summary>
    public static long Everything(TeamProblem problem)
    {
        var at = new int[problem.People.Length];
        var best = long.MinValue;
        Try(0);
        return best;

        void Try(int person)
        {
            if (person == at.Length)
            {
                if (problem.Together.All(g => g.Select(p => at[p]).Distinct().Count() == 1))
                    best = Math.Max(best, Value());
                return;
            }
            for (at[person] = -1; at[person] < problem.Villages.Length; at[person]++)
                if (
                    problem.Locks.All(l => l.Person != person || at[person] == l.Village)
                    && (at[person] < 0 || problem.PairOf(at[person], person) >= 0)
                    && (at[person] < 0 || problem.Villages.All(v => v.Leader != person))
                )
                    Try(person + 1);
        }

        long Value()
        {
            long sum = 0;
            for (var v = 0; v < problem.Villages.Length; v++)
            {
                var team = Enumerable.Range(0, at.Length).Where(p => at[p] == v).ToList();
                if (Best(v, team) is not { } worth)
                    return long.MinValue;
                sum += worth;
            }
            return sum;
        }

        long? Best(int v, List<int> team)
        {
            var village = problem.Villages[v];
            IEnumerable<int> all = village.Leader is { } given ? team.Append(given) : team;
            if (all.GroupBy(p => problem.People[p].Unit).Any(g => g.Count() > problem.Rules.MostOfAUnit))
                return null;
            int[] leaders = village.Leader is { } known ? [known] : [-1, .. team.Where(p => problem.People[p].MayLead)];
            long? most = null;
            foreach (var leader in leaders)
            {
                var members = team.Where(p => p != leader).ToImmutableArray();
                if (members.Length > village.Maximum - 1)
                    continue;
                var worth = (long)TeamCheck.Worth(problem, v, new Team(leader, members));
                most = most is null ? worth : Math.Max(most.Value, worth);
            }
            return most;
        }
    }
}
