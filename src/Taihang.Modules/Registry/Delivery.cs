using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>Another register's files as rows of the registration workbook, with the way back to where each cell came from.</summary>
/// <param name="ContentHash">Of the files and the mapping together: the same again changes nothing.</param>
/// <param name="Columns">What the cells of a row are, in order.</param>
/// <param name="Rows">The rows of one household follow each other; a row's number leads to its places.</param>
/// <param name="At">Where in the other register's files a cell of a row stands.</param>
/// <param name="ObservedOn">On which day that register recorded a row.</param>
/// <param name="Faults">What could not be turned into rows.</param>
/// <param name="Trial">Everything is done and nothing kept.</param>
public sealed record Delivery(
    string ContentHash,
    MappingInForce Mapping,
    ImmutableArray<FormColumn> Columns,
    IReadOnlyList<WorkbookRow> Rows,
    Func<int, FormColumn, Place> At,
    Func<int, DateOnly> ObservedOn,
    IReadOnlyList<Problem> Faults,
    bool Trial,
    DeliveryLog Log
);

/// <summary>The mapping by which a delivery is read, to be kept with the acts it makes.</summary>
public sealed record MappingInForce(string Hash, string Name, Words Source, string Text)
{
    internal void Keep(TaihangDb db, int countyNo, Guid actId)
    {
        if (!db.ColumnMappings.Any(m => m.CountyNo == countyNo && m.MappingHash == Hash))
            db.ColumnMappings.Add(
                new ColumnMappingText
                {
                    CountyNo = countyNo,
                    MappingHash = Hash,
                    Name = Name,
                    SourceZh = Source.Zh,
                    SourceEn = Source.En,
                    Text = Text,
                    ActId = actId,
                }
            );
    }
}

internal sealed class DeliveryRows(IReadOnlyList<WorkbookRow> rows) : IRowSource
{
    private int next;

    public long Position => Math.Min(next, rows.Count);

    public long Length => rows.Count;

    public bool Next(out WorkbookRow row)
    {
        row = next < rows.Count ? rows[next] : default;
        return next++ < rows.Count;
    }
}

public enum Verdict
{
    New,
    Changed,
    Unchanged,

    /// <summary>The record knows something later, which stays.</summary>
    Conflict,
}

/// <summary>What became, or would become, of one household of a delivery.</summary>
public sealed record HouseholdVerdict(HouseholdDraft Draft, Verdict Verdict);

public enum FindingKind
{
    Value,
    Joined,
    Left,
    HeadOrVillage,

    /// <summary>A sealed number; neither side is ever printed.</summary>
    Sealed,
    Newer,
    LeftSince,
    JoinedSince,
    ClosedSince,
    SealedNewer,
}

/// <summary>Something that a delivery says otherwise than the record.</summary>
/// <param name="Conflict">The record stays as it is, for a person to decide; else the delivery is written.</param>
/// <param name="RecordedOn">The day of what the record says.</param>
public sealed record Finding(
    bool Conflict,
    FindingKind Kind,
    string Household,
    int Row,
    FormColumn? Column,
    string? Recorded,
    string? Stated,
    DateOnly? RecordedOn
);

