namespace Taihang.Modules.Store.Tables;

/// <summary>A county's record was looked through as of a day. A day is looked through once.</summary>
public sealed class QualityLook
{
    public int CountyNo { get; set; }

    public DateOnly AsOf { get; set; }

    public Guid ActId { get; set; }

    public long AtUnixMs { get; set; }

    public int Households { get; set; }

    /// <summary>Comparisons that were made: so many chances to be wrong.</summary>
    public int Tests { get; set; }

    public int Asked { get; set; }

    public int AskedAgain { get; set; }

    public int Closed { get; set; }
}

/// <summary>A question about the record and how it was answered. A question, not a verdict: nothing else reads this table.</summary>
public sealed class QualityQuestion
{
    public int CountyNo { get; set; }

    public Guid QuestionId { get; set; }

    /// <summary>See Core.Quality.QuestionKind.</summary>
    public required string Kind { get; set; }

    /// <summary>The same for the same question on another day.</summary>
    public required string Key { get; set; }

    /// <summary>Village or township; null for the county.</summary>
    public int? RegionNo { get; set; }

    /// <summary>Whose entries it is about; null where it is about nobody's.</summary>
    public Guid? AboutId { get; set; }

    /// <summary>Reason in both languages, figures and households: a JSON object. No name and no number of anybody.</summary>
    public required string Document { get; set; }

    public int Size { get; set; }

    /// <summary>Size when it was asked, or last answered.</summary>
    public int SizeThen { get; set; }

    /// <summary>See Core.Quality.QuestionStanding.</summary>
    public required string Standing { get; set; }

    public DateOnly AskedOn { get; set; }

    /// <summary>The last day on which it held.</summary>
    public DateOnly SeenOn { get; set; }

    public int TimesAsked { get; set; }

    public Guid FoundActId { get; set; }

    public Guid? AnsweredById { get; set; }

    public long? AnsweredAtUnixMs { get; set; }

    public string? Answer { get; set; }

    public Guid? LookedById { get; set; }

    public long? LookedAtUnixMs { get; set; }

    public string? Looked { get; set; }

    /// <summary>Why it closed by itself, in both languages as a JSON object; null where it did not.</summary>
    public string? Closed { get; set; }

    public int Version { get; set; }
}

/// <summary>An inspection that a county knows of beforehand.</summary>
public sealed class InspectionDay
{
    public int CountyNo { get; set; }

    public Guid InspectionId { get; set; }

    public DateOnly Day { get; set; }

    public required string Title { get; set; }

    public Guid ActId { get; set; }
}
