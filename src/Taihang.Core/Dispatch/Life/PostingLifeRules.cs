using Taihang.Core.Access;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Life;

/// <summary>What can be done to a posting, for asking beforehand whether somebody may.</summary>
public enum LifeDeed
{
    NameAccount,
    AskLeave,
    DecideLeave,
    EndLeave,
    EnterAttendance,
    Extend,
    ProposeRecall,
    AnswerRecall,
    DecideRecall,
    EndPosting,
    DoItem,
    ConfirmItem,
    RecordReturn,
    RaiseConcern,
    AnswerConcern,
}

/// <summary>
/// Whether somebody may do something to a posting on a day: an event, or the numbered problem that stands in the way. Nobody decides about
/// themselves, nobody decides what they asked for or proposed, nothing but hand-over, return and the ledger of its own days follows the end.
/// </summary>
public static class PostingLifeRules
{
    /// <returns>The event; the one on record where the same command comes again.</returns>
    public static Outcome<LifeEvent> Decide(
        PostingState state,
        LifeCommand command,
        LifeActor actor,
        DateOnly day,
        LifeSettings settings
    )
    {
        if (state.Seen.TryGetValue(command.EventId, out var known))
            return known;
        if (day < state.LastEvent)
            return PostingLifeProblems.DayRunsBack(state.LastEvent);
        if (May(state, DeedOf(command), actor, day, settings) is { } refused)
            return refused;
        var one = new LifeEvent(default, command.EventId, day, actor.AccountId, actor.Role);
        return command switch
        {
            NameAccount name => name.FitsVillage
                ? one with
                {
                    Kind = LifeEventKind.AccountNamed,
                    Account = name.Account,
                }
                : PostingLifeProblems.AccountElsewhere(),
            AskLeave ask => LeaveRules.Ask(state, ask, one),
            DecideLeave decide => LeaveRules.Decide(state, decide, one, actor, settings),
            EndLeave end => LeaveRules.End(state, end, one),
            EnterAttendance enter => Enter(state, enter.Ledger, one),
            Extend extend => Longer(state, extend, one, settings),
            ProposeRecall propose => propose.Reasoned
                ? one with
                {
                    Kind = LifeEventKind.RecallProposed,
                }
                : PostingLifeProblems.NoReason(),
            AnswerRecall answer => answer.Reasoned
                ? one with
                {
                    Kind = LifeEventKind.RecallAnswered,
                    About = state.Recall!.ProposalId,
                }
                : PostingLifeProblems.NoReason(),
            DecideRecall decide => !decide.Reasoned ? PostingLifeProblems.NoReason()
            : decide.Recall
                ? Last(
                    state,
                    one with
                    {
                        Kind = LifeEventKind.Recalled,
                        About = state.Recall!.ProposalId,
                    },
                    decide.LastDay
                )
            : one with { Kind = LifeEventKind.RecallDropped, About = state.Recall!.ProposalId },
            Withdraw withdraw => withdraw.Reasoned
                ? Last(state, one with { Kind = LifeEventKind.Withdrawn }, withdraw.LastDay)
                : PostingLifeProblems.NoReason(),
            EndTerm end => end.LastDay < state.TermEnd(settings)
                ? PostingLifeProblems.TermRuns(state.TermEnd(settings))
                : Last(state, one with { Kind = LifeEventKind.TermEnded }, end.LastDay),
            DoItem or ConfirmItem => HandOver(state, command, one, settings),
            RecordReturn back => one with { Kind = LifeEventKind.Returned, Became = back.Became },
            RaiseConcern raise => raise.Reasoned
                ? one with
                {
                    Kind = LifeEventKind.ConcernRaised,
                    Concern = raise.Kind,
                }
                : PostingLifeProblems.NoReason(),
            AnswerConcern answer => !state.Concerns.Any(c => c.ConcernId == answer.ConcernId && c.AnsweredOn is null)
                ? PostingLifeProblems.NoSuchConcern()
            : answer.Reasoned ? one with { Kind = LifeEventKind.ConcernAnswered, About = answer.ConcernId }
            : PostingLifeProblems.NoReason(),
            _ => throw new ArgumentException("No such command.", nameof(command)),
        };
    }

