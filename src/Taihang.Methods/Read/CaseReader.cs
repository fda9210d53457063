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
        var plan = methods.FirstOrDefault(m => m.Id == method);
        if (plan is null)
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
            if (plan is not null)
            {
                Known(
                    item.Must("outcome"),
                    [.. plan.Outcomes.Select(o => o.Id), MethodPlan.Unknown, Evaluate.Evaluator.Excluded]
                );
                foreach (var hold in item.ItemsOrNone("holds"))
                    Known(hold, [.. plan.Indicators.Select(i => i.Id)]);
            }
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
            if ((level == Level.Member ? dictionary.Find(level, id) : dictionary.Carried(id)) is not { } attribute)
            {
                value.Report(
                    PackProblems.UnknownName(
                        at,
                        id,
                        Nearest.To(
                            id,
                            dictionary.Attributes.Where(a => a.OfMember == (level == Level.Member)).Select(a => a.Id)
                        )
                    )
                );
                continue;
            }
            if (value.IsText && value.Text() == "unknown")
                facts.Remove(id);
            else
                facts[id] = Fact(attribute, value, dictionary);
        }
        return new CaseFacts(facts.ToImmutable());
    }

    /// <summary>The JSON text of a fact, as an observation would hold it.</summary>
    private static string Fact(AttributeDef attribute, YamlReader value, Dictionary dictionary)
    {
        var codes = attribute.CodeList is { } list ? dictionary.CodeLists.GetValueOrDefault(list) : null;
        switch (attribute.Type)
        {
            case FactType.Truth:
                return value.Truth() ? "true" : "false";
            case FactType.Whole or FactType.Money:
                var number = value.Fraction();
                if (number.Denominator.IsOne && number <= long.MaxValue && number >= long.MinValue)
                    return number.ToString();
                value.Report(PackProblems.WrongForm(value.Place, new("整数", "a whole number")));
                return "0";
            case FactType.Decimal:
                if (!(value.Fraction() / attribute.Step).Denominator.IsOne)
                    value.Report(
                        PackProblems.WrongForm(
                            value.Place,
                            new(
                                $"至多 {attribute.Places} 位小数的数字",
                                $"a number with at most {attribute.Places} decimals"
                            )
                        )
                    );
                break;
            case FactType.Date:
                value.Date();
                break;
            case FactType.Code when codes is not null:
                Known(value, [.. codes.Codes.Select(c => c.Id)]);
                break;
            case FactType.Codes:
                var chosen = value.Items().ToList();
                foreach (var code in chosen)
                    Known(code, [.. codes?.Codes.Select(c => c.Id) ?? []]);
                return $"[{string.Join(',', chosen.Select(v => CellReader.Quoted(v.Text())))}]";
        }
        return CellReader.Quoted(value.Text());
    }

    private static void Known(YamlReader at, IReadOnlyList<string> known)
    {
        if (!known.Contains(at.Text()))
            at.Report(PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), known)));
    }
}
