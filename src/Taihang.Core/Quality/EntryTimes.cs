using Taihang.Core.Common;

namespace Taihang.Core.Quality;

/// <summary>An act by which somebody recorded something: whose, on which day, and on which day it was seen.</summary>
public sealed record Entry(Guid Account, DateOnly Recorded, DateOnly Observed, Guid Household);

/// <summary>A day that is known beforehand and before which entries may gather.</summary>
public sealed record DatedEvent(DateOnly Day, Words What);

/// <param name="Usual">Entries in as many days, before.</param>
public sealed record BurstFound(Guid Account, DatedEvent Event, int Entries, double Usual, double P);

/// <param name="Longest">Days from seeing to entering, of the latest.</param>
public sealed record LateFound(Guid Account, IReadOnlyList<Entry> Entries, int Of, int Longest);

/// <summary>When entries are made: many at once before a date, and long after the fact.</summary>
public static class EntryTimes
{
    /// <summary>
    /// Whether somebody entered far more in the days before an event than they usually do. Their own weeks before say what is usual and how much
    /// it varies (a negative binomial tail, with the uncertainty of so few weeks); who has too few weeks behind them is not looked at.
    /// </summary>
    public static IReadOnlyList<BurstFound> Bursts(
        IReadOnlyList<Entry> entries,
        IReadOnlyList<DatedEvent> events,
        QualityRules rules
    )
    {
        var tests = new List<BurstFound>();
        foreach (var own in entries.Where(e => e.Account != Guid.Empty).GroupBy(e => e.Account).OrderBy(g => g.Key))
        {
            var perDay = own.GroupBy(e => e.Recorded).ToDictionary(g => g.Key, g => g.Count());
            var begun = perDay.Keys.Min();
            foreach (var dated in events)
            {
                var from = dated.Day.AddDays(-rules.BurstDays);
                var weeks = Math.Min(rules.UsualWeeks, (from.DayNumber - begun.DayNumber) / 7);
                if (weeks < rules.LeastWeeks)
                    continue;
                int Within(DateOnly first, int days) =>
                    Enumerable.Range(0, days).Sum(d => perDay.GetValueOrDefault(first.AddDays(d)));
                var usual = Enumerable
                    .Range(1, weeks)
                    .Select(w => (double)Within(from.AddDays(-7 * w), 7) * rules.BurstDays / 7)
                    .ToList();
                var mean = Math.Max(usual.Average(), 1.0 / weeks);
                var variance = usual.Sum(u => (u - mean) * (u - mean)) / (weeks - 1);
                var count = Within(from, rules.BurstDays);
                // The mean itself is only known from so many weeks.
                var spread = Math.Max(variance, mean) * (1 + (2.0 / weeks));
                tests.Add(new BurstFound(own.Key, dated, count, mean, Chance.Count(count, mean, spread)));
            }
        }
        var threshold = Chance.Threshold(tests.Select(t => t.P), rules.FalseShare);
        return
        [
            .. tests.Where(t =>
                t.P <= threshold
                && t.Entries - t.Usual >= 2 * rules.LeastExcess
                && t.Entries >= Math.Max(3, rules.LeastRatio) * t.Usual
            ),
        ];
    }

    /// <summary>Whoever entered several things long after they were seen.</summary>
    public static IReadOnlyList<LateFound> Late(IReadOnlyList<Entry> entries, QualityRules rules) =>
        [
            .. entries
                .Where(e => e.Account != Guid.Empty)
                .GroupBy(e => e.Account)
                .OrderBy(g => g.Key)
                .Select(own =>
                {
                    List<Entry> late =
                    [
                        .. own.Where(e => Days(e) > rules.LateDays).OrderByDescending(Days).ThenBy(e => e.Household),
                    ];
                    return new LateFound(own.Key, late, own.Count(), late.Count == 0 ? 0 : Days(late[0]));
                })
                .Where(f => f.Entries.Count >= rules.LeastExcess),
        ];

    private static int Days(Entry entry) => entry.Recorded.DayNumber - entry.Observed.DayNumber;
}
