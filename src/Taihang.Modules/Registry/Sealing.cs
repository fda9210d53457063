using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Modules.Registry;

/// <summary>What is sealed by a blind index.</summary>
public enum SealedKind
{
    IdNumber = 1,
    Phone = 2,
    BankAccount = 3,
}

/// <summary>What stands in a person's sealed document.</summary>
public sealed record SealedValues(string? IdNumber, string? Phone, string? BankAccount)
{
    public bool Empty => IdNumber is null && Phone is null && BankAccount is null;
}

/// <summary>
/// Seals the three values that must never lie open (AES-256-GCM under a key of the person's own, that key wrapped under the
/// deployment's master key) and makes the blind index by which they are found (HMAC-SHA256 under a key per kind, cut to 16 bytes).
/// </summary>
public sealed class Sealing : IDisposable
{
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly AesGcm wrapping;

    // An AesGcm serves one thread at a time; an import seals on one and unseals on another.
    private readonly Lock onlyOne = new();
    private readonly byte[][] indexKeys;
    private readonly byte[] sentKey;

    private Sealing(byte[] masterKey)
    {
        wrapping = new AesGcm(Derive(masterKey, "wrap"), TagLength);
        indexKeys = [.. Enum.GetValues<SealedKind>().Select(kind => Derive(masterKey, $"blind index {kind}"))];
        sentKey = Derive(masterKey, "form as sent");
    }

    /// <summary>Makes a new master key file, readable by its owner only. An existing one is never overwritten.</summary>
    public static void MakeKeyFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyLength)) + "\n"));
    }

    public static Outcome<Sealing> Open(string keyFile)
    {
        if (!File.Exists(keyFile))
            return RegistryProblems.NoKey(keyFile);
        var text = File.ReadAllText(keyFile).Trim();
        if (text.Length != KeyLength * 2 || !text.All(char.IsAsciiHexDigit))
            return RegistryProblems.BadKey(keyFile);
        return new Sealing(Convert.FromHexString(text));
    }

    /// <returns>The wrapped key and the sealed document; both null when there is nothing to seal.</returns>
    public (byte[]? WrappedKey, byte[]? Document) Seal(SealedValues values, Guid personId)
    {
        if (values.Empty)
            return (null, null);
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        using var own = new AesGcm(key, TagLength);
        return (Encrypt(wrapping, key, personId), Encrypt(own, JsonSerializer.SerializeToUtf8Bytes(values), personId));
    }

    /// <returns>The values; null when the person's key was destroyed or nothing was sealed.</returns>
    public SealedValues? Unseal(byte[]? wrappedKey, byte[]? document, Guid personId)
    {
        if (wrappedKey is null || document is null)
            return null;
        using var own = new AesGcm(Decrypt(wrapping, wrappedKey, personId), TagLength);
        return JsonSerializer.Deserialize<SealedValues>(Decrypt(own, document, personId));
    }

    public byte[] Index(SealedKind kind, string value) =>
        HMACSHA256.HashData(indexKeys[(int)kind - 1], Encoding.UTF8.GetBytes(value))[..16];

    /// <summary>By this a form that is sent again is known without keeping what was typed; it may hold a number.</summary>
    public byte[] Fingerprint(string sent) => HMACSHA256.HashData(sentKey, Encoding.UTF8.GetBytes(sent))[..16];

    public void Dispose() => wrapping.Dispose();

    private static byte[] Derive(byte[] masterKey, string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            masterKey,
            KeyLength,
            info: Encoding.UTF8.GetBytes("taihang " + purpose)
        );

    /// <summary>Nonce, ciphertext, tag; bound to the person, so that a sealed document cannot be moved to another's row.</summary>
    private byte[] Encrypt(AesGcm cipher, byte[] plain, Guid personId)
    {
        var box = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        lock (onlyOne)
            cipher.Encrypt(
                box.AsSpan(0, NonceLength),
                plain,
                box.AsSpan(NonceLength, plain.Length),
                box.AsSpan(NonceLength + plain.Length),
                personId.ToByteArray()
            );
        return box;
    }

    private byte[] Decrypt(AesGcm cipher, byte[] box, Guid personId)
    {
        var plain = new byte[box.Length - NonceLength - TagLength];
        lock (onlyOne)
            cipher.Decrypt(
                box.AsSpan(0, NonceLength),
                box.AsSpan(NonceLength, plain.Length),
                box.AsSpan(NonceLength + plain.Length),
                plain,
                personId.ToByteArray()
            );
        return plain;
    }
}
