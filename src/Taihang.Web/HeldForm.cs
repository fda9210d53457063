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
) : IHeld
{
    public long Size => Bytes.Length + (Filled?.Bytes.Length ?? 0);
}
