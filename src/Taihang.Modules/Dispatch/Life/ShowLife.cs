using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>A choice in a form: somebody by name.</summary>
public sealed record Choice(Guid Id, Words Name);

/// <summary>A posting's record as its page shows it to one reader.</summary>
/// <param name="Record">As this reader may read it.</param>
/// <param name="StandIns">Cadres who serve today, those of the same township first.</param>
/// <param name="Accounts">Accounts with a cadre's duty in the village.</param>
/// <param name="AccountHolder">Whom the named account belongs to.</param>
/// <param name="DutiesAway">The duties of the named account have passed to somebody for now.</param>
public sealed record LifeShown(
    LifeRecord Record,
    LifeActor Actor,
    RegionPlace Village,
    string Cadre,
    string Unit,
    IReadOnlyDictionary<Guid, string> CadreNames,
    IReadOnlyList<Choice> StandIns,
    IReadOnlyList<Choice> Accounts,
    AccountHolder? AccountHolder,
    bool DutiesAway
);

/// <summary>Reads a posting's record for somebody.</summary>
public static class ShowLife
{
    /// <returns>Null where there is none, or it lies outside the viewer's area.</returns>
    public static LifeShown? Run(
        TaihangDb db,
        RegionTree tree,
        int countyNo,
        Guid postingId,
        Viewer viewer,
        DateOnly today
    )
    {
        if (
            LifeRecord.Read(db, countyNo, postingId) is not { } record
            || tree.ByNumber(record.Row.VillageNo) is not { } village
            || !viewer.SeesPlace(village, tree)
        )
            return null;
        var names = new Names(db, countyNo);
        var (actor, cadre) = (ActOnPosting.ActorOf(db, tree, record, viewer), names.Cadres[record.Row.CadreId]);
        var serving = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.From <= today && (p.To == null || p.To >= today))
            .Where(p => p.CadreId != record.Row.CadreId)
            .AsEnumerable()
            .OrderBy(p => p.VillageNo != village.RegionNo)
            .ThenBy(p => tree.ByNumber(p.VillageNo)?.ParentNo != village.ParentNo)
            .ThenBy(p => p.VillageNo)
            .ThenBy(p => p.PostingId)
            .ToList();
        var accounts = db
            .AccountDuties.AsNoTracking()
            .Where(d => d.CountyNo == countyNo && d.Role == Roles.Cadre && d.RegionNo == village.RegionNo)
            .Select(d => d.AccountId)
            .Distinct()
            .ToList();
        var held = record.State.Account is { } account ? Held(db, countyNo, account) : null;
        return new LifeShown(
            record.For(actor),
            actor,
            village,
            cadre.Name,
            names.Unit(cadre),
            names.Cadres.ToDictionary(c => c.Key, c => c.Value.Name),
            [
                .. serving.Select(p => new Choice(
                    p.CadreId,
                    new(
                        $"{names.Cadres[p.CadreId].Name}（{names.Village(p.VillageNo).Zh}）",
                        $"{names.Cadres[p.CadreId].Name} ({names.Village(p.VillageNo).En})"
                    )
                )),
            ],
            [
                .. db
                    .Accounts.AsNoTracking()
                    .Where(a => a.CountyNo == countyNo && accounts.Contains(a.AccountId))
                    .OrderBy(a => a.DisplayName)
                    .AsEnumerable()
                    .Select(a => new Choice(a.AccountId, Words.Same(a.DisplayName))),
            ],
            held,
            held is not null && !held.InForce(today).Any(d => d.Role == Roles.Cadre && d.RegionNo == village.RegionNo)
        );
    }

    private static AccountHolder? Held(TaihangDb db, int countyNo, Guid id) =>
        db.Accounts.AsNoTracking().SingleOrDefault(a => a.CountyNo == countyNo && a.AccountId == id) is { } account
            ? Access.Accounts.Holder(db, account)
            : null;
}
