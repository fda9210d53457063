using System.Collections.Immutable;
using System.Security.Cryptography;
using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>
/// A random check that nobody can steer. A secret seed is made when the notice goes up and its hash is noted then; when the sample is drawn
/// the seed is shown, and anybody can draw it again: the cases with the least SHA-256 of seed and case ID.
/// </summary>
public static class Sampling
{
    public static string Commitment(byte[] seed) =>
        Convert.ToHexStringLower(SHA256.HashData([.. "taihang sample "u8, .. seed]));

    /// <summary>Of every set of cases the share, rounded up: a rule that says "not below" is never undercut by rounding.</summary>
    public static int Size(int frame, Fraction share) =>
        (int)((share.Numerator * frame + share.Denominator - 1) / share.Denominator);

    /// <returns>The cases drawn, whatever the order in which the frame was listed.</returns>
    public static ImmutableHashSet<Guid> Draw(IReadOnlyCollection<Guid> frame, byte[] seed, Fraction share) =>
        [
            .. frame
                .Distinct()
                .OrderBy(id => Convert.ToHexString(SHA256.HashData([.. seed, .. id.ToByteArray(bigEndian: true)])))
                .Take(Size(frame.Distinct().Count(), share)),
        ];

    public static string FrameHash(IEnumerable<Guid> frame) =>
        Convert.ToHexStringLower(
            SHA256.HashData([.. frame.Distinct().Order().SelectMany(id => id.ToByteArray(bigEndian: true))])
        );

    /// <summary>So many of the drawn were wrong that every case of the notice must be looked at.</summary>
    public static bool TooManyWrong(int drawn, int wrong, RuleNumber? most) =>
        most is not null && drawn > 0 && new Fraction(wrong, drawn) > most.Value;
}
