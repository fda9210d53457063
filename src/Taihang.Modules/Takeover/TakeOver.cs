using System.Collections.Immutable;
using System.Security.Cryptography;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Takeover;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Takeover;

/// <param name="MappingFile">The mapping; checked before anything is read.</param>
/// <param name="Folder">Where the files that it names lie.</param>
/// <param name="Trial">A check: everything is done, told, and nothing kept.</param>
public sealed record TakeoverRequest(
    string MappingFile,
    string Folder,
    RegistrationForm Form,
    RegionTree Tree,
    Sealing Sealing,
    ActContext Context,
    bool Trial
);

/// <summary>A file of a delivery.</summary>
/// <param name="Hash">SHA-256, hex.</param>
public sealed record FileTaken(string Role, string Name, string Hash, int Rows);

/// <summary>A column that is not taken over.</summary>
/// <param name="Filled">How many of its cells have something in them.</param>
public sealed record ColumnLeftOut(string File, string Heading, string Why, int Filled);

/// <summary>What becomes of one row of a file; null where it is refused.</summary>
public sealed record RowVerdict(string File, int Row, string Household, Verdict? Verdict);

/// <summary>A difference or a conflict with its place in the other register's files.</summary>
public sealed record PlacedFinding(Finding Finding, Place At);

/// <summary>What a delivery did to the record, or would do: what the office signs.</summary>
/// <param name="Already">The same files had been taken over by the same mapping.</param>
/// <param name="Kept">Whether the record was changed: no fault, and no trial.</param>
/// <param name="Counts">As every import tells them; null where a fault stood in the way.</param>
public sealed record TakeoverReport(
    ColumnMapping Mapping,
    IReadOnlyList<FileTaken> Files,
    DateOnly Newest,
    bool Already,
    bool Kept,
    ImportReport? Counts,
    RegisterTotals? Before,
    RegisterTotals? Stated,
    RegisterTotals? After,
    IReadOnlyList<ColumnLeftOut> LeftOut,
    IReadOnlyList<PlacedFinding> Findings,
    IReadOnlyList<RowVerdict> Rows,
    IReadOnlyList<Problem> Faults
)
{
    public int Conflicts => Findings.Count(f => f.Finding.Conflict);

    public int Differences => Findings.Count - Conflicts;

    public int Of(Verdict? verdict) => Rows.Count(r => r.Verdict == verdict);
}

/// <summary>
/// Takes over another register by a mapping: its rows go through the one importer, which checks and writes them all or not at all. A check
/// goes the same way to the end and then lets go of it, so that what it tells is what a run does.
/// </summary>
public static class TakeOver
{
    public static Outcome<TakeoverReport> Run(
        TaihangDb db,
        TakeoverRequest request,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        var mapping = LoadMapping(request.MappingFile, request.Form);
        if (!mapping.Ok)
            return Outcome<TakeoverReport>.Refused(mapping.Problems);
        var made = MakeDelivery.Run(mapping.Value, request.Folder, request.Trial, cancel);
        if (!made.Ok)
            return Outcome<TakeoverReport>.Refused(made.Problems);
        var (delivery, tables, newest) = (made.Value.Delivery, made.Value.Tables, made.Value.Newest);
        if (newest > DateOnly.FromDateTime(request.Context.At.UtcDateTime.AddDays(1)))
            return TakeoverProblems.WrongMapping(
                new Place(Path.GetFileName(request.MappingFile)),
                new(
                    $"记录日期 {newest:yyyy-MM-dd} 在今天之后。",
                    $"The day of observation {newest:yyyy-MM-dd} lies after today."
                )
            );
        var import = new ImportRequest(
            string.Join(" + ", tables.Select(t => t.Name)),
            request.Form,
            request.Tree,
            request.Sealing,
            newest,
            request.Context
        )
        {
            Delivery = delivery,
        };
        var outcome = ImportHouseholds.RunDelivery(db, import, progress, cancel);
        // What is no fault of a cell stands in the way of the whole, and there is nothing to report on.
        if (!outcome.Ok && delivery.Log.After is null && delivery.Faults.Count == 0)
            return Outcome<TakeoverReport>.Refused(outcome.Problems);
        return Report(made.Value, outcome, request.Form);
    }

