using System.Security.Cryptography;

namespace Taihang.Modules.Store;

/// <summary>
/// The files beside the database: each under the SHA-256 of what lies in it, which is sealed. A file is never changed, and taken away only
/// once its key is gone; one that no row names (its act did not come to be) is opened by nobody, since its key is nowhere.
/// </summary>
public sealed class StoredFiles(string folder)
{
    public const string FolderName = "files";

    public string Folder => folder;

    /// <summary>Beside a SQLite file; beside the master key where the record is elsewhere.</summary>
    public static StoredFiles Beside(StoreAddress address, string keyFile) =>
        new(
            Path.Combine(
                Path.GetDirectoryName(Path.GetFullPath(address.Engine == Engine.Sqlite ? address.Shown : keyFile))!,
                FolderName
            )
        );

    /// <returns>The name under which it lies, once it is on the disk.</returns>
    /// <exception cref="IOException">It cannot be written; nor where access is refused (<see cref="UnauthorizedAccessException"/>).</exception>
    public string Keep(byte[] bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (Read(hash) is not null)
            return hash;
        var path = PathOf(hash);
        var folder = Path.GetDirectoryName(path)!;
        var made = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var next = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(next, options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(next, path, overwrite: true);
        // Before any row names it.
        FolderSync.Run(folder);
        if (made)
            FolderSync.Run(Path.GetDirectoryName(folder)!);
        return hash;
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

    /// <summary>Of an attachment that was ended; not there is as good.</summary>
    /// <returns>False where it could not be taken away.</returns>
    public bool Remove(string hash)
    {
        try
        {
            if (File.Exists(PathOf(hash)))
                File.Delete(PathOf(hash));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Every file that the rows name, from one place to another.</summary>
    /// <returns>How many came over, and how many are not there or damaged.</returns>
    public static (int Carried, int Missing) Carry(
        TaihangDb rows,
        Func<string, byte[]?> from,
        Action<string, byte[]> to,
        CancellationToken cancel = default
    )
    {
        var (carried, missing) = (0, 0);
        // What was ended with the last of its household has no file any more.
        foreach (
            var hash in rows
                .Attachments.Where(a => a.WrappedKey != Tables.Attachment.NoKey)
                .Select(a => a.Hash)
                .Distinct()
                .Order()
                .ToList()
        )
        {
            cancel.ThrowIfCancellationRequested();
            if (from(hash) is { } bytes)
            {
                to(hash, bytes);
                carried++;
            }
            else
                missing++;
        }
        return (carried, missing);
    }

    private string PathOf(string hash) =>
        hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)
            ? Path.Combine(folder, hash[..2], hash)
            : throw new ArgumentException("Not the name of a file.", nameof(hash));
}
