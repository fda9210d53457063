using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>data/*.yaml</c>: which columns of a foreign data set are which facts, and how the files are written.</summary>
internal static class DataMapReader
{
    /// <summary>In place of a key's columns: the number of the row in its file.</summary>
    private const string RowNumber = "row_number";

    private static readonly Dictionary<string, Level> Levels = new()
    {
        ["household"] = Level.Household,
        ["member"] = Level.Member,
        ["dwelling"] = Level.Dwelling,
        ["village"] = Level.Village,
        ["county"] = Level.County,
    };

    private static readonly Dictionary<string, bool> Decimals = new() { ["."] = false, [","] = true };
    private static readonly Dictionary<string, bool> RepeatRules = new() { ["same"] = true };
    private static readonly Dictionary<string, string> Encodings = new()
    {
        ["utf-8"] = "utf-8",
        ["utf-16"] = "utf-16",
        ["latin-1"] = "latin-1",
    };
    private static readonly Dictionary<string, RowFold> Folds = new()
    {
        ["sum"] = RowFold.Sum,
        ["min"] = RowFold.Min,
        ["max"] = RowFold.Max,
        ["any"] = RowFold.Any,
        ["all"] = RowFold.All,
    };

    public static DataMap Read(YamlReader file, Dictionary dictionary)
    {
        file.Only("id", "unknown", "tables");
        var unknown = Texts(file, "unknown");
        return new DataMap(
            file.Must("id").Text(),
            [.. file.Must("tables").Items().Select(table => Table(table, unknown, dictionary))]
        );
    }

    private static TableMap Table(YamlReader table, ImmutableArray<string> unknown, Dictionary dictionary)
    {
        table.Only(
            "level",
            "file",
            "separator",
            "decimal",
            "encoding",
            "unknown",
            "repeats",
            "household_id",
            "member_id",
            "dwelling_id",
            "village_id",
            "county_id",
            "columns"
        );
        var level = table.Must("level").OneOf(Levels);
        var keys = Levels
            .Where(l => table.Child($"{l.Key}_id") is not null)
            .ToImmutableSortedDictionary(l => l.Value, l => Key(table.Must($"{l.Key}_id")));
        foreach (var needed in level == Level.Member ? new[] { Level.Household, Level.Member } : [level])
            if (!keys.ContainsKey(needed))
                table.Report(PackProblems.Missing(table.Place, $"{needed.ToString().ToLowerInvariant()}_id"));
        var columns = table
            .Must("columns")
            .Entries()
            .Select(entry => Column(entry.Key, entry.KeyPlace, entry.Value, level, dictionary))
            .ToImmutableArray();
        var separator = table.TextOrNull("separator");
        if (separator is { Length: not 1 })
            table.Report(
                PackProblems.WrongForm(
                    table.Must("separator").Place,
                    new("一个字符，如 \";\"", "one character, such as \";\"")
                )
            );
        return new TableMap(
            level,
            table.Must("file").Text(),
            keys,
            columns,
            new TableForm(
                separator,
                table.Child("decimal")?.OneOf(Decimals) ?? false,
                table.Child("encoding")?.OneOf(Encodings),
                [.. unknown, .. Texts(table, "unknown")]
            ),
            (table.Child("repeats")?.OneOf(RepeatRules) ?? false) || columns.Any(c => c.Fold != RowFold.Same)
        );
    }

    private static ImmutableArray<string> Key(YamlReader key)
    {
        if (!key.IsText)
            return [.. key.Items().Select(c => c.Text())];
        if (key.Text() != RowNumber)
            key.Report(
                PackProblems.WrongForm(
                    key.Place,
                    new(
                        $"列名的列表，如 [{key.Text()}]，或 {RowNumber}",
                        $"a list of columns, such as [{key.Text()}], or {RowNumber}"
                    )
                )
            );
        return [];
    }

    private static ImmutableArray<string> Texts(YamlReader of, string key) =>
        [.. of.ItemsOrNone(key).Select(t => t.Text())];

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
            return new ColumnMap(attribute, value.Text(), ImmutableSortedDictionary<string, string>.Empty, Unknown: []);
        value.Only("column", "codes", "others", "unknown", "first", "times", "round", "format", "fold");
        var codes =
            value
                .Child("codes")
                ?.Entries()
                .ToImmutableSortedDictionary(
                    e => e.Key,
                    e => Meaning(e.Value, known, dictionary),
                    StringComparer.Ordinal
                )
            ?? ImmutableSortedDictionary<string, string>.Empty;
        var others = value.Child("others") is { } rest
            ? rest.Text() == "unknown"
                ? ""
                : Meaning(rest, known, dictionary)
            : null;
        if (others is not null && codes.IsEmpty)
            value.Report(PackProblems.Missing(value.Place, "codes"));
        var fold = value.Child("fold")?.OneOf(Folds) ?? RowFold.Same;
        var number = known?.Type is FactType.Whole or FactType.Decimal or FactType.Money;
        Fits("times", number);
        Fits("round", number);
        Fits("format", known?.Type == FactType.Date);
        Fits("fold", fold is RowFold.Any or RowFold.All ? known?.Type == FactType.Truth : number);
        return new ColumnMap(
            attribute,
            value.Must("column").Text(),
            codes,
            value.Child("first")?.Whole(),
            Texts(value, "unknown"),
            others,
            value.Child("times") is { } times ? Shift(times) : 0,
            value.Child("round")?.Whole(),
            value.TextOrNull("format"),
            fold
        );

        // A key that does nothing for this type would be a silent slip.
        void Fits(string key, bool does)
        {
            if (!does && known is not null && value.Child(key) is { } written)
                written.Report(
                    PackProblems.WrongForm(
                        written.Place,
                        new(
                            $"“{key}”不能用于 {known.Type} 类型的属性",
                            $"no \"{key}\": the attribute is of type {known.Type}"
                        )
                    )
                );
        }
    }

    /// <summary>What a file's value stands for: a code of the attribute's list, a truth, or any other value as it would be written.</summary>
    private static string Meaning(YamlReader value, AttributeDef? attribute, Dictionary dictionary)
    {
        var text = value.Text();
        if (attribute?.Type == FactType.Truth)
            return value.Truth() ? "true" : "false";
        if (
            attribute?.CodeList is { } id
            && dictionary.CodeLists.GetValueOrDefault(id) is { } list
            && list.Find(text) is null
        )
            value.Report(PackProblems.UnknownName(value.Place, text, Nearest.To(text, list.Codes.Select(c => c.Id))));
        return text;
    }

    /// <summary>A power of ten, as the places it moves the decimal point.</summary>
    private static int Shift(YamlReader times)
    {
        var text = times.Text();
        if (text.Length is > 1 and <= 7 && text[0] == '1' && text[1..].All(c => c == '0'))
            return text.Length - 1;
        times.Report(
            PackProblems.WrongForm(
                times.Place,
                new(
                    "10、100 至 1000000 之一",
                    "a power of ten from 10 to 1000000; other factors belong in an expression"
                )
            )
        );
        return 0;
    }
}
