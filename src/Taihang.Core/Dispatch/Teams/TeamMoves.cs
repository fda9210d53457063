using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>How a plan is made better; a move after which the plan is worth less is taken back.</summary>
internal sealed class TeamMoves(TeamTable plan, long[] price, ulong seed)
{
    private readonly BestTeam best = new();
    private SeededStream dice = new(seed);

    /// <summary>By so much a move may make the plan worse and is kept all the same: the way out of a dead end.</summary>
    public long Give { get; set; }

    /// <summary>
    /// Every village gives up one member or opens a seat, and all these places are filled anew at once with those given up and the free, by
    /// the exact assignment: all moves, swaps and longer exchanges of one person per village together, the best of them.
    /// </summary>
    public void Exchange()
    {
        var villages = plan.Villages;
        var given = new int[villages.Length];
        var loose = new bool[price.Length];
        for (var v = 0; v < villages.Length; v++)
        {
            var team = plan.Teams[v];
            var room = plan.PeopleIn(v) < villages[v].Most ? 1 : 0;
            given[v] =
                team.Count + room == 0 ? -2
                : dice.NextBelow(team.Count + room) is var at && at < team.Count ? at
                : -1;
            if (given[v] < 0)
                continue;
            if (villages[v].Choices[team[given[v]]].People is [var person])
                loose[person] = true;
            else
                given[v] = -2;
        }
        var start = new int[villages.Length + 1];
        var (people, cost, choiceOf) = (new List<int>(4096), new List<int>(4096), new List<int>(4096));
        var penalty = new long[villages.Length];
        for (var v = 0; v < villages.Length; v++)
        {
            if (given[v] != -2)
                Hole(v, given[v], loose, people, cost, choiceOf);
            start[v + 1] = people.Count;
        }
        var problem = new AssignmentProblem(price.Length, start, [.. people], [.. cost], penalty);
        var found = Assignment.Solve(problem, workers: 1);
        var before = plan.Value;
        var old = new List<(int Village, int[] Team)>();
        for (var v = 0; v < villages.Length; v++)
        {
            if (given[v] == -2)
                continue;
            var now = found.PersonOf[v] < 0 ? -1 : choiceOf[problem.PairOf(v, found.PersonOf[v])];
            var was = given[v] < 0 ? -1 : plan.Teams[v][given[v]];
            if (now != was)
                old.Add((v, [.. plan.Teams[v]]));
            given[v] = now;
        }
        Apply(old, v => found.PersonOf[v] < 0 ? -1 : given[v], loose);
        if (plan.Value < before - Give)
            Undo(old);
    }

    private void Apply(List<(int Village, int[] Team)> changed, Func<int, int> comes, bool[] loose)
    {
        foreach (var (v, _) in changed)
            plan.Clear(v);
        foreach (var (v, team) in changed)
        {
            var kept = team.Where(c => plan.Villages[v].Choices[c].People is not [var p] || !loose[p]);
            plan.Set(v, comes(v) is >= 0 and var choice ? kept.Append(choice) : kept);
        }
    }

    private void Undo(List<(int Village, int[] Team)> old)
    {
        foreach (var (v, _) in old)
            plan.Clear(v);
        foreach (var (v, team) in old)
            plan.Set(v, team);
    }

