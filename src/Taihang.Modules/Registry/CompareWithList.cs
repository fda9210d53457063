using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>A household on record of whom somebody stands on the list.</summary>
/// <param name="Head">The head's name, else the household's number.</param>
/// <param name="Running">Whether a check of it by this procedure runs already.</param>
public sealed record ListHit(Guid HouseholdId, int VillageNo, string Number, string Head, bool Running);

/// <summary>What a list would do. Rows that name nobody on record are only counted: the list is not kept.</summary>
/// <param name="Unreadable">Rows whose number is missing or cannot be one, such as 1.1E+17, which a spreadsheet makes of eighteen digits.</param>
public sealed record ListLooked(int Rows, int Unreadable, IReadOnlyList<ListHit> Hits);

/// <summary>What a comparison did.</summary>
/// <param name="Opened">Checks opened now.</param>
/// <param name="Already">Households whose check by this procedure is still running.</param>
public sealed record ListCompared(int Rows, int Hits, int Opened, int Already, int Unreadable = 0);

/// <summary>
/// Compares a department's list (CSV or XLSX, with a column of ID numbers) with the record. A hit opens a check of the household and changes
/// nothing about it.
/// </summary>
public static class CompareWithList
{
    private static readonly string[] Headings = ["证件号码", "身份证号", "身份证号码", "id_number", "ID number"];

    /// <summary>
    /// Procedures by which somebody may have a hit checked: about households, begun by an office alone, and none of whose outcomes is adverse
    /// or enters the record; so a list leads to a check and to nothing else.
    /// </summary>
    public static IReadOnlyList<Procedure> Procedures(Pack pack, CaseActor actor, DateOnly day) =>
        [
            .. pack.Procedures.Where(p =>
                p.About == CaseAbout.Household
                && p.ValidOn(day)
                && !p.First.Parties.Any(id => p.Party(id) is { Public: true })
                && p.Outcomes.All(o => !o.Adverse && o.Observe.IsEmpty)
                && CaseRules.Open(p, new OpenCase(Guid.Empty, Channel), actor, day).Ok
            ),
        ];

    /// <summary>Finds the households on record whom the list names; opens nothing.</summary>
    /// <param name="file">Read to its end and closed.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="procedure">By which a hit would be checked.</param>
    /// <param name="villages">Where households are looked for; null for the whole county.</param>
    /// <returns>Hits by village and number. Refused where the file is no list (TH0460, and as <see cref="WorkbookRows"/>).</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The rows close the file.")]
    public static Outcome<ListLooked> Look(
        TaihangDb db,
        Sealing sealing,
        int countyNo,
        string procedure,
        Stream file,
        string name,
        IReadOnlyCollection<int>? villages,
        DateOnly day
    )
    {
        var opened = WorkbookRows.Open(file, name, Words.Same(""));
        if (!opened.Ok)
            return Outcome<ListLooked>.Refused(opened.Problems);
        using var sheet = opened.Value;
        var column = Array.FindIndex(sheet.Headings, h => Headings.Contains(h, StringComparer.OrdinalIgnoreCase));
        if (column < 0)
            return RegistryProblems.NoIdColumn(new Place(Path.GetFileName(name), Row: 1), string.Join(", ", Headings));
        var (rows, unreadable, indexes) = (0, 0, new List<byte[]>());
        while (sheet.Next(out var row))
        {
            rows++;
            var number = IdNumber.Normal(row.Cells[column]);
            if (IdNumber.Check(number, day, out _) != IdNumberFault.None)
                unreadable++;
            if (number.Length > 0)
                indexes.Add(sealing.Index(SealedKind.IdNumber, number));
        }
        return new ListLooked(rows, unreadable, Hits(db, countyNo, procedure, indexes, villages));
    }

    private static List<ListHit> Hits(
        TaihangDb db,
        int countyNo,
        string procedure,
        List<byte[]> indexes,
        IReadOnlyCollection<int>? villages
    )
    {
        db.Database.OpenConnection();
        var holders = new IdNumberHolders(db)
            .Find(indexes)
            .Values.Where(h => h.CountyNo == countyNo)
            .Select(h => h.PersonId)
            .ToList();
        db.Database.CloseConnection();
        var households = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && holders.Contains(p.PersonId) && p.LeftOn == null)
            .Join(
                db.Households,
                p => new { p.CountyNo, p.HouseholdId },
                h => new { h.CountyNo, h.HouseholdId },
                (p, h) => h
            )
            .Distinct()
            .OrderBy(h => h.VillageNo)
            .ThenBy(h => h.Number)
            .AsEnumerable()
            .Where(h => villages is null || villages.Contains(h.VillageNo))
            .ToList();
        var heads = households.Select(h => h.HeadId).OfType<Guid>().ToList();
        var names = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && heads.Contains(p.PersonId))
            .ToDictionary(p => p.PersonId, p => p.Name);
        var running = db
            .ProcedureCases.Where(c => c.CountyNo == countyNo && c.Procedure == procedure && c.Outcome == null)
            .Select(c => c.SubjectId)
            .ToHashSet();
        return households.ConvertAll(h => new ListHit(
            h.HouseholdId,
            h.VillageNo,
            h.Number,
            (h.HeadId is { } head ? names.GetValueOrDefault(head) : null) ?? h.Number,
            running.Contains(h.HouseholdId)
        ));
    }

    /// <summary>Opens a check of each household that was found and has none. Done again it opens none twice.</summary>
    /// <param name="list">What the list is, such as "vehicle register, March 2026".</param>
    /// <returns>Refused (TH1139) where the procedure is none of <see cref="Procedures"/>.</returns>
    public static Outcome<ListCompared> Open(
        TaihangDb db,
        Pack pack,
        int countyNo,
        string procedure,
        ListLooked looked,
        string list,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        if (!Procedures(pack, actor, day).Any(p => p.Id == procedure))
            return ProceduresProblems.NoProcedureForHits();
        var running = db
            .ProcedureCases.Where(c => c.CountyNo == countyNo && c.Procedure == procedure && c.Outcome == null)
            .Select(c => c.SubjectId)
            .ToHashSet();
        var checks = 0;
        foreach (var household in looked.Hits.Where(h => !running.Contains(h.HouseholdId)))
        {
            var started = StartCase.Run(
                db,
                pack,
                new StartRequest(
                    Guid.CreateVersion7(context.At),
                    countyNo,
                    household.VillageNo,
                    procedure,
                    household.HouseholdId,
                    household.Head,
                    Channel,
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
        return new ListCompared(looked.Rows, looked.Hits.Count, checks, looked.Hits.Count - checks, looked.Unreadable);
    }

    /// <summary>How such a case came in.</summary>
    private const string Channel = "list";
}
