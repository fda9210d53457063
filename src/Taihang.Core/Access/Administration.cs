using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Core.Access;

/// <summary>A duty that begins.</summary>
public sealed record DutyBegins(Guid AccountId, Duty Duty);

/// <summary>A duty whose end is moved; one that ends on the day it begins never was.</summary>
public sealed record DutyEnds(Guid AccountId, Guid DutyId, DateOnly Until);

/// <summary>What an appointment, a leave, a return or a hand-over does to the duties of one or two people.</summary>
public sealed record DutyChange(IReadOnlyList<DutyEnds> Ends, IReadOnlyList<DutyBegins> Begins);

/// <summary>
/// Who may appoint whom, and how duties pass from one to another. Offices appoint downwards: the national office the county offices and the
/// auditors, a county office its townships and cadres. Nobody appoints, ends or unlocks themselves. Leave, return and hand-over are nothing
/// but duties that end and begin on a day, so what waits for a role in an area always waits for whoever holds it that day.
/// </summary>
public static class Administration
{
    /// <summary>Whether the viewer's office appoints people to a duty.</summary>
    public static bool Appoints(Viewer by, string role, int countyNo) =>
        by.Role switch
        {
            Roles.Nation => by.CountyNo == 0 && role is Roles.County or Roles.Auditor,
            Roles.County => by is { RegionNo: null, CountyNo: not 0 }
                && countyNo == by.CountyNo
                && role is Roles.Township or Roles.Cadre,
            _ => false,
        };

    /// <summary>Whether the viewer's office appoints anybody.</summary>
    public static bool AppointsAnybody(Viewer by) =>
        by is { Role: Roles.Nation, CountyNo: 0 } or { Role: Roles.County, CountyNo: not 0, RegionNo: null };

    /// <returns>
    /// Null where the viewer may change this account: it is not the viewer's own, and its duties are all the viewer's to give. Whoever holds
    /// none any more may be appointed anew by any office that appoints in their county.
    /// </returns>
    public static Problem? MayChange(Viewer by, AccountHolder account, DateOnly today)
    {
        if (account.AccountId == by.AccountId)
            return AccessProblems.NotOneself();
        var held = account.Duties.Where(d => d.StillToCome(today)).ToList();
        var may =
            held.Count > 0
                ? held.All(d => Appoints(by, d.Role, d.CountyNo))
                : AppointsAnybody(by) && (by.CountyNo == 0 || by.CountyNo == account.CountyNo);
        return may ? null : AccessProblems.NotYoursToAppoint();
    }

    /// <summary>Whether a role is held in such a place.</summary>
    /// <param name="place">Null for an office above the counties.</param>
    public static bool Fits(string role, RegionPlace? place) =>
        (role, place?.Level) switch
        {
            (Roles.Nation, null) or (Roles.Auditor, null) => true,
            (Roles.County or Roles.Auditor, "county") => true,
            (Roles.Township, "township") => true,
            (Roles.Cadre, "village") => true,
            _ => false,
        };

    /// <summary>The duty of a role in a place.</summary>
    public static Duty DutyOf(Guid dutyId, string role, RegionPlace? place, DateOnly from, DateOnly? until) =>
        new(
            dutyId,
            role,
            place?.CountyNo ?? 0,
            place is null or { Level: "county" } ? null : place.RegionNo,
            from,
            until
        );

    /// <param name="known">What the person holds already; empty for somebody new.</param>
    public static Outcome<DutyChange> Appoint(
        Viewer by,
        Guid accountId,
        IReadOnlyList<Duty> known,
        string role,
        RegionPlace? place,
        DateOnly from,
        DateOnly? until,
        DateOnly today,
        Guid dutyId
    )
    {
        if (accountId == by.AccountId)
            return AccessProblems.NotOneself();
        if (!Roles.All.Contains(role) || !Fits(role, place))
            return AccessProblems.RoleElsewhere(role);
        var duty = DutyOf(dutyId, role, place, from, until);
        if (!Appoints(by, role, duty.CountyNo))
            return AccessProblems.NotYoursToAppoint();
        // Nobody is appointed into the past: the log would then name a role that nobody held.
        if (from < today || until <= from)
            return AccessProblems.DutyEndsFirst();
        if (known.Any(d => d.SameAs(duty) && d.Overlaps(duty)))
            return AccessProblems.DutyHeldAlready();
        if (known.FirstOrDefault(d => d.Overlaps(duty) && Conflict(d.Role, role)) is { } other)
            return AccessProblems.DutiesConflict(other.Role, role);
        if (known.Any(d => d.CountyNo != duty.CountyNo))
            return AccessProblems.OtherCounty();
        return new DutyChange([], [new DutyBegins(accountId, duty)]);
    }

    /// <summary>An auditor judges what the others do, and a county office decides what its townships and cadres propose.</summary>
    public static bool Conflict(string one, string other) =>
        one != other
        && (one == Roles.Auditor || other == Roles.Auditor || one == Roles.County || other == Roles.County);

    /// <summary>Ends one duty on a day.</summary>
    public static Outcome<DutyChange> End(Viewer by, AccountHolder account, Guid dutyId, DateOnly on, DateOnly today)
    {
        if (MayChange(by, account, today) is { } not)
            return not;
        if (account.Duties.FirstOrDefault(d => d.DutyId == dutyId && d.StillToCome(today)) is not { } duty)
            return AccessProblems.NoSuchDuty();
        if (on < today || (duty.Until is { } end && end < on))
            return AccessProblems.DutyEndsFirst();
        return new DutyChange([Ending(account.AccountId, duty, on)], []);
    }

