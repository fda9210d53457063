using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>cases/*.yaml</c>: named situations with the answer each must give.</summary>
internal static class CaseReader
{
    /// <summary>A case states only what differs from its file's <c>base</c>.</summary>
    public static IEnumerable<Case> Read(
        YamlReader file,
        Dictionary dictionary,
        IReadOnlyList<ParameterDef> parameters,
        IReadOnlyList<MethodPlan> methods
    )
    {
        file.Only("method", "as_of", "set", "base", "cases");
        var method = file.Must("method").Text();
        if (!methods.Any(m => m.Id == method))
            file.Report(
                PackProblems.UnknownName(
                    file.Must("method").Place,
                    method,
                    Nearest.To(method, methods.Select(m => m.Id))
                )
            );
        var asOf = file.Must("as_of").Date();
        var set = Set(file.Child("set"), parameters);
        var start = file.Child("base")?.Only("household", "members");
        foreach (var item in file.Must("cases").Items())
        {
            item.Only("name", "as_of", "set", "household", "members", "outcome", "holds");
            var members = (item.Child("members") ?? start?.Child("members"))?.Items() ?? [];
            yield return new Case(
                item.Must("name").Text(),
                method,
                item.Child("as_of")?.Date() ?? asOf,
                Facts(Level.Household, [start?.Child("household"), item.Child("household")], dictionary),
                [.. members.Select(m => Facts(Level.Member, [m], dictionary))],
                item.Child("set") is { } own ? Set(own, parameters) : set,
                item.Must("outcome").Text(),
                item.Child("holds") is { } holds ? [.. holds.Items().Select(h => h.Text())] : null,
                item.Place
            );
        }
    }

    private static ImmutableSortedDictionary<string, Fraction> Set(
        YamlReader? set,
        IReadOnlyList<ParameterDef> parameters
    )
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, Fraction>(StringComparer.Ordinal);
        foreach (var (key, at, value) in set?.Entries() ?? [])
        {
            if (!parameters.Any(p => p.Id == key))
                value.Report(PackProblems.UnknownName(at, key, Nearest.To(key, parameters.Select(p => p.Id))));
            values[key] = value.Fraction();
        }
        return values.ToImmutable();
    }

    private static CaseFacts Facts(Level level, IEnumerable<YamlReader?> groups, Dictionary dictionary)
    {
        var facts = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (id, at, value) in groups.OfType<YamlReader>().SelectMany(g => g.Entries()))
        {
            if (dictionary.Find(level, id) is not { } attribute)
            {
                value.Report(
                    PackProblems.UnknownName(
                        at,
                        id,
                        Nearest.To(id, dictionary.Attributes.Where(a => a.Level == level).Select(a => a.Id))
                    )
                );
                continue;
            }
            if (value.IsText && value.Text() == "unknown")
                facts.Remove(id);
            else
                facts[id] = attribute.Type switch
                {
                    FactType.Truth => value.Truth() ? "true" : "false",
                    FactType.Whole or FactType.Money => value.Fraction().ToString(),
                    FactType.Codes => $"[{string.Join(',', value.Items().Select(v => CellReader.Quoted(v.Text())))}]",
                    _ => CellReader.Quoted(value.Text()),
                };
        }
        return new CaseFacts(facts.ToImmutable());
    }
}
