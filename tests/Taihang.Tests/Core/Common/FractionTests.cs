using System.Numerics;
using CsCheck;
using Taihang.Core.Common;
using Xunit;

namespace Taihang.Tests.Core.Common;

public sealed class FractionTests
{
    private static readonly Gen<Fraction> Fractions = Gen.Select(
        Gen.Long[-1_000_000_000, 1_000_000_000],
        Gen.Long[1, 1_000_000_000],
        (n, d) => new Fraction(n, d)
    );

    [Theory]
    [InlineData("1/18", 1, 18)]
    [InlineData(" -2/3 ", -2, 3)]
    [InlineData("0.25", 1, 4)]
    [InlineData("1.5/3", 1, 2)]
    [InlineData("7", 7, 1)]
    public void Reads_fractions_and_decimals_exactly(string text, long numerator, long denominator)
    {
        Assert.True(Fraction.TryParse(text, out var value));
        Assert.Equal(new Fraction(numerator, denominator), value);
    }

    [Theory]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData("1.")]
    [InlineData("1e3")]
    [InlineData("a")]
    [InlineData("")]
    [InlineData(null)]
    public void Refuses_what_is_not_a_fraction(string? text) => Assert.False(Fraction.TryParse(text, out _));

    [Fact]
    public void Six_sixths_are_one_where_floating_point_says_less() =>
        Assert.Equal(Fraction.One, Enumerable.Repeat(new Fraction(1, 6), 6).Aggregate(Fraction.Zero, (a, b) => a + b));

    [Fact]
    public void Adding_and_taking_away_ends_where_it_began() =>
        Gen.Select(Fractions, Fractions).Sample((a, b) => a + b - b == a && b + a == a + b);

    [Fact]
    public void Multiplying_distributes_over_adding() =>
        Gen.Select(Fractions, Fractions, Fractions).Sample((a, b, c) => a * (b + c) == a * b + a * c);

    [Fact]
    public void Order_agrees_with_the_difference() =>
        Gen.Select(Fractions, Fractions).Sample((a, b) => (a < b) == (a - b < Fraction.Zero));

    [Fact]
    public void A_fraction_never_made_is_zero() => Assert.Equal(Fraction.Zero, default);

    [Fact]
    public void The_double_of_a_fraction_of_doubles_is_their_correctly_rounded_quotient() =>
        Gen.Select(Gen.Long[-(1L << 53), 1L << 53], Gen.Long[1, 1L << 53])
            .Sample((n, d) => Assert.Equal((double)n / d, new Fraction(n, d).ToDouble()));

    [Fact]
    public void The_double_of_a_fraction_too_long_for_doubles_is_the_nearest()
    {
        var long60 = BigInteger.Pow(10, 60);
        Assert.Equal(1.0 / 3, new Fraction(long60, 3 * long60 + 1).ToDouble());
        // Halfway between two doubles goes to the even one, ever so little above halfway goes up.
        var halfway = new Fraction(BigInteger.Pow(2, 53) + 1, 1);
        Assert.Equal(9007199254740992.0, halfway.ToDouble());
        Assert.Equal(9007199254740994.0, (halfway + new Fraction(1, long60)).ToDouble());
    }
}
