using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What a passkey must keep to, beside the signature itself.</summary>
public static class PasskeyRule
{
    public const int Most = 10;

    /// <summary>Characters.</summary>
    public const int LongestLabel = 40;

    /// <summary>
    /// Whether the counter of signatures goes on: each is higher than the one before, or the device does not count and says nought each time
    /// (Web Authentication Level 3, 6.1.1 and 7.2 step 22). One that stands still or goes back is that of a copy.
    /// </summary>
    /// <param name="known">At the last use, 0 to 4,294,967,295.</param>
    public static bool CounterGoesOn(long known, long sent) => (known, sent) is (0, 0) || sent > known;

    public static Problem? CheckLabel(string label) =>
        label.Length is >= 1 and <= LongestLabel ? null : PasskeyProblems.LabelForm();

    /// <param name="known">How many the account has.</param>
    public static Problem? MayAdd(string label, int known) =>
        CheckLabel(label) ?? (known >= Most ? PasskeyProblems.TooMany() : null);

    /// <summary>Whether its holder may remove one: some way in must be left.</summary>
    /// <param name="others">How many passkeys would remain.</param>
    public static Problem? MayRemove(bool hasPassword, int others) =>
        hasPassword || others > 0 ? null : PasskeyProblems.LastWayIn();
}

/// <summary>The address of the site as people type it, to which its passkeys are bound, and the domain in it.</summary>
/// <param name="Origin">Such as <c>https://taihang.example.gov.cn</c>.</param>
/// <param name="Domain">The relying party's ID: <c>taihang.example.gov.cn</c>.</param>
public sealed record PasskeyOrigin(string Origin, string Domain)
{
    /// <summary>https with a name, or http on <c>localhost</c>: browsers give passkeys to nothing else.</summary>
    public static Outcome<PasskeyOrigin> Read(string text)
    {
        if (
            !Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri)
            || uri.HostNameType != UriHostNameType.Dns
            || !(uri.Scheme == "https" || uri is { Scheme: "http", IdnHost: "localhost" })
            || uri is not { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        )
            return PasskeyProblems.OriginForm(text);
        var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
        return new PasskeyOrigin($"{uri.Scheme}://{uri.IdnHost}{port}", uri.IdnHost);
    }
}
