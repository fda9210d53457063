using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Access;

namespace Taihang.Tests.Core.Access;

/// <summary>A signing key for one test.</summary>
internal sealed class TestKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public LogKey Public => new(key.ExportSubjectPublicKeyInfoPem());

    public string Sign(string text) =>
        SignedNote.Join(
            text,
            Public,
            key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
        );

    public string Sign(string origin, MerkleTip tip) =>
        Sign(new Checkpoint(origin, tip.Size, tip.Root(), DateTimeOffset.UnixEpoch, []).Text());

    public void Dispose() => key.Dispose();
}
