namespace Taihang.Modules.Store.Tables;

/// <summary>The act's place in the county's log, a Merkle tree as RFC 9162 has it.</summary>
public sealed class AuditLeaf
{
    public int CountyNo { get; set; }

    /// <summary>1, 2, 3 … within the county, without gaps.</summary>
    public long Seq { get; set; }

    public Guid ActId { get; set; }

    /// <summary>32 random bytes, so that reason, basis and content cannot be guessed from the leaf.</summary>
    public required byte[] Salt { get; set; }

    /// <summary>The leaf's hash; see Core.Access.LogEntry.</summary>
    public required byte[] Hash { get; set; }
}

/// <summary>The hash of a perfect subtree of two leaves or more; from these a proof is made without reading the log.</summary>
public sealed class AuditNode
{
    public int CountyNo { get; set; }

    /// <summary>0, 1, 2 … in the order in which subtrees become complete, without gaps; see Core.Access.MerkleTree.Ordinal.</summary>
    public long Ordinal { get; set; }

    public required byte[] Hash { get; set; }
}

/// <summary>The growing edge of a county's log. Whoever adds to the log changes this row, so that two writers cannot both go on from it.</summary>
public sealed class AuditTip
{
    public int CountyNo { get; set; }

    /// <summary>Leaves so far.</summary>
    public long Size { get; set; }

    /// <summary>Hashes of the edge; see Core.Access.MerkleTip.Pack.</summary>
    public required byte[] Peaks { get; set; }
}

/// <summary>
/// The link of an entry that the first version wrote, as the upgrade found it. Only such entries get a tree after the fact, and only where
/// their links hold; the last link is the head that somebody may have noted. Nothing is ever added here.
/// </summary>
public sealed class AuditFormerLink
{
    public int CountyNo { get; set; }

    public long Seq { get; set; }

    public required byte[] Commitment { get; set; }

    public required byte[] Chain { get; set; }
}

/// <summary>A signed checkpoint, kept as it was given out.</summary>
public sealed class AuditCheckpoint
{
    /// <summary>0 also for the national one.</summary>
    public int CountyNo { get; set; }

    /// <summary>The log it is of; the national one is over the counties' logs.</summary>
    public required string Origin { get; set; }

    public long AtUnixMs { get; set; }

    /// <summary>Leaves; in a national one, counties.</summary>
    public long Size { get; set; }

    /// <summary>The signed note.</summary>
    public required string Note { get; set; }
}

/// <summary>Who looked at a subject's record: the index by subject to acts of the kind <c>access.read</c>.</summary>
public sealed class SensitiveRead
{
    public int CountyNo { get; set; }

    /// <summary>The household or person looked at.</summary>
    public Guid SubjectId { get; set; }

    /// <summary>Ordered by time.</summary>
    public Guid ActId { get; set; }

    /// <summary>See Core.Access.ReadPurpose.</summary>
    public required string Purpose { get; set; }

    /// <summary>Page or document, and the fields where they are not the page's own.</summary>
    public required string What { get; set; }

    /// <summary>Who looked, as the act has it.</summary>
    public Guid ActorId { get; set; }

    /// <summary>When, as the act has it.</summary>
    public long AtUnixMs { get; set; }

    /// <summary>One household was opened for which the looker had no case at hand; see Core.Access.ReadLimit.</summary>
    public bool OutsideDuty { get; set; }
}

/// <summary>Something about an access that a person must look at: an emergency, very many looks. A question, not a verdict.</summary>
public sealed class AccessConcern
{
    /// <summary>The county whose record was looked at.</summary>
    public int CountyNo { get; set; }

    public Guid ConcernId { get; set; }

    /// <summary>See Core.Access.ConcernKind.</summary>
    public required string Kind { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>Where the account belongs: its office is told too.</summary>
    public int AccountCountyNo { get; set; }

    /// <summary>The household, where it is one.</summary>
    public Guid? SubjectId { get; set; }

    /// <summary>In the words of whoever looked; empty where nobody was asked.</summary>
    public required string Reason { get; set; }

    public long AtUnixMs { get; set; }

    /// <summary>Until when an emergency opens the household.</summary>
    public long? UntilUnixMs { get; set; }

    public Guid? ReviewedById { get; set; }

    public long? ReviewedAtUnixMs { get; set; }

    public bool? Justified { get; set; }

    public string? Review { get; set; }
}