    /// <returns>Why the actor cannot do it now, whatever the details; null when they can.</returns>
    public static Problem? May(PostingState state, LifeDeed deed, LifeActor actor, DateOnly day, LifeSettings settings)
    {
        if (!actor.Covers)
            return PostingLifeProblems.NoSuchPosting();
        if (!Parties(deed).Any(p => Is(p, actor)))
            return PostingLifeProblems.NotYours(LifeWords.Parties(Parties(deed)));
        if (actor.Self && Judges(deed))
            return PostingLifeProblems.OwnPosting();
        if (state.Over(day) && !AfterTheEnd(deed))
            return PostingLifeProblems.Over(state.LastDay!.Value);
        return deed switch
        {
            LifeDeed.DecideLeave when !state.Leaves.Any(l => l.Standing == LeaveStanding.Asked) =>
                PostingLifeProblems.NoSuchLeave(),
            LifeDeed.EndLeave when !state.Leaves.Any(l => LeaveRules.CanEnd(l, day)) =>
                PostingLifeProblems.NoSuchLeave(),
            LifeDeed.EnterAttendance when day < state.Made.From => PostingLifeProblems.OutsideMonth(),
            LifeDeed.Extend or LifeDeed.EndPosting or LifeDeed.ProposeRecall when state.LastDay is { } last =>
                PostingLifeProblems.EndSet(last),
            LifeDeed.ProposeRecall when state.Recall is { } open => PostingLifeProblems.RecallOpen(open.On),
            LifeDeed.AnswerRecall or LifeDeed.DecideRecall when state.Recall is null => PostingLifeProblems.NoRecall(),
            LifeDeed.AnswerRecall when state.Recall is { AnsweredOn: { } on } => PostingLifeProblems.RecallAnswered(on),
            LifeDeed.AnswerRecall or LifeDeed.DecideRecall when state.Recall?.By == actor.AccountId =>
                PostingLifeProblems.OtherHand(),
            LifeDeed.DecideRecall when state.Recall is { AnsweredOn: null } && day <= state.ReplyUntil(settings) =>
                PostingLifeProblems.ReplyPeriod(state.ReplyUntil(settings)!.Value),
            LifeDeed.DoItem or LifeDeed.ConfirmItem when HandoverFrom(state, settings) is var from && day < from =>
                PostingLifeProblems.HandoverLater(from),
            LifeDeed.RecordReturn when state.LastDay is not { } last || day < last => PostingLifeProblems.StillServes(),
            LifeDeed.RecordReturn when state.ReturnedOn is { } on => PostingLifeProblems.ReturnedAlready(on),
            LifeDeed.AnswerConcern when !state.Concerns.Any(c => c.AnsweredOn is null) =>
                PostingLifeProblems.NoSuchConcern(),
            _ => null,
        };
    }

    /// <returns>Why the actor cannot decide this leave now; null when they can.</returns>
    public static Problem? MayDecide(
        PostingState state,
        Leave leave,
        LifeActor actor,
        DateOnly day,
        LifeSettings settings
    ) => May(state, LifeDeed.DecideLeave, actor, day, settings) ?? LeaveRules.MayDecide(leave, actor, settings);

    /// <summary>What somebody else began and now waits for the actor.</summary>
    public static IReadOnlyList<LifeDeed> Waiting(
        PostingState state,
        LifeActor actor,
        DateOnly day,
        LifeSettings settings
    )
    {
        bool Now(LifeDeed deed) => May(state, deed, actor, day, settings) is null;
        var waiting = new List<LifeDeed>();
        if (
            state.Leaves.Any(l =>
                l.Standing == LeaveStanding.Asked && MayDecide(state, l, actor, day, settings) is null
            )
        )
            waiting.Add(LifeDeed.DecideLeave);
        if (actor.Holder && Now(LifeDeed.AnswerRecall))
            waiting.Add(LifeDeed.AnswerRecall);
        if (Now(LifeDeed.DecideRecall))
            waiting.Add(LifeDeed.DecideRecall);
        if (Now(LifeDeed.AnswerConcern))
            waiting.Add(LifeDeed.AnswerConcern);
        if (Now(LifeDeed.ConfirmItem) && state.Items.Any(i => i.ConfirmedOn is null && i.DoneBy != actor.AccountId))
            waiting.Add(LifeDeed.ConfirmItem);
        return waiting;
    }

    /// <summary>First day on which things can be handed over: an end is set, or the term's end is near.</summary>
    public static DateOnly HandoverFrom(PostingState state, LifeSettings settings) =>
        state.LastDay is not null ? state.Made.From : state.TermEnd(settings).AddDays(-settings.EndingSoonDays.Value);

    /// <summary>How many days of the month the posting has had by the day.</summary>
    public static int DaysOf(PostingState state, DateOnly month, DateOnly day)
    {
        if (month > day)
            return 0;
        var end = month.AddMonths(1).AddDays(-1);
        var (from, until) = (
            Math.Max(month.DayNumber, state.Made.From.DayNumber),
            Math.Min(Math.Min(end.DayNumber, day.DayNumber), (state.LastDay ?? DateOnly.MaxValue).DayNumber)
        );
        return Math.Max(0, until - from + 1);
    }

    public static LifeDeed DeedOf(LifeCommand command) =>
        command switch
        {
            NameAccount => LifeDeed.NameAccount,
            AskLeave => LifeDeed.AskLeave,
            DecideLeave => LifeDeed.DecideLeave,
            EndLeave => LifeDeed.EndLeave,
            EnterAttendance => LifeDeed.EnterAttendance,
            Extend => LifeDeed.Extend,
            ProposeRecall => LifeDeed.ProposeRecall,
            AnswerRecall => LifeDeed.AnswerRecall,
            DecideRecall => LifeDeed.DecideRecall,
            Withdraw or EndTerm => LifeDeed.EndPosting,
            DoItem => LifeDeed.DoItem,
            ConfirmItem => LifeDeed.ConfirmItem,
            RecordReturn => LifeDeed.RecordReturn,
            RaiseConcern => LifeDeed.RaiseConcern,
            AnswerConcern => LifeDeed.AnswerConcern,
            _ => throw new ArgumentException("No such command.", nameof(command)),
        };

