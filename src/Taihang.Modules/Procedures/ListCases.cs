using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Procedures;

/// <summary>A case in a list.</summary>
public sealed record CaseLine(ProcedureCase Row, CaseState State, CaseClock Clock);

/// <summary>Cases of a place, and what waits for one account. The area is part of the query.</summary>
public static class ListCases
{
    /// <param name="ended">Cases with an outcome instead of those that run.</param>
    public static (IReadOnlyList<CaseLine> Cases, int Total) Run(
        TaihangDb db,
        Pack pack,
        RegionTree tree,
        RegionPlace place,
        bool ended,
        DateOnly day,
        int most
    )
    {
        var query = In(db, tree, place).Where(c => c.Pack == pack.Id && (c.Outcome != null) == ended);
        var total = query.Count();
        var rows = (
            ended
                ? query.OrderByDescending(c => c.EndedOn).ThenBy(c => c.CaseId)
                : query.OrderBy(c => c.NextDue == null).ThenBy(c => c.NextDue).ThenBy(c => c.CaseId)
        )
            .Take(most)
            .ToList();
        return (Lines(db, pack, rows, day), total);
    }

    /// <summary>Running cases at whose step the viewer may act now, or whose objection they may answer; the most urgent first.</summary>
    public static IReadOnlyList<CaseLine> Tasks(
        TaihangDb db,
        Pack pack,
        RegionTree tree,
        Viewer viewer,
        DateOnly day,
        int most
    )
    {
        // Steps that somebody of this role may ever act at; the rules then decide case by case.
        var steps = pack
            .Procedures.SelectMany(p =>
                p.Steps.Where(s =>
                    s.Parties.Append(s.EscalateTo)
                        .Concat(s.Objections?.AnsweredBy ?? [])
                        .Append(s.Objections?.EscalateTo)
                        .Any(id => p.Party(id)?.Roles.Contains(viewer.Role) == true)
                )
            )
            .Select(s => s.Id)
            .Distinct()
            .ToList();
        var query = viewer.Top(tree) is { } top ? In(db, tree, top) : db.ProcedureCases.AsNoTracking();
        var rows = query
            .Where(c => c.Pack == pack.Id && c.Step != null && steps.Contains(c.Step))
            .OrderBy(c => c.NextDue == null)
            .ThenBy(c => c.NextDue)
            .ThenBy(c => c.CaseId)
            .Take(most * 4)
            .ToList();
        var actor = new CaseActor(viewer.AccountId, viewer.Role, true);
        return [.. Lines(db, pack, rows, day).Where(l => Waits(l.State, actor)).Take(most)];
    }

    private static bool Waits(CaseState state, CaseActor actor) =>
        CaseRules.MayAct(state, actor) is null
        || state.OpenObjections.Any(o => CaseRules.MayAnswer(state, o, actor) is null);

    private static IQueryable<ProcedureCase> In(TaihangDb db, RegionTree tree, RegionPlace place)
    {
        var cases = db.ProcedureCases.AsNoTracking().Where(c => c.CountyNo == place.CountyNo);
        if (place.Level == "county")
            return cases;
        var villages =
            place.Level == "village"
                ? [place.RegionNo]
                : tree.Children(place.RegionNo).Select(v => v.RegionNo).ToList();
        return cases.Where(c => villages.Contains(c.VillageNo));
    }

    private static List<CaseLine> Lines(TaihangDb db, Pack pack, IReadOnlyList<ProcedureCase> rows, DateOnly day) =>
        [
            .. rows.GroupBy(r => r.CountyNo)
                .SelectMany(g => CaseRecord.ReadAll(db, pack, [.. g]))
                .Select(c => new CaseLine(c.Row, c.State, CaseClock.On(c.State, day))),
        ];
}
