using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Modules.Registry.Keys;

/// <summary>
/// The key file in shares for several people to keep: so many of them together have it, fewer know nothing of it. Any deployment should
/// keep it so beside its backups; a stricter one has no other copy.
/// </summary>
public static class KeyCustody
{
    private const string Heading = "taihang-share";
    private const int CheckLength = 16;

    private sealed record ShareFile(string Path, string Set, int Need, SecretShare Share);

    /// <summary>What was joined stays known to the process: the people with the shares need be there once.</summary>
    private static readonly ConcurrentDictionary<string, IReadOnlyList<MasterKey>> Joined = [];

    /// <returns>The files that were written, one for each keeper; refused where there are too few or one exists.</returns>
    public static Outcome<IReadOnlyList<string>> Split(IReadOnlyList<MasterKey> keys, int need, int of, string folder)
    {
        if (need < 2 || of < need || of > SecretShares.Most)
            return KeyProblems.SharesImpossible(need, of);
        var secret = Encoding.ASCII.GetBytes(KeyRing.Text(keys));
        // A check of what is joined again; it is part of what is shared.
        byte[] shared = [.. SHA256.HashData(secret)[..CheckLength], .. secret];
        var set = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var files = Enumerable.Range(1, of).Select(i => Path.Combine(folder, $"share-{set}-{i}.txt")).ToList();
        Directory.CreateDirectory(folder);
        foreach (var (file, share) in files.Zip(SecretShares.Split(shared, need, of, RandomNumberGenerator.GetBytes)))
        {
            using var stream = KeyRing.ForOwner(file);
            stream.Write(
                Encoding.ASCII.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Heading} {set} {need} {of} {share.At} {Convert.ToHexStringLower(share.Bytes)}\n"
                    )
                )
            );
        }
        return files;
    }

    /// <returns>Refused (TH0462) where the shares are too few, not of one set, or damaged.</returns>
    public static Outcome<IReadOnlyList<MasterKey>> Join(IReadOnlyList<string> files)
    {
        var known = string.Join('\n', files);
        if (Joined.TryGetValue(known, out var before))
            return before.ToList();
        var shares = new List<ShareFile>();
        foreach (var file in files)
        {
            if (!File.Exists(file))
                return RegistryProblems.NoKey(file);
            if (Parse(file, File.ReadAllText(file)) is not { } share)
                return KeyProblems.SharesDoNotFit(file);
            if (
                shares.Count > 0
                && (share.Set != shares[0].Set || share.Share.Bytes.Length != shares[0].Share.Bytes.Length)
            )
                return KeyProblems.SharesDoNotFit(file);
            if (shares.TrueForAll(s => s.Share.At != share.Share.At))
                shares.Add(share);
        }
        if (shares.Count == 0 || shares.Count < shares[0].Need)
            return KeyProblems.SharesTooFew(shares.Count, shares.Count == 0 ? 2 : shares[0].Need);
        var joined = SecretShares.Join([.. shares.Select(s => s.Share)]);
        var secret = joined[CheckLength..];
        if (
            !CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(secret).AsSpan(0, CheckLength),
                joined.AsSpan(0, CheckLength)
            ) || KeyRing.Parse(Encoding.ASCII.GetString(secret)) is not { } keys
        )
            return KeyProblems.SharesDoNotFit(shares[^1].Path);
        Joined[known] = keys;
        return keys.ToList();
    }

    private static ShareFile? Parse(string path, string text) =>
        text.Trim().Split(' ') is [Heading, var set, var need, _, var at, var hex]
        && int.TryParse(need, NumberStyles.None, CultureInfo.InvariantCulture, out var needed)
        && byte.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var where)
        && where > 0
        && hex.Length % 2 == 0
        && hex.Length > CheckLength * 2
        && hex.All(char.IsAsciiHexDigit)
            ? new ShareFile(path, set, needed, new SecretShare(where, Convert.FromHexString(hex)))
            : null;
}
