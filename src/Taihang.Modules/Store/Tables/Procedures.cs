namespace Taihang.Modules.Store.Tables;

/// <summary>A running or ended case. What stands here besides its subject is a projection of its events.</summary>
public sealed class ProcedureCase
{
    public int CountyNo { get; set; }

    public Guid CaseId { get; set; }

    public int VillageNo { get; set; }

    public required string Pack { get; set; }

    public required string Procedure { get; set; }

    /// <summary>What the area had set on the day of opening: a JSON object of exact numbers; it holds for this case to its end.</summary>
    public required string Settings { get; set; }

    /// <summary>The household on record; null for one that is not registered.</summary>
    public Guid? SubjectId { get; set; }

    public required string SubjectName { get; set; }

    public DateOnly OpenedOn { get; set; }

    /// <summary>Null once there is an outcome.</summary>
    public string? Step { get; set; }

    public string? Outcome { get; set; }

    public DateOnly? EndedOn { get; set; }

    /// <summary>Last day of the next thing that is due; null when nothing is, also while the clock stands still.</summary>
    public DateOnly? NextDue { get; set; }

    public bool Stopped { get; set; }

    /// <summary>Some last day passed unused.</summary>
    public bool Missed { get; set; }

    /// <summary>The act by which the registry took up the outcome; null while it has not.</summary>
    public Guid? TakenUpActId { get; set; }

    public int Version { get; set; }
}

/// <summary>One thing that happened to a case; never changed, never removed.</summary>
public sealed class ProcedureEvent
{
    public int CountyNo { get; set; }

    public Guid CaseId { get; set; }

    /// <summary>1, 2, 3 … within the case.</summary>
    public int Seq { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid EventId { get; set; }

    public DateOnly Day { get; set; }

    /// <summary>The event as JSON, without free text.</summary>
    public required string Document { get; set; }

    /// <summary>Reasons, what was said, what the evidence is; without long numbers.</summary>
    public required string Text { get; set; }

    public required string ByName { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>Finds a case by a receipt code without keeping the code.</summary>
public sealed class ProcedureReceipt
{
    public int CountyNo { get; set; }

    public required string Hash { get; set; }

    public Guid CaseId { get; set; }

    /// <summary>The objection for which the code was given; null for the case itself.</summary>
    public Guid? ObjectionId { get; set; }
}

/// <summary>What was shown, where, from when to when.</summary>
public sealed class ProcedureNotice
{
    public int CountyNo { get; set; }

    public Guid NoticeId { get; set; }

    public int VillageNo { get; set; }

    public required string Procedure { get; set; }

    public required string Step { get; set; }

    /// <summary>Where it hangs, as the office said.</summary>
    public required string Place { get; set; }

    public DateOnly PostedOn { get; set; }

    /// <summary>The day on which the last of its cases left it.</summary>
    public DateOnly? TakenDownOn { get; set; }

    /// <summary>Seed of the draw that follows; its hash is in the posting, itself in the draw.</summary>
    public byte[]? Seed { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>A case on a notice, with the number under which the notice shows it.</summary>
public sealed class ProcedureNoticeEntry
{
    public int CountyNo { get; set; }

    public Guid NoticeId { get; set; }

    public int Number { get; set; }

    public Guid CaseId { get; set; }
}
