using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Somebody signs in with a passkey.</summary>
public static class UsePasskey
{
    public const string Kind = "access.use_passkey";
    public const string DoubtKind = "access.passkey_counter_back";

    /// <summary>The passkey that a device names, of whatever county; also one that was ended.</summary>
    public static Passkey? Known(TaihangDb db, byte[] credentialId)
    {
        using var widened = db.WidenToAll(Widening.SignIn);
        return db.Passkeys.AsNoTracking().SingleOrDefault(p => p.CredentialId == credentialId);
    }

    /// <summary>
    /// Notes the use, whose signature was checked. A counter that does not go on is refused and reported: the act stands in the log and the
    /// passkey says so on its holder's page and the office's.
    /// </summary>
    public static Outcome<Passkey> Run(TaihangDb db, Guid passkeyId, PasskeyUsed used, ActContext context)
    {
        if (db.Passkeys.SingleOrDefault(p => p.PasskeyId == passkeyId) is not { EndedAtUnixMs: null } passkey)
            return PasskeyProblems.NotAccepted();
        var goesOn = PasskeyRule.CounterGoesOn(passkey.SignCount, used.SignCount);
        if (goesOn)
            (passkey.SignCount, passkey.BackedUp, passkey.LastUsedAtUnixMs) = (
                used.SignCount,
                used.BackedUp,
                context.At.ToUnixTimeMilliseconds()
            );
        else
            passkey.DoubtedAtUnixMs = context.At.ToUnixTimeMilliseconds();
        passkey.Version++;
        RecordAct.Append(
            db,
            passkey.CountyNo,
            goesOn ? Kind : DoubtKind,
            context,
            new { passkey.AccountId, passkey.PasskeyId }
        );
        db.SaveChanges();
        return goesOn ? passkey : PasskeyProblems.CounterBack();
    }
}
