namespace Taihang.Core.Dispatch.Teams;

/// <summary>One person, or a group that serves together, as a village can choose it.</summary>
/// <param name="Worths">Scaled fit of each.</param>
/// <param name="Leads">What it adds when that one leads; -1 when they may not.</param>
/// <param name="Covers">Which wishes of the village they meet, a bit each.</param>
internal sealed record Choice(int[] People, int[] Units, long[] Worths, long[] Leads, int Covers)
{
    /// <summary>Scaled fit of all of them.</summary>
    public long Worth { get; } = Worths.Sum();

    /// <summary>What it adds when the best of them leads; -1 when none may.</summary>
    public long Lead { get; } = Leads.Length == 0 ? -1 : Leads.Max();

    public int Leader => Lead < 0 ? -1 : People[Array.IndexOf(Leads, Lead)];
}

/// <summary>
/// Everything one village can choose from, and what a choice is worth. Wishes (a need to cover, a woman, a speaker of the dialect) that
/// nobody could meet, or that somebody meets who is there anyway, are counted once and left out of the search.
/// </summary>
internal sealed class TeamChoices
{
    private readonly TeamVillage village;
    private readonly (long Leader, long Member) penalty;

    private TeamChoices(
        TeamProblem problem,
        int at,
        (long Leader, long Member) penalty,
        Choice fixedPeople,
        List<(int[] People, int[] Pairs)> free
    )
    {
        village = problem.Villages[at];
        this.penalty = penalty;
        MostOfAUnit = problem.Rules.MostOfAUnit;
        Fixed = fixedPeople;
        List<int> there = [.. fixedPeople.People];
        if (village.Leader is { } given)
            there.Add(given);
        var wishes = Wishes(problem, village);
        long never = 0;
        var open = new List<(Func<TeamPerson, bool> Meets, long Lack)>();
        foreach (var wish in wishes)
        {
            if (there.Exists(p => wish.Meets(problem.People[p])))
                continue;
            if (free.Exists(f => f.People.Any(p => wish.Meets(problem.People[p]))))
                open.Add(wish);
            else
                never += wish.Lack;
        }
        Lack = new long[1 << open.Count];
        for (var met = 0; met < Lack.Length; met++)
        {
            Lack[met] = never;
            for (var bit = 0; bit < open.Count; bit++)
                if ((met >> bit & 1) == 0)
                    Lack[met] += open[bit].Lack;
        }
        Choices =
        [
            .. free.Select(f =>
                Make(
                    problem,
                    at,
                    f.People,
                    p => open.Select((w, bit) => w.Meets(problem.People[p]) ? 1 << bit : 0).Sum()
                )
            ),
        ];
        UnitsThere = [.. there.Select(p => problem.People[p].Unit)];
    }

    public Choice[] Choices { get; }

    /// <summary>People who stand here whatever the plan, as one choice already made; the given leader is not among them.</summary>
    public Choice Fixed { get; }

    /// <summary>The units of those who stand here whatever the plan, the given leader among them.</summary>
    public int[] UnitsThere { get; }

    public int MostOfAUnit { get; }

    public bool LeaderGiven => village.Leader is not null;

    /// <summary>What is taken off by which wishes are met.</summary>
    public long[] Lack { get; }

    /// <summary>People to choose at most, those fixed among them, when somebody leads.</summary>
    public int Most => LeaderGiven ? village.Maximum - 1 : village.Maximum;

    /// <summary>What unfilled seats take off with so many people chosen.</summary>
    public long Unfilled(int people, bool led)
    {
        var members = led && !LeaderGiven ? people - 1 : people;
        var missing = Math.Max(0, village.Minimum - 1 - members);
        return (missing * penalty.Member) + (led ? 0 : penalty.Leader);
    }

