using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Web;

/// <summary>Something that was sent and waits for its next step: whose it is, and for which place.</summary>
public interface IHeld
{
    Guid Id { get; }
    Guid AccountId { get; }
    int RegionNo { get; }
    long HeldAtMs { get; }

    /// <summary>In bytes, about.</summary>
    long Size { get; }
}

/// <summary>
/// What was sent, in memory alone: it names people and may carry ID numbers in clear, so it is never written to disk, a temporary file or
/// the database. Each goes after thirty minutes, with a restart, or when its account sends a sixth.
/// </summary>
public sealed class Held<T>
    where T : class, IHeld
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);
    private const int MostOfAccount = 5;
    private const long MostBytes = 256L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, T> held = [];

    public Outcome<T> Keep(T sent)
    {
        lock (gate)
        {
            Forget();
            foreach (
                var old in held
                    .Values.Where(h => h.AccountId == sent.AccountId && h.Id != sent.Id)
                    .OrderByDescending(h => h.HeldAtMs)
                    .Skip(MostOfAccount - 1)
                    .ToList()
            )
                held.Remove(old.Id);
            if (held.Values.Where(h => h.Id != sent.Id).Sum(h => h.Size) + sent.Size > MostBytes)
                return ReportsProblems.Busy();
            held[sent.Id] = sent;
            return sent;
        }
    }

    /// <returns>Null where it is gone or somebody else's: neither is told apart.</returns>
    public T? Find(Guid id, Guid accountId, int regionNo)
    {
        lock (gate)
        {
            Forget();
            return held.GetValueOrDefault(id) is { } sent && sent.AccountId == accountId && sent.RegionNo == regionNo
                ? sent
                : null;
        }
    }

    private void Forget()
    {
        var now = Environment.TickCount64;
        foreach (var old in held.Values.Where(h => now - h.HeldAtMs > Longest.TotalMilliseconds).ToList())
            held.Remove(old.Id);
    }
}
