using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>One laying of a data set's files: finds each level's files, reads and checks them, and makes the two tables of a run.</summary>
internal sealed class Laying(DuckDbEngine engine, Pack pack, string path)
{
    private readonly List<string> absent = [];
    private bool membersLaid;
    private bool wholeIds;

    /// <summary>Attributes that are wanted and that no file carries.</summary>
    public List<string> Absent => absent;

    /// <param name="needed">Whether there must be a file of them.</param>
    public Problem? Members(IReadOnlyList<AttributeDef> wanted, bool needed)
    {
        var tables = Find(Level.Member);
        if (tables.Count == 0)
            return needed ? IdentificationProblems.NoTable(path, "member") : null;
        var homes = Find(Level.Household);
        wholeIds = tables.Concat(homes).All(WholeIds) && tables.Count + homes.Count > 1;
        membersLaid = true;
        return Table(Level.Member, "member", tables, [], wanted);
    }

    /// <summary>
    /// One row per household with what it carries. Facts of dwelling, village or county come from tables of their own where there are any,
    /// joined by their key, else from the households' table.
    /// </summary>
    public Problem? Households(IReadOnlyList<AttributeDef> wanted)
    {
        var own = Find(Level.Household);
        if (own.Count == 0)
        {
            if (!membersLaid || wanted.Count > 0)
                return IdentificationProblems.NoTable(path, "household");
            engine.Execute("CREATE VIEW household AS SELECT DISTINCT household_id FROM member");
            return null;
        }
        var around = wanted
            .Select(a => a.Level)
            .Distinct()
            .Where(l => l != Level.Household)
            .Order()
            .Select(l => (Level: l, Tables: Find(l).Where(t => !own.Contains(t)).ToList()))
            .Where(l => l.Tables.Count > 0)
            .ToList();
        var problem = Table(
            Level.Household,
            around.Count == 0 ? "household" : "household_rows",
            own,
            [.. around.Select(a => a.Level)],
            [.. wanted.Where(a => around.TrueForAll(t => t.Level != a.Level))]
        );
        foreach (var (level, tables) in around)
            problem ??= Table(level, $"{Name(level)}_rows", tables, [], [.. wanted.Where(a => a.Level == level)]);
        if (problem is null && around.Count > 0)
            engine.Execute(
                $"CREATE VIEW household AS SELECT * FROM household_rows{string.Concat(around.Select(a => $" LEFT JOIN {Name(a.Level)}_rows USING ({Name(a.Level)}_id)"))}"
            );
        return problem;
    }

    /// <summary>One view over the files of a level: the first has every row, the others add facts by the key.</summary>
    private Problem? Table(
        Level level,
        string view,
        IReadOnlyList<DataTable> tables,
        IReadOnlyList<Level> foreign,
        IReadOnlyList<AttributeDef> wanted
    )
    {
        var keys = (level == Level.Member ? [Level.Household, Level.Member] : new[] { level }).ToList();
        var ids = string.Join(", ", keys.Select(k => $"{Name(k)}_id"));
        var carried = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < tables.Count; i++)
        {
            var columns = new DataColumns(engine, pack.Dictionary, tables[i], $"raw_{view}_{i}");
            List<AttributeDef> here = [.. wanted.Where(a => columns.Carries(a) && carried.Add(a.Id))];
            var above = i == 0 ? foreign : [];
            if (
                (columns.TakeIn([.. keys, .. above], here) ?? columns.Check(here) ?? columns.Disagree(keys, here)) is
                { } problem
            )
                return problem;
            var whole = wholeIds && level is (Level.Member or Level.Household);
            engine.Execute($"CREATE VIEW {view}_{i} AS {columns.Select(keys, above, here, whole)}");
            // A nation's own Parquet is not sorted through for keys that stand twice.
            var large = i == 0 && tables[i].IsParquet && level is (Level.Member or Level.Household);
            if (!large && !columns.Repeats && Twice($"{view}_{i}", ids, columns) is { } twice)
                return twice;
        }
        absent.AddRange(wanted.Where(a => !carried.Contains(a.Id)).Select(a => a.Id));
        var nobodys = string.Concat(
            wanted
                .Where(a => !carried.Contains(a.Id))
                .Select(a => $", NULL::{DataFiles.TypeOf(a)} AS {DuckDbEngine.Name(a.Id)}")
        );
        engine.Execute(
            $"CREATE VIEW {view} AS SELECT *{nobodys} FROM {view}_0{string.Concat(Enumerable.Range(1, tables.Count - 1).Select(i => $" LEFT JOIN {view}_{i} USING ({ids})"))}"
        );
        return null;
    }

    private Problem? Twice(string view, string ids, DataColumns columns) =>
        columns.ByRowNumber ? null
        : engine.Query(
            $"SELECT concat_ws('-', {ids}) FROM {view} GROUP BY {ids} HAVING count(*) > 1 LIMIT 1",
            r => r.GetString(0)
        )
            is [var key, ..]
            ? IdentificationProblems.KeyTwice(columns.File, key)
        : null;

    private static string Name(Level level) => DataColumns.Name(level);

    /// <summary>The files of a level: all that the pack's maps name and the path holds, else one that is named after the level.</summary>
    private List<DataTable> Find(Level level)
    {
        var maps = pack.Data.SelectMany(d => d.Tables).Where(t => t.Level == level).ToList();
        var single = File.Exists(path);
        List<DataTable> found =
        [
            .. maps.Select(map => new DataTable(single ? path : Path.Combine(path, map.File), map))
                .Where(t => File.Exists(t.File) && Path.GetFileName(t.File) == t.Map!.File),
        ];
        if (found.Count > 0)
            return found;
        if (single)
            return level == Level.Member || (level == Level.Household && pack.Data.IsEmpty)
                ? [new DataTable(path, maps.FirstOrDefault())]
                : [];
        var plural = level == Level.County ? "counties" : Name(level) + "s";
        return
        [
            .. new[] { Name(level), plural }
                .SelectMany(name =>
                    new[] { ".parquet", ".csv", ".csv.gz" }.Select(ending => Path.Combine(path, name + ending))
                )
                .Where(File.Exists)
                .Take(1)
                .Select(file => new DataTable(file, null)),
        ];
    }

    /// <summary>Whether the file keeps the households' ids as whole numbers in one column: far quicker to bring together than texts.</summary>
    private bool WholeIds(DataTable table)
    {
        var ids = table.Map is null ? ["household_id"] : table.Map.Keys.GetValueOrDefault(Level.Household, []).ToList();
        return table.IsParquet
            && ids.Count == 1
            && engine
                .Query(
                    $"DESCRIBE SELECT * FROM read_parquet({DuckDbEngine.Quote(Path.GetFullPath(table.File))})",
                    r => (Name: r.GetString(0), Type: r.GetString(1))
                )
                .Any(c => c.Name == ids[0] && c.Type is "BIGINT" or "INTEGER" or "SMALLINT");
    }
}

/// <summary>A file, and how its columns are to be read; null for columns that carry attribute ids.</summary>
internal sealed record DataTable(string File, TableMap? Map)
{
    public bool IsParquet => File.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
}