    /// <summary>Who does it, of the cadre, whoever comes after, and the offices.</summary>
    internal static IReadOnlyList<LifeParty> Parties(LifeDeed deed) =>
        deed switch
        {
            LifeDeed.AskLeave or LifeDeed.EndLeave or LifeDeed.AnswerRecall or LifeDeed.RaiseConcern =>
            [
                LifeParty.Cadre,
                LifeParty.Township,
                LifeParty.County,
            ],
            LifeDeed.EnterAttendance => [LifeParty.Township],
            LifeDeed.DecideLeave or LifeDeed.ProposeRecall or LifeDeed.AnswerConcern =>
            [
                LifeParty.Township,
                LifeParty.County,
            ],
            LifeDeed.DoItem => [LifeParty.Cadre, LifeParty.Township],
            LifeDeed.ConfirmItem => [LifeParty.Successor, LifeParty.Township],
            _ => [LifeParty.County],
        };

    /// <summary>What is never done by the posted cadre about themselves, in whatever office they act.</summary>
    public static bool Judges(LifeDeed deed) => !Parties(deed).Contains(LifeParty.Cadre);

    private static bool AfterTheEnd(LifeDeed deed) =>
        deed is LifeDeed.DoItem or LifeDeed.ConfirmItem or LifeDeed.RecordReturn or LifeDeed.EnterAttendance;

    private static bool Is(LifeParty party, LifeActor actor) =>
        party switch
        {
            LifeParty.Cadre => actor.Holder,
            LifeParty.Successor => actor.Successor,
            LifeParty.Township => actor.Role == Roles.Township,
            _ => actor.Role == Roles.County,
        };

    private static Outcome<LifeEvent> Enter(PostingState state, LedgerMonth typed, LifeEvent one)
    {
        var month = new DateOnly(typed.Month.Year, typed.Month.Month, 1);
        var days = DaysOf(state, month, one.Day);
        if (days == 0)
            return PostingLifeProblems.OutsideMonth();
        if (typed.Present < 0 || typed.Elsewhere < 0 || typed.OnLeave < 0 || typed.Meetings is < 0 or > 31)
            return PostingLifeProblems.TooManyDays(days);
        return (long)typed.Present + typed.Elsewhere + typed.OnLeave > days
            ? PostingLifeProblems.TooManyDays(days)
            : one with
            {
                Kind = LifeEventKind.Attendance,
                Ledger = typed with { Month = month },
            };
    }

    private static Outcome<LifeEvent> Longer(PostingState state, Extend extend, LifeEvent one, LifeSettings settings)
    {
        if (!extend.Reasoned)
            return PostingLifeProblems.NoReason();
        var most = state.Made.From.AddMonths(settings.TermMonths + settings.ExtensionMonths.Value).AddDays(-1);
        return extend.Until <= state.TermEnd(settings) || extend.Until < one.Day || extend.Until > most
            ? PostingLifeProblems.ExtensionOutside(state.TermEnd(settings), most)
            : one with
            {
                Kind = LifeEventKind.Extended,
                Until = extend.Until,
            };
    }

    /// <summary>Nobody's posting ends in the past: the record would then name a duty that nobody held.</summary>
    private static Outcome<LifeEvent> Last(PostingState state, LifeEvent one, DateOnly lastDay) =>
        lastDay < one.Day || lastDay < state.Made.From ? PostingLifeProblems.EndsInThePast()
        : lastDay.DayNumber - Math.Max(one.Day.DayNumber, state.Made.From.DayNumber) > 366
            ? PostingLifeProblems.EndTooFar()
        : one with { Until = lastDay };

    private static Outcome<LifeEvent> HandOver(
        PostingState state,
        LifeCommand command,
        LifeEvent one,
        LifeSettings settings
    )
    {
        var id = command is DoItem act ? act.Item : ((ConfirmItem)command).Item;
        if (settings.Item(id) is null)
            return PostingLifeProblems.NoSuchItem(id, Nearest.To(id, settings.Handover.Select(i => i.Id)));
        var item = state.Item(id);
        if (command is DoItem)
            return item is { } done
                ? PostingLifeProblems.ItemDone(done.DoneOn)
                : one with
                {
                    Kind = LifeEventKind.ItemDone,
                    Item = id,
                };
        var confirm = (ConfirmItem)command;
        if (item is null)
            return PostingLifeProblems.ItemOpen();
        if (item.ConfirmedOn is { } on)
            return PostingLifeProblems.ItemDone(on);
        if (item.DoneBy == one.By)
            return PostingLifeProblems.OtherHand();
        if (!confirm.InOrder && !confirm.Reasoned)
            return PostingLifeProblems.NoReason();
        return one with
        {
            Kind = confirm.InOrder ? LifeEventKind.ItemConfirmed : LifeEventKind.ItemReopened,
            Item = id,
        };
    }
}
