namespace Taihang.Core.Dispatch.Teams;

/// <summary>Looks for a team of one village that is worth more than was said.</summary>
internal sealed class TeamCheckVillage
{
    private readonly TeamProblem problem;
    private readonly TeamVillage village;
    private readonly List<(Func<TeamPerson, bool> Meets, long LackBp)> wishes;
    private readonly int[] must;
    private readonly List<(int[] People, Int128 Net, Int128 Lead, int Met)> may = [];
    private readonly int v;
    private readonly long[] price;

    public TeamCheckVillage(TeamProblem problem, int v, long[] price)
    {
        (this.problem, this.v, this.price, village) = (problem, v, price, problem.Villages[v]);
        wishes = TeamCheck.Wishes(problem, village);
        var bound = new Dictionary<int, int>();
        foreach (var (where, person) in problem.Locks)
        foreach (var mate in GroupOf(person))
            bound[mate] = where;
        foreach (var other in problem.Villages)
            if (other.Leader is { } given)
                bound[given] = -1;
        must = [.. bound.Where(b => b.Value == v).Select(b => b.Key).Order()];
        foreach (var person in problem.Person[problem.Start[v]..problem.Start[v + 1]])
        {
            var group = GroupOf(person);
            if (
                group[0] == person
                && group.All(p => !bound.ContainsKey(p) && TeamCheck.FitBp(problem, v, p) is not null)
            )
                may.Add(
                    (
                        group,
                        group.Aggregate(Int128.Zero, (n, p) => n + Net(p)),
                        group.Max(Lead),
                        group.Aggregate(0, (m, p) => m | Met(p))
                    )
                );
        }
    }

    private int[] GroupOf(int person) =>
        [.. problem.Together.FirstOrDefault(g => g.Contains(person), [person]).Order()];

    private Int128 Net(int person) =>
        ((Int128)village.Scale * (TeamCheck.FitBp(problem, v, person) ?? 0)) - price[person];

    private Int128 Lead(int person) =>
        village.Leader is null && problem.People[person].MayLead
            ? village.Scale * TeamCheck.LeadBp(problem.Rules, TeamCheck.FitBp(problem, v, person) ?? 0)
            : -1;

    private int Met(int person) => wishes.Select((w, bit) => w.Meets(problem.People[person]) ? 1 << bit : 0).Sum();

    public bool Beats(Int128 said) => Beats(said, []);

    /// <summary>
    /// A team without the cap on a unit that is worth more than was said, if there is none then neither is one with it; if it breaks the
    /// cap, one of those of the unit must stay away.
    /// </summary>
    private bool Beats(Int128 said, HashSet<int> away)
    {
        var (worth, team) = Best(away);
        if (worth <= said)
            return false;
        IEnumerable<int> all = village.Leader is { } given ? team.Append(given) : team;
        var over = all.GroupBy(p => problem.People[p].Unit).FirstOrDefault(g => g.Count() > problem.Rules.MostOfAUnit);
        if (over is null)
            return true;
        foreach (var person in over.Except(must).Where(p => p != village.Leader))
            if (Beats(said, [.. away, person]))
                return true;
        return false;
    }

    private sealed record Chain(int[] People, Chain? Before);

    private (Int128 Worth, List<int> Team) Best(HashSet<int> away)
    {
        var (masks, most) = (1 << wishes.Count, village.Maximum - (village.Leader is null ? 0 : 1));
        var table = new (Int128 Worth, Chain? Team, bool Is)[2, most + 1, masks];
        var (there, met) = (must.Aggregate(Int128.Zero, (n, p) => n + Net(p)), must.Aggregate(0, (m, p) => m | Met(p)));
        if (village.Leader is { } given)
            met |= Met(given);
        var first = must.Length == 0 ? null : new Chain(must, null);
        if (must.Length <= most)
            table[0, must.Length, met] = (there, first, true);
        var lead = must.Select(Lead).DefaultIfEmpty(-1).Max();
        if (lead >= 0 && must.Length <= most)
            table[1, must.Length, met] = (there + lead, first, true);
        foreach (var (people, net, leads, meets) in may)
        {
            if (people.Any(away.Contains))
                continue;
            for (var count = most - people.Length; count >= must.Length; count--)
            for (var mask = 0; mask < masks; mask++)
            {
                var (led, unled) = (table[1, count, mask], table[0, count, mask]);
                if (led.Is)
                    Put(1, led.Worth + net, led.Team);
                if (unled.Is && leads >= 0)
                    Put(1, unled.Worth + net + leads, unled.Team);
                if (unled.Is)
                    Put(0, unled.Worth + net, unled.Team);

                void Put(int plane, Int128 worth, Chain? before)
                {
                    ref var state = ref table[plane, count + people.Length, mask | meets];
                    if (!state.Is || worth > state.Worth)
                        state = (worth, new Chain(people, before), true);
                }
            }
        }
        var member = TeamCheck.Penalty(problem, village.Tier, leader: false);
        var nobody = TeamCheck.Penalty(problem, village.Tier, leader: true);
        var best = (Worth: Int128.MinValue, Team: (Chain?)null);
        for (var plane = 0; plane < 2; plane++)
        for (var count = 0; count <= most; count++)
        for (var mask = 0; mask < masks; mask++)
            if (table[plane, count, mask] is { Is: true } state)
            {
                var leader = plane == 1 || village.Leader is not null;
                var members = plane == 1 ? count - 1 : count;
                if (members > village.Maximum - 1)
                    continue;
                var missing = Math.Max(0, village.Minimum - 1 - members);
                var worth = state.Worth - (missing * member) - (leader ? 0 : nobody);
                for (var bit = 0; bit < wishes.Count; bit++)
                    if ((mask >> bit & 1) == 0)
                        worth -= (Int128)village.Scale * wishes[bit].LackBp;
                if (worth > best.Worth)
                    best = (worth, state.Team);
            }
        var team = new List<int>();
        for (var chain = best.Team; chain is not null; chain = chain.Before)
            team.AddRange(chain.People);
        return (best.Worth, team);
    }
}
