using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Life;

/// <summary>Leave: asked for, agreed to by each office in its order, ended.</summary>
internal static class LeaveRules
{
    /// <summary>A leave from which somebody can come back by the day.</summary>
    public static bool CanEnd(Leave leave, DateOnly day) =>
        leave is { Standing: LeaveStanding.Granted, BackOn: null } && leave.From <= day;

    public static Outcome<LifeEvent> Ask(PostingState state, AskLeave ask, LifeEvent one)
    {
        if (
            ask.Until < ask.From
            || ask.Until.DayNumber - ask.From.DayNumber > 366
            || ask.From.DayNumber - one.Day.DayNumber > 366
        )
            return PostingLifeProblems.LeaveDates();
        if (Outside(state, ask.From, ask.Until) is { } outside)
            return outside;
        if (state.Leaves.FirstOrDefault(l => l.Meets(ask.From, ask.Until)) is { } other)
            return PostingLifeProblems.LeavesMeet(other.From, other.Last);
        return Stands(state, ask.StandIn, ask.StandInServes) is { } cannot
            ? cannot
            : one with
            {
                Kind = LifeEventKind.LeaveAsked,
                From = ask.From,
                Until = ask.Until,
                StandIn = ask.StandIn,
            };
    }

    public static Outcome<LifeEvent> Decide(
        PostingState state,
        DecideLeave decide,
        LifeEvent one,
        LifeActor actor,
        LifeSettings settings
    )
    {
        if (
            state.Leaves.FirstOrDefault(l => l.LeaveId == decide.LeaveId && l.Standing == LeaveStanding.Asked)
            is not { } leave
        )
            return PostingLifeProblems.NoSuchLeave();
        if (MayDecide(leave, actor, settings) is { } refused)
            return refused;
        if (!decide.Grant)
            return decide.Reasoned
                ? one with
                {
                    Kind = LifeEventKind.LeaveRefused,
                    About = leave.LeaveId,
                }
                : PostingLifeProblems.NoReason();
        if (Outside(state, leave.From, leave.Until) is { } outside)
            return outside;
        if (Stands(state, decide.StandIn, decide.StandInServes) is { } cannot)
            return cannot;
        var last = leave.Agreed.Length + 1 == settings.Approval(leave.Days).By.Length;
        return one with
        {
            Kind = last ? LifeEventKind.LeaveGranted : LifeEventKind.LeaveAgreed,
            About = leave.LeaveId,
            StandIn = decide.StandIn,
        };
    }

    /// <returns>Why the actor cannot decide this leave; null when they can.</returns>
    public static Problem? MayDecide(Leave leave, LifeActor actor, LifeSettings settings)
    {
        var next = settings.Approval(leave.Days).By[leave.Agreed.Length];
        if (actor.Self)
            return PostingLifeProblems.OwnPosting();
        if (actor.Role != next)
            return PostingLifeProblems.NotYours(Access.Roles.Title(next));
        return leave.Spoke.Contains(actor.AccountId) ? PostingLifeProblems.OtherHand() : null;
    }

    public static Outcome<LifeEvent> End(PostingState state, EndLeave end, LifeEvent one)
    {
        if (state.Leaves.FirstOrDefault(l => l.LeaveId == end.LeaveId && CanEnd(l, one.Day)) is not { } leave)
            return PostingLifeProblems.NoSuchLeave();
        return end.BackOn < leave.From || end.BackOn > leave.Until.AddDays(1) || end.BackOn > one.Day
            ? PostingLifeProblems.BackOutside(leave.From, leave.Until.AddDays(1))
            : one with
            {
                Kind = LifeEventKind.LeaveEnded,
                About = leave.LeaveId,
                BackOn = end.BackOn,
            };
    }

    private static Problem? Outside(PostingState state, DateOnly from, DateOnly until) =>
        from < state.Made.From || until > (state.LastDay ?? DateOnly.MaxValue)
            ? PostingLifeProblems.OutsidePosting(state.Made.From, state.LastDay)
            : null;

    private static Problem? Stands(PostingState state, Guid? standIn, bool serves) =>
        standIn is null || (serves && standIn != state.Made.CadreId) ? null : PostingLifeProblems.CannotStandIn();
}
