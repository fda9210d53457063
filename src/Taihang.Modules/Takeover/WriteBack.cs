using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Takeover;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Takeover;

/// <param name="Place">A county or a place within one.</param>
/// <param name="Day">The record as of this day.</param>
/// <param name="Unmask">Sealed numbers in full; the caller has written down for what.</param>
/// <param name="Like">Folder with the other register's files as they were: what the record says the same stays as it is written there. Null: none.</param>
public sealed record BackRequest(
    ColumnMapping Mapping,
    RegionPlace Place,
    RegionTree Tree,
    RegistrationForm Form,
    Sealing Sealing,
    DateOnly Day,
    bool Unmask,
    string? Like
);

public enum BackKind
{
    /// <summary>On record, and no cell of the layout says it; the cell is blank.</summary>
    NotSaid,

    /// <summary>Another value than in the other register's file.</summary>
    Differs,
    HouseholdNew,
    HouseholdGone,
    MemberNew,
    MemberGone,
}

/// <summary>Something that goes back otherwise than it lies in the other register, or not at all. Names and sealed numbers are never in it.</summary>
/// <param name="Row">In the file that is written; of what is gone, in the other register's own.</param>
/// <param name="Now">What is written; of <see cref="BackKind.NotSaid"/> what the record holds.</param>
public sealed record BackFinding(
    BackKind Kind,
    string Household,
    string File,
    int Row,
    string? Heading,
    string? Old,
    string? Now
);

public sealed record BackFile(string Name, byte[] Bytes, int Rows);

public sealed record BlankColumn(string File, string Heading, string Why);

/// <summary>The record in another register's layout.</summary>
/// <param name="Households">Everybody whose data are in the files.</param>
/// <param name="LeftBlank">Columns that were never taken over.</param>
/// <param name="Sealed">Columns of sealed numbers that stay blank, as nobody said what they are needed for.</param>
/// <param name="NoColumn">What is on record and has no column in that layout: how often.</param>
/// <param name="KeysMade">Households for which the key that joins the files had to be made.</param>
/// <param name="Outside">Households of the other register's files that lie outside the place.</param>
public sealed record WrittenBack(
    ImmutableArray<BackFile> Files,
    IReadOnlyList<Guid> Households,
    int Members,
    ImmutableArray<BlankColumn> LeftBlank,
    ImmutableArray<BlankColumn> Sealed,
    ImmutableSortedDictionary<string, int> NoColumn,
    int KeysMade,
    int Outside,
    IReadOnlyList<BackFinding> Findings
);

/// <summary>
/// Writes the record of a place in another register's own layout, codes and units, by the mapping read backwards. Nothing is rounded or
/// guessed: what a column cannot say is left blank and listed.
/// </summary>
public sealed partial class WriteBack
{
    private readonly BackRequest request;
    private readonly ColumnMapping mapping;
    private readonly ImmutableArray<CellBack> backs;
    private readonly CellBack? observed;
    private readonly ImmutableSortedDictionary<string, BackSheet> sheets;
    private readonly OldRows? old;
    private readonly List<Told> told = [];
    private int keysMade;

    private sealed record Told(
        BackKind Kind,
        string Household,
        BackSheet Sheet,
        BackRow? Row,
        int OldRow,
        int At = -1,
        bool Hidden = false,
        string? Old = null,
        string? Now = null
    );

    private WriteBack(
        BackRequest request,
        ImmutableArray<CellBack> backs,
        CellBack? observed,
        IEnumerable<BackSheet> sheets,
        OldRows? old
    )
    {
        (this.request, mapping, this.backs, this.observed, this.old) = (request, request.Mapping, backs, observed, old);
        this.sheets = sheets.ToImmutableSortedDictionary(s => s.File.Role, s => s, StringComparer.Ordinal);
    }