    /// <summary>All duties pass to somebody for some time and come back of themselves.</summary>
    /// <param name="until">The day of return.</param>
    /// <param name="id">Makes the numbers of the new duties.</param>
    public static Outcome<DutyChange> Leave(
        Viewer by,
        AccountHolder account,
        AccountHolder standIn,
        DateOnly from,
        DateOnly until,
        DateOnly today,
        Func<Guid> id
    ) =>
        until <= from || from < today
            ? AccessProblems.DutyEndsFirst()
            : Pass(by, account, standIn, from, until, today, id);

    /// <summary>All duties pass to somebody for good.</summary>
    public static Outcome<DutyChange> HandOver(
        Viewer by,
        AccountHolder account,
        AccountHolder successor,
        DateOnly on,
        DateOnly today,
        Func<Guid> id
    ) => on < today ? AccessProblems.DutyEndsFirst() : Pass(by, account, successor, on, null, today, id);

    /// <summary>Comes back before the day that was set: what the stand-in holds for them ends, and their own duties begin today.</summary>
    /// <param name="standIns">Everybody of the county, of whom some may stand in.</param>
    public static Outcome<DutyChange> Return(
        Viewer by,
        AccountHolder account,
        IReadOnlyList<AccountHolder> standIns,
        DateOnly today,
        Func<Guid> id
    )
    {
        if (MayChange(by, account, today) is { } not)
            return not;
        // Only what they held before and passed on comes back early; a duty that is new to them begins on its day.
        var later = account
            .Duties.Where(d => d.From > today && d.StillToCome(today))
            .Where(d => account.Duties.Any(e => e.SameAs(d) && e.Until <= today && e.From < e.Until))
            .ToList();
        if (later.Count == 0)
            return AccessProblems.NotAway();
        foreach (var duty in later)
            if (account.InForce(today).FirstOrDefault(d => Conflict(d.Role, duty.Role)) is { } held)
                return AccessProblems.DutiesConflict(held.Role, duty.Role);
        var (ends, begins) = (new List<DutyEnds>(), new List<DutyBegins>());
        foreach (var duty in later)
        {
            ends.Add(new DutyEnds(account.AccountId, duty.DutyId, duty.From));
            begins.Add(new DutyBegins(account.AccountId, duty with { DutyId = id(), From = today }));
            ends.AddRange(
                standIns
                    .Where(s => s.AccountId != account.AccountId)
                    .SelectMany(s => s.Duties.Select(d => (s.AccountId, Duty: d)))
                    .Where(s => s.Duty.SameAs(duty) && s.Duty.Until == duty.From && s.Duty.StillToCome(today))
                    .Select(s => Ending(s.AccountId, s.Duty, today))
            );
        }
        return new DutyChange(ends, begins);
    }

    private static Outcome<DutyChange> Pass(
        Viewer by,
        AccountHolder account,
        AccountHolder to,
        DateOnly from,
        DateOnly? until,
        DateOnly today,
        Func<Guid> id
    )
    {
        if ((MayChange(by, account, today) ?? MayChange(by, to, today)) is { } not)
            return not;
        if (account.AccountId == to.AccountId)
            return AccessProblems.ToNobodyElse();
        if (account.CountyNo != to.CountyNo)
            return AccessProblems.OtherCounty();
        var passing = account.Duties.Where(d => d.StillToCome(from)).ToList();
        if (passing.Count == 0)
            return AccessProblems.NoSuchDuty();
        var (ends, begins) = (new List<DutyEnds>(), new List<DutyBegins>());
        foreach (var duty in passing)
        {
            var begin = duty.From > from ? duty.From : from;
            ends.Add(Ending(account.AccountId, duty, begin));
            var end = until is { } back && (duty.Until is not { } own || back < own) ? back : duty.Until;
            if (end is { } last && last <= begin)
            {
                // It only begins once they are back.
                begins.Add(new DutyBegins(account.AccountId, duty with { DutyId = id() }));
                continue;
            }
            var passed = duty with { DutyId = id(), From = begin, Until = end };
            if (to.Duties.FirstOrDefault(d => d.Overlaps(passed) && Conflict(d.Role, duty.Role)) is { } other)
                return AccessProblems.DutiesConflict(other.Role, duty.Role);
            // Who holds the same duty already need not be given it again.
            if (
                !to.Duties.Any(d =>
                    d.SameAs(passed)
                    && d.From <= passed.From
                    && (d.Until ?? DateOnly.MaxValue) >= (passed.Until ?? DateOnly.MaxValue)
                )
            )
                begins.Add(new DutyBegins(to.AccountId, passed));
            if (until is { } day && (duty.Until is not { } finish || day < finish))
                begins.Add(new DutyBegins(account.AccountId, duty with { DutyId = id(), From = day }));
        }
        return new DutyChange(ends, begins);
    }

    private static DutyEnds Ending(Guid accountId, Duty duty, DateOnly on) =>
        new(accountId, duty.DutyId, on > duty.From ? on : duty.From);
}
