using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Outbound;

/// <summary>Opens one household in an emergency and tells both offices over it: no emergency without its notices. The pages know no other way.</summary>
public static class OpenEmergency
{
    /// <inheritdoc cref="Emergencies.Open"/>
    public static Outcome<AccessConcern> Run(
        TaihangDb db,
        Viewer viewer,
        int countyNo,
        Guid? householdId,
        bool open,
        string reason,
        ActContext context
    )
    {
        using var own = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        var opened = Emergencies.Open(db, viewer, countyNo, householdId, open, reason, context);
        if (!opened.Ok)
            return opened;
        QueueNotices.OfEmergency(db, opened.Value);
        db.SaveChanges();
        own?.Commit();
        return opened;
    }
}
