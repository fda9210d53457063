namespace Taihang.Core.Dispatch.Life;

public enum LifeEventKind
{
    AccountNamed,
    LeaveAsked,
    LeaveAgreed,
    LeaveGranted,
    LeaveRefused,
    LeaveEnded,
    Attendance,
    Extended,
    RecallProposed,
    RecallAnswered,
    RecallDropped,
    Recalled,
    Withdrawn,
    TermEnded,
    ItemDone,
    ItemConfirmed,
    ItemReopened,
    Returned,
    ConcernRaised,
    ConcernAnswered,
}

/// <summary>What became of a cadre after a posting.</summary>
public enum BecameOf
{
    BackAtUnit,
    PostedAgain,
    OtherOffice,
    Retired,
    LeftService,
    Other,
}

/// <summary>What a cadre may need help with. It is nobody's mark and no figure.</summary>
public enum WelfareKind
{
    Health,
    Safety,
    FamilyHardship,
    Accident,
}

/// <summary>The township's ledger of one month, in days. Written by people; nothing is measured or derived.</summary>
/// <param name="Elsewhere">On duty elsewhere and reported to the township: counts as stationed.</param>
/// <param name="Meetings">Meetings of the township with the cadre.</param>
public sealed record LedgerMonth(DateOnly Month, int Present, int Elsewhere, int OnLeave, int Meetings);

/// <summary>One thing that happened to a posting. Free texts are no part of it; the posting's life is the fold of its events.</summary>
/// <param name="By">The account that acted or entered it.</param>
/// <param name="Role">The role in which it did.</param>
public sealed record LifeEvent(LifeEventKind Kind, Guid EventId, DateOnly Day, Guid By, string Role)
{
    /// <summary>The leave, proposal or concern that this is about, by the event that began it.</summary>
    public Guid? About { get; init; }

    public DateOnly? From { get; init; }

    /// <summary>Last day of a leave or an extension, and of the posting where it ends.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>First day back after a leave.</summary>
    public DateOnly? BackOn { get; init; }

    /// <summary>The cadre who stands in.</summary>
    public Guid? StandIn { get; init; }

    public LedgerMonth? Ledger { get; init; }

    public string? Item { get; init; }

    public BecameOf? Became { get; init; }

    public WelfareKind? Concern { get; init; }

    /// <summary>The account with which the posted cadre signs in.</summary>
    public Guid? Account { get; init; }
}

/// <summary>Who wants to act on a posting.</summary>
/// <param name="Covers">The account's area takes in the village.</param>
/// <param name="Holder">The account named as that of the posted cadre.</param>
/// <param name="Namesake">Is called like the posted cadre, and so decides nothing about the posting either.</param>
/// <param name="Successor">The account named as that of whoever holds the post next.</param>
public sealed record LifeActor(
    Guid AccountId,
    string Role,
    bool Covers,
    bool Holder = false,
    bool Namesake = false,
    bool Successor = false
)
{
    public bool Self => Holder || Namesake;
}

/// <summary>What somebody wants to happen to a posting.</summary>
/// <param name="EventId">Made by the sender; sending it again changes nothing.</param>
public abstract record LifeCommand(Guid EventId);

/// <param name="FitsVillage">The account holds a cadre's duty in the village.</param>
public sealed record NameAccount(Guid EventId, Guid Account, bool FitsVillage) : LifeCommand(EventId);

/// <param name="StandInServes">That cadre is posted in the county and not on leave in the span.</param>
public sealed record AskLeave(Guid EventId, DateOnly From, DateOnly Until, Guid? StandIn, bool StandInServes)
    : LifeCommand(EventId);

/// <param name="StandIn">Null leaves whoever was asked for.</param>
public sealed record DecideLeave(
    Guid EventId,
    Guid LeaveId,
    bool Grant,
    Guid? StandIn,
    bool StandInServes,
    bool Reasoned
) : LifeCommand(EventId);

public sealed record EndLeave(Guid EventId, Guid LeaveId, DateOnly BackOn) : LifeCommand(EventId);

/// <summary>The ledger of a month; a later entry of the same month takes its place, and both stay on record.</summary>
public sealed record EnterAttendance(Guid EventId, LedgerMonth Ledger) : LifeCommand(EventId);

public sealed record Extend(Guid EventId, DateOnly Until, bool Reasoned) : LifeCommand(EventId);

public sealed record ProposeRecall(Guid EventId, bool Reasoned) : LifeCommand(EventId);

/// <summary>What the cadre says to it; entered by the cadre, or by an office to which it was said.</summary>
public sealed record AnswerRecall(Guid EventId, bool Reasoned) : LifeCommand(EventId);

/// <param name="LastDay">Of the posting where it is recalled.</param>
public sealed record DecideRecall(Guid EventId, bool Recall, DateOnly LastDay, bool Reasoned) : LifeCommand(EventId);

/// <summary>The sending unit takes its cadre back.</summary>
public sealed record Withdraw(Guid EventId, DateOnly LastDay, bool Reasoned) : LifeCommand(EventId);

public sealed record EndTerm(Guid EventId, DateOnly LastDay) : LifeCommand(EventId);

public sealed record DoItem(Guid EventId, string Item) : LifeCommand(EventId);

/// <param name="InOrder">False gives the item back to be done.</param>
public sealed record ConfirmItem(Guid EventId, string Item, bool InOrder, bool Reasoned) : LifeCommand(EventId);

public sealed record RecordReturn(Guid EventId, BecameOf Became) : LifeCommand(EventId);

public sealed record RaiseConcern(Guid EventId, WelfareKind Kind, bool Reasoned) : LifeCommand(EventId);

public sealed record AnswerConcern(Guid EventId, Guid ConcernId, bool Reasoned) : LifeCommand(EventId);
