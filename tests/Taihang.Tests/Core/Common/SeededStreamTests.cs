using Taihang.Core.Common;
using Xunit;

namespace Taihang.Tests.Core.Common;

public sealed class SeededStreamTests
{
    [Fact]
    public void Follows_the_published_SplitMix64_sequence()
    {
        // First outputs for seed 1234567, from the reference implementation by Vigna (prng.di.unimi.it/splitmix64.c).
        var stream = new SeededStream(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => stream.Next())
        );
    }

    [Fact]
    public void Shares_lie_in_zero_to_one_and_fill_it_evenly()
    {
        var stream = new SeededStream("even");
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
            counts[(int)(stream.NextShare() * 10)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Whole_numbers_stay_below_their_bound()
    {
        var stream = new SeededStream(7);
        var seen = new HashSet<int>();
        for (var i = 0; i < 1_000; i++)
            seen.Add(stream.NextBelow(7));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen.Order());
    }
}
