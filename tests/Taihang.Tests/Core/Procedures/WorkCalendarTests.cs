using CsCheck;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class WorkCalendarTests
{
    private static readonly DateOnly Monday = new(2016, 2, 29);

    private static readonly WorkCalendar WithHoliday = WorkCalendar.Plain with
    {
        Off = [new DateOnly(2016, 3, 1)],
        Worked = [new DateOnly(2016, 3, 5)],
    };

    private static readonly Gen<StoppedSpan[]> Stops = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 9])
        .Select((from, days) => new StoppedSpan(Monday.AddDays(from), Monday.AddDays(from + days)))
        .Array[0, 4];

    [Theory]
    [InlineData(1, DayKind.Working, "2016-03-01")]
    [InlineData(5, DayKind.Working, "2016-03-07")]
    [InlineData(5, DayKind.Calendar, "2016-03-05")]
    [InlineData(12, DayKind.Months, "2017-02-28")]
    public void A_limit_counts_from_the_day_after(int days, DayKind kind, string end) =>
        Assert.Equal(DateOnly.Parse(end), WorkCalendar.Plain.End(Monday, days, kind, []));

    [Fact]
    public void A_day_off_does_not_count_and_a_worked_Saturday_does() =>
        Assert.Equal(new DateOnly(2016, 3, 7), WithHoliday.End(Monday, 5, DayKind.Working, []));

    [Fact]
    public void Days_on_which_the_clock_stands_still_are_added_at_the_end() =>
        Gen.Select(Gen.Int[1, 30], Stops)
            .Sample(
                (days, stops) =>
                {
                    var end = WorkCalendar.Plain.End(Monday, days, DayKind.Calendar, stops)!.Value;
                    var counted = Enumerable
                        .Range(1, end.DayNumber - Monday.DayNumber)
                        .Select(Monday.AddDays)
                        .Where(d => !Array.Exists(stops, s => s.Holds(d)))
                        .ToList();
                    return counted.Count == days && counted[^1] == end;
                }
            );

    [Fact]
    public void A_span_without_an_end_leaves_no_last_day()
    {
        var open = new[] { new StoppedSpan(Monday.AddDays(3), null) };
        Assert.Null(WorkCalendar.Plain.End(Monday, 5, DayKind.Calendar, open));
        Assert.Equal(Monday.AddDays(2), WorkCalendar.Plain.End(Monday, 2, DayKind.Calendar, open));
    }

    [Fact]
    public void A_calendar_without_a_working_day_has_no_end_rather_than_no_answer() =>
        Assert.Null(
            new WorkCalendar("none", [.. Enum.GetValues<DayOfWeek>()], [], []).End(Monday, 1, DayKind.Working, [])
        );
}
