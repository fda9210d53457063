using System.Numerics;
using System.Runtime.InteropServices;

namespace Taihang.Core.Measures;

/// <summary>
/// A sum of integers and of products of integers that never rounds and never overflows, so it is the same for any order of the
/// rows and any number of workers. It stays in 128 bits while it can.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ExactSum
{
    private Int128 near;
    private BigInteger far;

    public readonly BigInteger Total => far + near;

    /// <summary>Whether the sum and one term more are as much as another number.</summary>
    public readonly bool Reaches(BigInteger other, Int128 term) =>
        far.IsZero && near < Int128.MaxValue - Int128.Abs(term) && other <= (BigInteger)Int128.MaxValue
            ? near + term >= (Int128)other
            : Total + term >= other;

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

    public void AddProduct(Int128 a, Int128 b)
    {
        if (FitsLong(a) && FitsLong(b))
            Add(a * b);
        else
            far += (BigInteger)a * b;
    }

    private static bool FitsLong(Int128 value) => value >= -long.MaxValue && value <= long.MaxValue;
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

    public void Add(double term)
    {
        var next = sum + term;
        lost += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }
}
