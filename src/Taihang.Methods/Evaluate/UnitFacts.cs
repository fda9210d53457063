using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Evaluate;

/// <summary>
/// The facts of one household and its members. A value is a truth (bool), a
/// number (<see cref="Fraction"/>), a date (DateOnly), a code or text (string) or a list of codes; what was never recorded is absent.
/// </summary>
/// <param name="Household">What the household carries: its own facts and those of its dwelling, village and county.</param>
/// <param name="Person">Which member a method about persons speaks of.</param>
public sealed record UnitFacts(
    IReadOnlyDictionary<string, object> Household,
    IReadOnlyList<IReadOnlyDictionary<string, object>> Members,
    int Person = 0
)
{
    /// <param name="json">The JSON text an observation holds.</param>
    public static object FromJson(AttributeDef attribute, string json)
    {
        using var document = JsonDocument.Parse(json);
        var value = document.RootElement;
        return attribute.Type switch
        {
            FactType.Truth => value.GetBoolean(),
            FactType.Whole or FactType.Money => new Fraction(value.GetInt64(), 1),
            FactType.Decimal => Fraction.TryParse(value.GetString(), out var number)
                ? number
                : throw new FormatException($"{attribute.Id}: {json} is not a number"),
            FactType.Date => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd"),
            FactType.Codes => value.EnumerateArray().Select(c => c.GetString()!).ToList(),
            _ => value.GetString()!,
        };
    }

    public static Dictionary<string, object> FromJson(
        Dictionary dictionary,
        Level level,
        IEnumerable<KeyValuePair<string, string>> values
    ) =>
        values
            .Select(v =>
                (Attribute: level == Level.Member ? dictionary.Find(level, v.Key) : dictionary.Carried(v.Key), v.Value)
            )
            .Where(v => v.Attribute is not null)
            .ToDictionary(v => v.Attribute!.Id, v => FromJson(v.Attribute!, v.Value), StringComparer.Ordinal);
}
