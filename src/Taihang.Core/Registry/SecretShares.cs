namespace Taihang.Core.Registry;

/// <summary>One part of a secret.</summary>
/// <param name="At">Where the polynomials were taken, 1 to 255.</param>
/// <param name="Bytes">As many as the secret has.</param>
public sealed record SecretShare(byte At, byte[] Bytes);

/// <summary>
/// Divides a secret so that any few together have it and fewer know nothing: Shamir, How to share a secret, Communications of the ACM 22
/// (11), 1979; byte by byte over the field of 256 elements of AES (FIPS 197, section 4).
/// </summary>
public static class SecretShares
{
    public const int Most = 255;

    /// <param name="dice">
    /// Gives that many bytes nobody can foresee: the coefficients of the polynomials, without which a share would tell of the secret.
    /// </param>
    /// <param name="need">Shares that together have the secret, 2 or more.</param>
    /// <param name="of">Shares in all.</param>
    public static IReadOnlyList<SecretShare> Split(byte[] secret, int need, int of, Func<int, byte[]> dice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(need, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(of, need);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(of, Most);
        var coefficients = Enumerable.Range(1, need - 1).Select(_ => dice(secret.Length)).ToArray();
        return
        [
            .. Enumerable
                .Range(1, of)
                .Select(at => new SecretShare(
                    (byte)at,
                    [.. secret.Select((first, i) => Value((byte)at, first, coefficients, i))]
                )),
        ];
    }

    /// <summary>With too few shares, or one that is not of the set, some other bytes come out: whoever joins compares a check.</summary>
    public static byte[] Join(IReadOnlyList<SecretShare> shares)
    {
        var secret = new byte[shares[0].Bytes.Length];
        foreach (var share in shares)
        {
            // Lagrange's polynomial of this share at zero, where subtracting is adding is exclusive or.
            var weight = shares
                .Where(other => other.At != share.At)
                .Aggregate((byte)1, (w, other) => Times(w, Over(other.At, (byte)(other.At ^ share.At))));
            for (var i = 0; i < secret.Length; i++)
                secret[i] ^= Times(weight, share.Bytes[i]);
        }
        return secret;
    }

    private static byte Value(byte at, byte first, byte[][] coefficients, int i)
    {
        var value = (byte)0;
        foreach (var coefficient in coefficients.Reverse())
            value = Times((byte)(value ^ coefficient[i]), at);
        return (byte)(value ^ first);
    }

    private static byte Over(byte a, byte b)
    {
        // The inverse is the 254th power.
        var inverse = (byte)1;
        for (var i = 0; i < 254; i++)
            inverse = Times(inverse, b);
        return Times(a, inverse);
    }

    private static byte Times(byte a, byte b)
    {
        var (product, left) = (0, (int)a);
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= left & -((b >> bit) & 1);
            left = (left << 1) ^ (0x11b & -(left >> 7));
        }
        return (byte)product;
    }
}
