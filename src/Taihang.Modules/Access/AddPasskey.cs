using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Somebody adds a passkey to their own account.</summary>
public static class AddPasskey
{
    public const string Kind = "access.add_passkey";

    /// <summary>Whether one may be added under this name, told before the device is asked.</summary>
    public static Problem? May(TaihangDb db, Guid accountId, string label) =>
        PasskeyRule.MayAdd(label, db.Passkeys.Count(p => p.AccountId == accountId && p.EndedAtUnixMs == null));

    public static Outcome<Passkey> Run(TaihangDb db, Guid accountId, string label, MadePasskey made, ActContext context)
    {
        var account = db.Accounts.Single(a => a.AccountId == accountId);
        if (May(db, accountId, label) is { } not)
            return not;
        if (UsePasskey.Known(db, made.CredentialId) is not null)
            return PasskeyProblems.NotAdded();
        var passkey = new Passkey
        {
            CountyNo = account.CountyNo,
            PasskeyId = Guid.CreateVersion7(context.At),
            AccountId = accountId,
            CredentialId = made.CredentialId,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Label = label,
            BackedUp = made.BackedUp,
            AddedAtUnixMs = context.At.ToUnixTimeMilliseconds(),
        };
        passkey.ActId = RecordAct
            .Append(db, account.CountyNo, Kind, context, new { account.AccountId, passkey.PasskeyId })
            .ActId;
        db.Passkeys.Add(passkey);
        db.SaveChanges();
        return passkey;
    }
}
