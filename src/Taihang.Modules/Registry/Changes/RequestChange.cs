using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>
/// Submits a change. From here on nobody alters it: what is decided are the bytes that were kept, whose hash stands in the act. The same
/// form sent again changes nothing; the same identifier with another content is refused.
/// </summary>
public static class RequestChange
{
    /// <param name="problems">Receives what is wrong with the form.</param>
    /// <returns>The request on record; null when something is wrong.</returns>
    public static ChangeRequest? Run(
        TaihangDb db,
        ChangeSetting setting,
        Viewer viewer,
        ChangeDraft draft,
        ActContext context,
        List<FieldProblem> problems
    )
    {
        var sent = setting.Sealing.Fingerprint(draft.Canonical);
        if (Sent(db, viewer, draft, sent, problems) is var (before, found) && found)
            return before;
        if (PrepareChange.Run(db, setting, viewer, draft, problems) is not { } prepared)
            return null;
        var document = ChangeDocument.Write(prepared.Content);
        var row = new ChangeRequest
        {
            CountyNo = draft.CountyNo,
            ChangeId = draft.ChangeId,
            Kind = draft.Kind,
            HouseholdId = prepared.Content.Change.HouseholdId,
            OtherHouseholdId = prepared.Other,
            VillageNo = prepared.VillageNo,
            OtherVillageNo = prepared.OtherVillageNo,
            Sent = sent,
            Document = document,
            ContentHash = ChangeDocument.Hash(document),
            Base = prepared.Known.State.Hash(),
            Submitted = ChangeDocument.Write(prepared.Differences),
            Standing = ChangeStanding.Open,
            RequestedBy = viewer.AccountId,
            RequestedOn = setting.Today,
        };
        try
        {
            using var transaction = db.Database.BeginTransaction();
            row.ActId = RecordAct
                .Append(
                    db,
                    row.CountyNo,
                    "registry.request_change",
                    context,
                    new
                    {
                        row.ChangeId,
                        row.HouseholdId,
                        row.Kind,
                        row.ContentHash,
                        row.Base,
                    }
                )
                .ActId;
            db.ChangeRequests.Add(row);
            db.SaveChanges();
            transaction.Commit();
            return row;
        }
        catch (Exception error) when (error is DbUpdateException or DbException)
        {
            db.ChangeTracker.Clear();
            // The same form, sent twice at one time.
            if (Sent(db, viewer, draft, sent, problems) is var (again, known) && known)
                return again;
            problems.Add(new(null, ChangeProblems.SomebodyElseActed()));
            return null;
        }
    }

    private static (ChangeRequest? Row, bool Found) Sent(
        TaihangDb db,
        Viewer viewer,
        ChangeDraft draft,
        byte[] sent,
        List<FieldProblem> problems
    )
    {
        var row = db
            .ChangeRequests.AsNoTracking()
            .SingleOrDefault(c => c.CountyNo == draft.CountyNo && c.ChangeId == draft.ChangeId);
        if (row is null)
            return (null, false);
        if (row.RequestedBy == viewer.AccountId && row.Sent.AsSpan().SequenceEqual(sent))
            return (row, true);
        problems.Add(new(null, ChangeProblems.SentWithOtherContent()));
        return (null, true);
    }
}
