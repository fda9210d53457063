using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// Checks task forces without solving anything and without a line of the solver's code: every hard rule, what the plan is worth, and that no
/// plan is worth more than the bound. The bound holds when prices are at least 0, no team of village v is worth more than Best[v] once its
/// people are paid for, and all prices and all Best together are the bound: whoever serves is paid for once at most.
/// </summary>
public static class TeamCheck
{
    private const int MostFaults = 1_000;

    // Beyond it a price could slip through by overflow.
    private const long Greatest = 1L << 60;

    /// <returns>Nothing when plan and bound hold; else what is wrong, each with its place.</returns>
    public static IReadOnlyList<Problem> Check(TeamProblem problem, TeamAnswer answer)
    {
        var wrong = new List<string>();
        if (Malformed(problem) is { } fault)
            wrong.Add(fault);
        else
        {
            Plan(problem, answer.Plan, wrong);
            Proof(problem, answer.Proof, wrong);
            if (wrong.Count == 0 && answer.Plan.Value > answer.Proof.Bound)
                wrong.Add($"the plan is worth {answer.Plan.Value}, more than the bound {answer.Proof.Bound}");
        }
        return [.. wrong.Take(MostFaults).Select(TeamProblems.NotProved)];
    }

    private static void Plan(TeamProblem problem, TeamPlan plan, List<string> wrong)
    {
        if (plan.Teams.Length != problem.Villages.Length)
        {
            wrong.Add("the plan has another size than the problem");
            return;
        }
        var at = new int[problem.People.Length];
        Array.Fill(at, -1);
        Int128 value = 0;
        for (var v = 0; v < plan.Teams.Length; v++)
        {
            var (village, team) = (problem.Villages[v], plan.Teams[v]);
            int[] all = [.. team.Members, .. team.Leader >= 0 ? [team.Leader] : ImmutableArray<int>.Empty];
            if (all.Any(p => p < 0 || p >= at.Length))
            {
                wrong.Add($"village {v} holds somebody who is not in the problem");
                return;
            }
            foreach (var person in all)
            {
                if (at[person] >= 0)
                    wrong.Add($"person {person} stands in villages {at[person]} and {v}");
                at[person] = v;
                if (person != village.Leader && FitBp(problem, v, person) is null)
                    wrong.Add($"person {person} may not stand in village {v}");
            }
            if (village.Leader is { } given && given != team.Leader)
                wrong.Add($"village {v} is led by another than the one given");
            else if (village.Leader is null && team.Leader >= 0 && !problem.People[team.Leader].MayLead)
                wrong.Add($"person {team.Leader} leads village {v} and may not");
            if (team.Members.Length > village.Maximum - 1)
                wrong.Add($"village {v} has more members than may be");
            foreach (var unit in all.GroupBy(p => problem.People[p].Unit))
                if (unit.Count() > problem.Rules.MostOfAUnit)
                    wrong.Add($"village {v} has {unit.Count()} of one unit");
            value += Worth(problem, v, team);
        }
        foreach (var group in problem.Together)
            if (group.Select(p => at[p]).Distinct().Count() > 1)
                wrong.Add($"people {string.Join(", ", group)} do not serve together");
        foreach (var (village, person) in problem.Locks)
            if (at[person] != village)
                wrong.Add($"person {person} does not stand in village {village} as laid down");
        if (value != plan.Value)
            wrong.Add($"the plan says it is worth {plan.Value}, but it is worth {value}");
    }

    /// <summary>Fit of a pair that is listed and that no rule excludes.</summary>
    internal static int? FitBp(TeamProblem problem, int v, int person)
    {
        var (village, who) = (problem.Villages[v], problem.People[person]);
        if (!who.MayServe || (who.AvoidsRegionNo != 0 && village.Within.IndexOf(who.AvoidsRegionNo) >= 0))
            return null;
        for (var pair = problem.Start[v]; pair < problem.Start[v + 1]; pair++)
            if (problem.Person[pair] == person)
                return problem.FitBp[pair];
        return null;
    }

    /// <summary>What one team is worth, unfilled seats taken off.</summary>
    public static Int128 Worth(TeamProblem problem, int v, Team team)
    {
        var (village, rules) = (problem.Villages[v], problem.Rules);
        Int128 points = team.Members.Sum(p => (long)(FitBp(problem, v, p) ?? 0));
        if (team.Leader >= 0 && village.Leader is null && FitBp(problem, v, team.Leader) is { } fit)
            points += fit + LeadBp(rules, fit);
        List<int> all = [.. team.Members];
        if (team.Leader >= 0)
            all.Add(team.Leader);
        foreach (var (meets, lackBp) in Wishes(problem, village))
            if (!all.Exists(p => meets(problem.People[p])))
                points -= lackBp;
        var missing = Math.Max(0, village.Minimum - 1 - team.Members.Length);
        return (points * village.Scale)
            - (missing * Penalty(problem, village.Tier, leader: false))
            - (team.Leader < 0 ? Penalty(problem, village.Tier, leader: true) : 0);
    }