    public static TeamChoices[] Of(TeamProblem problem, (long[] Leader, long[] Member) penalties)
    {
        var groupOf = new int[problem.People.Length];
        Array.Fill(groupOf, -1);
        for (var group = 0; group < problem.Together.Length; group++)
            foreach (var person in problem.Together[group])
                groupOf[person] = group;
        var lockedTo = new int[problem.People.Length];
        Array.Fill(lockedTo, -1);
        foreach (var (village, person) in problem.Locks)
        foreach (var mate in groupOf[person] < 0 ? [person] : problem.Together[groupOf[person]])
            lockedTo[mate] = village;
        var leads = problem.Villages.Where(v => v.Leader is not null).Select(v => v.Leader!.Value).ToHashSet();
        var all = new TeamChoices[problem.Villages.Length];
        for (var at = 0; at < all.Length; at++)
        {
            var (stand, free) = (new List<int>(), new List<(int[], int[])>());
            for (var pair = problem.Start[at]; pair < problem.Start[at + 1]; pair++)
            {
                var person = problem.Person[pair];
                if (
                    leads.Contains(person)
                    || TeamProblem.Excludes(problem.Villages[at], problem.People[person]) is not null
                )
                    continue;
                if (lockedTo[person] == at)
                    stand.Add(person);
                if (lockedTo[person] >= 0)
                    continue;
                if (groupOf[person] < 0)
                    free.Add(([person], []));
                else if (
                    problem.Together[groupOf[person]] is var mates
                    && mates.Min() == person
                    && Fits(problem, at, mates, leads)
                )
                    free.Add(([.. mates.Order()], []));
            }
            var tier = problem.Villages[at].Tier;
            all[at] = new TeamChoices(
                problem,
                at,
                (penalties.Leader[tier], penalties.Member[tier]),
                Make(problem, at, [.. stand], _ => 0),
                free
            );
        }
        return all;
    }

    private static bool Fits(TeamProblem problem, int at, IEnumerable<int> mates, HashSet<int> leads) =>
        mates.All(m =>
            problem.PairOf(at, m) >= 0
            && !leads.Contains(m)
            && TeamProblem.Excludes(problem.Villages[at], problem.People[m]) is null
        );

    private static Choice Make(TeamProblem problem, int at, int[] people, Func<int, int> covers)
    {
        var village = problem.Villages[at];
        var (worths, leads, met) = (new long[people.Length], new long[people.Length], 0);
        for (var i = 0; i < people.Length; i++)
        {
            var fit = problem.FitBp[problem.PairOf(at, people[i])];
            worths[i] = (long)village.Scale * fit;
            leads[i] = problem.People[people[i]].MayLead ? village.Scale * LeadBp(problem.Rules, fit) : -1;
            met |= covers(people[i]);
        }
        return new Choice(people, [.. people.Select(p => problem.People[p].Unit)], worths, leads, met);
    }

    /// <summary>What leading adds for somebody of that fit, rounded down.</summary>
    private static long LeadBp(TeamRules rules, int fitBp) =>
        (long)(fitBp * rules.LeaderWeight.Numerator / rules.LeaderWeight.Denominator);

    private static List<(Func<TeamPerson, bool> Meets, long Lack)> Wishes(TeamProblem problem, TeamVillage village)
    {
        var (rules, wishes) = (problem.Rules, new List<(Func<TeamPerson, bool>, long)>());
        for (var s = 0; s < village.Need.Length; s++)
            if (village.Need[s] is > 0 and var need && s is var skill)
                wishes.Add(
                    (
                        p => p.Skill[skill] >= Math.Min(TeamRules.CoverLevel, need),
                        (long)village.Scale * need * rules.NeedBp
                    )
                );
        if (problem.AsksForWoman)
            wishes.Add((p => p.Woman == true, (long)village.Scale * rules.WomanBp));
        if (problem.AsksForDialect && village.Dialect is { } dialect)
            wishes.Add((p => p.Dialects!.Value.Contains(dialect), (long)village.Scale * rules.DialectBp));
        wishes.RemoveAll(w => w.Item2 == 0);
        return wishes;
    }
}
