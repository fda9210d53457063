namespace Taihang.Modules.Store.Tables;

/// <summary>One application of a method to a county's snapshot; replayable from its hashes.</summary>
public sealed class IdentificationRun
{
    public int CountyNo { get; set; }

    public Guid RunId { get; set; }

    public required string Pack { get; set; }

    public required string Method { get; set; }

    public required string PackHash { get; set; }

    public required string ParameterHash { get; set; }

    public required string SnapshotHash { get; set; }

    public required string EngineVersion { get; set; }

    /// <summary>The day whose rules and facts hold.</summary>
    public DateOnly AsOf { get; set; }

    public Guid ActId { get; set; }

    public int Households { get; set; }

    public int Persons { get; set; }
}

/// <summary>What a run found for one household; the reason is recomputed on demand.</summary>
public sealed class IdentificationResult
{
    public int CountyNo { get; set; }

    public Guid RunId { get; set; }

    public Guid HouseholdId { get; set; }

    public int VillageNo { get; set; }

    /// <summary>The method's outcome id, such as <c>marginal</c>; <c>unknown</c> when the facts cannot say.</summary>
    public required string Outcome { get; set; }

    /// <summary>True when the outcome counts into the method's headcount.</summary>
    public bool Counted { get; set; }

    public int Persons { get; set; }

    /// <summary>Score over the method's common denominator; 0 for methods without a score.</summary>
    public long Score { get; set; }

    /// <summary>Bit i: the method's i-th indicator holds.</summary>
    public long Mask { get; set; }

    /// <summary>Bit i: the method's i-th indicator cannot be said.</summary>
    public long UnknownMask { get; set; }

    /// <summary>The line applied, in minor units; null for methods without one.</summary>
    public long? LineFen { get; set; }
}

/// <summary>A rule tried on a county's record, with its report; it changes nobody's answer.</summary>
public sealed class LabTrial
{
    public int CountyNo { get; set; }

    public Guid TrialId { get; set; }

    public required string Pack { get; set; }

    public required string Method { get; set; }

    public required string PackHash { get; set; }

    public required string SnapshotHash { get; set; }

    public DateOnly AsOf { get; set; }

    /// <summary>Parameters tried, by name, as exact numbers: a JSON object.</summary>
    public required string Tried { get; set; }

    /// <summary>Who enters, who leaves, where and by which condition: a JSON object.</summary>
    public required string Report { get; set; }

    public Guid ActId { get; set; }

    public long AtUnixMs { get; set; }

    /// <summary>The act by which somebody who may put rules into force said that they had read the report; null while nobody has.</summary>
    public Guid? ReadActId { get; set; }

    /// <summary>The act that put what was tried into force; null for a mere trial.</summary>
    public Guid? InForceActId { get; set; }
}
