namespace Taihang.Modules.Store.Tables;

/// <summary>An organisation that sends cadres.</summary>
public sealed class SendingUnit
{
    public int CountyNo { get; set; }

    public Guid UnitId { get; set; }

    public required string Name { get; set; }

    /// <summary><c>county</c>, <c>prefecture</c>, <c>province</c>, <c>central</c>.</summary>
    public required string Level { get; set; }

    /// <summary><c>party</c>, <c>economic</c>, <c>law</c>, <c>technical</c>, <c>social</c>, <c>enterprise</c>.</summary>
    public required string Kind { get; set; }
}

public sealed class Cadre
{
    public int CountyNo { get; set; }

    public Guid CadreId { get; set; }

    public Guid UnitId { get; set; }

    public required string Name { get; set; }

    /// <summary>Skill to level 0-3 as a JSON object, keys sorted.</summary>
    public required string Skills { get; set; }

    /// <summary>Region number of the home village, township or county; 0 for a home outside the region tree.</summary>
    public int HomeRegionNo { get; set; }

    /// <summary>0 (new) to 9 (most senior).</summary>
    public int Seniority { get; set; }

    /// <summary>May serve as first secretary.</summary>
    public bool Eligible { get; set; }
}

/// <summary>One solved dispatch of first secretaries, with what proves it.</summary>
public sealed class DispatchRound
{
    public int CountyNo { get; set; }

    public Guid RoundId { get; set; }

    public Guid ActId { get; set; }

    public DateOnly AsOf { get; set; }

    /// <summary>Weights, skills and rules as used, and the identification run behind the needs, as JSON.</summary>
    public required string Weights { get; set; }

    /// <summary>What the filled villages lack to a perfect fit, in all.</summary>
    public long CostBp { get; set; }

    public int Villages { get; set; }

    public int Filled { get; set; }

    /// <summary>SHA-256 of the certificate and of whom it speaks, hex (<c>Core.Dispatch.Round.Hash</c>).</summary>
    public required string CertificateHash { get; set; }

    /// <summary>The whole certificate as JSON, so that anyone can check it again.</summary>
    public required string Certificate { get; set; }
}

public sealed class Posting
{
    public int CountyNo { get; set; }

    public Guid PostingId { get; set; }

    public Guid RoundId { get; set; }

    public int VillageNo { get; set; }

    public Guid CadreId { get; set; }

    /// <summary>Fit of cadre and village, 0 to 10,000 basis points.</summary>
    public int FitBp { get; set; }

    public DateOnly From { get; set; }

    public DateOnly? To { get; set; }

    /// <summary>Parts of the score, needs left uncovered and the next best, as JSON.</summary>
    public required string Reason { get; set; }
}
