using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Keys;

/// <summary>One master key of a deployment.</summary>
/// <param name="Number">1 for the first; what is sealed says under which it lies.</param>
public sealed record MasterKey(int Number, SealingSuite Suite, byte[] Bytes)
{
    public const int Length = 32;

    /// <summary>Tells keys apart without telling them, 16 hex digits.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(
            Suite.Hash(Suite.Derive(Bytes, "fingerprint", Length), Encoding.UTF8.GetBytes("key"))[..8]
        );

    public static MasterKey New(int number, SealingSuite suite) =>
        new(number, suite, RandomNumberGenerator.GetBytes(Length));
}

/// <summary>
/// The key file: a line for each master key with its number, suite and 64 hex digits, the oldest first. A single line of 64 digits is the
/// first key of a deployment made earlier. Or it names files of shares, which are joined in memory: then neither the disk nor any one
/// person has the key.
/// </summary>
public static class KeyRing
{
    private const string Shares = "shares";

    public static Outcome<IReadOnlyList<MasterKey>> Read(string path)
    {
        if (!File.Exists(path))
            return RegistryProblems.NoKey(path);
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return KeyProblems.CannotRead(path);
        }
        if (!IsShares(text))
            return Parse(text) is { } keys ? keys.ToList() : RegistryProblems.BadKey(path);
        var joined = KeyCustody.Join([.. text.Split('\n').Skip(1).Select(l => l.Trim()).Where(l => l.Length > 0)]);
        return joined.Ok ? joined.Value.ToList() : Outcome<IReadOnlyList<MasterKey>>.Refused(joined.Problems);
    }

    /// <summary>Whether the file holds no key, only where the shares are.</summary>
    public static bool NamesShares(string path) => IsShares(File.ReadAllText(path));

    /// <returns>Null where it is no key file.</returns>
    public static IReadOnlyList<MasterKey>? Parse(string text)
    {
        var lines = text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        if (lines is [{ } only] && Key(only) is { } first)
            return [new MasterKey(1, SealingSuites.First, first)];
        var keys = new List<MasterKey>();
        foreach (var line in lines)
        {
            if (
                line.Split(' ') is not [var number, var suite, var hex]
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var named)
                || named <= (keys.Count == 0 ? 0 : keys[^1].Number)
                || SealingSuites.Find(suite) is not { } found
                || Key(hex) is not { } bytes
            )
                return null;
            keys.Add(new MasterKey(named, found, bytes));
        }
        return keys.Count == 0 ? null : keys;
    }

    public static string Text(IEnumerable<MasterKey> keys) =>
        string.Concat(
            keys.Select(k =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{k.Number} {k.Suite.Name} {Convert.ToHexStringLower(k.Bytes)}\n"
                )
            )
        );

    /// <summary>Makes a key file with its first key, readable by its owner only. An existing one is never overwritten.</summary>
    public static void Make(string path, SealingSuite? suite = null)
    {
        using var file = ForOwner(path);
        file.Write(Encoding.ASCII.GetBytes(Text([MasterKey.New(1, suite ?? SealingSuites.First)])));
    }

    /// <summary>So that one program at a time changes the file; null where another does.</summary>
    public static IDisposable? Hold(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>In the place of the file, whole or not at all; where the path is a link, in the place of what it leads to.</summary>
    public static void Replace(string path, IEnumerable<MasterKey> keys)
    {
        if (File.Exists(path))
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var next = path + ".next";
        File.Delete(next);
        using (var file = ForOwner(next))
        {
            file.Write(Encoding.ASCII.GetBytes(Text(keys)));
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
        // Before anything is sealed under it: a power cut must not bring the file without it back.
        FolderSync.Run(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>A new file that nobody else may read.</summary>
    internal static FileStream ForOwner(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static bool IsShares(string text) => text.Split('\n')[0].Trim() == Shares;

    private static byte[]? Key(string hex) =>
        hex.Length == MasterKey.Length * 2 && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;
}
