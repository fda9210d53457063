using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;

namespace Taihang.Modules.Access;

/// <summary>The deployment's key for signing checkpoints: a PEM file with mode 0600 beside the master key.</summary>
public sealed class SigningKey : IDisposable
{
    public const string FileName = "audit.key";
    private readonly ECDsa key;

    // An ECDsa is not promised to serve several threads at a time.
    private readonly Lock onlyOne = new();

    private SigningKey(ECDsa key) => (this.key, Public) = (key, new LogKey(key.ExportSubjectPublicKeyInfoPem()));

    public LogKey Public { get; }

    /// <summary>Where the key of a deployment lies.</summary>
    public static string Beside(string masterKeyFile) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(masterKeyFile))!, FileName);

    /// <summary>Makes a new key, readable by its owner only. An existing one is left as it is.</summary>
    /// <returns>Whether it was made.</returns>
    public static bool Make(string path)
    {
        if (File.Exists(path))
            return false;
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        return true;
    }

    public static Outcome<SigningKey> Open(string path)
    {
        if (!File.Exists(path))
            return AuditProblems.NoSigningKey(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return new SigningKey(key);
        }
        catch (Exception error)
            when (error is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            return AuditProblems.NoSigningKey(path);
        }
    }

    /// <returns>The text as a signed note.</returns>
    public string Sign(string text)
    {
        lock (onlyOne)
            return SignedNote.Join(
                text,
                Public,
                key.SignData(
                    Encoding.UTF8.GetBytes(text),
                    HashAlgorithmName.SHA256,
                    DSASignatureFormat.Rfc3279DerSequence
                )
            );
    }

    public void Dispose() => key.Dispose();
}
