namespace Taihang.Modules.Store.Tables;

/// <summary>A person who signs in; what they may do stands in their duties.</summary>
public sealed class Account
{
    /// <summary>Scope: 0 for an office above the county, else the only county seen.</summary>
    public int CountyNo { get; set; }

    public Guid AccountId { get; set; }

    public required string Login { get; set; }

    /// <summary>Empty until an invitation is taken up: then no password matches.</summary>
    public required string PasswordHash { get; set; }

    public required string DisplayName { get; set; }

    /// <summary>See Core.Access.AccountState.</summary>
    public required string State { get; set; }

    /// <summary>Every session carries it; a new one ends them all.</summary>
    public Guid Stamp { get; set; }

    /// <summary>SHA-256 of the code of an invitation that was not taken up yet.</summary>
    public byte[]? InvitationHash { get; set; }

    public long? InvitationUntilUnixMs { get; set; }

    /// <summary>Made by <c>taihang demo</c>; shown on its sign-in page and nowhere else.</summary>
    public bool Demo { get; set; }

    public int Version { get; set; }
}

/// <summary>What an account is appointed to, for some time; see Core.Access.Duty.</summary>
public sealed class AccountDuty
{
    public int CountyNo { get; set; }

    public Guid DutyId { get; set; }

    public Guid AccountId { get; set; }

    /// <summary><c>nation</c>, <c>county</c>, <c>township</c>, <c>cadre</c>, <c>auditor</c>; see Core.Access.Roles.</summary>
    public required string Role { get; set; }

    /// <summary>Township or village the duty is limited to; null for the whole county (or everything when CountyNo is 0).</summary>
    public int? RegionNo { get; set; }

    public DateOnly HeldFrom { get; set; }

    /// <summary>First day on which it is no longer held.</summary>
    public DateOnly? HeldUntil { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>One use of power: who did what, when, why and on what basis. Written with its effect or not at all.</summary>
public sealed class Act
{
    public int CountyNo { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid ActId { get; set; }

    /// <summary>Such as <c>registry.import</c>, <c>identification.run</c>, <c>dispatch.post</c>.</summary>
    public required string Kind { get; set; }

    public Guid ActorId { get; set; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long AtUnixMs { get; set; }

    public required string Reason { get; set; }

    /// <summary>Legal or procedural basis.</summary>
    public required string Basis { get; set; }

    /// <summary>What was decided, as one JSON document without personal data.</summary>
    public required string Content { get; set; }
}

/// <summary>A value that the area itself must set, such as its monitoring range; in force from a day.</summary>
public sealed class AreaParameter
{
    public int CountyNo { get; set; }

    public Guid AreaParameterId { get; set; }

    public required string Pack { get; set; }

    public required string Parameter { get; set; }

    /// <summary>Exact decimal or whole number as text, in the parameter's unit.</summary>
    public required string Value { get; set; }

    public DateOnly ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    /// <summary>The document that sets it.</summary>
    public required string Document { get; set; }

    /// <summary>Set for a demonstration; every page that shows the figure says so.</summary>
    public bool Fictitious { get; set; }

    public Guid ActId { get; set; }
}

/// <summary>A public key with which the holder of an account signs in (Web Authentication); one that was ended stays for the record.</summary>
public sealed class Passkey
{
    public int CountyNo { get; set; }

    public Guid PasskeyId { get; set; }

    public Guid AccountId { get; set; }

    /// <summary>Chosen by the device; one device's everywhere.</summary>
    public required byte[] CredentialId { get; set; }

    /// <summary>COSE_Key, RFC 9052.</summary>
    public required byte[] PublicKey { get; set; }

    /// <summary>Signatures that the device had made when it was last used; 0 where it does not count.</summary>
    public long SignCount { get; set; }

    /// <summary>What its holder calls it.</summary>
    public required string Label { get; set; }

    /// <summary>Whether it is copied to the holder's other devices by their maker.</summary>
    public bool BackedUp { get; set; }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long AddedAtUnixMs { get; set; }

    public long? LastUsedAtUnixMs { get; set; }

    /// <summary>When its counter went back; somebody may have a copy.</summary>
    public long? DoubtedAtUnixMs { get; set; }

    /// <summary>From here on it opens nothing, and the sessions that it began are over.</summary>
    public long? EndedAtUnixMs { get; set; }

    public Guid ActId { get; set; }

    public int Version { get; set; }
}
