using Taihang.Core.Registry.Duplicates;
using Taihang.Methods.Read;
using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Core.Registry.Duplicates;

/// <summary>The whole search on made-up persons whose second records are known.</summary>
public sealed class FindPairsTests
{
    internal static NameCharacter[] Characters { get; } =
    [
        .. DuplicateRulesReader
            .Characters(
                "characters.csv",
                File.ReadLines(Path.Combine(Repository.Packs, "cn", "names", "characters.csv"))
            )
            .Value,
    ];

    internal static NameSounds Sounds { get; } =
        new(
            Characters,
            [
                new NearSound("z", "zh", false),
                new NearSound("l", "n", false),
                new NearSound("in", "ing", true),
                new NearSound("an", "ang", true),
            ]
        );

    private static DuplicateSearch Search(DuplicateSample sample, double from = 0.5) =>
        FindPairs.Run(sample.Persons, [.. sample.Names.Select(Sounds.Of)], from);

    [Fact]
    public void Nearly_all_second_records_are_found_and_nearly_all_that_is_found_is_one()
    {
        var sample = SampleDuplicates.Make(20_000, 0.05, "test", Characters);
        var found = Search(sample);
        var truth = sample.Truth.Select(t => (t.A, t.B)).ToHashSet();
        var right = found.Pairs.Count(p => truth.Contains((p.A, p.B)));
        var (precision, recall) = ((double)right / found.Pairs.Count, (double)right / truth.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{truth.Count} twice, {found.Pairs.Count} found, precision {precision:P2}, recall {recall:P2}, compared {found.Compared:N0}, left out {string.Join(' ', found.LeftOut)}");
        foreach (var missed in sample.Truth.Where(t => !found.Pairs.Any(p => (p.A, p.B) == (t.A, t.B))).Take(15))
            TestContext.Current.TestOutputHelper?.WriteLine($"missed {sample.Names[sample.Persons[missed.A].Name]} {sample.Persons[missed.A]} | {sample.Names[sample.Persons[missed.B].Name]} {sample.Persons[missed.B]} {string.Join(' ', missed.Slips)}");
        foreach (var wrong in found.Pairs.Where(p => !truth.Contains((p.A, p.B))).Take(15))
            TestContext.Current.TestOutputHelper?.WriteLine($"wrong {wrong.Probability} {sample.Names[sample.Persons[wrong.A].Name]} {sample.Persons[wrong.A]} | {sample.Names[sample.Persons[wrong.B].Name]} {sample.Persons[wrong.B]} {string.Join(' ', found.Model.Reasons(wrong.Pattern))}");
        Assert.True(precision > 0.95, $"precision {precision:P2}");
        Assert.True(recall > 0.9, $"recall {recall:P2}");
    }
}
