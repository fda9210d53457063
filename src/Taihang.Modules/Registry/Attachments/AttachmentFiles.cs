using System.Security.Cryptography;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>
/// The store of files beside the database: each under the SHA-256 of what lies in it, which is sealed. A file is never changed and never
/// taken away; one that no row names (its act did not come to be) is opened by nobody, since its key is nowhere.
/// </summary>
public sealed class AttachmentFiles(string folder)
{
    public const string FolderName = "files";

    public string Folder => folder;

    /// <summary>Beside a SQLite file; beside the master key where the record is elsewhere.</summary>
    public static AttachmentFiles Beside(StoreAddress address, string keyFile) =>
        new(
            Path.Combine(
                Path.GetDirectoryName(Path.GetFullPath(address.Engine == Engine.Sqlite ? address.Shown : keyFile))!,
                FolderName
            )
        );

    /// <returns>The name under which it lies, once it is on the disk. Refused where it cannot be written (TH1717).</returns>
    public Outcome<string> Keep(byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = PathOf(hash);
        try
        {
            if (Read(hash) is not null)
                return hash;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var next = $"{path}.{Guid.NewGuid():N}";
            using (var file = Keys.KeyRing.ForOwner(next))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
            return hash;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return AttachmentProblems.CannotKeep(error.Message);
        }
    }

    /// <returns>Null where it is not there, or is not what it was.</returns>
    public byte[]? Read(string hash)
    {
        var path = PathOf(hash);
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes : null;
    }

    private string PathOf(string hash) =>
        hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(folder, hash[..2], hash)
            : throw new ArgumentException("Not the name of a file.", nameof(hash));
}
