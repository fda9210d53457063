using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Life;

/// <summary>A posting as it was made.</summary>
/// <param name="To">Last day on record; null while it runs. A later round may have set it without an event.</param>
public sealed record PostingMade(Guid PostingId, int VillageNo, Guid CadreId, DateOnly From, DateOnly? To);

public enum LeaveStanding
{
    Asked,
    Granted,
    Refused,

    /// <summary>The posting ended first.</summary>
    Lapsed,
}

/// <param name="Agreed">Who of the offices that decide has agreed, in order.</param>
/// <param name="Spoke">Accounts that asked, entered or agreed, and so decide no further.</param>
/// <param name="BackOn">First day back where it ended before its time.</param>
public sealed record Leave(
    Guid LeaveId,
    DateOnly From,
    DateOnly Until,
    Guid? StandIn,
    DateOnly AskedOn,
    LeaveStanding Standing,
    ImmutableArray<string> Agreed,
    ImmutableHashSet<Guid> Spoke,
    DateOnly? BackOn
)
{
    /// <summary>Last day away; before <see cref="From"/> where nobody ever left.</summary>
    public DateOnly Last => BackOn is { } back ? back.AddDays(-1) : Until;

    public int Days => Until.DayNumber - From.DayNumber + 1;

    public bool Open => Standing is LeaveStanding.Asked or LeaveStanding.Granted;

    public bool Meets(DateOnly from, DateOnly until) => Open && From <= until && from <= Last;

    public bool On(DateOnly day) => Standing == LeaveStanding.Granted && From <= day && day <= Last;
}

public sealed record RecallProposal(Guid ProposalId, DateOnly On, Guid By, DateOnly? AnsweredOn);

public sealed record Concern(Guid ConcernId, WelfareKind Kind, DateOnly On, DateOnly? AnsweredOn);

/// <param name="ConfirmedOn">Null until whoever takes over, or the township, has confirmed it.</param>
public sealed record ItemStanding(string Item, DateOnly DoneOn, Guid DoneBy, DateOnly? ConfirmedOn);

/// <param name="Entries">How often the month was entered; more than one are corrections.</param>
public sealed record LedgerEntry(LedgerMonth Ledger, DateOnly EnteredOn, int Entries);

/// <summary>Where a posting stands: the fold of its events and of nothing else.</summary>
public sealed record PostingState(PostingMade Made)
{
    public DateOnly LastEvent { get; init; } = DateOnly.MinValue;

    /// <summary>Every event by its number; one that comes again changes nothing.</summary>
    public ImmutableDictionary<Guid, LifeEvent> Seen { get; init; } = ImmutableDictionary<Guid, LifeEvent>.Empty;

    /// <summary>The account of the posted cadre; null until the county office named it.</summary>
    public Guid? Account { get; init; }

    public ImmutableArray<Leave> Leaves { get; init; } = [];

    public ImmutableSortedDictionary<DateOnly, LedgerEntry> Ledger { get; init; } =
        ImmutableSortedDictionary<DateOnly, LedgerEntry>.Empty;

    public DateOnly? ExtendedTo { get; init; }

    /// <summary>The open proposal.</summary>
    public RecallProposal? Recall { get; init; }

    /// <summary>How it ended; null while it runs, and where a later round ended it.</summary>
    public LifeEventKind? EndedBy { get; init; }

    public DateOnly? EndsOn { get; init; }

    public ImmutableArray<ItemStanding> Items { get; init; } = [];

    public BecameOf? Became { get; init; }

    public DateOnly? ReturnedOn { get; init; }

    public ImmutableArray<Concern> Concerns { get; init; } = [];

    /// <summary>Last day of the posting; null while none is set.</summary>
    public DateOnly? LastDay => EndsOn ?? Made.To;

    public bool Over(DateOnly day) => LastDay is { } last && last < day;

    public bool Serves(DateOnly day) => Made.From <= day && !Over(day);

    /// <summary>Last day of the term with its extensions.</summary>
    public DateOnly TermEnd(LifeSettings settings) => ExtendedTo ?? BaseEnd(settings);

    public DateOnly BaseEnd(LifeSettings settings) => Made.From.AddMonths(settings.TermMonths).AddDays(-1);

    public Leave? LeaveOn(DateOnly day) => Leaves.FirstOrDefault(l => l.On(day));

    /// <summary>Last day on which an answer to the open proposal is waited for.</summary>
    public DateOnly? ReplyUntil(LifeSettings settings) => Recall?.On.AddDays(settings.ReplyDays.Value);

    public ItemStanding? Item(string id) => Items.FirstOrDefault(i => i.Item == id);

    /// <summary>What of the hand-over is not confirmed yet.</summary>
    public IEnumerable<HandoverItem> Unconfirmed(LifeSettings settings) =>
        settings.Handover.Where(i => Item(i.Id) is not { ConfirmedOn: not null });

    /// <summary>Days of a year as the township entered them: stationed (present, or on duty elsewhere), and on leave.</summary>
    public (int Stationed, int OnLeave) Year(int year)
    {
        var months = Ledger.Values.Where(e => e.Ledger.Month.Year == year).ToList();
        return (months.Sum(e => e.Ledger.Present + e.Ledger.Elsewhere), months.Sum(e => e.Ledger.OnLeave));
    }