    public static Outcome<WrittenBack> Run(TaihangDb db, BackRequest request, CancellationToken cancel)
    {
        var mapping = request.Mapping;
        var backs = mapping.Columns.Select(CellBack.Of).ToList();
        var problems = backs.SelectMany(b => b.Problems).ToList();
        OldRows? old = null;
        if (request.Like is { } folder)
        {
            var read = OldRows.Read(request, folder, cancel);
            problems.AddRange(read.Problems);
            old = read.Ok ? read.Value : null;
        }
        if (problems.Count > 0)
            return Outcome<WrittenBack>.Refused(problems);
        var villages = request
            .Tree.OfLevel("village")
            .Where(v => v.CountyNo == request.Place.CountyNo)
            .Where(v => request.Tree.PathTo(v.RegionNo).Any(p => p.RegionNo == request.Place.RegionNo))
            .Select(v => v.RegionNo)
            .ToHashSet();
        var records = HouseholdFacts.InVillages(db, request.Place.CountyNo, villages, request.Day);
        return new WriteBack(
            request,
            [.. backs.Select(b => b.Value)],
            mapping.Observed.Column is { } day ? CellBack.Of(day).Value : null,
            mapping.Files.Select(f => new BackSheet(mapping, f, old?.Tables.First(t => t.File.Role == f.Role))),
            old
        ).Write(records, villages);
    }

    private Outcome<WrittenBack> Write(IReadOnlyList<HouseholdRecord> records, HashSet<int> villages)
    {
        foreach (var record in records)
        {
            var was = old?.Take(record.Household.VillageNo, record.Household.Number);
            if (mapping.Layout == SourceLayout.Wide)
            {
                if (Wide(record, was) is { } problem)
                    return problem;
            }
            else
                Rows(record, was);
            if (was is null && old is not null)
                Tell(
                    new Told(
                        BackKind.HouseholdNew,
                        record.Household.Number,
                        sheets.Values.First(),
                        sheets.Values.First().Rows[^1],
                        0
                    )
                );
        }
        var gone = old?.Left ?? [];
        foreach (var household in gone.Where(h => villages.Contains(h.VillageNo)))
            Tell(
                new Told(
                    BackKind.HouseholdGone,
                    household.Number,
                    sheets.Values.First(),
                    null,
                    household.Members[0].Household.Number
                )
            );
        foreach (var sheet in sheets.Values)
            sheet.Order();
        return new WrittenBack(
            [.. mapping.Files.Select(f => sheets[f.Role].Written())],
            [.. records.Select(r => r.Household.HouseholdId)],
            records.Sum(r => r.Members.Count),
            [
                .. mapping.Files.SelectMany(f =>
                    f.LeftOut.Where(l => sheets[f.Role].IndexOf(l.Key) >= 0)
                        .Select(l => new BlankColumn(f.File, l.Key, l.Value))
                ),
            ],
            request.Unmask ? [] : [.. backs.Where(b => IsSealed(b) && b.Column.From is not null).Select(SealedColumn)],
            NoColumn(records),
            keysMade,
            gone.Count(h => !villages.Contains(h.VillageNo)),
            [.. told.Select(Finding)]
        );
    }

    /// <summary>One row to a member; where files are joined, one to the household before.</summary>
    private void Rows(HouseholdRecord record, OldHousehold? was)
    {
        var joined = mapping.Layout == SourceLayout.Joined;
        var number = record.Household.Number;
        var matched = Match(record, was);
        string? key = null;
        if (joined)
        {
            var sheet = sheets[ColumnMappingReader.HouseholdsFile];
            var row = sheet.Add(was?.Members[0].Household);
            foreach (var back in backs.Where(b => b.Column.Role == sheet.File.Role))
                Put(sheet, row, back, 1, record, record.Head, was is null);
            Observed(sheet, row, record, null);
            var at = sheet.IndexOf(sheet.File.Key);
            if (row.Cells[at] is null && row.Old is null)
                keysMade++;
            // The old register's own key where it is known; the number within the village joins as well as any other.
            key = row.Cells[at] ??=
                row.Old?[at] ?? $"{request.Tree.ByNumber(record.Household.VillageNo)!.Code}-{number}";
        }
        var members = sheets[joined ? ColumnMappingReader.MembersFile : ColumnMappingReader.Rows];
        foreach (var (member, oldMember) in matched.OrderBy(m => m.Was?.Row.Number ?? int.MaxValue))
        {
            var row = members.Add(oldMember?.Row, was?.LastMember);
            foreach (var back in backs.Where(b => b.Column.Role == members.File.Role))
                if (!SaidOnAnotherRow(members, back, oldMember, was))
                    Put(members, row, back, 1, record, member, oldMember is null);
            Observed(members, row, record, member);
            if (joined)
                row.Cells[members.IndexOf(members.File.Key)] ??= key;
            if (was is not null && oldMember is null)
                Tell(new Told(BackKind.MemberNew, number, members, row, 0));
        }
        Gone(members, number, was, matched);
    }

