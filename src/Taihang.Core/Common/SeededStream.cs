using System.Text;

namespace Taihang.Core.Common;

/// <summary>
/// A stream of numbers fixed by its seed on every machine and version: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Not for
/// secrets. A mutable value: pass it on by reference or keep it in one place.
/// </summary>
public struct SeededStream
{
    private ulong state;

    public SeededStream(ulong seed) => state = seed;

    /// <summary>Seeds from a text: FNV-1a over its UTF-8 bytes.</summary>
    public SeededStream(string seed)
    {
        state = 14695981039346656037;
        foreach (var value in Encoding.UTF8.GetBytes(seed))
            state = unchecked((state ^ value) * 1099511628211);
    }

    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A share in [0, 1) with 53 bits.</summary>
    public double NextShare() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, <paramref name="below"/>), without modulo bias that could be noticed (Lemire 2019).</summary>
    public int NextBelow(int below) => (int)((UInt128)Next() * (ulong)below >> 64);
}
