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
    public Fraction this[string id, string? key] => Values[Name(id, key)];

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
    public static Outcome<ParameterValues> Resolve(
        Pack pack,
        MethodPlan method,
        DateOnly asOf,
        IReadOnlyDictionary<string, (Fraction Value, Words Document)> set
    )
    {
        var problems = new List<Problem>();
        var values = ImmutableSortedDictionary.CreateBuilder<string, Fraction>(StringComparer.Ordinal);
        var sources = ImmutableSortedDictionary.CreateBuilder<string, Basis>(StringComparer.Ordinal);
        foreach (var name in set.Keys.Where(name => pack.Parameter(name) is null))
            problems.Add(PackProblems.UnknownParameter(name, Nearest.To(name, pack.Parameters.Select(p => p.Id))));
        foreach (var id in method.Expressions().OfType<Expr.Parameter>().Select(p => p.Id).Distinct())
        {
            var parameter = pack.Parameter(id)!;
            var keys = parameter.KeyCodes is { } list
                ? pack.Dictionary.CodeLists[list].Codes.Select(c => (string?)c.Id)
                : [null];
            foreach (var key in keys)
                if (set.TryGetValue(id, out var own))
                    (values[Name(id, key)], sources[Name(id, key)]) = (own.Value, new Basis(own.Document, null, "own"));
                else if (parameter.On(asOf, key) is { } value)
                    (values[Name(id, key)], sources[Name(id, key)]) = (value.Value, value.Basis);
                else
                    problems.Add(PackProblems.NothingInForce(id, key, asOf, parameter.SetByArea));
        }
        if (problems.Count > 0)
            return Outcome<ParameterValues>.Refused(problems);
        var resolved = new ParameterValues(values.ToImmutable(), sources.ToImmutable());
        return Endless(method, resolved) is { } what ? PackProblems.EndlessDecimal(method.Id, what) : resolved;
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
        }.Concat(method.Proxy?.Terms.Select(t => (Name: t.Id, Is: (Expr?)t.Number)) ?? []);
        return columns
            .FirstOrDefault(c => c.Is is not null && Denominators.Places(Denominators.Of(c.Is, method, values)) is null)
            .Name;
    }
}
