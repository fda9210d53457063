using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Somebody signed in, in one of their duties.</summary>
/// <param name="Duties">All that they hold today; <see cref="Viewer"/> acts in one of them.</param>
/// <param name="Stamp">What their sessions carry.</param>
public sealed record SignedIn(Viewer Viewer, Duty Acting, IReadOnlyList<Duty> Duties, Guid Stamp)
{
    public CountyScope Scope => ScopeOf(Viewer);

    /// <summary>Whose rows an account may reach at all: its county's, or everybody's for an office above the counties.</summary>
    public static CountyScope ScopeOf(Viewer viewer) =>
        viewer.CountyNo == 0 ? CountyScope.Everything : CountyScope.Of(viewer.CountyNo);
}

/// <summary>What came of signing in.</summary>
/// <param name="NoDuty">The password or passkey was right and no duty is in force.</param>
/// <param name="Next">The day on which the next one begins.</param>
public sealed record SignInTried(SignedIn? Who, bool NoDuty, DateOnly? Next);

/// <summary>An account of the demo, with what it is shown as.</summary>
public sealed record DemoAccount(string Login, string Name, string Role);

/// <summary>People who sign in.</summary>
public static class Accounts
{
    /// <summary>A hash nobody's password has, so that an unknown login takes as long as a wrong password.</summary>
    private static readonly string Nobody = Password.Hash(
        Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        RandomNumberGenerator.GetBytes(16)
    );

    /// <returns>Who it is, or null when login or password is wrong, the account is locked, or no duty is in force.</returns>
    public static SignedIn? SignIn(TaihangDb db, string login, string password, DateOnly today) =>
        Try(db, login, password, today).Who;

    /// <summary>Signs in; whoever has the right password is told when no duty is in force, and nobody else anything.</summary>
    public static SignInTried Try(TaihangDb db, string login, string password, DateOnly today)
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        var account = db.Accounts.AsNoTracking().SingleOrDefault(a => a.Login == login);
        var known = account?.PasswordHash is { Length: > 0 } hash ? hash : Nobody;
        var right = Password.Matches(password, known);
        return right ? Tried(db, account, today) : new SignInTried(null, false, null);
    }

    /// <summary>The holder of a passkey whose signature was checked; nobody where it has ended or the account is locked.</summary>
    public static SignInTried ByPasskey(TaihangDb db, Passkey passkey, DateOnly today)
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        return passkey.EndedAtUnixMs is null
            ? Tried(db, db.Accounts.AsNoTracking().SingleOrDefault(a => a.AccountId == passkey.AccountId), today)
            : new SignInTried(null, false, null);
    }

    /// <summary>Asked again before what outlasts the session.</summary>
    public static bool IsPassword(Account account, string password) =>
        account.PasswordHash.Length > 0 && Password.Matches(password, account.PasswordHash);

    /// <summary>Read anew at every request, so that a change of rights holds at once.</summary>
    /// <param name="stamp">What the session carries; another one than the account's has ended.</param>
    /// <param name="duty">The one to act in, where several are held; else the first.</param>
    /// <param name="passkey">With which the session began; one that has ended since ends it. Null after a password.</param>
    public static SignedIn? ById(
        TaihangDb db,
        Guid accountId,
        Guid stamp,
        Guid? duty,
        DateOnly today,
        Guid? passkey = null
    )
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        return
            db.Accounts.AsNoTracking().SingleOrDefault(a => a.AccountId == accountId) is { } account
            && account.Stamp == stamp
            && (
                passkey is null
                || db.Passkeys.Any(p =>
                    p.CountyNo == account.CountyNo && p.PasskeyId == passkey && p.EndedAtUnixMs == null
                )
            )
            ? Of(db, account, duty, today)
            : null;
    }

    /// <summary>The county in which a login's account stands; null where nobody has it.</summary>
    public static int? CountyOf(TaihangDb db, string login)
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        return db.Accounts.Where(a => a.Login == login).Select(a => (int?)a.CountyNo).SingleOrDefault();
    }

    public static IReadOnlyList<DemoAccount> Demo(TaihangDb db)
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        var accounts = db.Accounts.AsNoTracking().Where(a => a.Demo).OrderBy(a => a.AccountId).ToList();
        var ids = accounts.Select(a => a.AccountId).ToList();
        var duties = db
            .AccountDuties.AsNoTracking()
            .Where(d => ids.Contains(d.AccountId))
            .OrderBy(d => d.HeldFrom)
            .ThenBy(d => d.DutyId)
            .ToLookup(d => d.AccountId);
        return [.. accounts.Select(a => new DemoAccount(a.Login, a.DisplayName, duties[a.AccountId].First().Role))];
    }

    /// <summary>Adds an account with a password and one duty from a day, inside an act; a login that exists is left as it is.</summary>
    public static void Add(
        TaihangDb db,
        Viewer viewer,
        string login,
        string password,
        bool demo,
        DateOnly from,
        ActContext context
    )
    {
        if (db.Accounts.Any(a => a.Login == login))
            return;
        var duty = new Duty(Guid.CreateVersion7(context.At), viewer.Role, viewer.CountyNo, viewer.RegionNo, from, null);
        db.Accounts.Add(
            new Account
            {
                CountyNo = viewer.CountyNo,
                AccountId = viewer.AccountId,
                Login = login,
                PasswordHash = Password.Hash(password, RandomNumberGenerator.GetBytes(16)),
                DisplayName = viewer.Name,
                State = AccountState.Active,
                Stamp = Guid.NewGuid(),
                Demo = demo,
            }
        );
        ChangeDuties.Write(
            db,
            viewer.CountyNo,
            "access.add_account",
            new DutyChange([], [new DutyBegins(viewer.AccountId, duty)]),
            context
        );
        db.SaveChanges();
    }

    /// <summary>The account with all its duties, the oldest first.</summary>
    public static AccountHolder Holder(TaihangDb db, Account account) =>
        new(
            account.AccountId,
            account.CountyNo,
            account.DisplayName,
            account.State,
            [
                .. db
                    .AccountDuties.AsNoTracking()
                    .Where(d => d.CountyNo == account.CountyNo && d.AccountId == account.AccountId)
                    .OrderBy(d => d.HeldFrom)
                    .ThenBy(d => d.DutyId)
                    .Select(d => new Duty(d.DutyId, d.Role, d.CountyNo, d.RegionNo, d.HeldFrom, d.HeldUntil)),
            ]
        );

    /// <summary>Whoever proved who they are is told when no duty is in force.</summary>
    private static SignInTried Tried(TaihangDb db, Account? account, DateOnly today)
    {
        if (account is not { State: AccountState.Active })
            return new SignInTried(null, false, null);
        var who = Of(db, account, null, today);
        return new SignInTried(
            who,
            who is null,
            who is null
                ? Holder(db, account)
                    .Duties.Where(d => d.From > today && d.StillToCome(today))
                    .Min(d => (DateOnly?)d.From)
                : null
        );
    }

    private static SignedIn? Of(TaihangDb db, Account account, Guid? duty, DateOnly today)
    {
        if (account.State != AccountState.Active)
            return null;
        List<Duty> held = [.. Holder(db, account).InForce(today)];
        if ((held.Find(d => d.DutyId == duty) ?? held.FirstOrDefault()) is not { } acting)
            return null;
        return new SignedIn(
            new Viewer(account.AccountId, account.DisplayName, acting.Role, acting.CountyNo, acting.RegionNo),
            acting,
            held,
            account.Stamp
        );
    }
}
