using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// How many households somebody may open within a day without a case at hand. A look is in duty where the household has a case running, or
/// where a cadre looks at their own village; a list of a place counts for nothing, for it is the same for all. Past the first number the
/// office and the auditor are asked to look, past the second nothing more is shown until one of them has. One official in China queried
/// 88,985 records that were none of their business before anybody noticed.
/// </summary>
public static class ReadLimit
{
    public const int AskAt = 200;
    public const int StopAt = 500;

    public static readonly TimeSpan Within = TimeSpan.FromHours(24);

    /// <summary>Whether a look opens one household: its page, a form of it, a change, a hit of a search. A list, a case or a check does not.</summary>
    public static bool Opens(string what, int subjects) => subjects == 1 && !Lists.Contains(what);

    private static readonly string[] Lists =
    [
        "village",
        "case",
        "cases",
        "notice",
        "duplicates",
        "duplicate",
        "find",
        "question",
        "own requests",
        "retention",
        "list",
    ];

    /// <summary>Many households at once, by conditions of one's own or as a file: nothing that somebody who was stopped goes on with.</summary>
    public static bool Gathers(string what) =>
        what is "list" or "list file" or "printed form" or "form" or "form file" or "comparison";

    public static bool InDuty(Viewer viewer, bool caseRuns) =>
        caseRuns || viewer is { Role: Roles.Cadre, RegionNo: not null };

    /// <param name="opened">Households opened outside duty within the time, without this one.</param>
    /// <param name="known">Whether this one is among them.</param>
    public static ReadStanding Judge(int opened, bool known) =>
        known ? ReadStanding.Open
        : opened >= StopAt ? ReadStanding.Stopped
        : opened + 1 is AskAt or StopAt ? ReadStanding.Asked
        : ReadStanding.Open;
}

/// <summary>What becomes of a look.</summary>
public enum ReadStanding
{
    Open,

    /// <summary>It is shown, and somebody is asked to look at why there are so many.</summary>
    Asked,

    /// <summary>It is not shown.</summary>
    Stopped,
}

/// <summary>Kinds of <c>AccessConcern</c>.</summary>
public static class ConcernKind
{
    /// <summary>Somebody opened one household beyond their area, for an hour.</summary>
    public const string BreakGlass = "break_glass";

    /// <summary>Very many households were opened without a case.</summary>
    public const string ManyLooks = "many_looks";

    /// <summary>So many that looking was stopped.</summary>
    public const string Stopped = "stopped";

    public static Words Title(string kind) =>
        kind switch
        {
            BreakGlass => new("紧急越权查阅", "an emergency beyond the area"),
            ManyLooks => new($"一天打开 {ReadLimit.AskAt} 户以上", $"{ReadLimit.AskAt} households opened within a day"),
            Stopped => new($"打开 {ReadLimit.StopAt} 户，已暂停", $"{ReadLimit.StopAt} opened: stopped"),
            _ => Words.Same(kind),
        };
}

/// <summary>When somebody may open a household beyond their area, and who looks at it afterwards.</summary>
public static class BreakGlass
{
    public const int MostADay = 3;
    public const int ShortestReason = 10;

    public static readonly TimeSpan Open = TimeSpan.FromMinutes(60);

    /// <summary>Whoever's emergency was not reviewed in this time has no further one until it is.</summary>
    public static readonly TimeSpan ReviewWithin = TimeSpan.FromDays(7);

    /// <summary>Only offices that work with households at all.</summary>
    public static bool MayAsk(Viewer viewer) => viewer.WorksWithHouseholds;

    /// <param name="past">The viewer's earlier emergencies.</param>
    public static Problem? Refused(IReadOnlyCollection<PastEmergency> past, string reason, DateTimeOffset now) =>
        past.Any(e => e.Justified == false || (e.Justified is null && now - e.At > ReviewWithin))
            ? AccessProblems.NoEmergencies()
        : past.Count(e => now - e.At < TimeSpan.FromDays(1)) >= MostADay ? AccessProblems.EmergenciesToday(MostADay)
        : reason.Trim().Length < ShortestReason ? AccessProblems.ReasonShort()
        : null;

    /// <summary>The auditor, the office of the county that was looked into, and the office of whoever looked; never the one concerned.</summary>
    public static bool MayReview(Viewer by, Guid accountId, int countyNo, int accountCountyNo) =>
        by.AccountId != accountId
        && (
            (by.Role == Roles.Auditor && (by.CountyNo == 0 || by.CountyNo == countyNo))
            || (
                by is { Role: Roles.County, RegionNo: null, CountyNo: not 0 }
                && (by.CountyNo == countyNo || by.CountyNo == accountCountyNo)
            )
        );
}

/// <summary>An emergency of somebody, and what came of its review.</summary>
public sealed record PastEmergency(DateTimeOffset At, bool? Justified);
