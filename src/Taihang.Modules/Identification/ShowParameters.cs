using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <summary>A number that a method uses, as it stands in a county on a day.</summary>
/// <param name="Key">Of a parameter with several values; null for one.</param>
/// <param name="Value">Null where nothing is in force: it is never filled in.</param>
/// <param name="Source">The area's document, or the pack's source with its grade.</param>
public sealed record ParameterShown(ParameterDef Definition, string? Key, Fraction? Value, Words? Source)
{
    /// <summary>A value of its own can be tried; of a table of values only the pack can be changed.</summary>
    public bool CanBeTried => Key is null && Definition.KeyCodes is null && Definition.Bands is null;
}

/// <summary>Lists the numbers of a method as they stand in a county.</summary>
public static class ShowParameters
{
    public static IReadOnlyList<ParameterShown> Run(
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        int countyNo,
        DateOnly day
    )
    {
        var set = AreaSettings.On(db, countyNo, pack.Id, day);
        var resolved = ParameterValues.Resolve(pack, method, day, set);
        return
        [
            .. method
                .Expressions()
                .OfType<Expr.Parameter>()
                .Select(p => p.Id)
                .Distinct()
                .Select(id => pack.Parameter(id)!)
                .SelectMany(definition => Shown(definition, set, resolved, day)),
        ];
    }

    private static IEnumerable<ParameterShown> Shown(
        ParameterDef definition,
        Dictionary<string, (Fraction Value, Words Document)> set,
        Outcome<ParameterValues> resolved,
        DateOnly day
    )
    {
        if (set.TryGetValue(definition.Id, out var own))
            return [new ParameterShown(definition, null, own.Value, own.Document)];
        if (!resolved.Ok)
        {
            // Another parameter has no value: what this one says by itself can still be told, unless it is carried by an index.
            var alone = definition.Deflator is null ? definition.On(day, null) : null;
            return [new ParameterShown(definition, null, alone?.Value, alone is null ? null : Said(alone.Basis))];
        }
        return resolved.Value.Values.ContainsKey(definition.Id)
            ?
            [
                new ParameterShown(
                    definition,
                    null,
                    resolved.Value[definition.Id, null],
                    Said(resolved.Value.Source(definition.Id, null))
                ),
            ]
            : resolved
                .Value.Keyed(definition.Id)
                .Select(v => new ParameterShown(
                    definition,
                    v.Key,
                    v.Value,
                    Said(resolved.Value.Source(definition.Id, v.Key))
                ));
    }

    private static Words Said(Basis basis) =>
        new($"{basis.Title.Zh}（{basis.Grade}）", $"{basis.Title.En} ({basis.Grade})");
}
