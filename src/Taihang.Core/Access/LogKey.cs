using System.Security.Cryptography;
using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// A deployment's public key (ECDSA on P-256 with SHA-256), by which anybody checks what it signed. Its name and the four bytes before
/// each signature come from the key itself, as Certificate Transparency makes key hints: the first bytes of SHA-256 over the encoded key.
/// </summary>
public sealed record LogKey(string Pem)
{
    public string Name => $"taihang-{Convert.ToHexStringLower(Hint)}";

    public byte[] Hint => SHA256.HashData(Encoded())[..4];

    public static Outcome<LogKey> Read(string pem)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(pem);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == "1.2.840.10045.3.1.7"
                ? new LogKey(key.ExportSubjectPublicKeyInfoPem())
                : AuditProblems.NotAPublicKey();
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            return AuditProblems.NotAPublicKey();
        }
    }

    /// <param name="signature">In the DER form.</param>
    public bool Signed(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Pem);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private byte[] Encoded()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(Pem);
        return key.ExportSubjectPublicKeyInfo();
    }
}
