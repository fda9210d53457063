using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <summary>What is on record, and what of it the other register had before.</summary>
public sealed partial class WriteBack
{
    private readonly Dictionary<Guid, SealedValues?> opened = [];

    private static bool IsSealed(CellBack back) => back.Column.Target.Attribute is { Sealed: true };

    private string? Value(CellBack back, HouseholdRecord record, MemberRecord? member)
    {
        var target = back.Column.Target;
        return target.Use switch
        {
            ColumnUse.VillageCode => request.Tree.ByNumber(record.Household.VillageNo)?.Code,
            ColumnUse.VillageName => request.Tree.ByNumber(record.Household.VillageNo)?.Name,
            ColumnUse.HouseholdNumber => record.Household.Number,
            ColumnUse.Name => member?.Person.Name,
            ColumnUse.Household => Fact(record.Facts, target),
            _ when member is null => null,
            _ when IsSealed(back) => target.Attribute!.Id switch
            {
                "id_number" => Open(member)?.IdNumber,
                "phone" => Open(member)?.Phone,
                _ => Open(member)?.BankAccount,
            },
            _ => Fact(member.Facts, target),
        };
    }

    private static string? Fact(IReadOnlyDictionary<string, RecordedFact> facts, FormColumn target) =>
        facts.GetValueOrDefault(target.Attribute!.Id) is { Json: not "null" and var json } ? json : null;

    private SealedValues? Open(MemberRecord member) =>
        opened.TryGetValue(member.Person.PersonId, out var known)
            ? known
            : opened[member.Person.PersonId] = request.Sealing.Unseal(
                member.Person.WrappedKey,
                member.Person.Sealed,
                member.Person.PersonId
            );

    /// <summary>A village goes by another code after a renaming and is the same.</summary>
    private bool Same(CellBack back, string was, string? value, HouseholdRecord record) =>
        back.Column.Target.Use == ColumnUse.VillageCode
            ? old!.VillageOf(back.Read(was)) == record.Household.VillageNo
            : back.Read(was) == value;

    /// <summary>Household facts may stand on one of a household's rows only; where they were blank, they stay so.</summary>
    private bool SaidOnAnotherRow(BackSheet sheet, CellBack back, OldMember? oldMember, OldHousehold? was)
    {
        if (oldMember is null || back.Column is not { Target.Use: ColumnUse.Household, From: { } from })
            return false;
        var at = sheet.IndexOf(from);
        return back.Read(oldMember.Row.Cells[at]) is null
            && was!.Members.Exists(m => back.Read(m.Row.Cells[at]) is not null);
    }

    /// <summary>Known again by ID number where that may be opened, else by name and birth date, else by name.</summary>
    private List<(MemberRecord Member, OldMember? Was)> Match(HouseholdRecord record, OldHousehold? was)
    {
        var found = new Dictionary<MemberRecord, OldMember>();
        var free = was?.Members.ToList() ?? [];
        foreach (var by in new Func<MemberRecord, OldMember, bool>[] { ByNumber, ByNameAndBirth, ByName })
        foreach (var member in record.Members.Where(m => !found.ContainsKey(m)))
            if (free.Find(o => by(member, o)) is { } same)
            {
                found[member] = same;
                free.Remove(same);
            }
        return [.. record.Members.Select(m => (m, found.GetValueOrDefault(m)))];

        bool ByNumber(MemberRecord member, OldMember o) =>
            request.Unmask && o.IdNumber is { } number && Open(member)?.IdNumber == number;
        bool ByNameAndBirth(MemberRecord member, OldMember o) =>
            ByName(member, o) && o.Born is { } born && member.Facts.GetValueOrDefault("birth_date")?.Json == born;
        static bool ByName(MemberRecord member, OldMember o) => member.Person.Name == o.Name;
    }

    private void Gone(
        BackSheet sheet,
        string number,
        OldHousehold? was,
        List<(MemberRecord Member, OldMember? Was)> matched
    )
    {
        foreach (var gone in was?.Members.Where(o => matched.TrueForAll(m => m.Was != o)) ?? [])
            Tell(new Told(BackKind.MemberGone, number, sheet, null, gone.Row.Number));
    }

    private BlankColumn SealedColumn(CellBack back) =>
        new(
            sheets[back.Column.Role].File.File,
            back.Column.From!,
            back.Column.Target.Heading.Zh + " " + back.Column.Target.Heading.En
        );

