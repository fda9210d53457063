using CsCheck;
using Taihang.Core.Registry;
using Xunit;

namespace Taihang.Tests.Core.Registry;

public sealed class SecretSharesTests
{
    [Fact]
    public void Any_shares_that_are_enough_have_the_secret_in_any_order() =>
        Gen.Select(Gen.Byte.Array[1, 40], Gen.Int[2, 6], Gen.Int[0, 4], Gen.Int)
            .Sample(
                (secret, need, more, seed) =>
                {
                    var dice = new Random(seed);
                    var shares = SecretShares.Split(secret, need, need + more, n => Bytes(dice, n)).ToArray();
                    dice.Shuffle(shares);
                    return SecretShares.Join(shares[..need]).SequenceEqual(secret)
                        && SecretShares.Join(shares).SequenceEqual(secret);
                }
            );

    /// <summary>Over every polynomial there is, a share that is one too few takes each value equally often, whatever the secret is.</summary>
    [Fact]
    public void One_share_too_few_tells_nothing()
    {
        foreach (var secret in new byte[] { 0, 1, 77, 255 })
        {
            var seen = Enumerable
                .Range(0, 256)
                .Select(c => SecretShares.Split([secret], need: 2, of: 3, _ => [(byte)c])[2].Bytes[0])
                .ToHashSet();
            Assert.Equal(256, seen.Count);
        }
    }

    /// <summary>The twin without dice gives the secret away in every share.</summary>
    [Fact]
    public void Without_dice_a_share_is_the_secret()
    {
        var share = SecretShares.Split([1, 2, 3], need: 2, of: 2, n => new byte[n])[0];
        Assert.Equal([1, 2, 3], share.Bytes);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(2, 256)]
    public void What_is_no_division_is_refused(int need, int of) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretShares.Split([1], need, of, n => new byte[n]));

    private static byte[] Bytes(Random dice, int count)
    {
        var bytes = new byte[count];
        dice.NextBytes(bytes);
        return bytes;
    }
}
