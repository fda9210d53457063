using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Logs a look and counts it against <see cref="ReadLimit"/>, in one piece: two looks at once are two looks.</summary>
public static class WatchReads
{
    /// <returns>What stands in the way of showing it; nothing was logged then.</returns>
    public static Problem? Run(TaihangDb db, Viewer viewer, int countyNo, ReadOf read, ActContext context)
    {
        using var widened = db.Widen(Widening.LookLogged, countyNo);
        if (ReadLimit.Gathers(read.What) && Stopped(db, viewer.AccountId, countyNo))
            return AccessProblems.TooManyLooks(ReadLimit.StopAt);
        if (!ReadLimit.Opens(read.What, read.Subjects.Count) || read.Purpose == ReadPurpose.BreakGlass)
        {
            LogRead.Run(db, countyNo, read, context);
            return null;
        }
        var subject = read.Subjects[0];
        var caseRuns = db.ProcedureCases.Any(c =>
            c.CountyNo == countyNo && c.SubjectId == subject && c.Outcome == null
        );
        if (ReadLimit.InDuty(viewer, caseRuns))
        {
            LogRead.Run(db, countyNo, read, context);
            return null;
        }
        var since = Since(db, viewer.AccountId, countyNo, context.At);
        var opened = db.SensitiveReads.Where(r =>
            r.CountyNo == countyNo && r.ActorId == viewer.AccountId && r.AtUnixMs >= since && r.OutsideDuty
        );
        var standing = ReadLimit.Judge(
            opened.Select(r => r.SubjectId).Distinct().Count(),
            opened.Any(r => r.SubjectId == subject)
        );
        if (
            standing == ReadStanding.Stopped
            || (Stopped(db, viewer.AccountId, countyNo) && !opened.Any(r => r.SubjectId == subject))
        )
            return AccessProblems.TooManyLooks(ReadLimit.StopAt);
        LogRead.Run(db, countyNo, read with { OutsideDuty = true }, context);
        if (standing == ReadStanding.Asked)
            Ask(db, viewer, countyNo, opened.Select(r => r.SubjectId).Distinct().Count(), context);
        return null;
    }

    /// <summary>Whether looking was stopped and nobody found it in order since; a stop does not end by waiting.</summary>
    public static bool Stopped(TaihangDb db, Guid accountId, int countyNo) =>
        db.AccessConcerns.Any(c =>
            c.CountyNo == countyNo && c.AccountId == accountId && c.Kind == ConcernKind.Stopped && c.Justified != true
        );

    /// <summary>A day back, or since somebody last looked into it and found it in order.</summary>
    private static long Since(TaihangDb db, Guid accountId, int countyNo, DateTimeOffset now)
    {
        var day = (now - ReadLimit.Within).ToUnixTimeMilliseconds();
        var cleared = db
            .AccessConcerns.Where(c =>
                c.CountyNo == countyNo
                && c.AccountId == accountId
                && c.Kind == ConcernKind.Stopped
                && c.Justified == true
            )
            .Max(c => c.ReviewedAtUnixMs);
        return Math.Max(day, cleared ?? 0);
    }

    private static void Ask(TaihangDb db, Viewer viewer, int countyNo, int opened, ActContext context)
    {
        var kind = opened >= ReadLimit.StopAt ? ConcernKind.Stopped : ConcernKind.ManyLooks;
        var concern = new AccessConcern
        {
            CountyNo = countyNo,
            ConcernId = Guid.CreateVersion7(context.At),
            Kind = kind,
            AccountId = viewer.AccountId,
            AccountCountyNo = viewer.CountyNo,
            Reason = "",
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
        };
        RecordAct.Append(
            db,
            countyNo,
            "access.concern",
            context,
            new
            {
                concern.ConcernId,
                kind,
                opened,
            }
        );
        db.AccessConcerns.Add(concern);
        db.SaveChanges();
    }
}
