using Taihang.Core.Common;
using Taihang.Core.Quality;

namespace Taihang.Tests.Core.Quality;

/// <summary>Made-up values of a county of villages that differ honestly in level, with heaps at round numbers, and what may be planted in it.</summary>
internal static class MadeCounty
{
    public const int Villages = 60;
    public const int HouseholdsInVillage = 60;

    public static LineInForce Line(double line = 870_000) =>
        new("help_standard:income", new("帮扶标准", "standard"), line, 0, 100);

    /// <param name="heaped">Share of households whose amount per head is said in round hundreds, five hundreds or thousands of yuan.</param>
    /// <param name="thousands">All of them in thousands.</param>
    public static List<ValueAtLine> Honest(ulong seed, double heaped = 0, bool thousands = false)
    {
        var stream = new SeededStream(seed);
        var values = new List<ValueAtLine>();
        for (var v = 0; v < Villages; v++)
        {
            var level = Math.Log(1_200_000) + (0.15 * Normal(ref stream));
            for (var h = 0; h < HouseholdsInVillage; h++)
            {
                var value = Math.Round(Math.Exp(level + (0.5 * Normal(ref stream))));
                if (stream.NextShare() < heaped)
                {
                    var step = stream.NextBelow(10) switch
                    {
                        _ when thousands => 100_000,
                        < 5 => 10_000,
                        < 8 => 50_000,
                        _ => 100_000,
                    };
                    value = Math.Max(step, Math.Round(value / step) * step);
                }
                values.Add(new ValueAtLine(Id(v, h), value, v, 1_000 + (v / 10), Id(900 + (v % 20), 0)));
            }
        }
        return values;
    }

    /// <summary>So many households of a village are written down as just under the line, those nearest above it first.</summary>
    public static List<ValueAtLine> Planted(
        List<ValueAtLine> honest,
        int village,
        int households,
        double line = 870_000
    )
    {
        var moved = honest
            .Where(v => v.Village == village && v.Value >= line)
            .OrderBy(v => v.Value)
            .Take(households)
            .Select((v, i) => (v.Household, Value: line - 1_000 - (i * 700)))
            .ToDictionary(v => v.Household, v => v.Value);
        return honest.ConvertAll(v => moved.TryGetValue(v.Household, out var to) ? v with { Value = to } : v);
    }

    public static IReadOnlyList<LineTest> Asked(
        LineInForce line,
        IReadOnlyList<ValueAtLine> values,
        QualityRules? with = null
    )
    {
        var rules = with ?? QualityRules.Usual;
        return Bunching.Standing(
            Bunching.Tests(line, values, rules),
            (narrow, wide) =>
            {
                var near = Bunching.Window(wide.Line, rules);
                var both = values
                    .Where(v => Bunching.In(narrow.Group, v) && Bunching.In(wide.Group, v))
                    .Where(v => Math.Abs(v.Value - wide.Line.Line) <= near)
                    .ToList();
                return (both.Count(v => v.Value < wide.Line.Line), both.Count(v => v.Value > wide.Line.Line));
            },
            rules
        );
    }

    public static Guid Id(int a, int b) => new(a, (short)b, 0, new byte[8]);

    public static double Normal(ref SeededStream stream) =>
        Math.Sqrt(-2 * Math.Log(1 - stream.NextShare())) * Math.Cos(2 * Math.PI * stream.NextShare());
}
