using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>What a cadre stated on a day: where close kin live, how far they can go, from when they are to be had, where they wish to go.</summary>
/// <param name="AwayUntil">First day on which they are to be had again; null for always.</param>
public sealed record StatedLimits(
    ImmutableArray<int> KinRegionNos,
    int? MostKm,
    DateOnly? AwayUntil,
    ImmutableArray<int> WishRegionNos
)
{
    /// <summary>As a plan reads it whose postings begin on the day.</summary>
    public CadreLimits On(DateOnly day) => new(KinRegionNos, MostKm, AwayUntil > day, WishRegionNos);
}

/// <summary>A statement with when and by whom it was taken in.</summary>
public sealed record StatementShown(DateOnly StatedOn, string ByName, StatedLimits Limits);

/// <summary>What was typed: places by their codes, apart by blanks or commas.</summary>
public sealed record StatementTyped(string Kin, string MostKm, string AwayUntil, string Wishes);

/// <summary>
/// Takes in and reads what cadres state before they are posted. The county office writes it down as it was stated; what lies behind a limit
/// is not asked. The newest statement holds, older ones stay.
/// </summary>
public static class Statements
{
    public const int MostPlaces = 5;
    public const int GreatestKm = 5_000;

    /// <summary>The newest statement of each cadre on or before the day.</summary>
    public static IReadOnlyDictionary<Guid, StatedLimits> InForce(TaihangDb db, int countyNo, DateOnly day) =>
        db
            .CadreStatements.AsNoTracking()
            .Where(s => s.CountyNo == countyNo && s.StatedOn <= day)
            .AsEnumerable()
            .GroupBy(s => s.CadreId)
            .ToDictionary(
                g => g.Key,
                g =>
                    StoredRound.Read<StatedLimits>(
                        g.OrderBy(s => s.StatedOn).ThenBy(s => s.StatementId).Last().Document
                    )
            );

    /// <summary>Everything that a cadre stated, the newest first.</summary>
    public static IReadOnlyList<StatementShown> Of(TaihangDb db, int countyNo, Guid cadreId) =>
        [
            .. db
                .CadreStatements.AsNoTracking()
                .Where(s => s.CountyNo == countyNo && s.CadreId == cadreId)
                .AsEnumerable()
                .OrderByDescending(s => s.StatedOn)
                .ThenByDescending(s => s.StatementId)
                .Select(s => new StatementShown(s.StatedOn, s.ByName, StoredRound.Read<StatedLimits>(s.Document))),
        ];

    /// <summary>Reads what was typed; each fault names its field.</summary>
    public static Outcome<StatedLimits> Read(StatementTyped typed, RegionTree tree, int countyNo, DateOnly day)
    {
        var problems = new List<Problem>();
        var kin = Places(typed.Kin, "kin");
        var wishes = Places(typed.Wishes, "wishes");
        if (
            wishes.Any(w =>
                tree.ByNumber(w) is not { Level: "township" or "village" } place || place.CountyNo != countyNo
            )
        )
            problems.Add(DispatchProblems.WishElsewhere());
        int? most = null;
        if (typed.MostKm.Length > 0)
            if (int.TryParse(typed.MostKm, out var km) && km is >= 0 and <= GreatestKm)
                most = km;
            else
                problems.Add(DispatchProblems.NotAKm(GreatestKm));
        DateOnly? away = null;
        if (typed.AwayUntil.Length > 0)
            if (DateOnly.TryParseExact(typed.AwayUntil, "yyyy-MM-dd", out var until) && until > day)
                away = until;
            else
                problems.Add(DispatchProblems.NotALaterDay());
        return problems.Count > 0
            ? Outcome<StatedLimits>.Refused(problems)
            : new StatedLimits([.. kin], most, away, [.. wishes]);

        List<int> Places(string text, string field)
        {
            var codes = text.Split([' ', ',', '，', '、', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .Distinct()
                .ToList();
            if (codes.Count > MostPlaces)
                problems.Add(DispatchProblems.TooManyPlaces(MostPlaces));
            var found = new List<int>();
            foreach (var code in codes.Take(MostPlaces))
            {
                var place = tree.Resolve(code, day, at: new Place(field));
                problems.AddRange(place.Problems);
                if (place.Ok)
                    found.Add(place.Value.RegionNo);
            }
            return found;
        }
    }

    /// <param name="statementId">Made by the sender; sending it again writes nothing more.</param>
    /// <returns>Null when it is on record.</returns>
    public static Problem? Take(
        TaihangDb db,
        int countyNo,
        Guid cadreId,
        Guid statementId,
        StatedLimits limits,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        if (!db.Cadres.Any(c => c.CountyNo == countyNo && c.CadreId == cadreId))
            return DispatchProblems.NotOnRoster();
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, countyNo);
        if (db.CadreStatements.Any(s => s.CountyNo == countyNo && s.StatementId == statementId))
            return null;
        var act = RecordAct.Append(
            db,
            countyNo,
            "dispatch.stated",
            context,
            new { cadre = cadreId, statement = statementId }
        );
        db.CadreStatements.Add(
            new CadreStatement
            {
                CountyNo = countyNo,
                StatementId = statementId,
                CadreId = cadreId,
                ActId = act.ActId,
                StatedOn = day,
                Document = StoredRound.Write(limits),
                ByName = byName,
            }
        );
        db.SaveChanges();
        transaction.Commit();
        return null;
    }
}
