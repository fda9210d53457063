using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Reports;

namespace Taihang.Web;

/// <summary>A form between sending and fetching: whose it is, for which place, and the filled copy once there is one.</summary>
public sealed record HeldForm(
    Guid Id,
    Guid AccountId,
    int RegionNo,
    string FileName,
    byte[] Bytes,
    AskedBy Asked,
    long HeldAtMs,
    FormFilled? Filled = null,
    bool Remembered = false
)
{
    public long Size => Bytes.Length + (Filled?.Bytes.Length ?? 0);
}

/// <summary>
/// Forms that were sent, in memory alone: they name people and may carry ID numbers in clear, so they are never written to disk, a
/// temporary file or the database. Each goes after thirty minutes, with a restart, or when its account sends a sixth.
/// </summary>
public sealed class HeldForms
{
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(30);
    private const int MostOfAccount = 5;
    private const long MostBytes = 256L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, HeldForm> held = [];

    public Outcome<HeldForm> Keep(HeldForm form)
    {
        lock (gate)
        {
            Forget();
            foreach (
                var old in held
                    .Values.Where(h => h.AccountId == form.AccountId && h.Id != form.Id)
                    .OrderByDescending(h => h.HeldAtMs)
                    .Skip(MostOfAccount - 1)
                    .ToList()
            )
                held.Remove(old.Id);
            if (held.Values.Where(h => h.Id != form.Id).Sum(h => h.Size) + form.Size > MostBytes)
                return ReportsProblems.Busy();
            held[form.Id] = form;
            return form;
        }
    }

    /// <returns>Null where it is gone or somebody else's: neither is told apart.</returns>
    public HeldForm? Find(Guid id, Guid accountId, int regionNo)
    {
        lock (gate)
        {
            Forget();
            return held.GetValueOrDefault(id) is { } form && form.AccountId == accountId && form.RegionNo == regionNo
                ? form
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
