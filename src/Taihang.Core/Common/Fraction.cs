using System.Globalization;
using System.Numerics;

namespace Taihang.Core.Common;

/// <summary>
/// An exact rational, always in lowest terms with a positive denominator. Weights, cut-offs and shares are fractions, so that
/// a household that sits exactly on a cut-off is never lost to rounding.
/// </summary>
public readonly struct Fraction : IEquatable<Fraction>, IComparable<Fraction>
{
    private readonly BigInteger below; // 0 in default(Fraction), which therefore reads as 0/1

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
            throw new DivideByZeroException("A fraction needs a denominator other than zero.");
        if (denominator.IsOne)
        {
            (Numerator, below) = (numerator, denominator);
            return;
        }
        if (denominator.Sign < 0)
            (numerator, denominator) = (-numerator, -denominator);
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / common;
        below = denominator / common;
    }

    public BigInteger Numerator { get; }

    public BigInteger Denominator => below.IsZero ? BigInteger.One : below;

    public static Fraction Zero { get; } = new(0, 1);

    public static Fraction One { get; } = new(1, 1);

    public static implicit operator Fraction(long value) => new(value, 1);

    public static Fraction operator +(Fraction a, Fraction b) =>
        a.Denominator == b.Denominator
            ? new(a.Numerator + b.Numerator, a.Denominator)
            : new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Fraction operator -(Fraction a, Fraction b) => a + -b;

    public static Fraction operator -(Fraction a) => new(-a.Numerator, a.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) =>
        new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator ==(Fraction a, Fraction b) => a.Equals(b);

    public static bool operator !=(Fraction a, Fraction b) => !a.Equals(b);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public static bool operator <=(Fraction a, Fraction b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Fraction a, Fraction b) => a.CompareTo(b) >= 0;

    /// <summary>Reads <c>1/18</c>, <c>0.25</c>, <c>3</c> or <c>-2/3</c>; nothing else.</summary>
    public static bool TryParse(string? text, out Fraction value)
    {
        value = Zero;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        var parts = text.Trim().Split('/');
        if (parts.Length > 2 || !TryDecimal(parts[0].Trim(), out var numerator))
            return false;
        var denominator = One;
        if (parts.Length == 2 && (!TryDecimal(parts[1].Trim(), out denominator) || denominator == Zero))
            return false;
        value = numerator / denominator;
        return true;
    }

    private static bool TryDecimal(string text, out Fraction value)
    {
        value = Zero;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        if (
            digits.Length == 0
            || (point >= 0 && point == text.Length - 1)
            || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        )
            return false;
        value = new Fraction(whole, BigInteger.Pow(10, point < 0 ? 0 : text.Length - point - 1));
        return true;
    }

    public int CompareTo(Fraction other) =>
        Denominator == other.Denominator
            ? Numerator.CompareTo(other.Numerator)
            : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Fraction other) => Numerator == other.Numerator && Denominator == other.Denominator;

    public override bool Equals(object? obj) => obj is Fraction other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Numerator, Denominator);

    /// <summary>The nearest double (ties to even), for figures; decisions compare fractions. No logarithm: the same on any machine.</summary>
    public double ToDouble()
    {
        if (Numerator.IsZero)
            return 0;
        // A quotient of 64 or 65 bits, whose last bit also stands for everything that the division left over.
        var magnitude = BigInteger.Abs(Numerator);
        var shift = 64 - (int)(magnitude.GetBitLength() - Denominator.GetBitLength());
        var quotient = BigInteger.DivRem(
            shift > 0 ? magnitude << shift : magnitude,
            shift > 0 ? Denominator : Denominator << -shift,
            out var left
        );
        var inexact = !left.IsZero;
        if (quotient > ulong.MaxValue)
        {
            inexact |= !quotient.IsEven;
            quotient >>= 1;
            shift--;
        }
        var rounded = (double)((ulong)quotient | (inexact ? 1UL : 0UL));
        return Numerator.Sign * Math.ScaleB(rounded, -shift);
    }

    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
