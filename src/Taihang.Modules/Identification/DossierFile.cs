using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;

namespace Taihang.Modules.Identification;

/// <summary>What checking a dossier found.</summary>
public sealed record DossierCheck(string Subject, int Files, int Acts, string Log, long LogSize, DateTimeOffset At);

/// <summary>
/// The file of a dossier: a zip whose list of files, each with its SHA-256, is signed by the deployment. The same content gives the same
/// bytes but for the signature.
/// </summary>
public static class DossierFile
{
    public const string Manifest = "manifest.txt";
    private const string Head = "taihang dossier 1";

    /// <summary>No file of a dossier is larger; a packed file that claims to be is refused before it is unpacked.</summary>
    private const long Most = 1L << 28;
    private static readonly DateTimeOffset Stamp = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(Stream into, string subject, IReadOnlyDictionary<string, byte[]> files, SigningKey key)
    {
        var list = new StringBuilder($"{Head}\n{subject}\n");
        foreach (var (path, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            list.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append("  ").Append(path).Append('\n');
        using var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true);
        foreach (
            var (path, bytes) in files
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Append(new(Manifest, Encoding.UTF8.GetBytes(key.Sign(list.ToString()))))
        )
        {
            var entry = zip.CreateEntry(path);
            entry.LastWriteTime = Stamp;
            using var stream = entry.Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Signature, list, every file, and every act's proof.</summary>
    public static Outcome<DossierCheck> Verify(string name, Stream from, LogKey key)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var zip = new ZipArchive(from, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > Most || files.ContainsKey(entry.FullName))
                    return AuditProblems.NotADossier(name);
                var bytes = new byte[entry.Length];
                using var stream = entry.Open();
                stream.ReadExactly(bytes);
                if (stream.ReadByte() >= 0)
                    return AuditProblems.NotADossier(name);
                files[entry.FullName] = bytes;
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            return AuditProblems.NotADossier(name);
        }
        if (!files.Remove(Manifest, out var manifest))
            return AuditProblems.NotADossier(name);
        var list = SignedNote.Open(Encoding.UTF8.GetString(manifest), key);
        if (!list.Ok)
            return Outcome<DossierCheck>.Refused(list.Problems);
        var lines = list.Value[..^1].Split('\n');
        if (lines.Length < 2 || lines[0] != Head)
            return AuditProblems.NotADossier(name);
        foreach (var line in lines[2..])
        {
            var path = line[66..];
            if (
                !files.TryGetValue(path, out var bytes)
                || Convert.ToHexStringLower(SHA256.HashData(bytes)) != line[..64]
            )
                return AuditProblems.DossierAltered(path);
        }
        if (files.Keys.Except(lines[2..].Select(l => l[66..]), StringComparer.Ordinal).FirstOrDefault() is { } surplus)
            return AuditProblems.DossierAltered(surplus);
        return Proofs(lines[1], files, key);
    }

    private static Outcome<DossierCheck> Proofs(string subject, Dictionary<string, byte[]> files, LogKey key)
    {
        Checkpoint? under = null;
        var acts = 0;
        foreach (var (path, bytes) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (!path.EndsWith(".proof", StringComparison.Ordinal))
                continue;
            var proof = InclusionProof.Read(Encoding.UTF8.GetString(bytes));
            if (!proof.Ok)
                return Outcome<DossierCheck>.Refused(proof.Problems);
            var checkpoint = proof.Value.Verify(key);
            if (!checkpoint.Ok)
                return Outcome<DossierCheck>.Refused(checkpoint.Problems);
            (under, acts) = (checkpoint.Value, acts + 1);
        }
        return under is null
            ? AuditProblems.DossierAltered("acts/")
            : new DossierCheck(subject, files.Count, acts, under.Origin, under.Size, under.At);
    }
}
