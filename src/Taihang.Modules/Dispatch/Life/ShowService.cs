using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>A posting in the list of an area. Nothing here is for the offices alone.</summary>
/// <param name="AwayUntil">Last day of the leave that runs on the day.</param>
/// <param name="HandoverOpen">Things that are not handed over and confirmed yet.</param>
public sealed record ServiceLine(
    int CountyNo,
    Guid PostingId,
    RegionPlace Village,
    string Role,
    string Cadre,
    string Unit,
    DateOnly From,
    DateOnly? LastDay,
    DateOnly TermEnd,
    DateOnly? AwayUntil,
    string? StandIn,
    int HandoverOpen
);

/// <summary>What a township's villages need beyond the skills of whoever stands there.</summary>
/// <param name="Known">Villages whose needs are on record with a posting.</param>
public sealed record AreaGaps(RegionPlace Area, int Known, ImmutableArray<SkillGap> Gaps);

/// <summary>Who stands where in an area on a day.</summary>
/// <param name="Villages">In which a first secretary is to stand.</param>
public sealed record ServiceShown(
    RegionPlace Place,
    DateOnly On,
    int Villages,
    IReadOnlyList<ServiceLine> Serving,
    IReadOnlyList<RegionPlace> Vacant,
    IReadOnlyList<ServiceLine> Away,
    IReadOnlyList<ServiceLine> EndingSoon,
    IReadOnlyList<ServiceLine> Overdue,
    IReadOnlyList<ServiceLine> Handovers,
    ImmutableArray<Skill> Skills,
    IReadOnlyList<AreaGaps> Gaps
);

/// <summary>The list of who serves in a county or township, at any day.</summary>
public static class ShowService
{
    public static ServiceShown Run(
        TaihangDb db,
        Pack pack,
        LifeSettings settings,
        RegionTree tree,
        RegionPlace place,
        DateOnly on
    )
    {
        var county = place.CountyNo;
        var villages = Villages(tree, place, on).ToDictionary(v => v.RegionNo);
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == county)
            .OrderBy(p => p.From)
            .AsEnumerable()
            .Where(p => villages.ContainsKey(p.VillageNo))
            .ToList();
        var records = LifeRecord.ReadAll(db, rows);
        // Where somebody is to stand: a household is counted there, or somebody stood there before.
        var needed = ShowArea
            .Figures(db, pack, tree, villages.Values)
            .Where(f => f.CountedHouseholds > 0)
            .Select(f => f.Place.RegionNo)
            .Concat(rows.Where(r => r.Role == PostingRole.FirstSecretary && r.From <= on).Select(r => r.VillageNo))
            .ToHashSet();
        var covered = ServiceOn.Of(needed, [.. records.Select(r => new Standing(r.State, r.Row.Role))], on, settings);
        var names = new Names(db, county);
        var skills = Skills(db, county);
        return new ServiceShown(
            place,
            on,
            needed.Count,
            Lines(covered.Serving),
            [.. covered.Vacant.Select(v => villages[v])],
            Lines(covered.Away),
            Lines(covered.EndingSoon),
            Lines(covered.Overdue),
            Lines(covered.Handovers),
            skills,
            Gaps()
        );

        IReadOnlyList<ServiceLine> Lines(IEnumerable<Standing> standings) =>
            [.. standings.Select(s => Line(s, names, villages[s.State.Made.VillageNo], county, on, settings))];

        IReadOnlyList<AreaGaps> Gaps()
        {
            var standing = covered.Serving.ToLookup(s => s.State.Made.VillageNo, s => s.State.Made.CadreId);
            var known = rows.Where(r => r.Role == PostingRole.FirstSecretary && r.From <= on)
                .GroupBy(r => r.VillageNo)
                .Select(g => new VillageSkills(
                    g.Key,
                    StoredRound.Read<StoredReason>(g.Last().Reason).Need,
                    [
                        .. skills.Select(skill =>
                            standing[g.Key].Select(c => Level(names.Cadres[c], skill.Id)).DefaultIfEmpty(0).Max()
                        ),
                    ]
                ))
                .ToLookup(v => place.Level == "county" ? villages[v.VillageNo].ParentNo : place.RegionNo);
            return
            [
                .. known
                    .Select(area => new AreaGaps(
                        tree.ByNumber(area.Key)!,
                        area.Count(),
                        SkillGap.Of([.. area], skills.Length)
                    ))
                    .OrderBy(a => a.Area.Code, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Who stands in a village on a day: the first secretary, then the members.</summary>
    public static IReadOnlyList<ServiceLine> Village(
        TaihangDb db,
        LifeSettings settings,
        RegionPlace village,
        DateOnly on
    )
    {
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == village.CountyNo && p.VillageNo == village.RegionNo)
            .OrderBy(p => p.From)
            .ToList();
        var names = new Names(db, village.CountyNo);
        return
        [
            .. LifeRecord
                .ReadAll(db, rows)
                .Where(r => r.State.Serves(on))
                .OrderBy(r => r.Row.Role != PostingRole.FirstSecretary)
                .ThenBy(r => r.Row.From)
                .Select(r => Line(new(r.State, r.Row.Role), names, village, village.CountyNo, on, settings)),
        ];
    }

    /// <summary>The villages of a county or township, or the village itself.</summary>
    internal static IEnumerable<RegionPlace> Villages(RegionTree tree, RegionPlace place, DateOnly on) =>
        place.Level == "village"
            ? [place]
            : tree.Children(place.RegionNo).Where(c => c.ValidOn(on)).SelectMany(c => Villages(tree, c, on));

    /// <summary>The skills by which the county's newest round was made, in the order in which its reasons give needs.</summary>
    internal static ImmutableArray<Skill> Skills(TaihangDb db, int countyNo) =>
        StoredRound.Find(db, countyNo) is { } round ? StoredRound.Read<StoredRules>(round.Weights).Skills : [];

    private static int Level(Cadre cadre, string skill) =>
        JsonSerializer.Deserialize<Dictionary<string, int>>(cadre.Skills)!.GetValueOrDefault(skill);

    private static ServiceLine Line(
        Standing standing,
        Names names,
        RegionPlace village,
        int county,
        DateOnly on,
        LifeSettings settings
    )
    {
        var (state, cadre) = (standing.State, names.Cadres[standing.State.Made.CadreId]);
        var leave = state.LeaveOn(on);
        return new ServiceLine(
            county,
            state.Made.PostingId,
            village,
            standing.Role,
            cadre.Name,
            names.Unit(cadre),
            state.Made.From,
            state.LastDay,
            state.TermEnd(settings),
            leave?.Last,
            leave?.StandIn is { } who ? names.Cadre(who).Zh : null,
            state.LastDay is null ? 0 : state.Unconfirmed(settings).Count()
        );
    }
}
