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
