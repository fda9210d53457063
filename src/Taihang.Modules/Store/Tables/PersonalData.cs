namespace Taihang.Modules.Store.Tables;

/// <summary>Opens one person's own page without an account. Only the hash of the code is kept.</summary>
public sealed class OwnPageCode
{
    public int CountyNo { get; set; }

    public Guid CodeId { get; set; }

    /// <summary>The person, under the row by which they were known when it was given.</summary>
    public Guid PersonId { get; set; }

    /// <summary>See Core.Procedures.ReceiptCode.</summary>
    public required string Hash { get; set; }

    public long GivenAtUnixMs { get; set; }

    public long UntilUnixMs { get; set; }

    /// <summary>When it was ended before its time; null while it was not.</summary>
    public long? EndedAtUnixMs { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>What a person asked about their own record, and what they were answered.</summary>
public sealed class OwnRequest
{
    public int CountyNo { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid RequestId { get; set; }

    public Guid PersonId { get; set; }

    public Guid HouseholdId { get; set; }

    public int VillageNo { get; set; }

    /// <summary>See Core.PersonalData.OwnRequestKind.</summary>
    public required string Kind { get; set; }

    /// <summary>See Core.PersonalData.OwnChannel.</summary>
    public required string Channel { get; set; }

    /// <summary>Attribute it is about; blank where it is about something else.</summary>
    public required string About { get; set; }

    /// <summary>In the person's words, without long numbers.</summary>
    public required string Text { get; set; }

    public DateOnly ReceivedOn { get; set; }

    /// <summary>Last day of the answer; null where the county has set no period.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>See Core.PersonalData.OwnRequestStanding.</summary>
    public required string Standing { get; set; }

    public string? Answer { get; set; }

    public DateOnly? AnsweredOn { get; set; }

    public Guid? AnsweredById { get; set; }

    /// <summary>The change request by which it was put right.</summary>
    public Guid? ChangeId { get; set; }

    public Guid ActId { get; set; }

    public int Version { get; set; }
}

/// <summary>That a person's data was ended, or that somebody proposed it.</summary>
public sealed class RetentionEnding
{
    public int CountyNo { get; set; }

    /// <summary>The person's last row.</summary>
    public Guid PersonId { get; set; }

    /// <summary>See Core.PersonalData.EndReason.</summary>
    public required string Reason { get; set; }

    /// <summary>From which the period counts.</summary>
    public DateOnly LeftOn { get; set; }

    public DateOnly DueOn { get; set; }

    public Guid ProposedById { get; set; }

    public DateOnly ProposedOn { get; set; }

    public Guid ProposedActId { get; set; }

    /// <summary>Another account; null while nobody confirmed.</summary>
    public Guid? ConfirmedById { get; set; }

    public DateOnly? EndedOn { get; set; }

    public Guid? ActId { get; set; }

    public int Version { get; set; }
}
