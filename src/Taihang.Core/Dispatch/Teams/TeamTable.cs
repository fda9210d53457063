using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>A plan while it is being made: which choices each village holds, and who holds a person.</summary>
internal sealed class TeamTable
{
    private readonly TeamProblem problem;
    private readonly int[] holder;
    private readonly long[] worth;

    public TeamTable(TeamProblem problem, TeamChoices[] villages)
    {
        (this.problem, Villages) = (problem, villages);
        Teams = Array.ConvertAll(villages, _ => new List<int>());
        holder = new int[problem.People.Length];
        Array.Fill(holder, -1);
        worth = new long[villages.Length];
        for (var v = 0; v < villages.Length; v++)
            Value += worth[v] = WorthOf(villages[v], Teams[v]);
    }

    public TeamChoices[] Villages { get; }

    public List<int>[] Teams { get; }

    public long Value { get; private set; }

    public bool IsFree(Choice choice)
    {
        foreach (var person in choice.People)
            if (holder[person] >= 0)
                return false;
        return true;
    }

    /// <returns>The village, or -1 for nobody's.</returns>
    public int HolderOf(int person) => holder[person];

    public int PeopleIn(int village)
    {
        var count = Villages[village].Fixed.People.Length;
        foreach (var choice in Teams[village])
            count += Villages[village].Choices[choice].People.Length;
        return count;
    }

    public void Set(int village, IEnumerable<int> team)
    {
        Clear(village);
        foreach (var choice in team)
        {
            Teams[village].Add(choice);
            foreach (var person in Villages[village].Choices[choice].People)
                holder[person] = village;
        }
        Value -= worth[village];
        Value += worth[village] = WorthOf(Villages[village], Teams[village]);
    }

    public void Clear(int village)
    {
        foreach (var choice in Teams[village])
        foreach (var person in Villages[village].Choices[choice].People)
            holder[person] = -1;
        Teams[village].Clear();
        Value -= worth[village];
        Value += worth[village] = WorthOf(Villages[village], Teams[village]);
    }

    public int[][] Kept() => Array.ConvertAll(Teams, t => t.ToArray());

    public void Restore(int[][] kept)
    {
        for (var v = 0; v < kept.Length; v++)
            Clear(v);
        for (var v = 0; v < kept.Length; v++)
            Set(v, kept[v]);
    }

    /// <summary>What a team is worth with its best leader; the leader's seat stays unfilled when none of it may lead.</summary>
    public static long WorthOf(TeamChoices of, IReadOnlyList<int> team)
    {
        var (sum, lead, met, people) = (of.Fixed.Worth, of.Fixed.Lead, 0, of.Fixed.People.Length);
        foreach (var at in team)
        {
            var choice = of.Choices[at];
            sum += choice.Worth;
            lead = Math.Max(lead, choice.Lead);
            met |= choice.Covers;
            people += choice.People.Length;
        }
        if (of.LeaderGiven)
            lead = -1;
        return sum + Math.Max(0, lead) - of.Lack[met] - of.Unfilled(people, of.LeaderGiven || lead >= 0);
    }

    public TeamPlan Plan()
    {
        var teams = ImmutableArray.CreateBuilder<Team>(Villages.Length);
        for (var v = 0; v < Villages.Length; v++)
        {
            List<Choice> chosen = [Villages[v].Fixed, .. Teams[v].Select(c => Villages[v].Choices[c])];
            var leader = problem.Villages[v].Leader ?? chosen.MaxBy(c => c.Lead)!.Leader;
            teams.Add(new Team(leader, [.. chosen.SelectMany(c => c.People).Where(p => p != leader).Order()]));
        }
        return new TeamPlan(teams.MoveToImmutable(), Value);
    }
}