/// <summary>What is counted of a register before, in and after a delivery. Money is in fen.</summary>
public sealed record RegisterTotals(int Households, int Members, ImmutableSortedDictionary<string, long> MoneyFen)
{
    /// <summary>What the record holds now: open households, members who have not left, the newest value of every sum of money.</summary>
    public static RegisterTotals Read(TaihangDb db, IReadOnlyCollection<int> counties, RegistrationForm form)
    {
        var money = form
            .Columns.Where(c => c is { Use: ColumnUse.Household, Attribute.Type: FactType.Money })
            .Select(c => c.Attribute!.Id)
            .ToHashSet(StringComparer.Ordinal);
        var sums = money.ToDictionary(id => id, _ => 0L, StringComparer.Ordinal);
        var open = db.Households.AsNoTracking().Where(h => counties.Contains(h.CountyNo) && h.ClosedOn == null);
        var members = db
            .Persons.AsNoTracking()
            .Where(p => counties.Contains(p.CountyNo) && p.LeftOn == null)
            .Count(p => open.Any(h => h.CountyNo == p.CountyNo && h.HouseholdId == p.HouseholdId));
        var latest = new Dictionary<(Guid, string), long>();
        foreach (
            var document in db
                .Observations.AsNoTracking()
                .Where(o => counties.Contains(o.CountyNo) && o.SubjectKind == 1)
                .Join(
                    open,
                    o => new { o.CountyNo, Id = o.SubjectId },
                    h => new { h.CountyNo, Id = h.HouseholdId },
                    (o, _) => o
                )
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
                .Select(o => new { o.SubjectId, o.Document })
        )
        foreach (var (id, json) in ObservationDocument.Read(document.Document))
            if (money.Contains(id) && json != "null")
                latest[(document.SubjectId, id)] = JsonSerializer.Deserialize<long>(json);
        foreach (var ((_, id), fen) in latest)
            sums[id] += fen;
        return new RegisterTotals(open.Count(), members, sums.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>What a delivery states.</summary>
    public static RegisterTotals Of(IReadOnlyCollection<HouseholdDraft> drafts, RegistrationForm form) =>
        new(
            drafts.Count,
            drafts.Sum(d => d.Members.Count),
            form.Columns.Where(c => c is { Use: ColumnUse.Household, Attribute.Type: FactType.Money })
                .Select(c => c.Attribute!.Id)
                .ToImmutableSortedDictionary(
                    id => id,
                    id =>
                        drafts.Sum(d =>
                            d.Values.TryGetValue(id, out var json) ? JsonSerializer.Deserialize<long>(json) : 0L
                        ),
                    StringComparer.Ordinal
                )
        );
}

/// <summary>What is told of a delivery beside the counts of every import: each household, each difference, totals.</summary>
public sealed class DeliveryLog
{
    public List<HouseholdVerdict> Households { get; } = [];

    public List<Finding> Findings { get; } = [];

    public int Conflicts { get; private set; }

    public RegisterTotals? Before { get; private set; }

    public RegisterTotals? After { get; private set; }

    internal void Difference(
        HouseholdDraft draft,
        int row,
        FindingKind kind,
        FormColumn? column = null,
        (string? Recorded, string? Stated)? values = null,
        DateOnly? on = null
    ) => Add(false, draft, row, kind, column, values, on);

    internal void Conflict(
        HouseholdDraft draft,
        int row,
        FindingKind kind,
        FormColumn? column,
        (string? Recorded, string? Stated)? values,
        DateOnly? on
    )
    {
        Conflicts++;
        Add(true, draft, row, kind, column, values, on);
    }

    internal void ReadBefore(TaihangDb db, ImportRequest request) => Before = Read(db, request);

    internal void ReadAfter(TaihangDb db, ImportRequest request) => After = Read(db, request);

    private static RegisterTotals Read(TaihangDb db, ImportRequest request) =>
        RegisterTotals.Read(db, CountiesOf(request), request.Form);

    private static List<int> CountiesOf(ImportRequest request)
    {
        var delivery = request.Delivery!;
        var village = delivery.Columns.IndexOf(delivery.Columns.First(c => c.Use == ColumnUse.VillageCode));
        return
        [
            .. delivery
                .Rows.Select(r => r.Cells[village])
                .Distinct(StringComparer.Ordinal)
                .Select(code => request.Tree.Resolve(code, request.ObservedOn, "village"))
                .Where(v => v.Ok)
                .Select(v => v.Value.CountyNo)
                .Distinct(),
        ];
    }

    private void Add(
        bool conflict,
        HouseholdDraft draft,
        int row,
        FindingKind kind,
        FormColumn? column,
        (string? Recorded, string? Stated)? values,
        DateOnly? on
    ) => Findings.Add(new Finding(conflict, kind, draft.Number, row, column, values?.Recorded, values?.Stated, on));
}
