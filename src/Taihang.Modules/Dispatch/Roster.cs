using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>A sending unit with what was asked of it and whom it nominated.</summary>
/// <param name="Asked">Null where no number was asked for.</param>
/// <param name="Nominated">Of its cadres on the roster those who may serve as first secretary.</param>
public sealed record UnitRow(
    Guid UnitId,
    string Name,
    string Level,
    string Kind,
    int? Asked,
    int Nominated,
    int OnRoster
);

/// <summary>A cadre of the roster.</summary>
/// <param name="VillageNo">Where they serve on the day; null for nowhere.</param>
/// <param name="StatedOn">When they last stated something of themselves.</param>
public sealed record CadreRow(
    Guid CadreId,
    string Name,
    string Unit,
    bool Eligible,
    int? VillageNo,
    DateOnly? StatedOn
);

/// <summary>A cadre with everything the dispatch knows of them.</summary>
public sealed record CadreShown(
    CadreRow Row,
    int HomeRegionNo,
    int Seniority,
    ImmutableSortedDictionary<string, int> Skills,
    IReadOnlyList<StatementShown> Statements,
    IReadOnlyList<PostingRow> Postings
);

/// <summary>The county's roster: units and their quotas, cadres, where each serves and has served.</summary>
public static class Roster
{
    public static IReadOnlyList<UnitRow> Units(TaihangDb db, int countyNo)
    {
        var cadres = db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == countyNo)
            .Select(c => new { c.UnitId, c.Eligible })
            .AsEnumerable()
            .ToLookup(c => c.UnitId, c => c.Eligible);
        return
        [
            .. db
                .SendingUnits.AsNoTracking()
                .Where(u => u.CountyNo == countyNo)
                .AsEnumerable()
                .OrderBy(u => u.Name, StringComparer.Ordinal)
                .Select(u => new UnitRow(
                    u.UnitId,
                    u.Name,
                    u.Level,
                    u.Kind,
                    u.Quota,
                    cadres[u.UnitId].Count(eligible => eligible),
                    cadres[u.UnitId].Count()
                )),
        ];
    }

    /// <param name="find">Part of a name or of a unit's name; blank for everybody.</param>
    /// <returns>A page of them by unit and name, and how many there are in all.</returns>
    public static (IReadOnlyList<CadreRow> Rows, int Total) Cadres(
        TaihangDb db,
        int countyNo,
        string find,
        DateOnly day,
        int page,
        int size
    )
    {
        var units = db.SendingUnits.AsNoTracking().Where(u => u.CountyNo == countyNo);
        var query =
            from cadre in db.Cadres.AsNoTracking().Where(c => c.CountyNo == countyNo)
            join unit in units on cadre.UnitId equals unit.UnitId
            where find == "" || cadre.Name.Contains(find) || unit.Name.Contains(find)
            orderby unit.Name, cadre.Name, cadre.CadreId
            select new
            {
                cadre.CadreId,
                cadre.Name,
                Unit = unit.Name,
                cadre.Eligible,
            };
        var total = query.Count();
        var shown = query.Skip((page - 1) * size).Take(size).ToList();
        var ids = shown.Select(c => c.CadreId).ToList();
        var serves = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && ids.Contains(p.CadreId))
            .Where(p => p.From <= day && (p.To == null || p.To >= day))
            .AsEnumerable()
            .ToLookup(p => p.CadreId, p => (int?)p.VillageNo);
        var stated = db
            .CadreStatements.AsNoTracking()
            .Where(s => s.CountyNo == countyNo && ids.Contains(s.CadreId))
            .AsEnumerable()
            .ToLookup(s => s.CadreId, s => (DateOnly?)s.StatedOn);
        return (
            [
                .. shown.Select(c => new CadreRow(
                    c.CadreId,
                    c.Name,
                    c.Unit,
                    c.Eligible,
                    serves[c.CadreId].FirstOrDefault(),
                    stated[c.CadreId].Max()
                )),
            ],
            total
        );
    }

    /// <returns>Null where nobody on the county's roster is that.</returns>
    public static CadreShown? Cadre(TaihangDb db, int countyNo, Guid cadreId, DateOnly day)
    {
        if (
            db.Cadres.AsNoTracking().SingleOrDefault(c => c.CountyNo == countyNo && c.CadreId == cadreId)
            is not { } cadre
        )
            return null;
        var names = new Names(db, countyNo);
        var statements = Statements.Of(db, countyNo, cadreId);
        var postings = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.CadreId == cadreId)
            .OrderByDescending(p => p.From)
            .AsEnumerable()
            .Select(names.Row)
            .ToList();
        var skills = JsonSerializer.Deserialize<Dictionary<string, int>>(cadre.Skills)!;
        return new CadreShown(
            new CadreRow(
                cadreId,
                cadre.Name,
                names.Unit(cadre),
                cadre.Eligible,
                postings.Find(p => p.From <= day && !(p.To < day))?.VillageNo,
                statements.Count == 0 ? null : statements[0].StatedOn
            ),
            cadre.HomeRegionNo,
            cadre.Seniority,
            skills.ToImmutableSortedDictionary(StringComparer.Ordinal),
            statements,
            postings
        );
    }

    /// <summary>How many the county asks a unit to nominate.</summary>
    /// <param name="asked">Null takes the number back.</param>
    /// <returns>Null when it is on record.</returns>
    public static Problem? Ask(TaihangDb db, int countyNo, Guid unitId, int? asked, ActContext context)
    {
        if (asked is < 0 or > 10_000)
            return DispatchProblems.NotAQuota();
        if (db.SendingUnits.SingleOrDefault(u => u.CountyNo == countyNo && u.UnitId == unitId) is not { } unit)
            return DispatchProblems.NotOnRoster();
        if (unit.Quota == asked)
            return null;
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, countyNo);
        RecordAct.Append(
            db,
            countyNo,
            "dispatch.quota",
            context,
            new
            {
                unit = unitId,
                from = unit.Quota,
                to = asked,
            }
        );
        unit.Quota = asked;
        db.SaveChanges();
        transaction.Commit();
        return null;
    }
}
