using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Lists, renames and ends passkeys. One that has ended opens nothing, and its sessions are over at the next request.</summary>
public static class KeepPasskey
{
    public const string RenameKind = "access.rename_passkey";
    public const string RemoveKind = "access.remove_passkey";
    public const string EndKind = "access.end_passkey";

    /// <summary>Those that open the account, the oldest first.</summary>
    public static IReadOnlyList<Passkey> Of(TaihangDb db, Guid accountId) =>
        [
            .. db
                .Passkeys.AsNoTracking()
                .Where(p => p.AccountId == accountId && p.EndedAtUnixMs == null)
                .OrderBy(p => p.AddedAtUnixMs)
                .ThenBy(p => p.PasskeyId),
        ];

    /// <summary>The holder calls it something else.</summary>
    public static Outcome<Passkey> Rename(
        TaihangDb db,
        Guid accountId,
        Guid passkeyId,
        string label,
        ActContext context
    )
    {
        if (Own(db, accountId, passkeyId) is not { } passkey)
            return PasskeyProblems.NoSuchPasskey();
        if (PasskeyRule.CheckLabel(label) is { } wrong)
            return wrong;
        if (passkey.Label == label)
            return passkey;
        passkey.Label = label;
        Write(db, passkey, RenameKind, context);
        return passkey;
    }

    /// <summary>The holder removes it, who gives the password again.</summary>
    public static Outcome<Passkey> Remove(
        TaihangDb db,
        Guid accountId,
        Guid passkeyId,
        string password,
        ActContext context
    )
    {
        if (Own(db, accountId, passkeyId) is not { } passkey)
            return PasskeyProblems.NoSuchPasskey();
        var account = db.Accounts.Single(a => a.AccountId == accountId);
        if (PasskeyRule.MayRemove(account.PasswordHash.Length > 0, Of(db, accountId).Count - 1) is { } not)
            return not;
        if (!Accounts.IsPassword(account, password))
            return AccessProblems.OldPasswordWrong();
        End(passkey, context.At);
        Write(db, passkey, RemoveKind, context);
        return passkey;
    }

    /// <summary>The office that appoints the holder ends it: a lost device. The password and a new code remain as ways in.</summary>
    public static Outcome<Passkey> EndByOffice(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        Guid passkeyId,
        DateOnly today,
        ActContext context
    )
    {
        if (db.Accounts.SingleOrDefault(a => a.AccountId == accountId) is not { } account)
            return AccessProblems.NoSuchAccount();
        if (Administration.MayChange(by, Accounts.Holder(db, account), today) is { } not)
            return not;
        if (string.IsNullOrWhiteSpace(context.Basis))
            return AccessProblems.NoBasis();
        if (Own(db, accountId, passkeyId) is not { } passkey)
            return PasskeyProblems.NoSuchPasskey();
        End(passkey, context.At);
        Write(db, passkey, EndKind, context);
        return passkey;
    }

    /// <summary>Ends all of an account within an act that begins it anew; the caller saves.</summary>
    internal static void EndAll(TaihangDb db, Account account, DateTimeOffset at)
    {
        foreach (var passkey in db.Passkeys.Where(p => p.AccountId == account.AccountId && p.EndedAtUnixMs == null))
            End(passkey, at);
    }

    private static Passkey? Own(TaihangDb db, Guid accountId, Guid passkeyId) =>
        db.Passkeys.SingleOrDefault(p =>
            p.PasskeyId == passkeyId && p.AccountId == accountId && p.EndedAtUnixMs == null
        );

    private static void End(Passkey passkey, DateTimeOffset at)
    {
        passkey.EndedAtUnixMs = at.ToUnixTimeMilliseconds();
        passkey.Version++;
    }

    private static void Write(TaihangDb db, Passkey passkey, string kind, ActContext context)
    {
        passkey.Version++;
        RecordAct.Append(db, passkey.CountyNo, kind, context, new { passkey.AccountId, passkey.PasskeyId });
        db.SaveChanges();
    }
}
