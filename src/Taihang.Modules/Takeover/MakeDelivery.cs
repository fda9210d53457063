using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Takeover;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <summary>A delivery read by its mapping: the rows to take in, and what it was read from.</summary>
public sealed record DeliveryRead(
    Delivery Delivery,
    ColumnMapping Mapping,
    IReadOnlyList<SourceTable> Tables,
    DateOnly Newest
)
{
    /// <summary>The rows of the tables behind a row of the delivery, by role; and which member of a wide row it is, from 1.</summary>
    internal IReadOnlyList<SourceRow> Sources { get; init; } = [];
}

/// <summary>From where one row of a delivery comes.</summary>
/// <param name="Household">Row of the file that has the household's facts.</param>
/// <param name="Member">Row of the file that has the member's facts; the same where there is one file.</param>
/// <param name="Number">Which member of a wide row, from 1.</param>
internal readonly record struct SourceRow(WorkbookRow Household, WorkbookRow Member, int Number);

/// <summary>
/// Turns another register's files into rows of the registration form by a mapping: pure but for the reading of the files. What does not
/// fit is told with the place in those files, and its household is left out.
/// </summary>
public sealed class MakeDelivery
{
    private readonly ColumnMapping mapping;
    private readonly Dictionary<string, SourceTable> tables;
    private readonly List<Problem> faults = [];
    private readonly Dictionary<(string Heading, int Number), int> columns = [];

    private MakeDelivery(ColumnMapping mapping, IReadOnlyList<SourceTable> tables) =>
        (this.mapping, this.tables) = (mapping, tables.ToDictionary(t => t.File.Role));

    /// <param name="folder">Where the files of the mapping lie.</param>
    /// <param name="trial">Everything is to be done and nothing kept.</param>
    public static Outcome<DeliveryRead> Run(ColumnMapping mapping, string folder, bool trial, CancellationToken cancel)
    {
        var problems = new List<Problem>();
        var tables = new List<SourceTable>();
        foreach (var file in mapping.Files)
        {
            var table = SourceTable.Read(file, folder, cancel);
            if (table.Ok)
                tables.Add(table.Value);
            else
                problems.AddRange(table.Problems);
        }
        if (problems.Count > 0)
            return Outcome<DeliveryRead>.Refused(problems);
        foreach (var table in tables)
            problems.AddRange(Accounts.Of(mapping, table));
        return problems.Count > 0
            ? Outcome<DeliveryRead>.Refused(problems)
            : new MakeDelivery(mapping, tables).Make(tables, trial);
    }

    private DeliveryRead Make(IReadOnlyList<SourceTable> read, bool trial)
    {
        var sources = mapping.Layout == SourceLayout.Joined ? Joined() : [.. Alone()];
        var (rows, from, days) = (new List<WorkbookRow>(), new List<SourceRow>(), new List<DateOnly>());
        var village = mapping.Columns.First(c => c.Target.Use == ColumnUse.VillageCode);
        var number = mapping.Columns.First(c => c.Target.Use == ColumnUse.HouseholdNumber);
        // The rows of one household stand anywhere in the file; together they stay in the order of its first.
        foreach (var household in sources.GroupBy(s => (Raw(village, s), Raw(number, s))))
        {
            var (before, begun) = (faults.Count, rows.Count);
            foreach (var source in household)
            {
                var cells = mapping.Columns.Select(c => Cell(c, source)).ToArray();
                days.Add(Day(source));
                from.Add(source);
                rows.Add(new WorkbookRow(rows.Count + 1, cells));
            }
            if (faults.Count == before)
                continue;
            rows.RemoveRange(begun, rows.Count - begun);
            from.RemoveRange(begun, from.Count - begun);
            days.RemoveRange(begun, days.Count - begun);
        }
        var of = mapping.Columns.ToDictionary(c => c.Target);
        var delivery = new Delivery(
            Hash(read),
            new MappingInForce(mapping.Hash, mapping.Name, mapping.Source, mapping.Text),
            [.. mapping.Columns.Select(c => c.Target)],
            rows,
            (row, column) => At(of[column], from[row - 1]),
            row => days[row - 1],
            faults,
            trial,
            new DeliveryLog()
        );
        var newest = days.Count > 0 ? days.Max() : mapping.Observed.On ?? DateOnly.MinValue;
        return new DeliveryRead(delivery, mapping, read, newest) { Sources = from };
    }

    private IEnumerable<SourceRow> Alone()
    {
        var table = tables[ColumnMappingReader.Rows];
        foreach (var row in table.Rows)
        {
            if (mapping.Layout == SourceLayout.Members)
                yield return new SourceRow(row, row, 1);
            for (var n = 1; mapping.Layout == SourceLayout.Wide && n <= mapping.MembersMost; n++)
            {
                var source = new SourceRow(row, row, n);
                // The first has the household's facts also where no member is named: its blank name is then a fault, not a loss.
                if (n == 1 || mapping.Columns.Any(c => c.PerMember && Raw(c, source).Length > 0))
                    yield return source;
            }
        }
    }

