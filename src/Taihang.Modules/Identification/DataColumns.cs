using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>
/// The columns of one file as facts. Text files are read once, each value beside what it means; of Parquet a column whose type fits already is
/// read as it is. A value that its attribute cannot hold is refused and never rounded, cut or read as "not known".
/// </summary>
internal sealed class DataColumns
{
    private readonly DuckDbEngine engine;
    private readonly Dictionary dictionary;
    private readonly DataTable table;
    private readonly string relation;
    private readonly Dictionary<string, string> types;
    private string from;

    /// <param name="relation">What a text file is called once it is taken in.</param>
    public DataColumns(DuckDbEngine engine, Dictionary dictionary, DataTable table, string relation)
    {
        (this.engine, this.dictionary, this.table, this.relation) = (engine, dictionary, table, relation);
        from = table.IsParquet
            ? $"read_parquet({Quoted}{(ByRowNumber ? ", file_row_number = true" : "")})"
            : TextFile(inOrder: ByRowNumber);
        types = engine
            .Query($"DESCRIBE SELECT * FROM {from}", r => (Name: r.GetString(0), Type: r.GetString(1)))
            .ToDictionary(c => c.Name, c => c.Type, StringComparer.Ordinal);
    }

    public string File => table.File;

    public bool Repeats => table.Map?.Repeats ?? false;

    public bool ByRowNumber => table.Map?.Keys.Values.Any(k => k.IsEmpty) ?? false;

    public static string Name(Level level) => level.ToString().ToLowerInvariant();

    private string Quoted => DuckDbEngine.Quote(Path.GetFullPath(table.File));

    /// <param name="inOrder">Row after row, by one thread; else in any order and by all.</param>
    private string TextFile(bool inOrder) =>
        $"read_csv({Quoted}, header = true, all_varchar = true, parallel = {(inOrder ? "false" : "true")}{Form})";

    private string Form =>
        (table.Map?.Form.Separator is { } separator ? $", delim = {DuckDbEngine.Quote(separator)}" : "")
        + (table.Map?.Form.Encoding is { } encoding ? $", encoding = {DuckDbEngine.Quote(encoding)}" : "");

    /// <summary>Whether the file, or the map for it, has a column for the attribute.</summary>
    public bool Carries(AttributeDef attribute) =>
        table.Map is null ? types.ContainsKey(attribute.Id) : Mapped(attribute) is not null;

    private ColumnMap? Mapped(AttributeDef attribute) =>
        table.Map?.Columns.FirstOrDefault(c => c.Attribute == attribute.Id);

    private string ColumnOf(AttributeDef attribute) => Mapped(attribute)?.Column ?? attribute.Id;

    /// <summary>The columns that make up a key; none for the row's own number.</summary>
    private IReadOnlyList<string>? KeyOf(Level level) =>
        table.Map is null ? [$"{Name(level)}_id"]
        : table.Map.Keys.TryGetValue(level, out var columns) ? columns
        : null;

