using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>What a comparison found. Rows that name nobody on record are only counted: the list is not kept.</summary>
/// <param name="Opened">Checks opened now.</param>
/// <param name="Already">Households whose check by this procedure is still running.</param>
public sealed record ListCompared(int Rows, int Hits, int Opened, int Already);

/// <summary>
/// Compares a department's list (CSV or XLSX, with a column of ID numbers) with the record. A hit opens a check of the household and changes
/// nothing about it.
/// </summary>
public static class CompareWithList
{
    private static readonly string[] Headings = ["证件号码", "身份证号", "身份证号码", "id_number", "ID number"];

    /// <param name="procedure">The procedure of the pack by which a hit is checked.</param>
    /// <param name="list">What the list is, such as "vehicle register, March 2026".</param>
    public static Outcome<ListCompared> Run(
        TaihangDb db,
        Pack pack,
        Sealing sealing,
        int countyNo,
        string procedure,
        string path,
        string list,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        var opened = WorkbookRows.Open(path, Words.Same(""));
        if (!opened.Ok)
            return Outcome<ListCompared>.Refused(opened.Problems);
        using var sheet = opened.Value;
        var column = Array.FindIndex(sheet.Headings, h => Headings.Contains(h, StringComparer.OrdinalIgnoreCase));
        if (column < 0)
            return RegistryProblems.NoIdColumn(new Place(Path.GetFileName(path), Row: 1), string.Join(", ", Headings));
        var (rows, indexes) = (0, new List<byte[]>());
        while (sheet.Next(out var row))
        {
            rows++;
            if (IdNumber.Normal(row.Cells[column]) is { Length: > 0 } number)
                indexes.Add(sealing.Index(SealedKind.IdNumber, number));
        }
        db.Database.OpenConnection();
        var holders = new IdNumberHolders(db)
            .Find(indexes)
            .Values.Where(h => h.CountyNo == countyNo)
            .Select(h => h.PersonId)
            .ToList();
        db.Database.CloseConnection();
        var hits = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && holders.Contains(p.PersonId) && p.LeftOn == null)
            .Join(
                db.Households,
                p => new { p.CountyNo, p.HouseholdId },
                h => new { h.CountyNo, h.HouseholdId },
                (p, h) => h
            )
            .Distinct()
            .OrderBy(h => h.Number)
            .ToList();
        var running = db
            .ProcedureCases.Where(c => c.CountyNo == countyNo && c.Procedure == procedure && c.Outcome == null)
            .Select(c => c.SubjectId)
            .ToHashSet();
        var checks = 0;
        foreach (var household in hits.Where(h => !running.Contains(h.HouseholdId)))
        {
            var head = db
                .Persons.AsNoTracking()
                .FirstOrDefault(p => p.CountyNo == countyNo && p.PersonId == household.HeadId);
            var started = StartCase.Run(
                db,
                pack,
                new StartRequest(
                    Guid.CreateVersion7(context.At),
                    countyNo,
                    household.VillageNo,
                    procedure,
                    household.HouseholdId,
                    head?.Name ?? household.Number,
                    "list",
                    list,
                    actor,
                    byName
                ),
                day,
                context
            );
            if (!started.Ok)
                return Outcome<ListCompared>.Refused(started.Problems);
            checks++;
        }
        return new ListCompared(rows, hits.Count, checks, hits.Count - checks);
    }
}
