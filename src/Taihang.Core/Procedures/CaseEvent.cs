using System.Collections.Immutable;

namespace Taihang.Core.Procedures;

public enum CaseEventKind
{
    Opened,
    Done,
    Posted,
    Drawn,
    Objected,
    Answered,
    InterestDeclared,
    Missed,
    Appealed,
}

/// <summary>Attendance and votes of a meeting, as counted. Whoever is kin of the household is counted as recused and does not vote.</summary>
/// <param name="Body">How many the body has in all.</param>
public sealed record MeetingCount(int Body, int Present, int Recused, int For, int Against, int Abstain);

/// <summary>One thing that happened to a case. Free texts and names are no part of it; the case is the fold of its events.</summary>
/// <param name="By">Account that acted; empty for somebody without one, and for the clock.</param>
/// <param name="Party">As whom: a party of the procedure, or <c>clock</c>.</param>
/// <param name="Step">The step concerned; null where the case as a whole is.</param>
public sealed record CaseEvent(CaseEventKind Kind, Guid EventId, DateOnly Day, Guid By, string Party, string? Step)
{
    public string? Result { get; init; }

    public ImmutableArray<string> Evidence { get; init; } = [];

    public MeetingCount? Meeting { get; init; }

    /// <summary>web, paper, voice … for what came from outside.</summary>
    public string? Channel { get; init; }

    public Guid? NoticeId { get; init; }

    /// <summary>SHA-256 of the seed of the next draw, hex; noted before anybody knows who is in it.</summary>
    public string? Commitment { get; init; }

    /// <summary>The seed itself, hex, once the sample is drawn.</summary>
    public string? Seed { get; init; }

    public int? FrameSize { get; init; }

    public string? FrameHash { get; init; }

    /// <summary>Whether this case is in the sample.</summary>
    public bool? Drawn { get; init; }

    public Guid? ObjectionId { get; init; }

    public bool? Upheld { get; init; }

    /// <summary>The last day that was missed.</summary>
    public DateOnly? Due { get; init; }

    /// <summary>Party that may act from now on, too.</summary>
    public string? EscalatedTo { get; init; }

    /// <summary>Step to which the case went because nobody came.</summary>
    public string? LapsedTo { get; init; }
}

/// <summary>Who wants to act.</summary>
/// <param name="AccountId">Empty for somebody without an account.</param>
/// <param name="Role">Role of the account; empty without one.</param>
/// <param name="Covers">The account's area takes in the place of the case.</param>
/// <param name="Concerned">Holds the receipt of the case or of an objection to it.</param>
public sealed record CaseActor(Guid AccountId, string Role, bool Covers, bool Concerned = false)
{
    public static CaseActor Nobody { get; } = new(Guid.Empty, "", false);

    public bool HasAccount => AccountId != Guid.Empty;
}

/// <summary>What somebody wants to happen.</summary>
/// <param name="EventId">Made by the sender; sending it again changes nothing.</param>
public abstract record CaseCommand(Guid EventId);

/// <summary>Opens a case. Nothing about the household can stand in its way.</summary>
public sealed record OpenCase(Guid EventId, string Channel) : CaseCommand(EventId);

/// <param name="Result">One of the step's results; null where the step has one result, or counts it itself.</param>
/// <param name="Evidence">Kinds of evidence on record.</param>
/// <param name="Reasoned">Reasons are given in words.</param>
public sealed record DoStep(
    Guid EventId,
    string Step,
    string? Result,
    ImmutableArray<string> Evidence,
    MeetingCount? Meeting,
    bool Reasoned
) : CaseCommand(EventId);

/// <param name="Commitment">Of the seed of the next draw; null where the procedure draws none.</param>
public sealed record PostNotice(Guid EventId, string Step, Guid NoticeId, string? Commitment) : CaseCommand(EventId);

/// <param name="CaseId">The case itself, as it stands in the frame.</param>
/// <param name="Frame">Every case of the same notice that has come to this check.</param>
public sealed record DrawSample(
    Guid EventId,
    string Step,
    Guid CaseId,
    byte[] Seed,
    ImmutableArray<Guid> Frame,
    bool Everybody
) : CaseCommand(EventId);

public sealed record RaiseObjection(Guid EventId, Guid ObjectionId, string Channel, bool Reasoned)
    : CaseCommand(EventId);

public sealed record AnswerObjection(Guid EventId, Guid ObjectionId, bool Upheld, bool Reasoned) : CaseCommand(EventId);

/// <summary>The account is kin of the household, or otherwise bound, and takes no further part.</summary>
public sealed record DeclareInterest(Guid EventId) : CaseCommand(EventId);

public sealed record LodgeAppeal(Guid EventId, string Channel, bool Reasoned) : CaseCommand(EventId);
