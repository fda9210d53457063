using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Keys;

/// <summary>
/// Puts the keys of attached files under the newest master key, some at a time. The files stay as they are: what opens them is their own
/// key, and that lies nowhere but here.
/// </summary>
internal static class ChangeFileKeys
{
    private const int AtOnce = 500;

    /// <returns>How many were wrapped anew.</returns>
    public static long Run(TaihangDb db, Sealing sealing, CancellationToken cancel)
    {
        var moved = 0L;
        foreach (var county in db.Attachments.Select(a => a.CountyNo).Distinct().Order().ToList())
            for (Guid? last = null; Next(db, county, last) is { Count: > 0 } some; last = some[^1].AttachmentId)
            {
                cancel.ThrowIfCancellationRequested();
                using var transaction = db.Database.BeginTransaction();
                foreach (var row in some)
                    if (
                        Sealing.NumberOf(row.WrappedKey) != sealing.Newest
                        && sealing.Rewrap(row.WrappedKey, row.AttachmentId) is { } wrapped
                    )
                        moved += db
                            .Attachments.Where(a => a.CountyNo == county && a.AttachmentId == row.AttachmentId)
                            .ExecuteUpdate(set => set.SetProperty(a => a.WrappedKey, wrapped));
                transaction.Commit();
            }
        return moved;
    }

    /// <summary>Whether something lies under a key that is newer.</summary>
    public static bool AnyNewer(TaihangDb db, int number) =>
        db
            .Attachments.Where(a => a.WrappedKey != Attachment.NoKey)
            .Select(a => a.WrappedKey)
            .AsEnumerable()
            .Any(key => Sealing.NumberOf(key) > number);

    private static List<Attachment> Next(TaihangDb db, int county, Guid? after)
    {
        var all = db.Attachments.AsNoTracking().Where(a => a.CountyNo == county && a.WrappedKey != Attachment.NoKey);
        if (after is { } last)
            all = all.Where(a => a.AttachmentId > last);
        return [.. all.OrderBy(a => a.AttachmentId).Take(AtOnce)];
    }
}
