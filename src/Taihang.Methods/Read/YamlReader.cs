using Taihang.Core.Common;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Taihang.Methods.Read;

/// <summary>
/// A YAML file opened for reading by name. Every fault is collected with file, row and column and the nearest known form, so
/// an author sees all of them at once; reading goes on with a stand-in value.
/// </summary>
public sealed class YamlReader
{
    private readonly List<Problem> problems;

    private readonly string source;

    private YamlReader(string file, string source, YamlNode node, List<Problem> problems)
    {
        File = file;
        Node = node;
        this.source = source;
        this.problems = problems;
    }

    public string File { get; }

    public YamlNode Node { get; }

    public Place Place => new(File, Row: (int)Node.Start.Line, Column: (int)Node.Start.Column);

    /// <summary>
    /// Where in the file the character <paramref name="at"/> of this text stands. YAML may quote and fold a text, but it keeps every
    /// character that is not blank, so those are counted.
    /// </summary>
    public Place PlaceIn(int at)
    {
        if (Node is not YamlScalarNode { Value: { } text } scalar || source.Length == 0)
            return Place;
        var before = text[..at].Count(c => !char.IsWhiteSpace(c));
        var atEnd = string.IsNullOrWhiteSpace(text[at..]);
        var from = (int)Node.Start.Index;
        if (scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded)
            from = source.IndexOf('\n', from) + 1;
        else if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted)
            from++;
        while (from < source.Length)
        {
            var doubled = scalar.Style == ScalarStyle.SingleQuoted && source.AsSpan(from).StartsWith("''");
            if (doubled || (scalar.Style == ScalarStyle.DoubleQuoted && source[from] == '\\'))
                from++;
            if (!char.IsWhiteSpace(source[from]) && before-- == (atEnd ? 1 : 0))
                break;
            from++;
        }
        if (atEnd && before < 1)
            from++;
        var line = source.AsSpan(0, Math.Min(from, source.Length));
        return new Place(File, Row: line.Count('\n') + 1, Column: line.Length - line.LastIndexOf('\n'));
    }

    public bool IsMap => Node is YamlMappingNode;

    public bool IsList => Node is YamlSequenceNode;

    public bool IsText => Node is YamlScalarNode;

    /// <returns>The root of the file, or null when it is not YAML at all (the problem is then in the list).</returns>
    public static YamlReader? Open(string file, string text, List<Problem> problems)
    {
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(text);
            stream.Load(reader);
            if (stream.Documents.Count == 1)
                return new YamlReader(file, text, stream.Documents[0].RootNode, problems);
            problems.Add(PackProblems.NotYaml(new Place(file, Row: 1), $"{stream.Documents.Count} documents"));
        }
        catch (YamlException error)
        {
            var place = new Place(file, Row: (int)error.Start.Line, Column: (int)error.Start.Column);
            problems.Add(PackProblems.NotYaml(place, error.Message));
        }
        catch (InvalidOperationException)
        {
            // The parser's own answer to brackets that never close.
            problems.Add(PackProblems.NotYaml(new Place(file), "a bracket or brace is not closed"));
        }
        return null;
    }

    public void Report(Problem problem) => problems.Add(problem);

    /// <summary>Refuses keys that nothing reads: a misspelt key must never be silently ignored.</summary>
    public YamlReader Only(params ReadOnlySpan<string> known)
    {
        if (Node is not YamlMappingNode map)
        {
            problems.Add(PackProblems.WrongForm(Place, new("一组“键: 值”", "a group of \"key: value\"")));
            return this;
        }
        foreach (var key in map.Children.Keys.OfType<YamlScalarNode>())
        {
            var name = key.Value ?? "";
            if (!known.Contains(name))
                problems.Add(PackProblems.NotOneOf(PlaceOf(key), name, known.ToArray()));
        }
        return this;
    }

    public bool Has(string key) => Child(key) is not null;

    /// <summary>The value under a key that may be left out.</summary>
    public YamlReader? Child(string key) =>
        Node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child)
            ? new YamlReader(File, source, child, problems)
            : null;

    /// <summary>The value under a key that must be there; an empty text stands in for it when it is not.</summary>
    public YamlReader Must(string key)
    {
        if (Child(key) is { } child)
            return child;
        problems.Add(PackProblems.Missing(Place, key));
        var standIn = new YamlScalarNode("");
        return new YamlReader(File, "", standIn, []);
    }

    public string Text()
    {
        if (Node is YamlScalarNode { Value: { } text })
            return text;
        problems.Add(PackProblems.WrongForm(Place, new("一段文字", "a text")));
        return "";
    }

    public string? TextOrNull(string key) => Child(key)?.Text();

    public IEnumerable<YamlReader> Items()
    {
        if (Node is YamlSequenceNode list)
            return list.Children.Select(child => new YamlReader(File, source, child, problems));
        problems.Add(PackProblems.WrongForm(Place, new("一个列表", "a list")));
        return [];
    }

    public IEnumerable<YamlReader> ItemsOrNone(string key) => Child(key)?.Items() ?? [];

    public IEnumerable<(string Key, Place KeyPlace, YamlReader Value)> Entries()
    {
        if (Node is YamlMappingNode map)
            return map.Children.Select(pair =>
                (
                    (pair.Key as YamlScalarNode)?.Value ?? "",
                    PlaceOf(pair.Key),
                    new YamlReader(File, source, pair.Value, problems)
                )
            );
        problems.Add(PackProblems.WrongForm(Place, new("一组“键: 值”", "a group of \"key: value\"")));
        return [];
    }

    public Words Words() =>
        Only("zh", "en") is var self ? new Words(self.Must("zh").Text(), self.Must("en").Text()) : null!;

    public Fraction Fraction()
    {
        if (Core.Common.Fraction.TryParse(Text(), out var value))
            return value;
        problems.Add(PackProblems.WrongForm(Place, new("分数或小数，如 1/18", "a fraction or decimal such as 1/18")));
        return Core.Common.Fraction.Zero;
    }

    public DateOnly Date()
    {
        if (DateOnly.TryParseExact(Text(), "yyyy-MM-dd", out var value))
            return value;
        problems.Add(PackProblems.WrongForm(Place, new("日期，如 2025-01-31", "a date such as 2025-01-31")));
        return default;
    }

    /// <summary>A name that expressions can use: small letters, digits and underscores.</summary>
    public string Id()
    {
        var text = Text();
        // PostgreSQL cuts longer names off.
        if (
            text.Length is > 0 and <= 60
            && char.IsAsciiLetterLower(text[0])
            && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')
        )
            return text;
        problems.Add(
            PackProblems.WrongForm(
                Place,
                new(
                    "名称（小写字母开头，只含小写字母、数字和下划线，至多60字）",
                    "a name of at most 60 small letters, digits and _ that begins with a letter"
                )
            )
        );
        return text;
    }

    public int Whole()
    {
        if (int.TryParse(Text(), out var value))
            return value;
        problems.Add(PackProblems.WrongForm(Place, new("整数", "a whole number")));
        return 0;
    }

    public bool Truth()
    {
        var text = Text();
        if (text is "true" or "false")
            return text == "true";
        problems.Add(PackProblems.WrongForm(Place, new("true 或 false", "true or false")));
        return false;
    }

    /// <summary>One of a closed set of words.</summary>
    public T OneOf<T>(IReadOnlyDictionary<string, T> known)
    {
        var text = Text();
        if (known.TryGetValue(text, out var value))
            return value;
        problems.Add(PackProblems.NotOneOf(Place, text, known.Keys));
        return known.Values.First();
    }

    private Place PlaceOf(YamlNode node) => new(File, Row: (int)node.Start.Line, Column: (int)node.Start.Column);
}
