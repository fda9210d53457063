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
    /// <returns>Attributes that the method reads and the files do not carry; they stay unknown for everybody.</returns>
    public static Outcome<IReadOnlyList<string>> Lay(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        string path,
        IReadOnlyList<string> by
    )
    {
        var absent = new List<string>();
        try
        {
            foreach (var level in method.Unit == Unit.Person ? new[] { Level.Member } : [Level.Household, Level.Member])
            {
                var table = Find(pack, level, path);
                if (table is null)
                    return IdentificationProblems.NoTable(path, level.ToString().ToLowerInvariant());
                var wanted = method.Facts().Where(a => a.Level == level).ToList();
                wanted.AddRange(
                    pack.Dictionary.Attributes.Where(a => a.Level == level && by.Contains(a.Id) && !wanted.Contains(a))
                );
                if (Create(engine, pack, level, table.Value.File, table.Value.Map, wanted, absent) is { } problem)
                    return problem;
            }
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
        return absent;
    }

    /// <summary>The folder that must be readable for a path.</summary>
    public static Outcome<string> FolderOf(string path) =>
        Directory.Exists(path) ? path
        : File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))!
        : IdentificationProblems.NoData(path);

    private static (string File, TableMap? Map)? Find(Pack pack, Level level, string path)
    {
        foreach (var map in pack.Data.SelectMany(d => d.Tables).Where(t => t.Level == level))
        {
            var file = File.Exists(path) ? path : Path.Combine(path, map.File);
            if (File.Exists(file) && Path.GetFileName(file) == map.File)
                return (file, map);
        }
        if (File.Exists(path))
            return level == Level.Member || pack.Data.IsEmpty
                ? (path, pack.Data.SelectMany(d => d.Tables).FirstOrDefault(t => t.Level == level))
                : null;
        var name = level == Level.Household ? "household" : "member";
        foreach (var plural in new[] { "", "s" })
        foreach (var ending in new[] { ".parquet", ".csv", ".csv.gz" })
            if (File.Exists(Path.Combine(path, name + plural + ending)))
                return (Path.Combine(path, name + plural + ending), null);
        return null;
    }

    private static Problem? Create(
        DuckDbEngine engine,
        Pack pack,
        Level level,
        string file,
        TableMap? map,
        List<AttributeDef> wanted,
        List<string> absent
    )
    {
        var parquet = file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        var quoted = DuckDbEngine.Quote(Path.GetFullPath(file));
        var from = parquet ? $"read_parquet({quoted})" : $"read_csv({quoted}, header = true, all_varchar = true)";
        var columns = engine.Query($"DESCRIBE SELECT * FROM {from}", r => r.GetString(0));
        var ids = map is null ? ["household_id"] : map.HouseholdId.ToList();
        var memberIds = map is null ? ["member_id"] : map.MemberId.ToList();
        foreach (var column in level == Level.Member ? ids.Concat(memberIds) : ids)
            if (!columns.Contains(column))
                return IdentificationProblems.MissingColumn(file, column, Nearest.To(column, columns));
        var select = new StringBuilder("SELECT ").Append(Id(ids)).Append(" AS household_id");
        if (level == Level.Member)
            select.Append(", ").Append(Id(memberIds)).Append(" AS member_id");
        foreach (var attribute in wanted)
        {
            var column = map is null
                ? attribute.Id
                : map.Columns.FirstOrDefault(c => c.Attribute == attribute.Id)?.Column;
            var named = column is not null && map is not null;
            if (named && !columns.Contains(column!))
                return IdentificationProblems.MissingColumn(file, column!, Nearest.To(column!, columns));
            if (column is null || !columns.Contains(column))
            {
                absent.Add(attribute.Id);
                select.Append(", NULL::").Append(TypeOf(attribute));
            }
            else
                select
                    .Append(", ")
                    .Append(Value(attribute, column, map?.Columns.First(c => c.Attribute == attribute.Id), parquet));
            select.Append(" AS ").Append(DuckDbEngine.Name(attribute.Id));
        }
        engine.Execute($"CREATE VIEW {(level == Level.Household ? "household" : "member")} AS {select} FROM {from}");
        return null;
    }

    private static string Id(List<string> columns) =>
        string.Join(" || '-' || ", columns.Select(c => $"CAST({DuckDbEngine.Name(c)} AS VARCHAR)"));

    private static string Value(AttributeDef attribute, string column, ColumnMap? map, bool typed)
    {
        var name = DuckDbEngine.Name(column);
        if (map is { Codes.Count: > 0 })
            return $"CASE CAST({name} AS VARCHAR) {string.Concat(map.Codes.Select(c => $"WHEN {DuckDbEngine.Quote(c.Key)} THEN {DuckDbEngine.Quote(c.Value)} "))}END";
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
