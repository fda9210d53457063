using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>A code that was given out, to be handed over in person; only its hash is kept.</summary>
public sealed record Invitation(Guid AccountId, string Login, string Code, DateTimeOffset Until);

/// <summary>
/// Opens accounts and gives out codes with which their holders choose a password: for somebody new, and for whoever forgot theirs or lost a
/// device. Nobody ever knows another's password.
/// </summary>
public static class InviteAccount
{
    public const string InviteKind = "access.invite";
    public const string RenewKind = "access.invite_again";
    public const string TakeUpKind = "access.take_up_invitation";

    private static readonly TimeSpan Valid = TimeSpan.FromDays(7);

    /// <summary>Letters and digits that nobody mistakes for another, read out or written down.</summary>
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Opens an account with one duty; it is no use until its holder has chosen a password.</summary>
    /// <param name="by">Null for the operator of the deployment, who appoints the first office.</param>
    public static Outcome<Invitation> New(
        TaihangDb db,
        Viewer? by,
        string login,
        string name,
        string role,
        RegionPlace? place,
        DateOnly from,
        DateOnly? until,
        DateOnly today,
        ActContext context
    )
    {
        login = login.Trim();
        name = name.Trim();
        if (!IsLogin(login))
            return AccessProblems.LoginForm();
        if (name.Length == 0)
            return AccessProblems.NoName();
        if (string.IsNullOrWhiteSpace(context.Basis))
            return AccessProblems.NoBasis();
        if (Taken(db, login))
            return AccessProblems.LoginTaken(login);
        var accountId = Guid.CreateVersion7(context.At);
        var dutyId = Guid.CreateVersion7(context.At);
        if (by is null && (!Roles.All.Contains(role) || !Administration.Fits(role, place)))
            return AccessProblems.RoleElsewhere(role);
        var change = by is null
            ? new DutyChange([], [new DutyBegins(accountId, Administration.DutyOf(dutyId, role, place, from, until))])
            : Administration.Appoint(by, accountId, [], role, place, from, until, today, dutyId);
        if (!change.Ok)
            return Outcome<Invitation>.Refused(change.Problems);
        var account = new Account
        {
            CountyNo = change.Value.Begins[0].Duty.CountyNo,
            AccountId = accountId,
            Login = login,
            PasswordHash = "",
            DisplayName = name,
            State = AccountState.Invited,
        };
        var invitation = Give(account, context.At);
        db.Accounts.Add(account);
        ChangeDuties.Write(db, account.CountyNo, InviteKind, change.Value, context);
        db.SaveChanges();
        return invitation;
    }

    /// <summary>
    /// Gives a new code; until it is taken up nobody signs in to the account, and its sessions end at once. Its passkeys end for good: one
    /// may lie in a device that was lost.
    /// </summary>
    public static Outcome<Invitation> Again(
        TaihangDb db,
        Viewer? by,
        Guid accountId,
        DateOnly today,
        ActContext context
    )
    {
        if (db.Accounts.SingleOrDefault(a => a.AccountId == accountId) is not { } account)
            return AccessProblems.NoSuchAccount();
        if (by is not null && Administration.MayChange(by, Accounts.Holder(db, account), today) is { } not)
            return not;
        if (string.IsNullOrWhiteSpace(context.Basis))
            return AccessProblems.NoBasis();
        if (account.State == AccountState.Locked)
            return AccessProblems.Locked();
        account.State = AccountState.Invited;
        account.PasswordHash = "";
        KeepPasskey.EndAll(db, account, context.At);
        var invitation = Give(account, context.At);
        RecordAct.Append(db, account.CountyNo, RenewKind, context, new { account.AccountId });
        db.SaveChanges();
        return invitation;
    }

    /// <summary>The holder chooses a password with the code; it works once.</summary>
    public static Outcome<Account> TakeUp(
        TaihangDb db,
        string login,
        string code,
        string password,
        string again,
        DateTimeOffset now
    )
    {
        using var widened = Accounts.CountyOf(db, login.Trim()) is { } county
            ? db.Widen(Widening.Invitation, county)
            : null;
        var account = db.Accounts.SingleOrDefault(a => a.Login == login.Trim());
        // An unknown login is compared too, so that how long it takes tells nothing.
        var right = CryptographicOperations.FixedTimeEquals(
            HashOf(code),
            account?.InvitationHash ?? new byte[SHA256.HashSizeInBytes]
        );
        if (
            account is not { State: AccountState.Invited, InvitationUntilUnixMs: { } until }
            || !right
            || until < now.ToUnixTimeMilliseconds()
        )
            return AccessProblems.InvitationInvalid();
        if (PasswordRule.Check(password, again, account.Login, account.DisplayName) is { } problem)
            return problem;
        account.PasswordHash = Password.Hash(password, RandomNumberGenerator.GetBytes(16));
        account.State = AccountState.Active;
        (account.InvitationHash, account.InvitationUntilUnixMs) = (null, null);
        account.Stamp = Guid.NewGuid();
        account.Version++;
        RecordAct.Append(
            db,
            account.CountyNo,
            TakeUpKind,
            new ActContext(account.AccountId, now, TakeUpKind, InviteKind),
            new { account.AccountId }
        );
        db.SaveChanges();
        return account;
    }

    private static bool Taken(TaihangDb db, string login)
    {
        using var widened = db.WidenToAll(Widening.LoginTaken);
        return db.Accounts.Any(a => a.Login == login);
    }

    private static Invitation Give(Account account, DateTimeOffset now)
    {
        var code = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
        account.InvitationHash = HashOf(code);
        account.InvitationUntilUnixMs = (now + Valid).ToUnixTimeMilliseconds();
        account.Stamp = Guid.NewGuid();
        account.Version++;
        return new Invitation(account.AccountId, account.Login, code, now + Valid);
    }

    /// <summary>However it was typed: small letters, blanks and dashes make no difference. Eighty random bits need no slow hash.</summary>
    private static byte[] HashOf(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant()));

    private static bool IsLogin(string login) =>
        login.Length is >= 3 and <= 40
        && login.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')
        && char.IsAsciiLetterOrDigit(login[0])
        && char.IsAsciiLetterOrDigit(login[^1]);
}
