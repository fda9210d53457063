using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Opens one household for an hour to somebody beyond its area, tells both offices, and takes their review.</summary>
public static class Emergencies
{
    public const string OpenKind = "access.break_glass";
    public const string ReviewKind = "access.review";

    /// <param name="householdId">Null where none was found; told as one that is not there.</param>
    /// <param name="open">Whether it is open to the viewer anyway.</param>
    public static Outcome<AccessConcern> Open(
        TaihangDb db,
        Viewer viewer,
        int countyNo,
        Guid? householdId,
        bool open,
        string reason,
        ActContext context
    )
    {
        if (!BreakGlass.MayAsk(viewer))
            return AccessProblems.NoEmergencies();
        var past = db
            .AccessConcerns.AsNoTracking()
            .Where(c => c.AccountId == viewer.AccountId && c.Kind == ConcernKind.BreakGlass)
            .ToList()
            .ConvertAll(c => new PastEmergency(DateTimeOffset.FromUnixTimeMilliseconds(c.AtUnixMs), c.Justified));
        if (BreakGlass.Refused(past, reason, context.At) is { } refused)
            return refused;
        if (householdId is not { } found || open)
            return AccessProblems.NoEmergencyHere();
        var concern = new AccessConcern
        {
            CountyNo = countyNo,
            ConcernId = Guid.CreateVersion7(context.At),
            Kind = ConcernKind.BreakGlass,
            AccountId = viewer.AccountId,
            AccountCountyNo = viewer.CountyNo,
            SubjectId = found,
            Reason = reason.Trim(),
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
            UntilUnixMs = (context.At + BreakGlass.Open).ToUnixTimeMilliseconds(),
        };
        RecordAct.Append(
            db,
            countyNo,
            OpenKind,
            context,
            new
            {
                concern.ConcernId,
                concern.SubjectId,
                concern.UntilUnixMs,
            }
        );
        db.AccessConcerns.Add(concern);
        db.SaveChanges();
        return concern;
    }

    /// <summary>The emergency by which a household is open to an account now.</summary>
    public static AccessConcern? Running(
        TaihangDb db,
        Guid accountId,
        int countyNo,
        Guid householdId,
        DateTimeOffset now
    )
    {
        var at = now.ToUnixTimeMilliseconds();
        return db
            .AccessConcerns.AsNoTracking()
            .Where(c => c.CountyNo == countyNo && c.AccountId == accountId && c.SubjectId == householdId)
            .Where(c =>
                c.Kind == ConcernKind.BreakGlass && c.AtUnixMs <= at && c.UntilUnixMs > at && c.Justified != false
            )
            .OrderByDescending(c => c.AtUnixMs)
            .FirstOrDefault();
    }

    /// <summary>What the viewer may review, what waits first, then the newest.</summary>
    public static Listed<AccessConcern> List(TaihangDb db, Viewer by, int page, int size)
    {
        var all = db.AccessConcerns.AsNoTracking().Where(c => c.AccountId != by.AccountId);
        all = (by.Role, by.CountyNo) switch
        {
            (Roles.Auditor, 0) => all,
            (Roles.Auditor, var county) => all.Where(c => c.CountyNo == county),
            (Roles.County, not 0 and var county) when by.RegionNo is null => all.Where(c =>
                c.CountyNo == county || c.AccountCountyNo == county
            ),
            _ => all.Where(c => false),
        };
        return new(
            [
                .. all.OrderBy(c => c.ReviewedAtUnixMs != null)
                    .ThenByDescending(c => c.AtUnixMs)
                    .ThenBy(c => c.ConcernId)
                    .Skip((page - 1) * size)
                    .Take(size),
            ],
            all.Count()
        );
    }

    /// <summary>How many wait for the viewer's review.</summary>
    public static int Waiting(TaihangDb db, Viewer by) =>
        List(db, by, 1, 200).Lines.Count(c => c.ReviewedAtUnixMs is null);

    public static Outcome<AccessConcern> Review(
        TaihangDb db,
        Viewer by,
        int countyNo,
        Guid concernId,
        bool justified,
        string words,
        ActContext context
    )
    {
        var concern = db.AccessConcerns.SingleOrDefault(c => c.CountyNo == countyNo && c.ConcernId == concernId);
        if (concern is null || !BreakGlass.MayReview(by, concern.AccountId, concern.CountyNo, concern.AccountCountyNo))
            return AccessProblems.NoSuchConcern();
        if (concern.ReviewedAtUnixMs is not null)
            return AccessProblems.ReviewedAlready();
        if (words.Trim().Length < BreakGlass.ShortestReason)
            return AccessProblems.ReasonShort();
        using var widened = db.Widen(Widening.Review, countyNo);
        concern.ReviewedById = by.AccountId;
        concern.ReviewedAtUnixMs = context.At.ToUnixTimeMilliseconds();
        concern.Justified = justified;
        concern.Review = words.Trim();
        RecordAct.Append(db, countyNo, ReviewKind, context, new { concern.ConcernId, justified });
        db.SaveChanges();
        return concern;
    }
}