    /// <summary>Finds every column and takes a text file in.</summary>
    public Problem? TakeIn(IReadOnlyList<Level> keys, IReadOnlyList<AttributeDef> wanted)
    {
        var needed = new List<string>();
        foreach (var key in keys)
            if (KeyOf(key) is { } columns)
                needed.AddRange(columns);
            else
                return IdentificationProblems.MissingColumn(File, $"{Name(key)}_id", null);
        var ofKeys = needed.Distinct(StringComparer.Ordinal).ToList();
        needed.AddRange(wanted.Select(ColumnOf));
        foreach (var column in needed)
            if (!types.ContainsKey(column))
                return IdentificationProblems.MissingColumn(File, column, Nearest.To(column, types.Keys));
        if (table.IsParquet)
            return null;
        // What a value means stands beside whether it fits, so that no text is kept or read a second time.
        var columnsOfIt = ofKeys
            .Select(c => $"{DuckDbEngine.Name(c)} AS {KeyName(c)}")
            .Concat(
                wanted
                    .Select(a => (Id: a.Id, Sql: Sql(a)))
                    .Select(a =>
                        $"{a.Sql.Value()} AS {DuckDbEngine.Name(a.Id)}, coalesce({a.Sql.Bad() ?? "FALSE"}, FALSE) AS {BadName(a.Id)}"
                    )
            )
            .DefaultIfEmpty("1 AS nothing");
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT {string.Join(", ", columnsOfIt)} FROM ({Texts(needed, inOrder: ByRowNumber)})"
        );
        from = relation;
        return Blank(ofKeys);
    }

    private static string BadName(string attribute) => DuckDbEngine.Name($"bad {attribute}");

    private string KeyName(string column) => DuckDbEngine.Name(table.IsParquet ? column : $"key {column}");

    /// <summary>Each cell without the blanks around it; nothing where there is only that.</summary>
    private string Texts(IEnumerable<string> columns, bool inOrder) =>
        $"SELECT {string.Join(", ", columns.Distinct(StringComparer.Ordinal).Select(c => $"nullif(trim({DuckDbEngine.Name(c)}), '') AS {DuckDbEngine.Name(c)}").DefaultIfEmpty("1 AS nothing"))} FROM {TextFile(inOrder)}";

    /// <summary>A row without its key belongs to nobody.</summary>
    private Problem? Blank(IReadOnlyList<string> ofKeys)
    {
        foreach (var column in ofKeys)
            if (engine.Query($"SELECT 1 FROM {from} WHERE {KeyName(column)} IS NULL LIMIT 1", _ => 1).Count > 0)
                return IdentificationProblems.BlankKey(
                    File,
                    First(column, $"{DuckDbEngine.Name(column)} IS NULL").Row!.Value,
                    column
                );
        return null;
    }

    /// <summary>The first row of a text file for which a condition holds, and what stands there; the file is read again for it, row after row.</summary>
    private (int? Row, string? Value) First(string column, string condition)
    {
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE in_order AS SELECT {DuckDbEngine.Name(column)} AS said, {condition} AS found FROM ({Texts([column], inOrder: true)})"
        );
        var first = engine.Query(
            "SELECT rowid, said FROM in_order WHERE found ORDER BY rowid LIMIT 1",
            r => ((int?)(r.GetInt64(0) + 2), r.IsDBNull(1) ? null : r.GetString(1))
        )[0];
        engine.Execute("DROP TABLE in_order");
        return first;
    }

    /// <summary>The first value that does not fit its attribute.</summary>
    public Problem? Check(IReadOnlyList<AttributeDef> wanted)
    {
        var tests = wanted.Select(a => (Attribute: a, Bad: Sql(a).Bad())).Where(t => t.Bad is not null).ToList();
        if (tests.Count == 0)
            return null;
        var counts = engine.Query(
            $"SELECT {string.Join(", ", tests.Select(t => $"count(*) FILTER (WHERE {(table.IsParquet ? t.Bad : BadName(t.Attribute.Id))})"))} FROM {from}",
            r => tests.Select((_, i) => r.GetInt64(i)).ToList()
        )[0];
        for (var i = 0; i < tests.Count; i++)
            if (counts[i] > 0)
            {
                var (attribute, bad) = tests[i];
                var column = ColumnOf(attribute);
                var (row, value) = table.IsParquet ? AnyOf(column, bad!) : First(column, bad!);
                return IdentificationProblems.DoesNotFit(
                    File,
                    row,
                    column,
                    value!,
                    attribute.Id,
                    Expected(attribute),
                    counts[i]
                );
            }
        return null;
    }

    /// <summary>The rows of Parquet have no numbers that anybody would look for.</summary>
    private (int? Row, string? Value) AnyOf(string column, string bad) =>
        (
            null,
            engine.Query(
                $"SELECT CAST({DuckDbEngine.Name(column)} AS VARCHAR) FROM {from} WHERE {bad} LIMIT 1",
                r => r.GetString(0)
            )[0]
        );

    private Words Expected(AttributeDef attribute)
    {
        if (Mapped(attribute) is { Codes.Count: > 0 } mapped)
        {
            var named = string.Join(", ", mapped.Codes.Keys.Take(12)) + (mapped.Codes.Count > 12 ? " …" : "");
            return new(
                $"数据映射 codes 中的值（{named}）；也可写入 unknown 或 others",
                $"one of the values under codes in the data map ({named}), or name it under unknown, or say what others mean"
            );
        }
        var (least, most) = (attribute.Least?.ToString() ?? "…", attribute.Most?.ToString() ?? "…");
        var bounds =
            attribute.Least is null && attribute.Most is null
                ? new Words("", "")
                : new Words($"，{least} 至 {most}", $" from {least} to {most}");
        return attribute.Type switch
        {
            FactType.Truth => new("true/false、yes/no 或 1/0", "true or false, yes or no, 1 or 0"),
            FactType.Whole => new($"整数{bounds.Zh}", $"a whole number{bounds.En}"),
            FactType.Money => new(
                $"最小货币单位的整数{bounds.Zh}；元可用 times: 100",
                $"a whole number of minor units{bounds.En}; major units go with times: 100 in the data map"
            ),
            FactType.Decimal => new(
                $"至多 {attribute.Places} 位小数的数{bounds.Zh}；属性可写 places，映射可写 round",
                $"a number of at most {attribute.Places} places{bounds.En}; give the attribute more places, or the data map a round"
            ),
            FactType.Date => new(
                "日期，如 2024-02-29；其他写法用 format",
                "a date such as 2024-02-29; another way of writing it goes with format in the data map"
            ),
            _ => CodesOf(attribute),
        };
    }

    private Words CodesOf(AttributeDef attribute)
    {
        var ids = string.Join(", ", Ids(attribute).Take(12));
        return new(
            $"代码表 {attribute.CodeList} 中的代码（{ids}）",
            $"a code of the list {attribute.CodeList} ({ids})"
        );
    }

    private IReadOnlyList<string> Ids(AttributeDef attribute) =>
        attribute.CodeList is { } list ? [.. dictionary.CodeLists[list].Codes.Select(c => c.Id)] : [];

    private ColumnSql Sql(AttributeDef attribute) =>
        new(
            attribute,
            ColumnOf(attribute),
            table.IsParquet ? types[ColumnOf(attribute)] : null,
            Mapped(attribute),
            table.Map?.Form,
            Ids(attribute)
        );

    private string Fact(AttributeDef attribute) =>
        table.IsParquet ? Sql(attribute).Value() : DuckDbEngine.Name(attribute.Id);

    /// <summary>A SELECT of the keys and the facts; one row for each key where the map says that several rows belong to one.</summary>
    /// <param name="foreign">Keys of the levels above.</param>
    /// <param name="wholeIds">Leaves a household's id the number that it is.</param>
    public string Select(
        IReadOnlyList<Level> keys,
        IReadOnlyList<Level> foreign,
        IReadOnlyList<AttributeDef> wanted,
        bool wholeIds
    )
    {
        var ids = keys.Concat(foreign).Select(k => $"{Id(k, wholeIds)} AS {Name(k)}_id");
        var facts = wanted.Select(a => $"{Fact(a)} AS {DuckDbEngine.Name(a.Id)}");
        var rows = $"SELECT {string.Join(", ", ids.Concat(facts))} FROM {from}";
        if (!Repeats)
            return rows;
        var folded = foreign
            .Select(k => $"min({Name(k)}_id) AS {Name(k)}_id")
            .Concat(wanted.Select(a => $"{Folded(Mapped(a)?.Fold ?? RowFold.Same, a)} AS {DuckDbEngine.Name(a.Id)}"));
        var by = string.Join(", ", keys.Select(k => $"{Name(k)}_id"));
        return $"SELECT {string.Join(", ", folded.Prepend(by))} FROM ({rows}) GROUP BY {by}";
    }

    /// <summary>Where rows of one key must agree on a column and do not.</summary>
    public Problem? Disagree(IReadOnlyList<Level> keys, IReadOnlyList<AttributeDef> wanted)
    {
        var ids = string.Join(" || '-' || ", keys.Select(k => Id(k, wholeIds: false)));
        foreach (var attribute in wanted.Where(a => Repeats && (Mapped(a)?.Fold ?? RowFold.Same) == RowFold.Same))
            if (
                engine.Query(
                    $"SELECT id FROM (SELECT {ids} AS id, {Fact(attribute)} AS fact FROM {from}) GROUP BY id HAVING min(fact) <> max(fact) ORDER BY id LIMIT 1",
                    r => r.GetString(0)
                )
                is [var key, ..]
            )
                return IdentificationProblems.RowsDisagree(File, key, ColumnOf(attribute));
        return null;
    }

    /// <summary>What a row does not know, the whole does not know either, unless the rest decides.</summary>
    private static string Folded(RowFold fold, AttributeDef attribute)
    {
        var fact = DuckDbEngine.Name(attribute.Id);
        var known = $"count(*) = count({fact})";
        return fold switch
        {
            RowFold.Sum => $"CAST(CASE WHEN {known} THEN sum({fact}) END AS {DataFiles.TypeOf(attribute)})",
            RowFold.Min => $"CASE WHEN {known} THEN min({fact}) END",
            RowFold.Max => $"CASE WHEN {known} THEN max({fact}) END",
            RowFold.Any => $"CASE WHEN bool_or({fact}) THEN TRUE WHEN {known} THEN FALSE END",
            RowFold.All => $"CASE WHEN NOT bool_and({fact}) THEN FALSE WHEN {known} THEN TRUE END",
            _ => $"min({fact})",
        };
    }

    private string Id(Level level, bool wholeIds)
    {
        var columns = KeyOf(level)!;
        if (columns.Count == 0)
            return $"CAST({(table.IsParquet ? "file_row_number" : "rowid")} + 1 AS VARCHAR)";
        return wholeIds && level == Level.Household
            ? KeyName(columns[0])
            : string.Join(" || '-' || ", columns.Select(c => $"CAST({KeyName(c)} AS VARCHAR)"));
    }
}
