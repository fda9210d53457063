using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Taihang.Core.Measures;

/// <summary>
/// A sum of integers and of products of integers that never rounds and never overflows, so it is the same for any order of the
/// rows and any number of workers. It stays in 128 bits while it can.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct ExactSum
{
    private Int128 near;
    private BigInteger far;

    public readonly BigInteger Total => far + near;

    /// <summary>Whether the sum and one term more are as much as another number.</summary>
    /// <param name="near">That number, where it fits; worked out once for many terms.</param>
    public readonly bool Reaches(BigInteger other, Int128? near, Int128 term) =>
        far.IsZero && near is { } fits && this.near < Int128.MaxValue - Int128.Abs(term)
            ? this.near + term >= fits
            : Total + term >= other;

    /// <summary>A number in 128 bits; null where it is wider.</summary>
    public static Int128? Near(BigInteger number) => number.GetBitLength() < 127 ? (Int128)number : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Int128 term)
    {
        var next = unchecked(near + term);
        var overflowed = ((near ^ next) & (term ^ next)) < 0;
        if (overflowed)
        {
            far += near;
            near = term;
        }
        else
        {
            near = next;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProduct(Int128 a, Int128 b)
    {
        if (Bits(a) + Bits(b) < 127)
            Add(a * b);
        else
            far += (BigInteger)a * b;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddProduct(Int128 a, Int128 b, Int128 c)
    {
        if (Bits(a) + Bits(b) < 127)
            AddProduct(a * b, c);
        else
            far += (BigInteger)a * b * c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bits(Int128 value) => 128 - (int)Int128.LeadingZeroCount(value < 0 ? ~value : value);
}

/// <summary>
/// A compensated sum of doubles (Neumaier 1974), for terms with logarithms, which no exact sum can hold. Its callers add in
/// ascending order of welfare, each welfare once, so the result does not depend on the order of the rows.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct CompensatedSum
{
    private double sum;
    private double lost;

    public readonly double Total => sum + lost;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double term)
    {
        var next = sum + term;
        lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }
}
