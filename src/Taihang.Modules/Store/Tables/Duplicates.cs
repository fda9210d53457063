namespace Taihang.Modules.Store.Tables;

/// <summary>Two persons who may be one, and what people said of it. Kept by the county of the first, whose record it is to put right.</summary>
public sealed class DuplicatePair
{
    public int CountyNo { get; set; }

    public Guid PairId { get; set; }

    public Guid PersonA { get; set; }

    /// <summary>The other person, perhaps of another county.</summary>
    public int CountyNoB { get; set; }

    public Guid PersonB { get; set; }

    /// <summary>How sure the search was, in millionths.</summary>
    public int ProbabilityPpm { get; set; }

    /// <summary>What agrees and how much it says: a JSON array of field, level and bits. No value of either person.</summary>
    public required string Reasons { get; set; }

    /// <summary><c>open</c>, <c>same</c>, <c>different</c>.</summary>
    public required string State { get; set; }

    public Guid FoundActId { get; set; }

    public Guid? DecidedActId { get; set; }
}
