using Taihang.Core.Access;
using Taihang.Core.Dispatch.Life;

namespace Taihang.Tests.Core.Dispatch.Life;

/// <summary>
/// What holds of any life of a posting, read off the bare events: written apart from the rules and the fold, so that it can catch both.
/// </summary>
internal static class LifePromises
{
    private static readonly LifeEventKind[] Ends =
    [
        LifeEventKind.Recalled,
        LifeEventKind.Withdrawn,
        LifeEventKind.TermEnded,
    ];

    private static readonly LifeEventKind[] AfterTheEnd =
    [
        LifeEventKind.ItemDone,
        LifeEventKind.ItemConfirmed,
        LifeEventKind.ItemReopened,
        LifeEventKind.Returned,
        LifeEventKind.Attendance,
    ];

    private static readonly LifeEventKind[] ByAnybodyConcerned =
    [
        LifeEventKind.LeaveAsked,
        LifeEventKind.LeaveEnded,
        LifeEventKind.RecallAnswered,
        LifeEventKind.ItemDone,
        LifeEventKind.ConcernRaised,
    ];

    public static List<string> Broken(IReadOnlyList<LifeEvent> events, Guid holder, LifeSettings settings)
    {
        var broken = new List<string>();
        var ends = events.Where(e => Ends.Contains(e.Kind)).ToList();
        if (ends.Count > 1)
            broken.Add("two ends");
        var last = ends.FirstOrDefault()?.Until ?? DateOnly.MaxValue;
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];
            if (i > 0 && one.Day < events[i - 1].Day)
                broken.Add("a day runs back");
            if (one.By == holder && !ByAnybodyConcerned.Contains(one.Kind))
                broken.Add($"{one.Kind} about oneself");
            if (one.Day > last && !AfterTheEnd.Contains(one.Kind))
                broken.Add($"{one.Kind} after the end");
            if (one.Kind == LifeEventKind.Attendance && one.Role != Roles.Township)
                broken.Add("a ledger not of the township");
            if (Ends.Contains(one.Kind) && (one.Until < one.Day || one.Until < Lives.Begin))
                broken.Add("an end in the past");
            if (
                one.Kind == LifeEventKind.Extended
                && one.Until > Lives.Begin.AddMonths(settings.TermMonths + settings.ExtensionMonths.Value).AddDays(-1)
            )
                broken.Add("an extension beyond the limit");
        }
        Leaves(events, last, settings, broken);
        Recalls(events, settings, broken);
        Items(events, broken);
        foreach (var month in events.Where(e => e.Ledger is not null))
        {
            var ledger = month.Ledger!;
            var until = new[] { ledger.Month.AddMonths(1).AddDays(-1), month.Day, last }.Min();
            var from = ledger.Month > Lives.Begin ? ledger.Month : Lives.Begin;
            if (ledger.Present + ledger.Elsewhere + ledger.OnLeave > until.DayNumber - from.DayNumber + 1)
                broken.Add("more days than the month has");
        }
        return broken;
    }

    private static void Leaves(
        IReadOnlyList<LifeEvent> events,
        DateOnly last,
        LifeSettings settings,
        List<string> broken
    )
    {
        var away = new List<(DateOnly From, DateOnly Until)>();
        foreach (var asked in events.Where(e => e.Kind == LifeEventKind.LeaveAsked))
        {
            var after = events.Where(e => e.About == asked.EventId).ToList();
            var said = after
                .Where(e => e.Kind is LifeEventKind.LeaveAgreed or LifeEventKind.LeaveGranted)
                .Select(e => e.By)
                .ToList();
            if (said.Contains(asked.By) || said.Distinct().Count() < said.Count)
                broken.Add("a leave decided by one hand twice");
            if (after.SingleOrDefault(e => e.Kind == LifeEventKind.LeaveGranted) is not { } granted)
                continue;
            var days = asked.Until!.Value.DayNumber - asked.From!.Value.DayNumber + 1;
            if (
                !after
                    .Where(e => e.Kind is LifeEventKind.LeaveAgreed or LifeEventKind.LeaveGranted)
                    .Select(e => e.Role)
                    .SequenceEqual(days > 5 ? [Roles.Township, Roles.County] : [Roles.Township])
            )
                broken.Add("a leave granted by the wrong office");
            var back = after.SingleOrDefault(e => e.Kind == LifeEventKind.LeaveEnded)?.BackOn;
            var until = back is { } day ? day.AddDays(-1) : asked.Until.Value;
            // What was granted before an end was set is cut by it.
            var ended = events.FirstOrDefault(e => Ends.Contains(e.Kind));
            if (ended is not null && until > last && granted.Day <= ended.Day)
                until = last;
            if (until >= asked.From)
                away.Add((asked.From.Value, until));
        }
        if (away.Any(l => l.From < Lives.Begin || l.Until > last))
            broken.Add("a leave outside the posting");
        away.Sort();
        for (var i = 1; i < away.Count; i++)
            if (away[i].From <= away[i - 1].Until)
                broken.Add("leaves overlap");
    }

    private static void Recalls(IReadOnlyList<LifeEvent> events, LifeSettings settings, List<string> broken)
    {
        foreach (var decided in events.Where(e => e.Kind is LifeEventKind.Recalled or LifeEventKind.RecallDropped))
        {
            var proposed = events.Single(e => e.EventId == decided.About);
            if (proposed.By == decided.By)
                broken.Add("a recall decided by its proposer");
            var answered = events.Any(e => e.Kind == LifeEventKind.RecallAnswered && e.About == decided.About);
            if (!answered && decided.Day <= proposed.Day.AddDays(settings.ReplyDays.Value))
                broken.Add("a recall decided unheard");
        }
    }

    private static void Items(IReadOnlyList<LifeEvent> events, List<string> broken)
    {
        foreach (var confirmed in events.Where(e => e.Kind == LifeEventKind.ItemConfirmed))
        {
            var done = events
                .TakeWhile(e => e != confirmed)
                .LastOrDefault(e => e.Kind == LifeEventKind.ItemDone && e.Item == confirmed.Item);
            if (done is null || done.By == confirmed.By)
                broken.Add("an item confirmed by who did it, or before");
        }
    }
}
