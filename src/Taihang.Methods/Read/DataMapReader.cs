using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>data/*.yaml</c>: which columns of a foreign data set are which facts.</summary>
internal static class DataMapReader
{
    private static readonly Dictionary<string, Level> Levels = new()
    {
        ["household"] = Level.Household,
        ["member"] = Level.Member,
        ["dwelling"] = Level.Dwelling,
        ["village"] = Level.Village,
        ["county"] = Level.County,
    };

    public static DataMap Read(YamlReader file, Dictionary dictionary)
    {
        file.Only("id", "tables");
        return new DataMap(
            file.Must("id").Text(),
            [.. file.Must("tables").Items().Select(table => Table(table, dictionary))]
        );
    }

    private static TableMap Table(YamlReader table, Dictionary dictionary)
    {
        table.Only("level", "file", "household_id", "member_id", "dwelling_id", "village_id", "county_id", "columns");
        var level = table.Must("level").OneOf(Levels);
        var keys = Levels
            .Where(l => table.Child($"{l.Key}_id") is not null)
            .ToImmutableSortedDictionary(
                l => l.Value,
                l => table.Must($"{l.Key}_id").Items().Select(c => c.Text()).ToImmutableArray()
            );
        foreach (var needed in level == Level.Member ? new[] { Level.Household, Level.Member } : [level])
            if (!keys.ContainsKey(needed))
                table.Report(PackProblems.Missing(table.Place, $"{needed.ToString().ToLowerInvariant()}_id"));
        var columns = table
            .Must("columns")
            .Entries()
            .Select(entry => Column(entry.Key, entry.KeyPlace, entry.Value, level, dictionary))
            .ToImmutableArray();
        return new TableMap(level, table.Must("file").Text(), keys, columns);
    }

    private static ColumnMap Column(string attribute, Place at, YamlReader value, Level level, Dictionary dictionary)
    {
        var known = dictionary.Find(level, attribute);
        if (known is null)
            value.Report(
                PackProblems.UnknownName(
                    at,
                    attribute,
                    Nearest.To(attribute, dictionary.Attributes.Where(a => a.Level == level).Select(a => a.Id))
                )
            );
        if (value.IsText)
            return new ColumnMap(attribute, value.Text(), ImmutableSortedDictionary<string, string>.Empty);
        value.Only("column", "codes", "first");
        var codes =
            value
                .Child("codes")
                ?.Entries()
                .ToImmutableSortedDictionary(e => e.Key, e => e.Value.Text(), StringComparer.Ordinal)
            ?? ImmutableSortedDictionary<string, string>.Empty;
        var list = known?.CodeList is { } id ? dictionary.CodeLists.GetValueOrDefault(id) : null;
        foreach (var code in codes.Values.Where(code => list is not null && list.Find(code) is null))
            value.Report(PackProblems.UnknownName(value.Place, code, Nearest.To(code, list!.Codes.Select(c => c.Id))));
        return new ColumnMap(attribute, value.Must("column").Text(), codes, value.Child("first")?.Whole());
    }
}
