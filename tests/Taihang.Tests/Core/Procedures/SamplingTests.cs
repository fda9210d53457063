using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class SamplingTests
{
    private static readonly Fraction Fifth = new(1, 5);
    private static readonly Gen<Guid[]> Frame = Gen.Guid.Array[1, 60];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(100, 20)]
    [InlineData(101, 21)]
    public void Not_below_a_fifth_is_never_rounded_down(int frame, int drawn) =>
        Assert.Equal(drawn, Sampling.Size(frame, Fifth));

    [Fact]
    public void The_same_seed_draws_the_same_cases_in_whatever_order_they_are_listed() =>
        Gen.Select(Frame, Gen.Byte.Array[32])
            .Sample(
                (frame, seed) =>
                    Sampling.Draw(frame, seed, Fifth).SetEquals(Sampling.Draw([.. frame.Reverse()], seed, Fifth))
                    && Sampling.Draw(frame, seed, Fifth).Count == Sampling.Size(frame.Distinct().Count(), Fifth)
                    && Sampling.FrameHash(frame) == Sampling.FrameHash(frame.Reverse())
            );

    /// <summary>Published with the method, so that anybody can draw again with other tools: least SHA-256 of seed and ID.</summary>
    [Fact]
    public void A_draw_worked_out_elsewhere_comes_out_the_same()
    {
        var frame = Enumerable.Range(1, 10).Select(n => new Guid(n, 0, 0, new byte[8])).ToArray();
        var seed = Enumerable.Range(0, 32).Select(n => (byte)n).ToArray();
        Assert.Equal(
            Expected,
            Sampling.Draw(frame, seed, Fifth).Select(id => id.ToByteArray(bigEndian: true)[3]).Order()
        );
        Assert.Equal(Commitment, Sampling.Commitment(seed));
    }

    private static readonly byte[] Expected = [2, 8];
    private const string Commitment = "61b2411ad768b1b89431f733a770932ea377245b493a289582c2e799a07739be";

    /// <summary>Over many seeds every case is drawn about as often as any other: 5 standard deviations of the binomial.</summary>
    [Fact]
    public void Nobody_is_drawn_more_often_than_others()
    {
        var frame = Enumerable.Range(1, 10).Select(n => new Guid(n, 0, 0, new byte[8])).ToArray();
        var times = new Dictionary<Guid, int>();
        for (var i = 0; i < 2000; i++)
            foreach (var id in Sampling.Draw(frame, BitConverter.GetBytes(i), Fifth))
                times[id] = times.GetValueOrDefault(id) + 1;
        Assert.All(frame, id => Assert.InRange(times[id], 400 - 90, 400 + 90));
    }

    [Theory]
    [InlineData(10, 1, false)]
    [InlineData(10, 2, true)]
    [InlineData(9, 1, true)]
    [InlineData(0, 0, false)]
    public void More_wrong_than_a_tenth_asks_for_everybody(int drawn, int wrong, bool everybody) =>
        Assert.Equal(everybody, Sampling.TooManyWrong(drawn, wrong, new RuleNumber(new Fraction(1, 10), "own", "own")));
}
