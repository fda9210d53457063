namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// The best team of one village when each person costs a price: a table over how many are chosen, whether somebody leads and which wishes
/// are met, exact. The cap on one unit is no part of the table: a team that breaks it is split into the cases in which one of those of the
/// unit is left out. Not for two threads at once.
/// </summary>
internal sealed class BestTeam
{
    /// <summary>Out of reach of every sum, and still far from overflow.</summary>
    private const long Never = long.MinValue / 4;

    // The cap rarely binds; a village where it binds again and again is bounded without it, which is still a bound.
    private const int MostCases = 64;

    private long[] value = [];
    private int[] node = [];
    private (int Choice, int Before)[] nodes = new (int, int)[1024];
    private int used;
    private long[] net = [];
    private bool[] banned = [];
    private int[] order = [];
    private readonly List<int> members = [];
    private readonly List<int> leaders = [];
    private int cases;

    /// <summary>Indexes of the choices in the best team, and what it is worth less its prices: exact, or too high after too many cases.</summary>
    public (long Worth, int[] Team) Of(TeamChoices of, ReadOnlySpan<long> price)
    {
        Ready(of);
        for (var i = 0; i < of.Choices.Length; i++)
        {
            net[i] = of.Choices[i].Worth;
            foreach (var person in of.Choices[i].People)
                net[i] -= price[person];
        }
        cases = 0;
        var best = (Worth: Never, Team: Array.Empty<int>());
        Split(of, ref best);
        return best;
    }

    /// <summary>
    /// A team to take when only some choices are open: the best, unless the cap binds again and again; then some of those too many stay away.
    /// </summary>
    public List<int> Among(TeamChoices of, Func<Choice, bool> open, Func<Choice, long> cost)
    {
        Ready(of);
        for (var i = 0; i < of.Choices.Length; i++)
        {
            banned[i] = !open(of.Choices[i]);
            net[i] = banned[i] ? 0 : of.Choices[i].Worth - cost(of.Choices[i]);
        }
        cases = 0;
        var best = (Worth: Never, Team: Array.Empty<int>());
        Split(of, ref best);
        return Within(of, best.Team);
    }

    /// <summary>The team without the least of those who are too many of a unit.</summary>
    public List<int> Within(TeamChoices of, IEnumerable<int> team)
    {
        List<int> kept = [.. team];
        while (Broken(of, kept) is { } unit)
            kept.Remove(kept.Where(c => of.Choices[c].Units.Contains(unit)).MinBy(c => net[c]));
        return kept;
    }

    private void Ready(TeamChoices of)
    {
        var count = of.Choices.Length;
        if (net.Length < count)
            (net, banned, order) = (new long[count], new bool[count], new int[count]);
        Array.Clear(banned);
    }

    private void Split(TeamChoices of, ref (long Worth, int[] Team) best)
    {
        var (worth, team) = Table(of);
        if (worth <= best.Worth)
            return;
        if (++cases > MostCases || Broken(of, team) is not { } unit)
        {
            best = (worth, team);
            return;
        }
        foreach (var choice in team.Where(c => of.Choices[c].Units.Contains(unit)))
        {
            banned[choice] = true;
            Split(of, ref best);
            banned[choice] = false;
        }
    }

    /// <summary>A unit with more people in the team than may be; null when there is none.</summary>
    public static int? Broken(TeamChoices of, IReadOnlyList<int> team)
    {
        for (var i = 0; i < team.Count; i++)
            foreach (var unit in of.Choices[team[i]].Units)
            {
                var count = of.UnitsThere.Count(u => u == unit);
                foreach (var choice in team)
                    count += of.Choices[choice].Units.Count(u => u == unit);
                if (count > of.MostOfAUnit)
                    return unit;
            }
        return null;
    }

