using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>What the households of one made-up village share: how far the paved road is, and how poor the place is.</summary>
/// <param name="Income">Factor on every household's income; the farther the road, the lower as a rule.</param>
public sealed record SampleVillage(string Code, double Income, double RoadKm)
{
    public static SampleVillage Draw(string seed, string code)
    {
        var stream = new SeededStream($"{seed} village {code}");
        var remote = NormalScore.Quantile(0.001 + (0.998 * stream.NextShare()));
        var luck = NormalScore.Quantile(0.001 + (0.998 * stream.NextShare()));
        return new SampleVillage(
            code,
            Math.Exp(0.16 * ((0.87 * luck) - (0.5 * remote))),
            Math.Min(9, 2.5 * Math.Exp(0.7 * remote))
        );
    }
}
