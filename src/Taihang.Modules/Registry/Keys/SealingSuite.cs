using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Taihang.Modules.Registry.Keys;

/// <summary>The ciphers a deployment seals with; named in its key file, so that another can take over at the next change of keys.</summary>
public abstract class SealingSuite
{
    /// <summary>As the key file names it.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>Of the keys under which things are encrypted, bytes.</summary>
    public abstract int KeyLength { get; }

    /// <returns>Nonce, ciphertext, tag.</returns>
    public abstract byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound);

    /// <exception cref="CryptographicException">Another key, another bound text, or an altered box.</exception>
    public abstract byte[] Decrypt(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound);

    /// <summary>A keyed hash, 32 bytes.</summary>
    public abstract byte[] Hash(byte[] key, byte[] text);

    /// <summary>A key of its own for each purpose (HKDF, RFC 5869).</summary>
    public abstract byte[] Derive(byte[] master, string purpose, int length);
}

public static class SealingSuites
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    public static IReadOnlyList<SealingSuite> All { get; } = [new AesSuite(), new SmSuite()];

    public static SealingSuite First => All[0];

    public static SealingSuite? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    internal static byte[] Info(string purpose) => Encoding.UTF8.GetBytes("taihang " + purpose);
}

/// <summary>AES-256-GCM (NIST SP 800-38D), HMAC-SHA256.</summary>
public sealed class AesSuite : SealingSuite
{
    public override string Name => "aes";

    public override string Title => "AES-256-GCM, HMAC-SHA256";

    public override int KeyLength => 32;

    public override byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var box = new byte[SealingSuites.NonceLength + plain.Length + SealingSuites.TagLength];
        var nonce = box.AsSpan(0, SealingSuites.NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, SealingSuites.TagLength);
        cipher.Encrypt(
            nonce,
            plain,
            box.AsSpan(SealingSuites.NonceLength, plain.Length),
            box.AsSpan(SealingSuites.NonceLength + plain.Length),
            bound
        );
        return box;
    }

    public override byte[] Decrypt(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < SealingSuites.NonceLength + SealingSuites.TagLength)
            throw new AuthenticationTagMismatchException();
        var plain = new byte[box.Length - SealingSuites.NonceLength - SealingSuites.TagLength];
        using var cipher = new AesGcm(key, SealingSuites.TagLength);
        cipher.Decrypt(
            box[..SealingSuites.NonceLength],
            box.Slice(SealingSuites.NonceLength, plain.Length),
            box[(SealingSuites.NonceLength + plain.Length)..],
            plain,
            bound
        );
        return plain;
    }

    public override byte[] Hash(byte[] key, byte[] text) => HMACSHA256.HashData(key, text);

    public override byte[] Derive(byte[] master, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, length, info: SealingSuites.Info(purpose));
}

/// <summary>The commercial ciphers of China: SM4 (GB/T 32907-2016) in GCM as in RFC 8998, HMAC with SM3 (GB/T 32905-2016).</summary>
public sealed class SmSuite : SealingSuite
{
    public override string Name => "sm";

    public override string Title => "SM4-GCM, HMAC-SM3";

    public override int KeyLength => 16;

    public override byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var nonce = RandomNumberGenerator.GetBytes(SealingSuites.NonceLength);
        return [.. nonce, .. Run(true, key, nonce, plain, bound)];
    }

    public override byte[] Decrypt(byte[] key, ReadOnlySpan<byte> box, ReadOnlySpan<byte> bound)
    {
        if (box.Length < SealingSuites.NonceLength + SealingSuites.TagLength)
            throw new AuthenticationTagMismatchException();
        try
        {
            return Run(false, key, box[..SealingSuites.NonceLength].ToArray(), box[SealingSuites.NonceLength..], bound);
        }
        catch (Org.BouncyCastle.Crypto.InvalidCipherTextException error)
        {
            throw new AuthenticationTagMismatchException(error.Message, error);
        }
    }

    /// <returns>Ciphertext and tag, or the plain text.</returns>
    internal static byte[] Run(
        bool encrypt,
        byte[] key,
        byte[] nonce,
        ReadOnlySpan<byte> text,
        ReadOnlySpan<byte> bound
    )
    {
        var cipher = new GcmBlockCipher(new SM4Engine());
        cipher.Init(
            encrypt,
            new AeadParameters(new KeyParameter(key), SealingSuites.TagLength * 8, nonce, bound.ToArray())
        );
        var made = new byte[cipher.GetOutputSize(text.Length)];
        var length = cipher.ProcessBytes(text, made);
        cipher.DoFinal(made.AsSpan(length));
        return made;
    }

    public override byte[] Hash(byte[] key, byte[] text)
    {
        var hash = new HMac(new SM3Digest());
        hash.Init(new KeyParameter(key));
        hash.BlockUpdate(text);
        var made = new byte[hash.GetMacSize()];
        hash.DoFinal(made);
        return made;
    }

    public override byte[] Derive(byte[] master, string purpose, int length)
    {
        var generator = new HkdfBytesGenerator(new SM3Digest());
        generator.Init(new HkdfParameters(master, null, SealingSuites.Info(purpose)));
        var made = new byte[length];
        generator.GenerateBytes(made);
        return made;
    }
}
