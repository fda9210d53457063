using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Modules.Registry.Keys;

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

/// <summary>A file as it lies beside the database.</summary>
/// <param name="WrappedKey">Its own key under a master key, whose number stands before it.</param>
/// <param name="Suite">Name of the ciphers of the bytes.</param>
public sealed record SealedFile(byte[] WrappedKey, string Suite, byte[] Bytes);

/// <summary>
/// Seals the three values that must never lie open (under a key of the person's own, that key wrapped under the deployment's newest master
/// key, whose number stands before it) and makes the blind index by which they are found (a keyed hash for each kind, cut to 16 bytes).
/// While keys are changed there are two master keys: things are sealed under the newer, found under the older, whose index is whole, and
/// indexed under both.
/// </summary>
public sealed class Sealing : IDisposable
{
    private const int NumberLength = 4;
    private const int IndexLength = 16;

    /// <summary>A wrapped key from before keys had numbers.</summary>
    private const int UnnumberedLength = SealingSuites.NonceLength + 32 + SealingSuites.TagLength;

    private readonly string file;
    private IReadOnlyList<Derived> keys;

    private Sealing(string file, IReadOnlyList<MasterKey> keys) =>
        (this.file, this.keys) = (file, [.. keys.Select(k => new Derived(k))]);

    public static Outcome<Sealing> Open(string keyFile)
    {
        var keys = KeyRing.Read(keyFile);
        return keys.Ok ? new Sealing(keyFile, keys.Value) : Outcome<Sealing>.Refused(keys.Problems);
    }

    /// <summary>The master key under which things are sealed now.</summary>
    public int Newest => keys[^1].Number;

    /// <returns>The wrapped key and the sealed document; both null when there is nothing to seal.</returns>
    public (byte[]? WrappedKey, byte[]? Document) Seal(SealedValues values, Guid personId)
    {
        if (values.Empty)
            return (null, null);
        return SealBytes(JsonSerializer.SerializeToUtf8Bytes(values), personId);
    }

    /// <summary>A number or address of somebody who need not be a person on record: of a case, of an office.</summary>
    public (byte[] WrappedKey, byte[] Document) SealText(string text, Guid owner) =>
        SealBytes(Encoding.UTF8.GetBytes(text), owner);

    /// <returns>The values; null when the person's key was destroyed, its master key was retired, or nothing was sealed.</returns>
    /// <exception cref="CryptographicException">Altered, another person's, or sealed under a key that is not in the file.</exception>
    public SealedValues? Unseal(byte[]? wrappedKey, byte[]? document, Guid personId) =>
        UnsealBytes(wrappedKey, document, personId) is { } plain
            ? JsonSerializer.Deserialize<SealedValues>(plain)
            : null;

    /// <inheritdoc cref="Unseal"/>
    public string? UnsealText(byte[]? wrappedKey, byte[]? document, Guid owner) =>
        UnsealBytes(wrappedKey, document, owner) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    private (byte[] WrappedKey, byte[] Document) SealBytes(byte[] plain, Guid owner)
    {
        var newest = keys[^1];
        var key = RandomNumberGenerator.GetBytes(newest.Suite.KeyLength);
        return (
            [.. Number(newest.Number), .. newest.Suite.Encrypt(newest.Wrapping, key, Bound(owner, newest.Number))],
            newest.Suite.Encrypt(key, plain, owner.ToByteArray())
        );
    }

    private byte[]? UnsealBytes(byte[]? wrappedKey, byte[]? document, Guid owner)
    {
        if (wrappedKey is null || document is null)
            return null;
        var number = NumberOf(wrappedKey);
        if (Find(number) is not { } master)
            return null;
        var key =
            wrappedKey.Length == UnnumberedLength
                ? master.Suite.Decrypt(master.Wrapping, wrappedKey, owner.ToByteArray())
                : master.Suite.Decrypt(master.Wrapping, wrappedKey.AsSpan(NumberLength), Bound(owner, number));
        return master.Suite.Decrypt(key, document, owner.ToByteArray());
    }

    /// <summary>Seals a file under a key of its own.</summary>
    public SealedFile SealFile(byte[] plain, Guid id)
    {
        var newest = keys[^1];
        var key = RandomNumberGenerator.GetBytes(newest.Suite.KeyLength);
        return new SealedFile(
            [.. Number(newest.Number), .. newest.Suite.Encrypt(newest.Wrapping, key, FileBound(id, newest.Number))],
            newest.Suite.Name,
            newest.Suite.Encrypt(key, plain, id.ToByteArray())
        );
    }