    internal static long LeadBp(TeamRules rules, int fitBp)
    {
        var exact = rules.LeaderWeight * fitBp;
        return (long)System.Numerics.BigInteger.Divide(exact.Numerator, exact.Denominator);
    }

    internal static List<(Func<TeamPerson, bool> Meets, long LackBp)> Wishes(TeamProblem problem, TeamVillage village)
    {
        var wishes = new List<(Func<TeamPerson, bool>, long)>();
        for (var skill = 0; skill < village.Need.Length; skill++)
        {
            var (s, least) = (skill, Math.Min(village.Need[skill], 2));
            if (least > 0)
                wishes.Add((p => p.Skill[s] >= least, (long)problem.Rules.NeedBp * village.Need[skill]));
        }
        if (problem.People.Length > 0 && problem.People.All(p => p.Woman.HasValue))
            wishes.Add((p => p.Woman!.Value, problem.Rules.WomanBp));
        if (village.Dialect is not null && problem.People.Length > 0 && problem.People.All(p => p.Dialects is not null))
            wishes.Add((p => p.Dialects!.Value.Any(d => d == village.Dialect), problem.Rules.DialectBp));
        return wishes;
    }

    /// <summary>More than all fit and wishes of the county, times nine for each level above the lowest.</summary>
    internal static Int128 Penalty(TeamProblem problem, int tier, bool leader)
    {
        Int128 all = 1;
        foreach (var v in problem.Villages)
            all +=
                v.Scale
                * (
                    (10_000 * (v.Maximum + 1 + (Int128)problem.Rules.LeaderWeight.Numerator))
                    + (v.Need.Sum() * (long)problem.Rules.NeedBp)
                    + problem.Rules.WomanBp
                    + problem.Rules.DialectBp
                );
        for (var level = problem.Tiers - 1 - tier + (leader ? problem.Tiers : 0); level > 0; level--)
            all *= 9;
        return all;
    }

    private static void Proof(TeamProblem problem, TeamProof proof, List<string> wrong)
    {
        if (proof.Price.Length != problem.People.Length || proof.Best.Length != problem.Villages.Length)
        {
            wrong.Add("the proof has another size than the problem");
            return;
        }
        Int128 bound = 0;
        for (var p = 0; p < proof.Price.Length; p++)
        {
            if (proof.Price[p] is < 0 or > Greatest)
                wrong.Add($"person {p} has a price below 0 or beyond any sum");
            bound += proof.Price[p];
        }
        foreach (var best in proof.Best)
            bound += best;
        if (bound != proof.Bound)
            wrong.Add($"prices and best teams prove {bound}, the bound is said to be {proof.Bound}");
        if (wrong.Count > 0)
            return;
        var better = new bool[proof.Best.Length];
        Parallel.For(
            0,
            better.Length,
            v => better[v] = new TeamCheckVillage(problem, v, proof.Price).Beats(proof.Best[v])
        );
        for (var v = 0; v < better.Length; v++)
            if (better[v])
                wrong.Add($"village {v} has a team that is worth more than {proof.Best[v]} at these prices");
    }

    private static string? Malformed(TeamProblem problem)
    {
        var (start, people) = (problem.Start, problem.People.Length);
        if (start.Length != problem.Villages.Length + 1 || start[0] != 0 || start[^1] != problem.Person.Length)
            return "the rows do not span the pairs";
        if (problem.FitBp.Length != problem.Person.Length || problem.FitBp.Any(f => f is < 0 or > 10_000))
            return "not every pair has its fit";
        for (var v = 0; v < problem.Villages.Length; v++)
        {
            if (start[v + 1] < start[v])
                return $"the row of village {v} ends before it begins";
            for (var pair = start[v]; pair < start[v + 1]; pair++)
                if (
                    problem.Person[pair] < 0
                    || problem.Person[pair] >= people
                    || (pair > start[v] && problem.Person[pair] <= problem.Person[pair - 1])
                )
                    return $"the row of village {v} is not in order";
            var village = problem.Villages[v];
            if (
                village.Tier < 0
                || village.Tier >= problem.Tiers
                || village.Scale <= 0
                || village.Minimum < 1
                || village.Maximum < village.Minimum
                || village.Leader < 0
                || village.Leader >= people
            )
                return $"village {v} has a size, tier or leader that cannot be";
        }
        if (problem.Together.SelectMany(g => g).GroupBy(p => p).Any(g => g.Count() > 1 || g.Key < 0 || g.Key >= people))
            return "somebody is to serve together with two groups";
        return problem.Locks.Any(l =>
            l.Person < 0 || l.Person >= people || l.Village < 0 || l.Village >= problem.Villages.Length
        )
            ? "a lock names somebody who is not there"
            : null;
    }
}
