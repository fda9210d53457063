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

    /// <summary>How many the county asked it to nominate; null where it was asked for no number.</summary>
    public int? Quota { get; set; }
}

/// <summary>What a cadre stated of themselves; a later one takes its place, none is removed.</summary>
public sealed class CadreStatement
{
    public int CountyNo { get; set; }

    public Guid StatementId { get; set; }

    public Guid CadreId { get; set; }

    public Guid ActId { get; set; }

    public DateOnly StatedOn { get; set; }

    /// <summary>Limits and wishes as JSON; no reason, no illness, no name of kin.</summary>
    public required string Document { get; set; }

    /// <summary>Who took it in.</summary>
    public required string ByName { get; set; }
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

/// <summary>One solved dispatch, with what proves it.</summary>
public sealed class DispatchRound
{
    public int CountyNo { get; set; }

    public Guid RoundId { get; set; }

    /// <summary>Whom it posts: <c>first_secretary</c>, or <c>member</c> of the task forces.</summary>
    public required string Role { get; set; }

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

/// <summary>A plan on the board, before anybody is posted by it: what the solver proposes under what people have laid down.</summary>
public sealed class DispatchPlan
{
    public int CountyNo { get; set; }

    public Guid PlanId { get; set; }

    /// <summary>The act of the last change.</summary>
    public Guid ActId { get; set; }

    public required string Title { get; set; }

    /// <summary>The plan that it was copied from; null for one made anew.</summary>
    public Guid? CopyOf { get; set; }

    /// <summary>First day of the postings.</summary>
    public DateOnly AsOf { get; set; }

    /// <summary><c>draft</c>, <c>submitted</c>, <c>posted</c>, <c>dropped</c>.</summary>
    public required string State { get; set; }

    /// <summary>The case by which it is approved; null before it is submitted.</summary>
    public Guid? CaseId { get; set; }

    /// <summary>The round whose postings it became.</summary>
    public Guid? RoundId { get; set; }

    /// <summary>Rules as used and the identification run behind the needs, as JSON.</summary>
    public required string Rules { get; set; }

    /// <summary>Villages and cadres as they were read, as JSON: fits and reasons are told from it, and it is solved again from it.</summary>
    public required string Facts { get; set; }

    /// <summary>What people laid down, each with its reason and by whom, as JSON.</summary>
    public required string Choices { get; set; }

    /// <summary>The best plan without any of it, with its proof, as JSON.</summary>
    public required string Free { get; set; }

    /// <summary>The best plan under it, with its proof, as JSON.</summary>
    public required string Certificate { get; set; }

    /// <summary>SHA-256 of <see cref="Certificate"/> and of whom it speaks, hex.</summary>
    public required string CertificateHash { get; set; }

    public int Version { get; set; }
}

public sealed class Posting
{
    public int CountyNo { get; set; }

    public Guid PostingId { get; set; }

    public Guid RoundId { get; set; }

    public int VillageNo { get; set; }

    public Guid CadreId { get; set; }

    /// <summary><c>first_secretary</c> or <c>member</c> of the task force.</summary>
    public required string Role { get; set; }

    /// <summary>Fit of cadre and village, 0 to 10,000 basis points.</summary>
    public int FitBp { get; set; }

    public DateOnly From { get; set; }

    /// <summary>Last day; null while it runs.</summary>
    public DateOnly? To { get; set; }

    /// <summary>Parts of the score, needs left uncovered and the next best, as JSON.</summary>
    public required string Reason { get; set; }
}

/// <summary>One thing that happened to a posting after it began; never changed, never removed.</summary>
public sealed class PostingEvent
{
    public int CountyNo { get; set; }

    public Guid PostingId { get; set; }

    /// <summary>1, 2, 3 … within the posting.</summary>
    public int Seq { get; set; }

    /// <summary>Made by the sender; sending it again changes nothing.</summary>
    public Guid EventId { get; set; }

    public DateOnly Day { get; set; }

    /// <summary>The event as JSON, without free text.</summary>
    public required string Document { get; set; }

    /// <summary>Reasons and what was said; without long numbers.</summary>
    public required string Text { get; set; }

    public required string ByName { get; set; }

    public Guid ActId { get; set; }
}
