using Taihang.Methods.Read;

namespace Taihang.Methods.Evaluate;

/// <summary>Which facts an evaluation looked at, each with whose it is.</summary>
public sealed class FactsLookedAt
{
    private readonly HashSet<(string Id, object Of)> facts = [];

    public void Add(AttributeDef attribute, IReadOnlyDictionary<string, object> of) => facts.Add((attribute.Id, of));

    /// <param name="of">The very values of the household or member that were evaluated.</param>
    public bool Has(AttributeDef attribute, IReadOnlyDictionary<string, object> of) =>
        facts.Contains((attribute.Id, of));
}
