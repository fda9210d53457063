using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>Somebody with an account, in a list of what was done.</summary>
public sealed record NamedActor(string Name, IReadOnlyList<Duty> Duties)
{
    /// <summary>The role they held that day, or the nearest one they ever held.</summary>
    public string? RoleOn(DateOnly day) =>
        (Duties.FirstOrDefault(d => d.InForce(day)) ?? (Duties.Count > 0 ? Duties[^1] : null))?.Role;

    public string? RoleAt(DateTimeOffset at) => RoleOn(DateOnly.FromDateTime(at.UtcDateTime));

    /// <summary>Those of the actors who have an account; what the system or an operator did has none.</summary>
    public static IReadOnlyDictionary<Guid, NamedActor> Of(TaihangDb db, IEnumerable<Guid> actors)
    {
        using var widened = db.WidenToAll(Widening.ActorNames);
        var ids = actors.Distinct().ToList();
        var duties = db
            .AccountDuties.AsNoTracking()
            .Where(d => ids.Contains(d.AccountId))
            .OrderBy(d => d.HeldFrom)
            .ThenBy(d => d.DutyId)
            .ToLookup(
                d => d.AccountId,
                d => new Duty(d.DutyId, d.Role, d.CountyNo, d.RegionNo, d.HeldFrom, d.HeldUntil)
            );
        return db
            .Accounts.AsNoTracking()
            .Where(a => ids.Contains(a.AccountId))
            .ToDictionary(a => a.AccountId, a => new NamedActor(a.DisplayName, [.. duties[a.AccountId]]));
    }
}