    private List<SourceRow> Joined()
    {
        var (households, members) = (
            tables[ColumnMappingReader.HouseholdsFile],
            tables[ColumnMappingReader.MembersFile]
        );
        var (key, memberKey) = (households.Column(households.File.Key), members.Column(members.File.Key));
        var byKey = new Dictionary<string, (WorkbookRow Row, bool Met)>(StringComparer.Ordinal);
        foreach (var row in households.Rows)
            if (row.Cells[key].Length == 0)
                faults.Add(Core.Registry.RegistryProblems.Blank(households.At(row.Number, key)));
            else if (!byKey.TryAdd(row.Cells[key], (row, false)))
                faults.Add(
                    TakeoverProblems.KeyTwice(
                        households.At(row.Number, key),
                        row.Cells[key],
                        byKey[row.Cells[key]].Row.Number
                    )
                );
        var rows = new List<SourceRow>(members.Rows.Count);
        foreach (var row in members.Rows)
            if (byKey.TryGetValue(row.Cells[memberKey], out var household))
            {
                byKey[row.Cells[memberKey]] = (household.Row, true);
                rows.Add(new SourceRow(household.Row, row, 1));
            }
            else
                faults.Add(
                    TakeoverProblems.KeyAlone(members.At(row.Number, memberKey), row.Cells[memberKey], households.Name)
                );
        faults.AddRange(
            byKey
                .Where(k => !k.Value.Met)
                .Select(k => TakeoverProblems.KeyAlone(households.At(k.Value.Row.Number, key), k.Key, members.Name))
        );
        return rows;
    }

    private string Cell(MappedColumn column, SourceRow source)
    {
        if (column.From is null)
            return column.Constant!;
        // Once for a household: on its first member.
        if (mapping.Layout == SourceLayout.Wide && column.Target.Use == ColumnUse.Household && source.Number > 1)
            return "";
        var cell = column.Conversion.Read(Raw(column, source), At(column, source));
        if (cell.Ok)
            return cell.Value;
        faults.AddRange(cell.Problems);
        return "";
    }

    private DateOnly Day(SourceRow source)
    {
        if (mapping.Observed is not { Column: { } column })
            return mapping.Observed.On!.Value;
        var text = column.Conversion.Bare(Raw(column, source));
        if (column.Conversion.TryDate(text, out var day))
            return day;
        faults.Add(TakeoverProblems.WrongDate(At(column, source), text, column.Conversion.Date!));
        return default;
    }

    private string Raw(MappedColumn column, SourceRow source) =>
        column.From is null ? column.Constant! : Of(column, source).Cells[Index(column, source.Number)];

    private Place At(MappedColumn column, SourceRow source) =>
        column.From is null
            ? column.At
            : tables[column.Role].At(Of(column, source).Number, Index(column, source.Number));

    private static WorkbookRow Of(MappedColumn column, SourceRow source) =>
        column.Role == ColumnMappingReader.HouseholdsFile ? source.Household : source.Member;

    private int Index(MappedColumn column, int number)
    {
        var key = ($"{column.Role} {column.From}", column.PerMember ? number : 0);
        if (!columns.TryGetValue(key, out var index))
            columns[key] = index = tables[column.Role].Column(MappedColumn.HeadingOf(column.From!, number));
        return index;
    }

    private string Hash(IReadOnlyList<SourceTable> read)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes(mapping.Hash));
        foreach (var table in read)
        {
            using var file = File.OpenRead(table.Path);
            hash.AppendData(SHA256.HashData(file));
        }
        return $"{Convert.ToHexStringLower(hash.GetHashAndReset())} takeover";
    }
}

/// <summary>Whether a mapping says of every column of a file what becomes of it, and names none that is not there.</summary>
internal static class Accounts
{
    public static IEnumerable<Problem> Of(ColumnMapping mapping, SourceTable table)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var role = table.File.Role;
        var wanted = mapping
            .Columns.Append(mapping.Observed.Column)
            .OfType<MappedColumn>()
            .Where(c => c.Role == role && c.From is not null)
            .SelectMany(c =>
                Enumerable
                    .Range(1, c.PerMember ? mapping.MembersMost : 1)
                    .Select(n => (Heading: MappedColumn.HeadingOf(c.From!, n), c.At))
            )
            .Concat(table.File.LeftOut.Keys.Select(heading => (heading, table.File.At)));
        if (table.File.Key.Length > 0)
            wanted = wanted.Append((table.File.Key, table.File.At));
        foreach (var (heading, at) in wanted)
        {
            if (!used.Add(heading) && at == table.File.At && heading != table.File.Key)
                yield return TakeoverProblems.WrongMapping(
                    at,
                    new($"“{heading}”既取又不取。", $"\"{heading}\" is both taken over and left out.")
                );
            if (table.Column(heading) < 0)
                yield return TakeoverProblems.NoColumn(at, heading, table.Name, Nearest.To(heading, table.Headings));
        }
        for (var i = 0; i < table.Headings.Count; i++)
            if (table.Headings[i].Length > 0 && !used.Contains(table.Headings[i]))
                yield return TakeoverProblems.Unaccounted(table.AtHeading(i), table.Headings[i]);
    }
}