    /// <returns>Null when its master key was retired.</returns>
    /// <exception cref="CryptographicException">Altered, another file's, or sealed under a key that is not in the file of keys.</exception>
    public byte[]? UnsealFile(SealedFile file, Guid id) =>
        FileKey(file.WrappedKey, id) is { } key
            ? SealingSuites.Find(file.Suite)!.Decrypt(key, file.Bytes, id.ToByteArray())
            : null;

    /// <summary>The file's own key under the newest master key; the file stays as it is.</summary>
    /// <returns>Null when its master key was retired.</returns>
    public byte[]? Rewrap(byte[] wrappedKey, Guid id)
    {
        var newest = keys[^1];
        return FileKey(wrappedKey, id) is { } key
            ? [.. Number(newest.Number), .. newest.Suite.Encrypt(newest.Wrapping, key, FileBound(id, newest.Number))]
            : null;
    }

    private byte[]? FileKey(byte[] wrappedKey, Guid id) =>
        Find(NumberOf(wrappedKey)) is { } master
            ? master.Suite.Decrypt(
                master.Wrapping,
                wrappedKey.AsSpan(NumberLength),
                FileBound(id, NumberOf(wrappedKey))
            )
            : null;

    /// <summary>Other than a person's, so that neither passes for the other.</summary>
    private static byte[] FileBound(Guid id, int number) => [.. "file"u8, .. Bound(id, number)];

    /// <summary>The master key under which a person's key lies.</summary>
    public static int NumberOf(byte[] wrappedKey) =>
        wrappedKey.Length == UnnumberedLength ? 1 : BinaryPrimitives.ReadInt32BigEndian(wrappedKey);

    /// <summary>By this it is found.</summary>
    public byte[] Index(SealedKind kind, string value) => keys[0].Index(kind, value);

    /// <summary>By these it is to be found, the one of <see cref="Index"/> first: one for each master key.</summary>
    public IEnumerable<byte[]> Indexes(SealedKind kind, string value) => keys.Select(k => k.Index(kind, value));

    /// <summary>By this a form that is sent again is known without keeping what was typed; it may hold a number.</summary>
    public byte[] Fingerprint(string sent) => keys[0].Fingerprint(sent);

    public void Dispose()
    {
        foreach (var key in keys)
            key.Clear();
    }

    /// <summary>Null for a key that was retired. One that came since is read from the file: keys change while others work.</summary>
    private Derived? Find(int number)
    {
        if (number > keys[^1].Number && KeyRing.Read(file) is { Ok: true } again)
            keys = [.. again.Value.Select(k => new Derived(k))];
        return number > keys[^1].Number
            ? throw new CryptographicException($"Sealed under master key {number}, which is not in {file}.")
            : keys.FirstOrDefault(k => k.Number == number);
    }

    private static byte[] Number(int number)
    {
        var bytes = new byte[NumberLength];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>Bound to the person and the key's number, so that neither can be exchanged.</summary>
    private static byte[] Bound(Guid personId, int number) => [.. personId.ToByteArray(), .. Number(number)];

    /// <summary>A master key with the keys of its purposes.</summary>
    private sealed class Derived(MasterKey master)
    {
        private readonly byte[][] indexes =
        [
            .. Enum.GetValues<SealedKind>()
                .Select(kind => master.Suite.Derive(master.Bytes, $"blind index {kind}", MasterKey.Length)),
        ];
        private readonly byte[] sent = master.Suite.Derive(master.Bytes, "form as sent", MasterKey.Length);

        public int Number => master.Number;

        public SealingSuite Suite => master.Suite;

        public byte[] Wrapping { get; } = master.Suite.Derive(master.Bytes, "wrap", master.Suite.KeyLength);

        public byte[] Index(SealedKind kind, string value) =>
            Suite.Hash(indexes[(int)kind - 1], Encoding.UTF8.GetBytes(value))[..IndexLength];

        public byte[] Fingerprint(string form) => Suite.Hash(sent, Encoding.UTF8.GetBytes(form))[..IndexLength];

        public void Clear()
        {
            foreach (var key in indexes.Append(sent).Append(Wrapping))
                CryptographicOperations.ZeroMemory(key);
        }
    }
}
