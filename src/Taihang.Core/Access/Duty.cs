using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What somebody is appointed to: an office's role in an area, for some time. One person may hold several.</summary>
/// <param name="CountyNo">0 for an office above the county.</param>
/// <param name="RegionNo">Township or village; null for the whole county, or for everything.</param>
/// <param name="Until">First day on which it is no longer held; null while no end is set.</param>
public sealed record Duty(Guid DutyId, string Role, int CountyNo, int? RegionNo, DateOnly From, DateOnly? Until)
{
    public bool InForce(DateOnly day) => From <= day && (Until is not { } end || day < end);

    /// <summary>Holds that day or will; one that ends on the day it begins never does.</summary>
    public bool StillToCome(DateOnly day) => Until is not { } end || (day < end && From < end);

    /// <summary>The same role in the same area.</summary>
    public bool SameAs(Duty other) => (Role, CountyNo, RegionNo) == (other.Role, other.CountyNo, other.RegionNo);

    public bool Overlaps(Duty other) =>
        From < (other.Until ?? DateOnly.MaxValue) && other.From < (Until ?? DateOnly.MaxValue);
}

/// <summary>A person who signs in, and all their duties, past ones too.</summary>
/// <param name="State">One of <see cref="AccountState"/>.</param>
public sealed record AccountHolder(Guid AccountId, int CountyNo, string Name, string State, IReadOnlyList<Duty> Duties)
{
    public IEnumerable<Duty> InForce(DateOnly day) => Duties.Where(d => d.InForce(day));
}

/// <summary>Whether somebody can sign in; what they may do then is a matter of their duties.</summary>
public static class AccountState
{
    /// <summary>Waits for its holder to choose a password with the code they were given.</summary>
    public const string Invited = "invited";
    public const string Active = "active";

    /// <summary>Nobody gets in: a lost device, a doubt.</summary>
    public const string Locked = "locked";

    public static Words Title(string state) =>
        state switch
        {
            Invited => new("待启用", "invited"),
            Active => new("正常", "active"),
            Locked => new("已锁定", "locked"),
            _ => Words.Same(state),
        };
}
