using System.Text;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>
/// Lays a pack's two tables, <c>household</c> and <c>member</c>, over CSV, CSV.GZ or Parquet files: by the pack's data map where its
/// files are there, else by columns that carry attribute ids.
/// </summary>
public static class DataFiles
{
    /// <param name="path">A file or a folder.</param>
    /// <param name="also">A second method that is to be run on the same facts.</param>
    /// <returns>Attributes that the method reads and the files do not carry; they stay unknown for everybody.</returns>
    public static Outcome<IReadOnlyList<string>> Lay(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        string path,
        IReadOnlyList<string> by,
        MethodPlan? also = null
    )
    {
        var absent = new List<string>();
        var kept = Identify.Kept(pack, method, by).Concat(also?.Facts() ?? []).ToList();
        var wanted = method.Facts().Concat(kept).Distinct().ToList();
        try
        {
            if (Find(pack, Level.Member, path) is not { } table)
                return IdentificationProblems.NoTable(path, "member");
            var whole =
                WholeIds(engine, table) && Find(pack, Level.Household, path) is { } home && WholeIds(engine, home);
            if (method.AsksHousehold(kept))
            {
                if (Household(engine, pack, path, [.. wanted.Where(a => !a.OfMember)], absent, whole) is { } problem)
                    return problem;
            }
            var select = Select(engine, table, Level.Member, [], [.. wanted.Where(a => a.OfMember)], absent, whole);
            if (!select.Ok)
                return Outcome<IReadOnlyList<string>>.Refused(select.Problems);
            engine.Execute($"CREATE VIEW member AS {select.Value}");
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
        return absent;
    }

    /// <summary>
    /// One row per household with what it carries. Facts of dwelling, village or county come from a table of their own where there is
    /// one, joined by its key, else from the households' table.
    /// </summary>
    private static Problem? Household(
        DuckDbEngine engine,
        Pack pack,
        string path,
        List<AttributeDef> wanted,
        List<string> absent,
        bool wholeIds
    )
    {
        if (Find(pack, Level.Household, path) is not { } own)
            return IdentificationProblems.NoTable(path, "household");
        var (joins, around) = (new StringBuilder(), new List<(Level Level, Source Table)>());
        foreach (var level in wanted.Select(a => a.Level).Distinct().Where(l => l != Level.Household).Order())
            if (Find(pack, level, path) is { } table && table != own)
                around.Add((level, table));
        var select = Select(
            engine,
            own,
            Level.Household,
            [.. around.Select(a => a.Level)],
            [.. wanted.Where(a => around.TrueForAll(t => t.Level != a.Level))],
            absent,
            wholeIds
        );
        if (!select.Ok)
            return select.Problems[0];
        foreach (var (level, table) in around)
        {
            var (name, rows) = (
                Name(level),
                Select(engine, table, level, [], [.. wanted.Where(a => a.Level == level)], absent)
            );
            if (!rows.Ok)
                return rows.Problems[0];
            engine.Execute($"CREATE VIEW {name}_rows AS {rows.Value}");
            if (
                engine.Query(
                    $"SELECT {name}_id FROM {name}_rows GROUP BY {name}_id HAVING count(*) > 1 LIMIT 1",
                    r => r.GetString(0)
                )
                is [var twice, ..]
            )
                return IdentificationProblems.KeyTwice(table.File, twice);
            joins.Append($" LEFT JOIN {name}_rows USING ({name}_id)");
        }
        engine.Execute($"CREATE VIEW household AS SELECT * FROM ({select.Value}){joins}");
        return null;
    }

    /// <summary>The folder that must be readable for a path.</summary>
    public static Outcome<string> FolderOf(string path) =>
        Directory.Exists(path) ? path
        : File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))!
        : IdentificationProblems.NoData(path);

    /// <summary>A file, and how its columns are to be read; null for columns that carry attribute ids.</summary>
    private sealed record Source(string File, TableMap? Map);

    private static string Name(Level level) => level.ToString().ToLowerInvariant();

    private static Source? Find(Pack pack, Level level, string path)
    {
        foreach (var map in pack.Data.SelectMany(d => d.Tables).Where(t => t.Level == level))
        {
            var file = File.Exists(path) ? path : Path.Combine(path, map.File);
            if (File.Exists(file) && Path.GetFileName(file) == map.File)
                return new Source(file, map);
        }
        if (File.Exists(path))
            return level == Level.Member || (level == Level.Household && pack.Data.IsEmpty)
                ? new Source(path, pack.Data.SelectMany(d => d.Tables).FirstOrDefault(t => t.Level == level))
                : null;
        var plural = level switch
        {
            Level.County => "counties",
            _ => Name(level) + "s",
        };
        foreach (var name in new[] { Name(level), plural })
        foreach (var ending in new[] { ".parquet", ".csv", ".csv.gz" })
            if (File.Exists(Path.Combine(path, name + ending)))
                return new Source(Path.Combine(path, name + ending), null);
        return null;
    }

    /// <param name="foreign">Levels whose key the rows must carry as well.</param>
    private static Outcome<string> Select(
        DuckDbEngine engine,
        Source table,
        Level level,
        IReadOnlyList<Level> foreign,
        IReadOnlyList<AttributeDef> wanted,
        List<string> absent,
        bool wholeIds = false
    )
    {
        var (file, map) = table;
        var parquet = file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        var quoted = DuckDbEngine.Quote(Path.GetFullPath(file));
        var from = parquet ? $"read_parquet({quoted})" : $"read_csv({quoted}, header = true, all_varchar = true)";
        var columns = engine.Query($"DESCRIBE SELECT * FROM {from}", r => r.GetString(0));
        var parts = new List<string>();
        foreach (var key in (level == Level.Member ? [Level.Household, Level.Member] : new[] { level }).Concat(foreign))
        {
            var ids = map is null ? [$"{Name(key)}_id"] : map.Keys.GetValueOrDefault(key, []).ToList();
            if (ids.Count == 0)
                return IdentificationProblems.MissingColumn(file, $"{Name(key)}_id", null);
            foreach (var column in ids.Where(column => !columns.Contains(column)))
                return IdentificationProblems.MissingColumn(file, column, Nearest.To(column, columns));
            parts.Add(
                $"{(wholeIds && key == Level.Household ? DuckDbEngine.Name(ids[0]) : Id(ids))} AS {Name(key)}_id"
            );
        }
        foreach (var attribute in wanted)
        {
            var mapped = map?.Columns.FirstOrDefault(c => c.Attribute == attribute.Id);
            var column = map is null ? attribute.Id : mapped?.Column;
            if (mapped is not null && !columns.Contains(mapped.Column))
                return IdentificationProblems.MissingColumn(file, mapped.Column, Nearest.To(mapped.Column, columns));
            if (column is null || !columns.Contains(column))
                absent.Add(attribute.Id);
            parts.Add(
                (
                    column is null || !columns.Contains(column)
                        ? $"NULL::{TypeOf(attribute)}"
                        : Value(attribute, column, mapped, parquet)
                ) + $" AS {DuckDbEngine.Name(attribute.Id)}"
            );
        }
        return $"SELECT {string.Join(", ", parts)} FROM {from}";
    }

    /// <summary>Whether the file keeps the households' ids as whole numbers in one column: far quicker to bring together than texts.</summary>
    private static bool WholeIds(DuckDbEngine engine, Source table)
    {
        var ids = table.Map is null ? ["household_id"] : table.Map.Keys.GetValueOrDefault(Level.Household, []).ToList();
        return table.File.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
            && ids.Count == 1
            && engine
                .Query(
                    $"DESCRIBE SELECT * FROM read_parquet({DuckDbEngine.Quote(Path.GetFullPath(table.File))})",
                    r => (Name: r.GetString(0), Type: r.GetString(1))
                )
                .Any(c => c.Name == ids[0] && c.Type is "BIGINT" or "INTEGER" or "SMALLINT");
    }

    private static string Id(List<string> columns) =>
        string.Join(" || '-' || ", columns.Select(c => $"CAST({DuckDbEngine.Name(c)} AS VARCHAR)"));

    private static string Value(AttributeDef attribute, string column, ColumnMap? map, bool typed)
    {
        var name = DuckDbEngine.Name(column);
        if (map?.First is { } first)
            (name, typed) = ($"left(CAST({name} AS VARCHAR), {first})", false);
        if (map is { Codes.Count: > 0 })
            return $"CAST(CASE CAST({name} AS VARCHAR) {string.Concat(map.Codes.Select(c => $"WHEN {DuckDbEngine.Quote(c.Key)} THEN {DuckDbEngine.Quote(c.Value)} "))}END AS {TypeOf(attribute)})";
        if (attribute.Type == FactType.Codes && !typed)
            return $"string_split({name}, ' ')";
        return $"CAST({(typed ? name : $"nullif({name}, '')")} AS {TypeOf(attribute)})";
    }

    internal static string TypeOf(AttributeDef attribute) =>
        attribute.Type switch
        {
            FactType.Truth => "BOOLEAN",
            FactType.Whole or FactType.Money => "BIGINT",
            FactType.Decimal => "DECIMAL(18, 4)",
            FactType.Date => "DATE",
            FactType.Codes => "VARCHAR[]",
            _ => "VARCHAR",
        };
}
