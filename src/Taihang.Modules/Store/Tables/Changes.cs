namespace Taihang.Modules.Store.Tables;

/// <summary>A change of the record that somebody asks for. After it is submitted nothing of it changes but how it stands.</summary>
public sealed class ChangeRequest
{
    public int CountyNo { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid ChangeId { get; set; }

    /// <summary>See Core.Registry.Changes.ChangeKind.</summary>
    public required string Kind { get; set; }

    /// <summary>The household from whose page it was asked for; of a new one, the identifier it is to have.</summary>
    public Guid HouseholdId { get; set; }

    /// <summary>The other household of a merger, the new one of a split.</summary>
    public Guid? OtherHouseholdId { get; set; }

    /// <summary>Village of the household at submission.</summary>
    public int VillageNo { get; set; }

    /// <summary>Village to which it moves, or of the other household.</summary>
    public int? OtherVillageNo { get; set; }

    /// <summary>Keyed hash of the form as it was sent.</summary>
    public required byte[] Sent { get; set; }

    /// <summary>What is asked for: the canonical JSON of Core.Registry.Changes.ChangeContent. Sealed values only sealed.</summary>
    public required string Document { get; set; }

    /// <summary>SHA-256 of the document, hex; it stands in the act of the submission, too.</summary>
    public required string ContentHash { get; set; }

    /// <summary>Hash of the record at submission.</summary>
    public required string Base { get; set; }

    /// <summary>What it would have changed then: a JSON array of key, before and after.</summary>
    public required string Submitted { get; set; }

    /// <summary>See Core.Registry.Changes.ChangeStanding.</summary>
    public required string Standing { get; set; }

    public Guid RequestedBy { get; set; }

    public DateOnly RequestedOn { get; set; }

    public Guid ActId { get; set; }

    public int Version { get; set; }
}

/// <summary>How a request was closed: one row, and by another account than asked, except for a withdrawal.</summary>
public sealed class ChangeDecision
{
    public int CountyNo { get; set; }

    public Guid ChangeId { get; set; }

    /// <summary>As in the request, to which it is tied, so that the database can compare.</summary>
    public Guid RequestedBy { get; set; }

    public Guid DecidedBy { get; set; }

    /// <summary><c>applied</c>, <c>no_effect</c>, <c>refused</c>, <c>withdrawn</c>.</summary>
    public required string Answer { get; set; }

    public DateOnly DecidedOn { get; set; }

    public required string Reason { get; set; }

    /// <summary>The differences that were written, as in <see cref="ChangeRequest.Submitted"/>.</summary>
    public required string Written { get; set; }

    public Guid ActId { get; set; }
}
