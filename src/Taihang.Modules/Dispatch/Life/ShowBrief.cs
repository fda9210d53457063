using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>A skill that the village needs, and the best of whoever stands there.</summary>
public sealed record NeedLine(Words Skill, int Need, int Has);

/// <summary>What somebody who stood here before has not handed over.</summary>
public sealed record LeftOpen(Guid PostingId, string Cadre, DateOnly LastDay, IReadOnlyList<HandoverItem> Items);

/// <summary>Somebody of an office who has to do with the village.</summary>
public sealed record WhoIsWho(string Name, string Role, RegionPlace Place);

/// <summary>What somebody who comes to a village finds of postings and people, all of it from the record.</summary>
public sealed record Brief(
    RegionPlace Village,
    IReadOnlyList<ServiceLine> Stand,
    IReadOnlyList<LeftOpen> Before,
    IReadOnlyList<NeedLine> Needs,
    IReadOnlyList<WhoIsWho> Who
);

/// <summary>A household as it stands on its contact card.</summary>
public sealed record CardLine(Guid HouseholdId, string Number, string Head);

/// <summary>Reads the first-day brief's part of Dispatch.</summary>
public static class ShowBrief
{
    public static Brief Run(TaihangDb db, LifeSettings settings, RegionTree tree, RegionPlace village, DateOnly day)
    {
        var county = village.CountyNo;
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == county && p.VillageNo == village.RegionNo && p.From <= day)
            .OrderBy(p => p.From)
            .ToList();
        var (records, names) = (LifeRecord.ReadAll(db, rows), new Names(db, county));
        var stand = records.Where(r => r.State.Serves(day)).Select(r => r.Row.CadreId).ToList();
        var newest = rows.LastOrDefault(r => r.Role == PostingRole.FirstSecretary);
        var need = newest is null ? [] : StoredRound.Read<StoredReason>(newest.Reason).Need;
        var skills = stand.ConvertAll(c =>
            JsonSerializer.Deserialize<Dictionary<string, int>>(names.Cadres[c].Skills)!
        );
        return new Brief(
            village,
            ShowService.Village(db, settings, village, day),
            [
                .. records
                    .Where(r => r.State.LastDay is not null && r.State.Unconfirmed(settings).Any())
                    .TakeLast(3)
                    .Select(r => new LeftOpen(
                        r.Row.PostingId,
                        names.Cadres[r.Row.CadreId].Name,
                        r.State.LastDay!.Value,
                        [.. r.State.Unconfirmed(settings)]
                    )),
            ],
            [
                .. ShowService
                    .Skills(db, county)
                    .Select(
                        (skill, i) =>
                            new NeedLine(
                                skill.Title,
                                i < need.Length ? need[i] : 0,
                                skills.Select(s => s.GetValueOrDefault(skill.Id)).DefaultIfEmpty(0).Max()
                            )
                    )
                    .Where(n => n.Need > 0),
            ],
            Offices(db, tree, village, day)
        );
    }

    /// <summary>Every household on record in the village, assessed or not, by number.</summary>
    public static IReadOnlyList<CardLine> Cards(TaihangDb db, RegionPlace village, DateOnly day) =>
        [
            .. (
                from household in db.Households
                where household.CountyNo == village.CountyNo && household.VillageNo == village.RegionNo
                where household.ClosedOn == null || household.ClosedOn > day
                join head in db.Persons
                    on new { household.CountyNo, Id = household.HeadId } equals new
                    {
                        head.CountyNo,
                        Id = (Guid?)head.PersonId,
                    }
                    into heads
                from head in heads.DefaultIfEmpty()
                orderby household.Number
                select new CardLine(household.HouseholdId, household.Number, head == null ? "" : head.Name)
            ),
        ];

    private static IReadOnlyList<WhoIsWho> Offices(TaihangDb db, RegionTree tree, RegionPlace village, DateOnly day)
    {
        var duties = db
            .AccountDuties.AsNoTracking()
            .Where(d =>
                d.CountyNo == village.CountyNo && d.HeldFrom <= day && (d.HeldUntil == null || d.HeldUntil > day)
            )
            .Where(d =>
                (d.Role == Roles.Township && d.RegionNo == village.ParentNo)
                || (d.Role == Roles.Cadre && d.RegionNo == village.RegionNo)
                || (d.Role == Roles.County && d.RegionNo == null)
            )
            .ToList();
        var ids = duties.ConvertAll(d => d.AccountId);
        var people = db
            .Accounts.AsNoTracking()
            .Where(a => a.CountyNo == village.CountyNo && ids.Contains(a.AccountId))
            .ToDictionary(a => a.AccountId, a => a.DisplayName);
        return
        [
            .. duties
                .Where(d => people.ContainsKey(d.AccountId))
                .Select(d => new WhoIsWho(
                    people[d.AccountId],
                    d.Role,
                    (d.RegionNo is { } region ? tree.ByNumber(region) : tree.County(village.CountyNo))!
                ))
                .OrderBy(w => w.Role == Roles.County)
                .ThenBy(w => w.Role, StringComparer.Ordinal)
                .ThenBy(w => w.Name, StringComparer.Ordinal),
        ];
    }
}
