using System.Text.Json.Nodes;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Modules.Access;

/// <summary>The two ceremonies against a passkey that lies in as many ways as there are checks.</summary>
public sealed class PasskeyCeremonyTests
{
    private const string Here = "https://taihang.example.gov.cn";
    private static readonly PasskeyCeremony Site = new(PasskeyOrigin.Read(Here).Value);
    private static readonly Account Holder = AccountOf("cadre");

    [Fact]
    public async Task A_passkey_is_made_and_used()
    {
        using var soft = new SoftPasskey(Here) { Count = 4 };
        var passkey = await Made(soft);
        Assert.Equal(5, passkey.SignCount);
        Assert.Equal(soft.CredentialId, passkey.CredentialId);
        var asked = Site.Ask();
        var answer = soft.Use(asked);
        Assert.Equal(soft.CredentialId, PasskeyCeremony.CredentialOf(answer));
        Assert.Equal(6, (await Site.Used(asked, answer, passkey)).Value.SignCount);
    }

    [Fact]
    public void The_browser_is_asked_for_a_verified_holder_and_for_nothing_about_the_maker()
    {
        var make = JsonNode.Parse(Site.AskNew(Holder, [Row(Holder, [1, 2, 3])]))!;
        Assert.Equal("none", make["attestation"]!.GetValue<string>());
        Assert.Equal("required", make["authenticatorSelection"]!["userVerification"]!.GetValue<string>());
        Assert.Equal("required", make["authenticatorSelection"]!["residentKey"]!.GetValue<string>());
        Assert.Equal("taihang.example.gov.cn", make["rp"]!["id"]!.GetValue<string>());
        Assert.Equal("AQID", make["excludeCredentials"]![0]!["id"]!.GetValue<string>());
        var use = JsonNode.Parse(Site.Ask())!;
        Assert.Equal("required", use["userVerification"]!.GetValue<string>());
        // No login is typed, so no account's passkeys are told to whoever asks.
        Assert.Empty(use["allowCredentials"]?.AsArray() ?? []);
        Assert.NotEqual(
            use["challenge"]!.GetValue<string>(),
            JsonNode.Parse(Site.Ask())!["challenge"]!.GetValue<string>()
        );
    }

    public static TheoryData<string> Lies { get; } =
    [
        "another site's origin",
        "another site's domain",
        "nobody verified",
        "another account's handle",
        "no handle",
        "another key",
        "another challenge",
        "a signature cut off",
        "no answer at all",
    ];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task An_answer_that_is_not_the_passkeys_own_is_refused(string lie)
    {
        using var soft = new SoftPasskey(Here);
        using var other = new SoftPasskey(Here) { CredentialId = soft.CredentialId };
        var passkey = await Made(soft);
        var asked = Site.Ask();
        // The control: the same passkey, telling the truth.
        Assert.True((await Site.Used(asked, soft.Use(asked), passkey)).Ok);
        other.Handle = soft.Handle;
        var answer = lie switch
        {
            "another challenge" => soft.Use(Site.Ask()),
            "another key" => other.Use(asked),
            "no answer at all" => "{}",
            _ => null,
        };
        switch (lie)
        {
            case "another site's origin":
                soft.Origin = "https://taihang.example.gov.cn.evil.example";
                break;
            case "another site's domain":
                soft.Domain = "example.gov.cn";
                break;
            case "nobody verified":
                soft.Verified = false;
                break;
            case "another account's handle":
                soft.Handle = Guid.NewGuid().ToByteArray();
                break;
            case "no handle":
                soft.Handle = null;
                break;
        }
        answer ??= soft.Use(asked);
        if (lie == "a signature cut off")
        {
            var node = JsonNode.Parse(answer)!;
            var signature = node["response"]!["signature"]!.GetValue<string>();
            node["response"]!["signature"] = signature[..^4];
            answer = node.ToJsonString();
        }
        Assert.Equal("TH0280", (await Site.Used(asked, answer, passkey)).Problems[0].Code);
    }

