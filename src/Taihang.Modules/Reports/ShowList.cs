using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Reports;

/// <summary>A list that somebody opens for a place of one county.</summary>
/// <param name="Name">What the list is called.</param>
/// <param name="Rule">As <see cref="ListFields.Check"/> keeps it.</param>
public sealed record ListRequest(
    TaihangDb Db,
    Pack Pack,
    ListFields Fields,
    RegionTree Tree,
    Sealing Sealing,
    RegionPlace Place,
    string Name,
    ListRule Rule,
    DateOnly Day,
    Language Language
);

/// <summary>What of a list is given out: a page of so many rows, counted from 1, and so many of those of which nobody can say.</summary>
public sealed record ListPart(int Number, int Size, int CannotSay)
{
    /// <summary>Of those of whom nobody can say, so many are named at most; all are counted.</summary>
    public const int MostCannotSay = 100;

    /// <summary>Every row that fits, as a file has them.</summary>
    public static ListPart Whole { get; } = new(1, int.MaxValue, 0);
}

/// <summary>A part of a list as of a day, and of how many rows nobody can say whether they belong into it.</summary>
/// <param name="Rows">One to each line, in their order: of the part, and so of whoever is looked at.</param>
/// <param name="Total">How many rows fit.</param>
/// <param name="Looked">How many there are.</param>
/// <param name="CannotSay">The first of those of which nobody can say.</param>
public sealed record ListShown(
    FormPrinted Printed,
    ImmutableArray<KnownRow> Rows,
    int Total,
    int Looked,
    ImmutableArray<KnownRow> CannotSay,
    int CannotSayTotal
)
{
    public ImmutableArray<ImmutableArray<KnownValue?>> Lines => Printed.Tables[0].Lines;
}

/// <summary>
/// Makes a list of a place anew from what is recorded. Of every row only what the conditions ask is read; everything of it only where it
/// stands in the part that is shown. All of one moment of the record.
/// </summary>
public static class ShowList
{
    /// <summary>
    /// More households than any county has on its register. A list looks at every one of them, a second or so for these; beyond, it is
    /// opened for a part of the county.
    /// </summary>
    public const int MostHouseholds = 100_000;

    /// <summary>Households that are read together for a part.</summary>
    private const int AtOnce = 250;

    /// <param name="memory">What was found before; null to look at everybody.</param>
    public static Outcome<ListShown> Run(
        ListRequest request,
        ListPart part,
        ListMemory? memory = null,
        int most = MostHouseholds
    )
    {
        using var moment = ReadMoment.Begin(request.Db);
        var found = memory?.Find(request);
        if (found is null)
        {
            if (ListFacts.Read(request, most) is not { } facts)
                return ReportsProblems.ListTooLarge(request.Place.NameIn(request.Language), most);
            found = Find(request, facts);
            memory?.Keep(request, found);
        }
        var fits = found.Fits;
        var from = (int)Math.Min((part.Number - 1L) * part.Size, fits.Count);
        var shown = fits.Skip(from).Take(part.Size).ToList();
        var columns = request.Rule.Columns.Select(request.Fields.Find).OfType<FormField>().ToImmutableArray();
        var outcomes = columns.Any(c => c.Id == ListFields.Outcome)
            ? Outcomes(request, shown.Count <= AtOnce ? [.. shown.Select(r => r.HouseholdId).Distinct()] : null)
            : [];
        var (rows, lines) = (new List<KnownRow>(), new List<ImmutableArray<KnownValue?>>());
        foreach (var (row, record) in Known(request, shown))
        {
            rows.Add(row);
            lines.Add([.. columns.Select(f => Shown(request, record, outcomes, row, f))]);
        }
        var title = Words.Same(request.Name);
        var printed = new PrintedPart(
            title,
            request.Rule.Rows == RowsOf.Members,
            [.. columns.Select(f => new PrintedField(request.Fields.Label(f), f))]
        );
        return new ListShown(
            new FormPrinted(
                new PrintedForm("list", title, Basis(request.Fields, request.Rule), true, [printed]),
                request.Day,
                request.Language,
                [new PrintedTable(printed, [.. lines])]
            ),
            [.. rows],
            fits.Count,
            found.Looked,
            [.. Known(request, [.. found.CannotSay.Take(part.CannotSay)]).Select(k => k.Row)],
            found.CannotSayTotal
        );
    }

