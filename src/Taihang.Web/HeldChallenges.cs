using System.Security.Cryptography;

namespace Taihang.Web;

/// <summary>An attempt with a passkey between the question and the answer.</summary>
/// <param name="AccountId">Whose passkey is being made; null where somebody signs in.</param>
/// <param name="Asked">The question as JSON, with its challenge.</param>
/// <param name="Label">What the new passkey is to be called.</param>
public sealed record HeldChallenge(Guid? AccountId, string Asked, string Label, long HeldAtMs);

/// <summary>
/// Challenges that wait for their answer, in memory alone. Each is good for one answer, right or wrong, and for five minutes; a restart
/// forgets them, and the button is pressed again.
/// </summary>
public sealed class HeldChallenges
{
    public static TimeSpan Longest { get; } = Modules.Access.PasskeyCeremony.Longest;

    /// <summary>Beyond it the oldest goes: whoever asks and never answers fills no memory.</summary>
    private const int Most = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, HeldChallenge> held = [];
    private readonly Queue<string> order = [];

    /// <returns>The name under which it is taken, which nobody guesses.</returns>
    public string Keep(HeldChallenge challenge)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && (order.Count >= Most || Old(oldest)))
                held.Remove(order.Dequeue());
            held[name] = challenge;
            order.Enqueue(name);
        }
        return name;
    }

    /// <summary>Gives it out and forgets it. Null where there is none, it is too old, or it was taken before.</summary>
    public HeldChallenge? Take(string name)
    {
        lock (gate)
            return held.Remove(name, out var challenge) && !Old(challenge) ? challenge : null;
    }

    private bool Old(string name) => !held.TryGetValue(name, out var challenge) || Old(challenge);

    private static bool Old(HeldChallenge challenge) =>
        Environment.TickCount64 - challenge.HeldAtMs > Longest.TotalMilliseconds;
}
