using System.Security.Cryptography;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Locks and unlocks an account, ends its sessions, changes its password. Each holds from the next request on.</summary>
public static class KeepAccount
{
    public const string LockKind = "access.lock";
    public const string UnlockKind = "access.unlock";
    public const string EndSessionsKind = "access.end_sessions";
    public const string PasswordKind = "access.change_password";

    /// <summary>Nobody gets in until it is unlocked: a lost device, a doubt.</summary>
    public static Outcome<Account> Lock(TaihangDb db, Viewer by, Guid accountId, DateOnly today, ActContext context) =>
        Change(db, by, accountId, today, LockKind, AccountState.Locked, context);

    /// <summary>Lets the holder in again with the password they had; one who had none yet needs a new code.</summary>
    public static Outcome<Account> Unlock(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        DateOnly today,
        ActContext context
    ) => Change(db, by, accountId, today, UnlockKind, AccountState.Active, context);

    /// <summary>Signs the holder out everywhere; for the holder alone.</summary>
    public static void EndSessions(TaihangDb db, Guid accountId, ActContext context)
    {
        var account = db.Accounts.Single(a => a.AccountId == accountId);
        account.Stamp = Guid.NewGuid();
        account.Version++;
        RecordAct.Append(db, account.CountyNo, EndSessionsKind, context, new { account.AccountId });
        db.SaveChanges();
    }

    /// <summary>The holder chooses another password; every other session ends.</summary>
    public static Outcome<Account> ChangePassword(
        TaihangDb db,
        Guid accountId,
        string old,
        string password,
        string again,
        ActContext context
    )
    {
        var account = db.Accounts.Single(a => a.AccountId == accountId);
        if (!Accounts.IsPassword(account, old))
            return AccessProblems.OldPasswordWrong();
        if (PasswordRule.Check(password, again, account.Login, account.DisplayName) is { } problem)
            return problem;
        account.PasswordHash = Password.Hash(password, RandomNumberGenerator.GetBytes(16));
        account.Stamp = Guid.NewGuid();
        account.Version++;
        RecordAct.Append(db, account.CountyNo, PasswordKind, context, new { account.AccountId });
        db.SaveChanges();
        return account;
    }

    private static Outcome<Account> Change(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        DateOnly today,
        string kind,
        string state,
        ActContext context
    )
    {
        if (db.Accounts.SingleOrDefault(a => a.AccountId == accountId) is not { } account)
            return AccessProblems.NoSuchAccount();
        if (Administration.MayChange(by, Accounts.Holder(db, account), today) is { } not)
            return not;
        if (string.IsNullOrWhiteSpace(context.Basis))
            return AccessProblems.NoBasis();
        if (account.State == state || (kind == UnlockKind && account.State != AccountState.Locked))
            return AccessProblems.AlreadyInState(account.State);
        account.State = state == AccountState.Active && account.PasswordHash.Length == 0 ? AccountState.Invited : state;
        account.Stamp = Guid.NewGuid();
        account.Version++;
        RecordAct.Append(db, account.CountyNo, kind, context, new { account.AccountId });
        db.SaveChanges();
        return account;
    }
}