    private static ListFound Find(ListRequest request, ListFacts facts)
    {
        var (fits, unsaid, unsaidTotal) = (new List<ListCandidate>(), new List<ListCandidate>(), 0);
        foreach (var row in facts.Rows)
            switch (request.Rule.Holds(id => facts.Value(row, id), request.Day))
            {
                case true:
                    fits.Add(row);
                    break;
                case null:
                    unsaidTotal++;
                    if (unsaid.Count < ListPart.MostCannotSay)
                        unsaid.Add(row);
                    break;
                default:
                    break;
            }
        return new ListFound(fits, unsaid, unsaidTotal, facts.Rows.Count);
    }

    /// <summary>Rows with everything that is recorded of them, some households at a time.</summary>
    private static IEnumerable<(KnownRow Row, RecordRows Record)> Known(
        ListRequest request,
        IReadOnlyCollection<ListCandidate> rows
    )
    {
        var marks = request.Rule.Columns.Any(c => request.Fields.Find(c)?.Sealed == true)
            ? RecordRows.MarksOf(request.Db, request.Place.CountyNo)
            : [];
        foreach (var some in rows.Chunk(AtOnce))
        {
            var record = RecordRows.These(
                request.Db,
                request.Tree,
                request.Place.CountyNo,
                [.. some.Select(r => r.HouseholdId).Distinct()],
                request.Pack.Dictionary,
                request.Sealing,
                request.Day,
                marks
            );
            foreach (var one in some)
                yield return (record.Row(one.HouseholdId, one.PersonId)!, record);
        }
    }

    private static KnownValue? Shown(
        ListRequest request,
        RecordRows record,
        Dictionary<Guid, string> outcomes,
        KnownRow row,
        FormField field
    )
    {
        return field.Id switch
        {
            ListFields.Outcome => outcomes.GetValueOrDefault(row.HouseholdId) is { } outcome
                ? new KnownValue(Title(outcome).In(request.Language), false, null, null)
                : null,
            ListFields.LastObserved => record.LastObserved(row) is { } last
                ? new KnownValue(last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), false, last, null)
                : null,
            _ => record.Value(row, request.Fields.Match(field), request.Language),
        };

        Words Title(string outcome) =>
            request.Fields.Outcomes.FirstOrDefault(o => o.Id == outcome).Title ?? Words.Same(outcome);
    }

    /// <summary>Under the heading of what is printed: what was asked, so that a sheet on a desk says what it is.</summary>
    private static Words Basis(ListFields fields, ListRule rule)
    {
        var all = rule.Conditions.Select(fields.Shown).ToList();
        return all.Count == 0
            ? new("全部", "everybody")
            : new(string.Join("；", all.Select(c => c.Zh)), string.Join("; ", all.Select(c => c.En)));
    }

    /// <summary>Of the county's newest run in force, by household.</summary>
    /// <param name="of">Some hundreds at most; null for all.</param>
    internal static Dictionary<Guid, string> Outcomes(ListRequest request, List<Guid>? of)
    {
        var county = request.Place.CountyNo;
        if (ShowArea.Newest(request.Db, request.Pack, [county]).GetValueOrDefault(county) is not { } run)
            return [];
        var results = request
            .Db.IdentificationResults.AsNoTracking()
            .Where(r => r.CountyNo == county && r.RunId == run.RunId);
        return (of is null ? results : results.Where(r => of.Contains(r.HouseholdId)))
            .Select(r => new { r.HouseholdId, r.Outcome })
            .ToDictionary(r => r.HouseholdId, r => r.Outcome);
    }
}