    /// <summary>Lists who could stand in the open place of a village, at what the team would be worth more than with nobody there.</summary>
    private void Hole(int v, int given, bool[] loose, List<int> person, List<int> cost, List<int> choiceOf)
    {
        var of = plan.Villages[v];
        var team = plan.Teams[v];
        var (sum, lead, met, people) = (of.Fixed.Worth, of.Fixed.Lead, 0, of.Fixed.People.Length);
        Span<int> units = stackalloc int[TeamRules.MostMembers + 1];
        var standing = 0;
        foreach (var unit in of.UnitsThere)
            units[standing++] = unit;
        for (var i = 0; i < team.Count; i++)
        {
            if (i == given)
                continue;
            var choice = of.Choices[team[i]];
            sum += choice.Worth;
            lead = Math.Max(lead, choice.Lead);
            met |= choice.Covers;
            people += choice.People.Length;
            foreach (var unit in choice.Units)
                units[standing++] = unit;
        }
        var led = of.LeaderGiven || lead >= 0;
        var empty = Worth(of, sum, lead, met, people);
        for (var i = 0; i < of.Choices.Length; i++)
        {
            var choice = of.Choices[i];
            if (choice.People is not [var who] || !(loose[who] || plan.IsFree(choice)))
                continue;
            if (!led && choice.Lead < 0 && people + 1 >= of.Most)
                continue;
            var same = 0;
            foreach (var unit in units[..standing])
                if (unit == choice.Units[0])
                    same++;
            if (same >= of.MostOfAUnit)
                continue;
            var gain =
                Worth(of, sum + choice.Worth, Math.Max(lead, choice.Lead), met | choice.Covers, people + 1) - empty;
            person.Add(who);
            cost.Add((int)-Math.Clamp(gain, int.MinValue / 4, int.MaxValue / 4));
            choiceOf.Add(i);
        }
    }

    private static long Worth(TeamChoices of, long sum, long lead, int met, int people) =>
        sum
        + (of.LeaderGiven ? 0 : Math.Max(0, lead))
        - of.Lack[met]
        - of.Unfilled(people, of.LeaderGiven || lead >= 0);

    /// <summary>A few villages give up their whole teams and choose anew, one after the other, at the prices of the bound.</summary>
    public void Rebuild(int count)
    {
        var villages = Pick(count);
        var before = plan.Value;
        var old = villages.ConvertAll(v => (v, plan.Teams[v].ToArray()));
        foreach (var v in villages)
            plan.Clear(v);
        foreach (var v in villages)
            plan.Set(v, best.Among(plan.Villages[v], plan.IsFree, Priced));
        if (plan.Value < before - Give)
            Undo(old);
    }

    /// <summary>
    /// A village takes the team it would choose at the prices of the bound, whoever holds these people; who lost somebody chooses anew, and a
    /// few others with them.
    /// </summary>
    public void Claim(int others)
    {
        var claimant = dice.NextBelow(plan.Villages.Length);
        var wanted = best.Within(plan.Villages[claimant], best.Of(plan.Villages[claimant], price).Team);
        List<int> villages = [claimant];
        foreach (var choice in wanted)
        foreach (var person in plan.Villages[claimant].Choices[choice].People)
            if (plan.HolderOf(person) is >= 0 and var holder && !villages.Contains(holder))
                villages.Add(holder);
        foreach (var more in Pick(others))
            if (!villages.Contains(more))
                villages.Add(more);
        var before = plan.Value;
        var old = villages.ConvertAll(v => (v, plan.Teams[v].ToArray()));
        foreach (var v in villages)
            plan.Clear(v);
        plan.Set(claimant, wanted);
        villages.RemoveAt(0);
        Shuffle(villages);
        foreach (var v in villages)
            plan.Set(v, best.Among(plan.Villages[v], plan.IsFree, Priced));
        if (plan.Value < before - Give)
            Undo(old);
    }

    private void Shuffle(List<int> list)
    {
        for (var i = list.Count - 1; i > 0; i--)
        {
            var other = dice.NextBelow(i + 1);
            (list[i], list[other]) = (list[other], list[i]);
        }
    }

    /// <summary>All villages in turn choose at the prices of the bound among whoever is left.</summary>
    public void Build()
    {
        var villages = Pick(plan.Villages.Length);
        foreach (var v in villages)
            plan.Clear(v);
        foreach (var v in villages)
            plan.Set(v, best.Among(plan.Villages[v], plan.IsFree, Priced));
    }

    private long Priced(Choice choice) => choice.People.Sum(p => price[p]);

    private List<int> Pick(int count)
    {
        var all = Enumerable.Range(0, plan.Villages.Length).ToArray();
        for (var i = 0; i < Math.Min(count, all.Length); i++)
        {
            var other = i + dice.NextBelow(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }
        return [.. all.Take(count)];
    }
}