    private ImmutableSortedDictionary<string, int> NoColumn(IReadOnlyList<HouseholdRecord> records)
    {
        var without = request.Form.Columns.Where(c => backs.All(b => b.Column.Target != c)).ToList();
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in without.Where(c => c.Attribute is { Sealed: false }))
        {
            var count =
                column.Use == ColumnUse.Household
                    ? records.Count(r => Fact(r.Facts, column) is not null)
                    : records.Sum(r => r.Members.Count(m => Fact(m.Facts, column) is not null));
            if (count > 0)
                counts[ColumnMapping.IdOf(column)] = count;
        }
        return counts.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static BackFinding Finding(Told told) =>
        new(
            told.Kind,
            told.Household,
            told.Sheet.File.File,
            told.Row?.Number ?? told.OldRow,
            told.At >= 0 ? told.Sheet.Headings[told.At]
                : told.Old is { } id && told.Kind == BackKind.NotSaid ? id
                : null,
            told.Hidden || told.At < 0 ? null : told.Old,
            told.Hidden ? null : told.Now
        );
}

/// <summary>The other register's files as they were, household by household.</summary>
internal sealed class OldRows
{
    private readonly Dictionary<(int VillageNo, string Number), OldHousehold> households;
    private readonly Func<string?, int> villageOf;

    private OldRows(
        IReadOnlyList<SourceTable> tables,
        Dictionary<(int, string), OldHousehold> households,
        Func<string?, int> villageOf
    ) => (Tables, this.households, this.villageOf) = (tables, households, villageOf);

    public IReadOnlyList<SourceTable> Tables { get; }

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyList<OldHousehold> Left => [.. households.Values];

    /// <returns>0 for none.</returns>
    public int VillageOf(string? code) => villageOf(code);

    public OldHousehold? Take(int villageNo, string number) =>
        households.Remove((villageNo, number), out var found) ? found : null;

    public static Outcome<OldRows> Read(BackRequest request, string folder, CancellationToken cancel)
    {
        var made = MakeDelivery.Run(request.Mapping, folder, trial: true, cancel);
        if (!made.Ok)
            return Outcome<OldRows>.Refused(made.Problems);
        var delivery = made.Value.Delivery;
        if (delivery.Faults.Count > 0)
            return Outcome<OldRows>.Refused(delivery.Faults);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        int Index(Func<FormColumn, bool> which) =>
            delivery.Columns.FirstOrDefault(which) is { } column ? delivery.Columns.IndexOf(column) : -1;
        var (village, number, name) = (
            Index(c => c.Use == ColumnUse.VillageCode),
            Index(c => c.Use == ColumnUse.HouseholdNumber),
            Index(c => c.Use == ColumnUse.Name)
        );
        var (born, id) = (
            Index(c => c is { Use: ColumnUse.Member, Attribute.Id: "birth_date" }),
            Index(c => c is { Use: ColumnUse.Member, Attribute.Id: "id_number" })
        );
        var households = new Dictionary<(int, string), OldHousehold>();
        for (var i = 0; i < delivery.Rows.Count; i++)
        {
            var (cells, source) = (delivery.Rows[i].Cells, made.Value.Sources[i]);
            var key = (Village(cells[village]), cells[number]);
            if (!households.TryGetValue(key, out var household))
                households[key] = household = new OldHousehold(key.Item1, key.Item2, []);
            household.Members.Add(
                new OldMember(
                    source.Household,
                    source.Member,
                    source.Number,
                    cells[name],
                    born >= 0 && CellReader.TryDate(cells[born], out var day) ? $"\"{day:yyyy-MM-dd}\"" : null,
                    id >= 0 && cells[id].Length > 0 ? Core.Registry.IdNumber.Normal(cells[id]) : null
                )
            );
        }
        return new OldRows(made.Value.Tables, households, code => code is null ? 0 : Village(code));

        int Village(string code)
        {
            if (!codes.TryGetValue(code, out var no))
                codes[code] = no = request.Tree.Resolve(code, request.Day, "village") is { Ok: true, Value: var place }
                    ? place.RegionNo
                    : 0;
            return no;
        }
    }
}

internal sealed record OldHousehold(int VillageNo, string Number, List<OldMember> Members)
{
    public int LastMember => Members.Max(m => m.Row.Number);
}

/// <param name="Number">Which member of a wide row, from 1.</param>
/// <param name="Born">As a fact's JSON.</param>
internal sealed record OldMember(
    WorkbookRow Household,
    WorkbookRow Row,
    int Number,
    string Name,
    string? Born,
    string? IdNumber
);
