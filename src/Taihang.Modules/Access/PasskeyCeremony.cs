using System.Formats.Cbor;
using System.Text.Json;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>A passkey as its device made it.</summary>
/// <param name="PublicKey">COSE_Key.</param>
public sealed record MadePasskey(byte[] CredentialId, byte[] PublicKey, long SignCount, bool BackedUp);

/// <summary>What a device said when it was used, after its signature was checked.</summary>
public sealed record PasskeyUsed(long SignCount, bool BackedUp);

/// <summary>
/// The two ceremonies of Web Authentication for one site: making a passkey and using it. Checked by the Fido2 library; nothing is asked of
/// any metadata service. The holder is verified by the device each time (fingerprint, face, PIN), and the passkey is discoverable, so no
/// login need be typed.
/// </summary>
public sealed class PasskeyCeremony(PasskeyOrigin origin)
{
    /// <summary>How long an attempt may take.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(5);

    private readonly Fido2 fido = new(
        new Fido2Configuration
        {
            RPID = origin.Domain,
            RPName = "Taihang",
            Origins = new HashSet<string> { origin.Origin },
            Timeout = (uint)Longest.TotalMilliseconds,
        }
    );

    public PasskeyOrigin Origin { get; } = origin;

    /// <summary>What the browser is asked for to make a passkey, as JSON with a fresh challenge.</summary>
    /// <param name="known">Passkeys that the account has, so that no device makes a second.</param>
    public string AskNew(Account account, IEnumerable<Passkey> known) =>
        fido.RequestNewCredential(
                new RequestNewCredentialParams
                {
                    User = new Fido2User
                    {
                        Id = HandleOf(account.AccountId),
                        Name = account.Login,
                        DisplayName = account.DisplayName,
                    },
                    ExcludeCredentials = [.. known.Select(p => new PublicKeyCredentialDescriptor(p.CredentialId))],
                    AuthenticatorSelection = new AuthenticatorSelection
                    {
                        ResidentKey = ResidentKeyRequirement.Required,
                        UserVerification = UserVerificationRequirement.Required,
                    },
                    AttestationPreference = AttestationConveyancePreference.None,
                    // Ed25519 is left out: checking it takes a native library, and every device offers one of these.
                    PubKeyCredParams = [PubKeyCredParam.ES256, PubKeyCredParam.RS256],
                }
            )
            .ToJson();

    /// <summary>What the browser is asked for to use one, as JSON with a fresh challenge.</summary>
    public string Ask() =>
        fido.GetAssertionOptions(
                new GetAssertionOptionsParams { UserVerification = UserVerificationRequirement.Required }
            )
            .ToJson();

    /// <param name="asked">What <see cref="AskNew"/> gave.</param>
    /// <param name="answer">The browser's PublicKeyCredential as JSON.</param>
    public async Task<Outcome<MadePasskey>> Made(string asked, string answer)
    {
        try
        {
            var raw = JsonSerializer.Deserialize<AuthenticatorAttestationRawResponse>(answer)!;
            var made = await fido.MakeNewCredentialAsync(
                new MakeNewCredentialParams
                {
                    AttestationResponse = WithoutStatement(raw),
                    OriginalOptions = CredentialCreateOptions.FromJson(asked),
                    // Asked where it is written, in the same transaction.
                    IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                }
            );
            return new MadePasskey(made.Id, made.PublicKey, made.SignCount, made.IsBackedUp);
        }
#pragma warning disable CA1031 // Whatever is wrong with what a stranger's browser sent, it is refused and changes nothing.
        catch (Exception)
        {
            return PasskeyProblems.NotAdded();
        }
#pragma warning restore CA1031
    }

    /// <summary>Which passkey an answer says it comes from; nothing of it is checked yet. Null where it says none.</summary>
    public static byte[]? CredentialOf(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize<AuthenticatorAssertionRawResponse>(answer)?.RawId;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the answer is this passkey's, to this challenge, for this site, with its holder verified and named. Its counter is told, not
    /// judged: see <see cref="PasskeyRule.CounterGoesOn"/>.
    /// </summary>
    /// <param name="asked">What <see cref="Ask"/> gave.</param>
    public async Task<Outcome<PasskeyUsed>> Used(string asked, string answer, Passkey passkey)
    {
        try
        {
            var raw = JsonSerializer.Deserialize<AuthenticatorAssertionRawResponse>(answer)!;
            if (raw.Response.UserHandle is null)
                return PasskeyProblems.NotAccepted();
            var used = await fido.MakeAssertionAsync(
                new MakeAssertionParams
                {
                    AssertionResponse = raw,
                    OriginalOptions = AssertionOptions.FromJson(asked),
                    StoredPublicKey = passkey.PublicKey,
                    // Compared where the use is written, so that a device and its copy at one moment meet there.
                    StoredSignatureCounter = 0,
                    IsUserHandleOwnerOfCredentialIdCallback = (said, _) =>
                        Task.FromResult(
                            said.UserHandle.AsSpan().SequenceEqual(HandleOf(passkey.AccountId))
                                && said.CredentialId.AsSpan().SequenceEqual(passkey.CredentialId)
                        ),
                }
            );
            return new PasskeyUsed(used.SignCount, used.IsBackedUp);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception)
        {
            return PasskeyProblems.NotAccepted();
        }
#pragma warning restore CA1031
    }

    /// <summary>The user handle of Web Authentication: says nothing of the person.</summary>
    private static byte[] HandleOf(Guid accountId) => accountId.ToByteArray(bigEndian: true);

    /// <summary>
    /// What a device says of its maker is neither asked for nor read: checking it could send this machine to an address that the statement
    /// names. So it is taken off before the library looks (Web Authentication Level 3, 8.7).
    /// </summary>
    private static AuthenticatorAttestationRawResponse WithoutStatement(AuthenticatorAttestationRawResponse raw)
    {
        var reader = new CborReader(raw.Response.AttestationObject);
        byte[]? authenticator = null;
        for (var left = reader.ReadStartMap() ?? 0; left > 0; left--)
            if (reader.ReadTextString() == "authData")
                authenticator = reader.ReadByteString();
            else
                reader.SkipValue();
        var writer = new CborWriter();
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString(authenticator!);
        writer.WriteEndMap();
        return new AuthenticatorAttestationRawResponse
        {
            Id = raw.Id,
            RawId = raw.RawId,
            Type = raw.Type,
            Response = new AuthenticatorAttestationRawResponse.AttestationResponse
            {
                AttestationObject = writer.Encode(),
                ClientDataJson = raw.Response.ClientDataJson,
                Transports = [],
            },
        };
    }
}
