using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>
/// What the short ids that stand after <c>source:</c> mean. A pack with a <c>sources.yaml</c> cites by id, one or several with commas; a
/// pack without one writes each source out.
/// </summary>
public sealed class SourceList
{
    public const string File = "sources.yaml";

    private readonly ImmutableSortedDictionary<string, Words>? titles;

    private SourceList(ImmutableSortedDictionary<string, Words>? titles) => this.titles = titles;

    public static SourceList Read(IReadOnlyDictionary<string, string> files, List<Problem> problems)
    {
        if (!files.TryGetValue(File, out var text) || YamlReader.Open(File, text, problems) is not { } root)
            return new(null);
        var titles = ImmutableSortedDictionary.CreateBuilder<string, Words>(StringComparer.Ordinal);
        foreach (var item in root.Only("sources").Must("sources").Items())
        {
            var id = item.Only("id", "title").Must("id").Text();
            if (!titles.TryAdd(id, item.Must("title").Words()))
                item.Report(PackProblems.Twice(item.Must("id").Place, id));
        }
        return new(titles.ToImmutable());
    }

    /// <summary>The titles of what is cited, each with its id behind it; an id that is not in the list is reported.</summary>
    public Words Titles(YamlReader cited)
    {
        var text = cited.Text();
        if (titles is null)
            return Words.Same(text);
        var found = new List<Words>();
        foreach (var id in text.Split(',', StringSplitOptions.TrimEntries))
            if (titles.TryGetValue(id, out var title))
                found.Add(new($"{title.Zh}（{id}）", $"{title.En} ({id})"));
            else
                cited.Report(PackProblems.UnknownName(cited.Place, id, Nearest.To(id, titles.Keys)));
        return new(string.Join("；", found.Select(f => f.Zh)), string.Join("; ", found.Select(f => f.En)));
    }
}
