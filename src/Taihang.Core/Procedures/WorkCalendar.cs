using System.Collections.Immutable;

namespace Taihang.Core.Procedures;

/// <summary>A span of days on which a clock stands still: from its first day up to, not including, the day it goes on.</summary>
/// <param name="To">Null while it still stands.</param>
public readonly record struct StoppedSpan(DateOnly From, DateOnly? To)
{
    public bool Holds(DateOnly day) => From <= day && (To is null || day < To);
}

/// <summary>Which days are worked.</summary>
/// <param name="Rest">Days of the week on which nobody works.</param>
/// <param name="Off">Single days off, whatever day of the week.</param>
/// <param name="Worked">Days of rest that are worked all the same.</param>
public sealed record WorkCalendar(
    string Id,
    ImmutableSortedSet<DayOfWeek> Rest,
    ImmutableSortedSet<DateOnly> Off,
    ImmutableSortedSet<DateOnly> Worked
)
{
    /// <summary>Five days a week, no holidays.</summary>
    public static WorkCalendar Plain { get; } = new("plain", [DayOfWeek.Saturday, DayOfWeek.Sunday], [], []);

    public bool IsWorked(DateOnly day) => Worked.Contains(day) || (!Rest.Contains(day.DayOfWeek) && !Off.Contains(day));

    /// <summary>
    /// The last day of a limit that begins to count on the day after <paramref name="from"/>. Days on which the clock stands still do not
    /// count. Null while a span without end stands in the way.
    /// </summary>
    public DateOnly? End(DateOnly from, int days, DayKind kind, IReadOnlyCollection<StoppedSpan> stops)
    {
        var left = kind == DayKind.Months ? from.AddMonths(days).DayNumber - from.DayNumber : days;
        var day = from;
        while (left > 0)
        {
            // Beyond any sensible limit there is no end, as with a year of which every day is off.
            if (day.DayNumber - from.DayNumber > 40_000)
                return null;
            day = day.AddDays(1);
            var standing = false;
            foreach (var stop in stops)
            {
                if (!stop.Holds(day))
                    continue;
                if (stop.To is null)
                    return null;
                standing = true;
            }
            if (!standing && (kind != DayKind.Working || IsWorked(day)))
                left--;
        }
        return day;
    }

    public DateOnly? End(DateOnly from, TimeLimit limit, IReadOnlyCollection<StoppedSpan> stops) =>
        End(from, limit.Days.Whole, limit.Kind, stops);
}