    /// <param name="path">A mapping file.</param>
    public static Outcome<ColumnMapping> LoadMapping(string path, RegistrationForm form)
    {
        if (!File.Exists(path))
            return Core.Registry.RegistryProblems.NoFile(path);
        return new FileInfo(path).Length > 1 << 20
            ? TakeoverProblems.WrongMapping(
                new Place(Path.GetFileName(path)),
                new("映射文件超过 1 MB。", "The mapping is larger than 1 MB.")
            )
            : ColumnMappingReader.Read(Path.GetFileName(path), File.ReadAllText(path), form);
    }

    private static TakeoverReport Report(DeliveryRead made, Outcome<ImportReport> outcome, RegistrationForm form)
    {
        var (delivery, log) = (made.Delivery, made.Delivery.Log);
        var already = outcome is { Ok: true, Value.AlreadyImported: true };
        return new TakeoverReport(
            made.Mapping,
            [.. made.Tables.Select(t => new FileTaken(t.File.Role, t.Name, HashOf(t.Path), t.Rows.Count))],
            made.Newest,
            already,
            outcome.Ok && !already && !delivery.Trial,
            outcome.Ok ? outcome.Value : null,
            log.Before,
            already ? null : RegisterTotals.Of([.. log.Households.Select(h => h.Draft)], form),
            log.After,
            LeftOut(made.Tables),
            [.. log.Findings.Select(f => new PlacedFinding(f, PlaceOf(f, delivery)))],
            already ? [] : Verdicts(made),
            outcome.Problems
        );
    }

    private static Place PlaceOf(Finding finding, Delivery delivery) =>
        delivery.At(
            finding.Row,
            finding.Column is { } column && delivery.Columns.Contains(column)
                ? column
                : delivery.Columns.First(c => c.Use == ColumnUse.HouseholdNumber)
        );

    private static ImmutableArray<ColumnLeftOut> LeftOut(IReadOnlyList<SourceTable> tables) =>
        [
            .. tables.SelectMany(t =>
                t.File.LeftOut.Select(l => (l.Key, Why: l.Value, At: t.Column(l.Key)))
                    .Select(l => new ColumnLeftOut(t.Name, l.Key, l.Why, t.Rows.Count(r => r.Cells[l.At].Length > 0)))
            ),
        ];

    /// <summary>One for every row of every file, in order; a row whose household was not understood is refused.</summary>
    private static List<RowVerdict> Verdicts(DeliveryRead made)
    {
        var of = new Dictionary<(string, string), Verdict>();
        var columns = made.Delivery.Columns;
        var village = columns.IndexOf(columns.First(c => c.Use == ColumnUse.VillageCode));
        var number = columns.IndexOf(columns.First(c => c.Use == ColumnUse.HouseholdNumber));
        foreach (var told in made.Delivery.Log.Households)
        {
            var cells = made.Delivery.Rows[told.Draft.Row - 1].Cells;
            of[(cells[village], cells[number])] = told.Verdict;
        }
        var rows = new Dictionary<(bool OfMember, int Row), (string Household, Verdict? Verdict)>();
        for (var i = 0; i < made.Sources.Count; i++)
        {
            var (source, cells) = (made.Sources[i], made.Delivery.Rows[i].Cells);
            var verdict = of.TryGetValue((cells[village], cells[number]), out var known) ? known : (Verdict?)null;
            rows[(true, source.Member.Number)] = rows[(false, source.Household.Number)] = (cells[number], verdict);
        }
        return
        [
            .. made.Tables.SelectMany(t =>
                t.Rows.Select(r =>
                {
                    var (household, verdict) = rows.GetValueOrDefault(
                        (t.File.Role != ColumnMappingReader.HouseholdsFile, r.Number),
                        ("", null)
                    );
                    return new RowVerdict(t.Name, r.Number, household, verdict);
                })
            ),
        ];
    }

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