    private Problem? Wide(HouseholdRecord record, OldHousehold? was)
    {
        var number = record.Household.Number;
        if (record.Members.Count > mapping.MembersMost)
            return TakeoverProblems.NoRoom(number, record.Members.Count, mapping.MembersMost);
        var sheet = sheets[ColumnMappingReader.Rows];
        var row = sheet.Add(was?.Members[0].Row);
        foreach (var back in backs.Where(b => b.Column.Target.Use is not (ColumnUse.Member or ColumnUse.Name)))
            Put(sheet, row, back, 1, record, record.Head, was is null);
        Observed(sheet, row, record, null);
        var matched = Match(record, was);
        var taken = matched.Where(m => m.Was is not null).Select(m => m.Was!.Number).ToHashSet();
        foreach (var (member, oldMember) in matched)
        {
            var slot = oldMember?.Number ?? Enumerable.Range(1, mapping.MembersMost).First(n => !taken.Contains(n));
            taken.Add(slot);
            foreach (var back in backs.Where(b => b.Column.Target.Use is ColumnUse.Member or ColumnUse.Name))
                Put(sheet, row, back, slot, record, member, oldMember is null);
            if (was is not null && oldMember is null)
                Tell(new Told(BackKind.MemberNew, number, sheet, row, 0));
        }
        Gone(sheet, number, was, matched);
        return null;
    }

    private void Put(
        BackSheet sheet,
        BackRow row,
        CellBack back,
        int number,
        HouseholdRecord record,
        MemberRecord? member,
        bool isNew
    )
    {
        var column = back.Column;
        var masked = IsSealed(back) && !request.Unmask;
        var value = masked ? null : Value(back, record, member);
        var hidden = IsSealed(back) || column.Target.Use == ColumnUse.Name;
        if (column.From is null)
        {
            if (value is not null && back.Read(column.Constant!) != value)
                Tell(new Told(BackKind.NotSaid, record.Household.Number, sheet, row, 0, -1, hidden, column.Id, value));
            return;
        }
        var at = sheet.IndexOf(MappedColumn.HeadingOf(column.From, number));
        if (masked)
            return;
        var was = row.Old?[at];
        if (was is not null && Same(back, was, value, record))
        {
            row.Cells[at] = was;
            return;
        }
        var cell = value is null ? "" : back.Write(value);
        // One column may have fed two facts; it can say only one thing.
        if (cell is null || !sheet.CanHold(cell) || row.Cells[at] is { } there && there != cell)
            Tell(new Told(BackKind.NotSaid, record.Household.Number, sheet, row, 0, at, hidden, was, value));
        else if (was is not null && !isNew)
            Tell(new Told(BackKind.Differs, record.Household.Number, sheet, row, 0, at, hidden, was, cell));
        row.Cells[at] ??= cell is not null && sheet.CanHold(cell) ? cell : "";
    }

    /// <summary>The last day on which something now in force was observed: of the household, or of the row's member and the household's own facts.</summary>
    private void Observed(BackSheet sheet, BackRow row, HouseholdRecord record, MemberRecord? member)
    {
        if (observed is null || observed.Column.Role != sheet.File.Role)
            return;
        var facts = member is null ? record : record with { Members = [member] };
        var day = facts.NewestAfter(DateOnly.MinValue) ?? record.Household.RegisteredOn;
        var at = sheet.IndexOf(observed.Column.From!);
        var was = row.Old?[at];
        var conversion = observed.Column.Conversion;
        if (was is not null && conversion.TryDate(conversion.Bare(was), out var stated) && stated == day)
        {
            row.Cells[at] ??= was;
            return;
        }
        var cell = row.Cells[at] ??= observed.Day(day) ?? "";
        if (was is not null)
            Tell(new Told(BackKind.Differs, record.Household.Number, sheet, row, 0, at, false, was, cell));
    }

    private void Tell(Told one) => told.Add(one);
}
