namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// Task forces as a problem for an engine, and its answer as a plan. The engine works in floating point, so an unfilled seat takes off less than it
/// does here, where it is a great number: whether its plan fills the seats as strictly is seen when the plan is valued again.
/// </summary>
public sealed class TeamModel
{
    private readonly TeamProblem problem;
    private readonly TeamChoices[] villages;
    private readonly (int Village, int Choice)[] columns;

    private TeamModel(TeamProblem problem, TeamChoices[] villages)
    {
        (this.problem, this.villages) = (problem, villages);
        columns = [.. villages.SelectMany((of, v) => Enumerable.Range(0, of.Choices.Length).Select(c => (v, c)))];
    }

    /// <returns>Null for what <see cref="TeamSearch"/> refuses.</returns>
    public static (TeamModel Model, MixedProblem Problem)? Of(TeamProblem problem)
    {
        if (TeamSeats.Penalties(problem) is not { } penalties)
            return null;
        var model = new TeamModel(problem, TeamChoices.Of(problem, penalties));
        return (model, model.Write());
    }

    /// <returns>Null when the answer names columns that are none.</returns>
    public TeamPlan? Read(MixedAnswer answer)
    {
        if (answer.Ones is not { } ones || Array.Exists(ones, c => c < 0))
            return null;
        var table = new TeamTable(problem, villages);
        foreach (var here in ones.Where(c => c < columns.Length).Distinct().GroupBy(c => columns[c].Village))
            if (here.Sum(c => Of(c).People.Length) <= villages[here.Key].Most)
                table.Set(here.Key, here.Select(c => columns[c].Choice));
            else
                return null;
        return table.Plan();
    }

    private Choice Of(int column) => villages[columns[column].Village].Choices[columns[column].Choice];

    private MixedProblem Write()
    {
        var rows = new Rows();
        foreach (var (v, c) in columns)
            rows.Column(villages[v].Choices[c].Worth);
        var takenBy = new Dictionary<int, List<(int, int)>>();
        for (var x = 0; x < columns.Length; x++)
            // A group goes by its first: it has no other choice.
            (takenBy.TryGetValue(Of(x).People[0], out var list) ? list : takenBy[Of(x).People[0]] = []).Add((x, 1));
        foreach (var (_, terms) in takenBy.OrderBy(t => t.Key))
            rows.Row(terms, 0, 1);
        var first = 0;
        for (var v = 0; v < villages.Length; v++)
        {
            Village(rows, v, first);
            first += villages[v].Choices.Length;
        }
        return rows.Problem();
    }

    private void Village(Rows rows, int v, int first)
    {
        var (of, village) = (villages[v], problem.Villages[v]);
        var there = of.Fixed.People.Length;
        List<(int, int)> members = [.. of.Choices.Select((c, i) => (first + i, c.People.Length))];
        if (!of.LeaderGiven)
        {
            List<(int, int)> leads = [];
            if (of.Fixed.Lead >= 0)
                leads.Add((rows.Column(of.Fixed.Lead), 1));
            for (var i = 0; i < of.Choices.Length; i++)
                if (of.Choices[i].Lead >= 0)
                {
                    var lead = rows.Column(of.Choices[i].Lead);
                    leads.Add((lead, 1));
                    rows.Row([(lead, 1), (first + i, -1)], -1, 0);
                }
            members.AddRange(leads.Select(l => (l.Item1, -1)));
            var nobody = rows.Column(-Seat(village.Tier, leader: true));
            rows.Row([.. leads, (nobody, 1)], 1, 1);
        }
        rows.Row(members, -1, village.Maximum - 1 - there);
        var lacking = Enumerable
            .Range(0, village.Minimum - 1)
            .Select(_ => (rows.Column(-Seat(village.Tier, leader: false)), 1))
            .ToList();
        rows.Row([.. members, .. lacking], village.Minimum - 1 - there, village.Maximum + village.Minimum);
        for (var bit = 1; bit < of.Lack.Length; bit <<= 1)
            rows.Row(
                [
                    .. of
                        .Choices.Select((c, i) => (c, i))
                        .Where(c => (c.c.Covers & bit) != 0)
                        .Select(c => (first + c.i, 1)),
                    (rows.Column(of.Lack[bit] - of.Lack[0]), 1),
                ],
                1,
                village.Maximum + 1
            );
        foreach (var unit in of.Choices.SelectMany(c => c.Units).Distinct().Order())
        {
            List<(int, int)> same =
            [
                .. of.Choices.Select((c, i) => (first + i, c.Units.Count(u => u == unit))).Where(t => t.Item2 > 0),
            ];
            var room = of.MostOfAUnit - of.UnitsThere.Count(u => u == unit);
            if (same.Sum(t => t.Item2) > room)
                rows.Row(same, 0, room);
        }
    }

    /// <summary>More than any one team gains, by as many times as there are levels from the lowest: numbers that floating point can bear.</summary>
    private long Seat(int tier, bool leader) =>
        problem.Villages.Max(v => v.Scale * TeamSeats.Greatest(problem, v))
        * (problem.Tiers - tier + (leader ? problem.Tiers : 0));

    /// <summary>Rows as they are written down.</summary>
    private sealed class Rows
    {
        private readonly List<long> objective = [];
        private readonly List<int> start = [0];
        private readonly List<int> column = [];
        private readonly List<int> coefficient = [];
        private readonly List<int> low = [];
        private readonly List<int> high = [];

        public int Column(long worth)
        {
            objective.Add(worth);
            return objective.Count - 1;
        }

        public void Row(List<(int Column, int Coefficient)> terms, int least, int most)
        {
            foreach (var (at, times) in terms)
            {
                column.Add(at);
                coefficient.Add(times);
            }
            start.Add(column.Count);
            low.Add(least);
            high.Add(most);
        }

        public MixedProblem Problem() =>
            new([.. objective], [.. start], [.. column], [.. coefficient], [.. low], [.. high]);
    }
}
