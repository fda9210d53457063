namespace Taihang.Modules.Store.Tables;

/// <summary>
/// Something that somebody is to be told outside the pages: queued in the transaction of the act that caused it, once for each recipient.
/// No name, number or address stands here; the words are made from the kind and the facts when it is sent.
/// </summary>
public sealed class OutboundNotice
{
    public int CountyNo { get; set; }

    /// <summary>Also the message's own ID, the same at every attempt, so that a channel can drop a double.</summary>
    public Guid NoticeId { get; set; }

    /// <summary>The event or concern that caused it.</summary>
    public Guid CauseId { get; set; }

    /// <summary>See Core.Procedures.NoticeKind.</summary>
    public required string Kind { get; set; }

    /// <summary>The case for the person concerned; for an office see Core.Procedures.NoticeRecipient.</summary>
    public Guid RecipientId { get; set; }

    /// <summary><c>village</c>, <c>township</c>, <c>county</c>; null for the person concerned.</summary>
    public string? Office { get; set; }

    /// <summary>The office's village or township; null for the county's own, and for a person.</summary>
    public int? RegionNo { get; set; }

    public Guid? CaseId { get; set; }

    /// <summary>Where the case stood when it was queued; a task that was done meanwhile is not told.</summary>
    public string? Step { get; set; }

    /// <summary>Core.Procedures.NoticeFacts as JSON: days, kinds of step and offices.</summary>
    public required string Facts { get; set; }

    /// <summary>See Core.Procedures.NoticeChannel.</summary>
    public required string Channel { get; set; }

    /// <summary>See Core.Procedures.NoticeStanding.</summary>
    public required string Standing { get; set; }

    public bool Urgent { get; set; }

    /// <summary>On the present channel.</summary>
    public int Attempts { get; set; }

    public long NextAttemptUnixMs { get; set; }

    /// <summary>Who is sending it just now; made anew for each attempt.</summary>
    public Guid? LeaseHolder { get; set; }

    /// <summary>A sender that ended does not keep it longer.</summary>
    public long? LeaseUntilUnixMs { get; set; }

    /// <summary>See Core.Procedures.NoticeAnswer.</summary>
    public string? LastAnswer { get; set; }

    public long QueuedAtUnixMs { get; set; }

    /// <summary>When it was sent, handed over, cancelled or given up.</summary>
    public long? EndedAtUnixMs { get; set; }
}

/// <summary>How the person of a case or an office is reached.</summary>
public sealed class NoticeContact
{
    public int CountyNo { get; set; }

    /// <summary>A recipient; see <see cref="OutboundNotice.RecipientId"/>.</summary>
    public Guid RecipientId { get; set; }

    public required string Channel { get; set; }

    /// <summary><c>zh-Hans</c> or <c>en</c>.</summary>
    public required string Language { get; set; }

    /// <summary>Key of its own, wrapped under the deployment's master key.</summary>
    public byte[]? WrappedKey { get; set; }

    /// <summary>The number or address, sealed.</summary>
    public byte[]? Sealed { get; set; }
}
