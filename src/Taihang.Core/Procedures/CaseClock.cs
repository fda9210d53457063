using System.Collections.Immutable;

namespace Taihang.Core.Procedures;

public enum ClockState
{
    /// <summary>No limit is set for this step.</summary>
    NoLimit,
    OnTime,
    DueSoon,
    Overdue,

    /// <summary>An objection is open: the clock stands still until it is answered.</summary>
    Stopped,

    /// <summary>The case has an outcome.</summary>
    Ended,
}

/// <summary>What the clock of a case shows on a day.</summary>
/// <param name="Due">Last day of the current step; null without a limit, when ended, and while stopped.</param>
/// <param name="Earliest">First day on which a notice that is up may be taken down.</param>
/// <param name="OverallDue">Last day of the procedure as a whole.</param>
/// <param name="AppealUntil">Last day to appeal against the outcome.</param>
/// <param name="ObjectionDue">Last day to answer the open objection that is due first.</param>
public sealed record CaseClock(
    ClockState State,
    DateOnly? Due,
    DateOnly? Earliest,
    DateOnly? OverallDue,
    DateOnly? AppealUntil,
    DateOnly? ObjectionDue
)
{
    /// <summary>So many days before the last day a case is shown as due soon.</summary>
    private const int SoonDays = 2;

    public static CaseClock On(CaseState state, DateOnly day)
    {
        if (state.Outcome is not null)
            return new CaseClock(ClockState.Ended, null, null, null, AppealEnd(state), null);
        var due = StepDue(state);
        var stopped = state.OpenObjections.Any();
        var shown =
            stopped ? ClockState.Stopped
            : due is null ? ClockState.NoLimit
            : day > due ? ClockState.Overdue
            : day.AddDays(SoonDays) >= due ? ClockState.DueSoon
            : ClockState.OnTime;
        var objections = state.OpenObjections.Select(o => ObjectionEnd(state, o)).OfType<DateOnly>().ToList();
        return new CaseClock(
            shown,
            due,
            NoticeEnd(state),
            OverallEnd(state),
            null,
            objections.Count == 0 ? null : objections.Min()
        );
    }

    /// <summary>The first day after which <see cref="CaseRules.Tick"/> has something to note; null for never.</summary>
    public static DateOnly? NextDue(CaseState state)
    {
        if (state.Outcome is not null)
            return null;
        var days = state
            .OpenObjections.Where(o => o.Missed is null)
            .Select(o => ObjectionEnd(state, o))
            .Append(StepMissed(state) ? null : StepDue(state))
            .Append(state.Missed.Any(m => m is { Step: null, ObjectionId: null }) ? null : OverallEnd(state))
            .OfType<DateOnly>()
            .ToList();
        return days.Count == 0 ? null : days.Min();
    }

    internal static bool StepMissed(CaseState state) =>
        state.Missed.Any(m => m.Step == state.Step && m.ObjectionId is null && m.NotedOn >= state.Entered);

    internal static DateOnly? StepDue(CaseState state) =>
        state.Current?.Within is { } limit ? state.Procedure.Calendar.End(state.Entered, limit, state.Stops) : null;

    internal static DateOnly? OverallEnd(CaseState state) =>
        state.Procedure.Overall is { } limit && state.Appealed.IsEmpty
            ? state.Procedure.Calendar.End(state.OpenedOn, limit, state.Stops)
            : null;

    /// <summary>The last of the days for which the notice must stand in full; it may be taken down from then on.</summary>
    internal static DateOnly? NoticeEnd(CaseState state) =>
        state is { Current.Notice: { } rule, PostedOn: { } posted }
            ? state.Procedure.Calendar.End(posted, rule.Days.Whole, DayKind.Calendar, state.Stops)
            : null;

    internal static DateOnly? ObjectionEnd(CaseState state, CaseObjection objection) =>
        state.Procedure.Step(objection.Step)?.Objections is { } rule
            ? state.Procedure.Calendar.End(objection.On, rule.Within, ImmutableArray<StoppedSpan>.Empty)
            : null;

    internal static DateOnly? AppealEnd(CaseState state) =>
        state.Procedure.Outcome(state.Outcome)?.Appeal is { } rule
        && state.EndedOn is { } ended
        && !state.Appealed.Contains(state.Outcome!)
            ? state.Procedure.Calendar.End(ended, rule.Within, ImmutableArray<StoppedSpan>.Empty)
            : null;
}