    /// <summary>
    /// Why a challenge is taken once: the signature of a device that does not count says the same each time it is sent. The pages' test shows
    /// that the second is refused there.
    /// </summary>
    [Fact]
    public async Task A_challenge_that_were_kept_would_let_the_same_answer_in_twice()
    {
        using var soft = new SoftPasskey(Here);
        var passkey = await Made(soft);
        var asked = Site.Ask();
        var answer = soft.Use(asked);
        Assert.True((await Site.Used(asked, answer, passkey)).Ok);
        Assert.True((await Site.Used(asked, answer, passkey)).Ok);
        Assert.False((await Site.Used(Site.Ask(), answer, passkey)).Ok);
    }

    [Theory]
    [InlineData("another site's origin")]
    [InlineData("another site's domain")]
    [InlineData("nobody verified")]
    [InlineData("another challenge")]
    public async Task A_passkey_that_was_not_made_for_this_site_is_not_added(string lie)
    {
        using var soft = new SoftPasskey(Here);
        var asked = Site.AskNew(Holder, []);
        switch (lie)
        {
            case "another site's origin":
                soft.Origin = "https://evil.example";
                break;
            case "another site's domain":
                soft.Domain = "evil.example";
                break;
            case "nobody verified":
                soft.Verified = false;
                break;
        }
        var answer = soft.Make(lie == "another challenge" ? Site.AskNew(Holder, []) : asked);
        Assert.Equal("TH0288", (await Site.Made(asked, answer)).Problems[0].Code);
    }

    /// <summary>A statement of the maker can name an address; it is not read, however it is formed.</summary>
    [Theory]
    [InlineData("packed")]
    [InlineData("tpm")]
    [InlineData("android-safetynet")]
    [InlineData("never-heard-of")]
    public async Task What_a_device_says_of_its_maker_is_not_read(string statement)
    {
        using var soft = new SoftPasskey(Here) { Statement = statement };
        var passkey = await Made(soft);
        var asked = Site.Ask();
        Assert.True((await Site.Used(asked, soft.Use(asked), passkey)).Ok);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"id\":\"%\",\"rawId\":\"%\"}")]
    [InlineData("{\"rawId\":\"AQID\",\"id\":\"AQID\",\"type\":\"public-key\",\"response\":{}}")]
    [InlineData(
        "{\"rawId\":\"AQID\",\"id\":\"AQID\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"AQID\",\"authenticatorData\":\"AQID\",\"signature\":\"AQID\",\"userHandle\":\"AQID\",\"attestationObject\":\"o2M\"}}"
    )]
    public async Task Whatever_else_is_sent_is_refused_and_breaks_nothing(string answer)
    {
        PasskeyCeremony.CredentialOf(answer);
        Assert.Equal("TH0288", (await Site.Made(Site.AskNew(Holder, []), answer)).Problems[0].Code);
        Assert.Equal("TH0280", (await Site.Used(Site.Ask(), answer, Row(Holder, [1, 2, 3]))).Problems[0].Code);
    }

    private static async Task<Passkey> Made(SoftPasskey soft)
    {
        var asked = Site.AskNew(Holder, []);
        var made = await Site.Made(asked, soft.Make(asked));
        Assert.True(made.Ok, string.Join(' ', made.Problems));
        var row = Row(Holder, made.Value.CredentialId);
        (row.PublicKey, row.SignCount) = (made.Value.PublicKey, made.Value.SignCount);
        return row;
    }

    private static Passkey Row(Account account, byte[] credential) =>
        new()
        {
            AccountId = account.AccountId,
            PasskeyId = Guid.NewGuid(),
            CredentialId = credential,
            PublicKey = [],
            Label = "test",
        };

    private static Account AccountOf(string login) =>
        new()
        {
            AccountId = Guid.NewGuid(),
            Login = login,
            DisplayName = login,
            PasswordHash = "",
            State = AccountState.Active,
        };
}
