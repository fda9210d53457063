using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>Whoever asked takes the request back, as long as nobody decided.</summary>
public static class WithdrawChange
{
    public static Outcome<ChangeDecision> Run(
        TaihangDb db,
        Viewer viewer,
        int countyNo,
        Guid changeId,
        string reason,
        DateOnly day,
        ActContext context
    )
    {
        try
        {
            using var transaction = db.Database.BeginTransaction();
            RecordAct.Hold(db, countyNo);
            db.ChangeTracker.Clear();
            if (db.ChangeRequests.SingleOrDefault(c => c.CountyNo == countyNo && c.ChangeId == changeId) is not { } row)
                return ChangeProblems.NoSuchRequest();
            if (DecideChange.Read(db, row) is not { } request)
                return ChangeProblems.Altered();
            if (ChangeRules.MayWithdraw(request, viewer.AccountId) is { } problem)
                return problem;
            var closed = DecideChange.Close(
                db,
                row,
                ChangeStanding.Withdrawn,
                viewer.AccountId,
                day,
                reason,
                [],
                context,
                _ => null
            );
            transaction.Commit();
            return closed;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return ChangeProblems.SomebodyElseActed();
        }
    }
}