    private (long Worth, int[] Team) Table(TeamChoices of)
    {
        var (masks, most, there) = (of.Lack.Length, of.Most, of.Fixed.People.Length);
        var plane = (most + 1) * masks;
        if (value.Length < 2 * plane)
            (value, node) = (new long[2 * plane], new int[2 * plane]);
        Array.Fill(value, Never, 0, 2 * plane);
        used = 0;
        (value[there * masks], node[there * masks]) = (of.Fixed.Worth, -1);
        if (!of.LeaderGiven && of.Fixed.Lead >= 0)
            (value[plane + (there * masks)], node[plane + (there * masks)]) = (of.Fixed.Worth + of.Fixed.Lead, -1);
        Keep(of);
        // Without a leader a seat stays free for one.
        var unled = of.LeaderGiven ? most : most - 1;
        foreach (var i in members)
        {
            var choice = of.Choices[i];
            var leads = leaders.Contains(i);
            var size = choice.People.Length;
            if (!of.LeaderGiven)
            {
                Add(i, net[i], choice.Covers, plane, plane, (there, most - size), size, masks);
                if (leads)
                    Add(i, net[i] + choice.Lead, choice.Covers, 0, plane, (there, most - size), size, masks);
            }
            Add(i, net[i], choice.Covers, 0, 0, (there, unled - size), size, masks);
        }
        if (!of.LeaderGiven)
            foreach (var i in leaders)
                if (!members.Contains(i))
                {
                    var size = of.Choices[i].People.Length;
                    Add(
                        i,
                        net[i] + of.Choices[i].Lead,
                        of.Choices[i].Covers,
                        0,
                        plane,
                        (there, most - size),
                        size,
                        masks
                    );
                }
        var (best, at) = (Never, -1);
        for (var led = 0; led < 2; led++)
        for (var people = there; people <= most; people++)
        {
            var unfilled = of.Unfilled(people, led == 1 || of.LeaderGiven);
            for (var met = 0; met < masks; met++)
                if (value[(led * plane) + (people * masks) + met] is > Never and var sum)
                    if (sum - of.Lack[met] - unfilled is var total && total > best)
                        (best, at) = (total, node[(led * plane) + (people * masks) + met]);
        }
        var team = new List<int>(most);
        for (; at >= 0; at = nodes[at].Before)
            team.Add(nodes[at].Choice);
        return (best, [.. team]);
    }

    /// <summary>Lets each state from a plane go on with the choice; from more people to fewer, so that nobody is chosen twice.</summary>
    private void Add(
        int choice,
        long gain,
        int covers,
        int from,
        int to,
        (int Least, int Most) people,
        int size,
        int masks
    )
    {
        unchecked
        {
            for (var count = people.Most; count >= people.Least; count--)
            {
                var source = from + (count * masks);
                var target = to + ((count + size) * masks);
                for (var met = 0; met < masks; met++)
                {
                    var before = value[source + met];
                    if (before == Never)
                        continue;
                    var at = target + (met | covers);
                    if (before + gain <= value[at])
                        continue;
                    value[at] = before + gain;
                    if (used == nodes.Length)
                        Array.Resize(ref nodes, 2 * used);
                    nodes[used] = (choice, node[source + met]);
                    node[at] = used++;
                }
            }
        }
    }

    /// <summary>
    /// Choices that can be in a best team: a single person is left out when as many as a team holds are worth no less and meet at least the
    /// same wishes, since one of these would be free to stand instead; as a leader likewise among those who may lead.
    /// </summary>
    private void Keep(TeamChoices of)
    {
        members.Clear();
        leaders.Clear();
        var count = 0;
        for (var i = 0; i < of.Choices.Length; i++)
            if (!banned[i])
                order[count++] = i;
        var sorted = order.AsSpan(0, count);
        sorted.Sort((a, b) => net[a] != net[b] ? net[b].CompareTo(net[a]) : a.CompareTo(b));
        foreach (var i in sorted)
            if (of.Choices[i].People.Length > 1 || Above(members, i, of) < of.Most)
                members.Add(i);
        if (of.LeaderGiven)
            return;
        long Leading(int i) => net[i] + of.Choices[i].Lead;
        sorted.Sort((a, b) => Leading(a) != Leading(b) ? Leading(b).CompareTo(Leading(a)) : a.CompareTo(b));
        foreach (var i in sorted)
            if (of.Choices[i].Lead >= 0 && (of.Choices[i].People.Length > 1 || Above(leaders, i, of) < of.Most))
                leaders.Add(i);
    }

    private static int Above(List<int> kept, int i, TeamChoices of)
    {
        var (covers, above) = (of.Choices[i].Covers, 0);
        foreach (var other in kept)
            if (of.Choices[other].People.Length == 1 && (of.Choices[other].Covers & covers) == covers)
                above++;
        return above;
    }
}
