using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Taihang.Tests;

/// <summary>
/// A passkey in the test's own memory, written from Web Authentication Level 3 (6.1 authenticator data, 5.8.1 client data) and independent
/// of the library that checks it: ECDSA on P-256, nothing attested. Its holder is as honest as the test wants.
/// </summary>
public sealed class SoftPasskey(string origin) : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whom it says it belongs to; set when it is made.</summary>
    public byte[]? Handle { get; set; }

    /// <summary>Signatures so far; null for a device that does not count.</summary>
    public uint? Count { get; set; }

    public string Origin { get; set; } = origin;

    public string Domain { get; set; } = new Uri(origin).Host;

    /// <summary>Whether the device looked who holds it.</summary>
    public bool Verified { get; set; } = true;

    /// <summary>What it says of its maker.</summary>
    public string Statement { get; set; } = "none";

    /// <summary>The answer to a question for a new passkey, as the page's script sends it.</summary>
    public string Make(string asked)
    {
        var question = JsonNode.Parse(asked)!;
        Handle = Base64Url.DecodeFromChars(question["user"]!["id"]!.GetValue<string>());
        var client = Client("webauthn.create", question);
        var point = key.ExportParameters(false).Q;
        var cose = new CborWriter();
        cose.WriteStartMap(5);
        // kty EC2, alg ES256, crv P-256, x, y (RFC 9053, 7.1.1).
        foreach (var (label, value) in new[] { (1, 2), (3, -7), (-1, 1) })
        {
            cose.WriteInt32(label);
            cose.WriteInt32(value);
        }
        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)CredentialId.Length);
        byte[] data = [.. Data(0x40), .. new byte[16], .. length, .. CredentialId, .. cose.Encode()];
        var made = new CborWriter();
        made.WriteStartMap(3);
        made.WriteTextString("fmt");
        made.WriteTextString(Statement);
        made.WriteTextString("attStmt");
        made.WriteStartMap(0);
        made.WriteEndMap();
        made.WriteTextString("authData");
        made.WriteByteString(data);
        made.WriteEndMap();
        return Answer(new() { ["clientDataJSON"] = Text(client), ["attestationObject"] = Text(made.Encode()) });
    }

    /// <summary>The answer to a question for its use.</summary>
    public string Use(string asked)
    {
        var client = Client("webauthn.get", JsonNode.Parse(asked)!);
        var data = Data(0);
        var signature = key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Answer(
            new()
            {
                ["clientDataJSON"] = Text(client),
                ["authenticatorData"] = Text(data),
                ["signature"] = Text(signature),
                ["userHandle"] = Handle is null ? null : Text(Handle),
            }
        );
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(byte flags)
    {
        if (Count is not null)
            Count++;
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count ?? 0);
        flags |= (byte)(Verified ? 0x05 : 0x01);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), flags, .. count];
    }

    private byte[] Client(string type, JsonNode question) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = question["challenge"]!.GetValue<string>(),
                origin = Origin,
                crossOrigin = false,
            }
        );

    private string Answer(JsonObject response) =>
        new JsonObject
        {
            ["id"] = Text(CredentialId),
            ["rawId"] = Text(CredentialId),
            ["type"] = "public-key",
            ["response"] = response,
        }.ToJsonString();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
