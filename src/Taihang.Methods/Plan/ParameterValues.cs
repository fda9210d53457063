using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Plan;

/// <summary>Every number a method needs, fixed for one run, with where it comes from.</summary>
public sealed record ParameterValues(
    ImmutableSortedDictionary<string, Fraction> Values,
    ImmutableSortedDictionary<string, Basis> Sources
)
{
    /// <summary>The bands of parameters that are keyed by a number or a date, ascending.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Band>> Bands { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<Band>>.Empty;

    public Fraction this[string id, string? key] => Values[Name(id, key)];

    /// <param name="key">A number, or a date as its day number.</param>
    /// <returns>Null below the first band.</returns>
    public Fraction? At(string id, Fraction key) =>
        BandOf(id, key) is { } band ? band.Start + (band.Slope * key) : null;

    public Band? BandOf(string id, Fraction key) => Bands[id].LastOrDefault(b => b.From <= key);

    /// <summary>The values of a keyed parameter, by key.</summary>
    public IEnumerable<(string Key, Fraction Value)> Keyed(string id) =>
        Values
            .Where(v => v.Key.StartsWith(id + "[", StringComparison.Ordinal))
            .Select(v => (v.Key[(id.Length + 1)..^1], v.Value));

    public Basis Source(string id, string? key) => Sources[Name(id, key)];

    /// <summary>SHA-256 over names and exact values.</summary>
    public string Hash =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Values.Select(v => $"{v.Key}={v.Value}\n"))))
        );

    private static string Name(string id, string? key) => key is null ? id : $"{id}[{key}]";

    /// <summary>
    /// The values in force on a day. What the area set (or a trial sets) goes before the pack's own; what nobody set, or what has no
    /// confirmed value on that day, is refused and never filled in.
    /// </summary>
    /// <param name="set">Values set by the area or for a trial, with their document.</param>
    /// <param name="known">The day up to which publications are known; null for all.</param>
    public static Outcome<ParameterValues> Resolve(
        Pack pack,
        MethodPlan method,
        DateOnly asOf,
        IReadOnlyDictionary<string, (Fraction Value, Words Document)> set,
        DateOnly? known = null
    )
    {
        var problems = new List<Problem>();
        var values = ImmutableSortedDictionary.CreateBuilder<string, Fraction>(StringComparer.Ordinal);
        var sources = ImmutableSortedDictionary.CreateBuilder<string, Basis>(StringComparer.Ordinal);
        foreach (var name in set.Keys.Where(name => pack.Parameter(name) is null))
            problems.Add(PackProblems.UnknownParameter(name, Nearest.To(name, pack.Parameters.Select(p => p.Id))));
        var bands = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<Band>>(StringComparer.Ordinal);
        foreach (var id in method.Expressions().OfType<Expr.Parameter>().Select(p => p.Id).Distinct())
        {
            var parameter = pack.Parameter(id)!;
            foreach (var key in Keys(pack, parameter, asOf, known))
                if (InForce(parameter, key) is var (value, basis))
                    (values[Name(id, key)], sources[Name(id, key)]) = (value, basis);
            if (parameter.Bands is { } band)
                bands[id] = Band.Of(
                    band,
                    [
                        .. Keys(pack, parameter, asOf, known)
                            .Where(key => values.ContainsKey(Name(id, key)))
                            .Select(key => (key!, values[Name(id, key)])),
                    ]
                );
        }
        if (problems.Count > 0)
            return Outcome<ParameterValues>.Refused(problems);
        var resolved = new ParameterValues(values.ToImmutable(), sources.ToImmutable()) { Bands = bands.ToImmutable() };
        return Endless(method, resolved) is { } what ? PackProblems.EndlessDecimal(method.Id, what)
            : method.Heads is { } heads && !Denominators.Of(heads, method, resolved).IsOne
                ? PackProblems.HeadsNotWhole(method.Id)
            : resolved;

        // What is set goes before the pack's own; where a parameter has none, the one that it names holds.
        (Fraction Value, Basis Basis)? InForce(ParameterDef parameter, string? key)
        {
            for (var at = parameter; ; at = pack.Parameter(at.Otherwise)!)
            {
                if (set.TryGetValue(at.Id, out var own))
                    return (own.Value, new Basis(own.Document, null, "own"));
                var found = at.On(asOf, at.KeyCodes is null && at.Bands is null ? null : key, known);
                if (found is null && at.Otherwise is not null)
                    continue;
                if (found is null)
                    problems.Add(PackProblems.NothingInForce(parameter.Id, key, asOf, parameter.SetByArea));
                return found is null ? null
                    : at.Deflator is not { } deflator ? (found.Value, found.Basis)
                    : Carried(pack, deflator, asOf, known, problems) is var (rate, index)
                        ? (
                            found.Value * rate,
                            new Basis(
                                new Words(
                                    $"{found.Basis.Title.Zh}，按 {index.Zh} 自 {deflator.Base:yyyy-MM-dd} 调整",
                                    $"{found.Basis.Title.En}, carried from {deflator.Base:yyyy-MM-dd} by {index.En}"
                                ),
                                found.Basis.Article,
                                found.Basis.Grade
                            )
                        )
                    : null;
            }
        }
    }

    /// <summary>The keys that must have a value: every code of a list; of bands those that have one on the day, and one at least.</summary>
    private static IEnumerable<string?> Keys(Pack pack, ParameterDef parameter, DateOnly asOf, DateOnly? known)
    {
        if (parameter.KeyCodes is { } list)
            return pack.Dictionary.CodeLists[list].Codes.Select(c => (string?)c.Id);
        if (parameter.Bands is null)
            return [null];
        var inForce = parameter
            .Values.Select(v => v.Key)
            .Distinct()
            .Where(key => parameter.On(asOf, key, known) is not null)
            .ToList();
        return inForce.Count > 0 ? inForce : [parameter.Values.Select(v => v.Key).FirstOrDefault()];
    }

    /// <summary>Index on the day over index on the base day.</summary>
    private static (Fraction Rate, Words Basis)? Carried(
        Pack pack,
        Deflator deflator,
        DateOnly asOf,
        DateOnly? known,
        List<Problem> problems
    )
    {
        var index = pack.Parameter(deflator.Index)!;
        var (now, then) = (index.On(asOf, null, known), index.On(deflator.Base, null, known));
        if (now is null)
            problems.Add(PackProblems.NothingInForce(index.Id, null, asOf, false));
        if (then is null)
            problems.Add(PackProblems.NothingInForce(index.Id, null, deflator.Base, false));
        return now is null || then is null ? null : (now.Value / then.Value, now.Basis.Title);
    }

    /// <summary>The amount, line or weight of a run that could not be shown as an exact decimal.</summary>
    private static string? Endless(MethodPlan method, ParameterValues values)
    {
        var columns = new (string Name, Expr? Is)[]
        {
            ("welfare.amount", method.Welfare?.Amount),
            ("welfare.per", method.Welfare?.Per),
            ("welfare.line", method.Welfare?.Line),
            ("weight", method.Weight),
            ("proxy.amount", method.Proxy?.Amount),
            ("proxy.per", method.Proxy?.Per),
            ("select.fills", method.Selection?.Fills),
            ("select.quota", method.Selection?.Quota),
        }
            .Concat(method.Selection?.Order.Select(o => (Name: "select.order", Is: (Expr?)o.By)) ?? [])
            .Concat(method.Proxy?.Terms.Select(t => (Name: t.Id, Is: (Expr?)t.Number)) ?? []);
        return columns
            .FirstOrDefault(c => c.Is is not null && Denominators.Places(Denominators.Of(c.Is, method, values)) is null)
            .Name;
    }
}