    /// <summary>Days of a span for which leave was granted.</summary>
    public int LeaveDays(DateOnly from, DateOnly until) =>
        Leaves
            .Where(l => l.Standing == LeaveStanding.Granted)
            .Sum(l =>
                Math.Max(
                    0,
                    Math.Min(l.Last.DayNumber, until.DayNumber) - Math.Max(l.From.DayNumber, from.DayNumber) + 1
                )
            );

    /// <param name="events">In the order in which they were recorded.</param>
    public static PostingState Fold(PostingMade made, IEnumerable<LifeEvent> events) =>
        events.Aggregate(new PostingState(made), (state, one) => state.With(one));

    public PostingState With(LifeEvent one)
    {
        if (Seen.ContainsKey(one.EventId))
            return this;
        var state = this with { LastEvent = one.Day, Seen = Seen.Add(one.EventId, one) };
        return one.Kind switch
        {
            LifeEventKind.AccountNamed => state with { Account = one.Account },
            LifeEventKind.LeaveAsked => state with { Leaves = Leaves.Add(Asked(one)) },
            LifeEventKind.LeaveAgreed => state.Change(one, l => Agree(l, one)),
            LifeEventKind.LeaveGranted => state.Change(
                one,
                l => Agree(l, one) with { Standing = LeaveStanding.Granted }
            ),
            LifeEventKind.LeaveRefused => state.Change(one, l => l with { Standing = LeaveStanding.Refused }),
            LifeEventKind.LeaveEnded => state.Change(one, l => l with { BackOn = one.BackOn }),
            LifeEventKind.Attendance => state with { Ledger = Entered(one) },
            LifeEventKind.Extended => state with { ExtendedTo = one.Until },
            LifeEventKind.RecallProposed => state with { Recall = new(one.EventId, one.Day, one.By, null) },
            LifeEventKind.RecallAnswered => state with { Recall = Recall! with { AnsweredOn = one.Day } },
            LifeEventKind.RecallDropped => state with { Recall = null },
            LifeEventKind.Recalled or LifeEventKind.Withdrawn or LifeEventKind.TermEnded => state.End(one),
            LifeEventKind.ItemDone => state with { Items = state.Without(one.Item!).Add(Done(one)) },
            LifeEventKind.ItemConfirmed => state with
            {
                Items = Items.Replace(Item(one.Item!)!, Item(one.Item!)! with { ConfirmedOn = one.Day }),
            },
            LifeEventKind.ItemReopened => state with { Items = state.Without(one.Item!) },
            LifeEventKind.Returned => state with { Became = one.Became, ReturnedOn = one.Day },
            LifeEventKind.ConcernRaised => state with
            {
                Concerns = Concerns.Add(new(one.EventId, one.Concern!.Value, one.Day, null)),
            },
            LifeEventKind.ConcernAnswered => state with
            {
                Concerns = [.. Concerns.Select(c => c.ConcernId == one.About ? c with { AnsweredOn = one.Day } : c)],
            },
            _ => throw new InvalidOperationException($"{one.Kind} cannot follow."),
        };
    }

    private static Leave Asked(LifeEvent one) =>
        new(
            one.EventId,
            one.From!.Value,
            one.Until!.Value,
            one.StandIn,
            one.Day,
            LeaveStanding.Asked,
            [],
            [one.By],
            null
        );

    private static Leave Agree(Leave leave, LifeEvent one) =>
        leave with
        {
            Agreed = leave.Agreed.Add(one.Role),
            Spoke = leave.Spoke.Add(one.By),
            StandIn = one.StandIn ?? leave.StandIn,
        };

    private static ItemStanding Done(LifeEvent one) => new(one.Item!, one.Day, one.By, null);

    private ImmutableSortedDictionary<DateOnly, LedgerEntry> Entered(LifeEvent one) =>
        Ledger.SetItem(
            one.Ledger!.Month,
            new(one.Ledger, one.Day, (Ledger.GetValueOrDefault(one.Ledger.Month)?.Entries ?? 0) + 1)
        );

    private ImmutableArray<ItemStanding> Without(string item) => Items.RemoveAll(i => i.Item == item);

    private PostingState Change(LifeEvent one, Func<Leave, Leave> change) =>
        this with
        {
            Leaves = [.. Leaves.Select(l => l.LeaveId == one.About ? change(l) : l)],
        };

    /// <summary>No leave outlives the posting, and a proposal to recall has nothing left to decide.</summary>
    private PostingState End(LifeEvent one)
    {
        var last = one.Until!.Value;
        return this with
        {
            EndedBy = one.Kind,
            EndsOn = last,
            Recall = null,
            Leaves =
            [
                .. Leaves.Select(l =>
                    !l.Open || l.Last <= last ? l
                    : l.Standing == LeaveStanding.Asked || l.From > last ? l with { Standing = LeaveStanding.Lapsed }
                    : l with { BackOn = last.AddDays(1) }
                ),
            ],
        };
    }
}
