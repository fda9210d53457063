using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Core.Quality;

/// <summary>How a question stands.</summary>
public static class QuestionStanding
{
    /// <summary>Waits for an answer.</summary>
    public const string Open = "open";

    /// <summary>Answered in words; waits for another person to look at the answer.</summary>
    public const string Answered = "answered";

    /// <summary>Another person looked and found the answer enough.</summary>
    public const string Settled = "settled";

    /// <summary>It no longer holds, and closed by itself.</summary>
    public const string Gone = "gone";

    public static IReadOnlyList<string> All { get; } = [Open, Answered, Settled, Gone];

    public static Words Title(string standing) =>
        standing switch
        {
            Open => new("请核实", "please look"),
            Answered => new("已说明，待复看", "answered, to be read by another"),
            Settled => new("已说明清楚", "explained"),
            Gone => new("已不再出现", "no longer there"),
            _ => Words.Same(standing),
        };
}

/// <summary>What becomes of a question when the record is looked through again.</summary>
public enum QuestionStep
{
    Nothing,
    Ask,
    Update,
    AskAgain,
    Close,
}

/// <summary>Who may see, answer and look at a question, and when it is asked again.</summary>
public static class QuestionRules
{
    public const int ShortestAnswer = 10;

    /// <summary>Times the size it had when somebody last spoke to it, from which on it is asked again.</summary>
    public const double Grows = 1.5;
    private const int GrowsBy = 3;

    /// <summary>Whether what the question says may change under it: not once somebody has spoken to it, unless it is asked anew.</summary>
    public static bool Rewritten(string standing, QuestionStep step) =>
        standing is QuestionStanding.Open or QuestionStanding.Gone || step == QuestionStep.AskAgain;

    /// <param name="standing">Null where it is not known.</param>
    /// <param name="sizeThen">Its size when it was last asked or answered.</param>
    /// <param name="size">Its size now; null where it no longer holds.</param>
    public static QuestionStep Next(string? standing, int sizeThen, int? size) =>
        (standing, size) switch
        {
            (null, null) => QuestionStep.Nothing,
            (null, _) => QuestionStep.Ask,
            (QuestionStanding.Open or QuestionStanding.Answered, null) => QuestionStep.Close,
            (_, null) => QuestionStep.Nothing,
            (QuestionStanding.Open, { } now) => now == sizeThen ? QuestionStep.Nothing : QuestionStep.Update,
            (QuestionStanding.Gone, _) => QuestionStep.AskAgain,
            (_, { } now) => now >= Grows * sizeThen && now - sizeThen >= GrowsBy
                ? QuestionStep.AskAgain
                : QuestionStep.Nothing,
        };

    /// <summary>The offices that work with the households of the place, and the auditor, who supervises; nobody above.</summary>
    /// <param name="place">The village or township; null for the county.</param>
    public static bool Sees(Viewer viewer, int countyNo, RegionPlace? place, RegionTree tree) =>
        (viewer.Role == Roles.Auditor && (viewer.CountyNo == 0 || viewer.CountyNo == countyNo))
        || (
            viewer.WorksWithHouseholds
            && viewer.CountyNo == countyNo
            && (place is null ? viewer.RegionNo is null : viewer.SeesPlace(place, tree))
        );

    /// <summary>Whoever works there answers, also the one whose entries it is about; an auditor supervises and does not.</summary>
    public static bool Answers(Viewer viewer, int countyNo, RegionPlace? place, RegionTree tree) =>
        viewer.Role != Roles.Auditor && Sees(viewer, countyNo, place, tree);

    /// <summary>
    /// Somebody else looks at the answer: the township, the county or the auditor, and never the one it is about. Where it is about an office, only
    /// whoever is above that office.
    /// </summary>
    public static bool Looks(
        Viewer viewer,
        string kind,
        int countyNo,
        RegionPlace? place,
        RegionTree tree,
        Guid? about,
        Guid? answeredBy
    ) =>
        viewer.Role is Roles.Township or Roles.County or Roles.Auditor
        && viewer.AccountId != about
        && viewer.AccountId != answeredBy
        && Sees(viewer, countyNo, place, tree)
        && (kind != QuestionKind.OneOffice || viewer.Role == Roles.Auditor || viewer.RegionNo != place?.RegionNo);
}
