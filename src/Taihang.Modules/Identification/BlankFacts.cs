using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>A fact that a method reads, and how many never had it recorded.</summary>
/// <param name="Rows">Households, or members, that were laid.</param>
/// <param name="ReadAs">What a blank is read as; null where it stays unknown.</param>
public sealed record BlankFacts(string Attribute, Level Level, long Rows, long Blank, string? ReadAs)
{
    /// <summary>Counts the facts of a method in the two tables of a run, one pass over each.</summary>
    public static IReadOnlyList<BlankFacts> Count(DuckDbEngine engine, MethodPlan method) =>
        [
            .. method
                .Facts()
                .GroupBy(a => a.OfMember)
                .OrderBy(g => g.Key)
                .SelectMany(g => Of(engine, g.Key ? "member" : "household", [.. g])),
        ];

    private static IEnumerable<BlankFacts> Of(DuckDbEngine engine, string table, IReadOnlyList<AttributeDef> facts)
    {
        var counts = engine.Query(
            $"SELECT count(*){string.Concat(facts.Select(a => $", count({DuckDbEngine.Name(a.Id)})"))} FROM {table}",
            r => Enumerable.Range(0, 1 + facts.Count).Select(r.GetInt64).ToArray()
        )[0];
        return facts.Select(
            (a, i) =>
                new BlankFacts(
                    a.Id,
                    a.Level,
                    counts[0],
                    counts[0] - counts[1 + i],
                    a.WhenBlank switch
                    {
                        null => null,
                        bool => "false",
                        string[] => "[]",
                        var value => value.ToString(),
                    }
                )
        );
    }
}
