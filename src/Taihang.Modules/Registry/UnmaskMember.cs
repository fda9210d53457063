using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>Which of a person's sealed values to show, and what for.</summary>
public sealed record UnmaskRequest(
    Guid PersonId,
    bool IdNumber,
    bool Phone,
    bool BankAccount,
    string? Task,
    string Reason
)
{
    public string What =>
        "unmask" + (IdNumber ? " id_number" : "") + (Phone ? " phone" : "") + (BankAccount ? " bank_account" : "");
}

/// <summary>Shows sealed values of one person: for a task, with a reason that the household reads, and only once the look is in the log.</summary>
public static class UnmaskMember
{
    /// <returns>What the log will say of it; refused without a reason, or where nothing is asked for.</returns>
    public static Outcome<ReadOf> Ask(TaihangDb db, int countyNo, Guid householdId, UnmaskRequest request)
    {
        if (request.Reason.Trim().Length < BreakGlass.ShortestReason)
            return AccessProblems.ReasonShort();
        var known = db.Persons.Any(p =>
            p.CountyNo == countyNo && p.HouseholdId == householdId && p.PersonId == request.PersonId && p.Sealed != null
        );
        return known && (request.IdNumber || request.Phone || request.BankAccount)
            ? new ReadOf([householdId], ReadPurpose.Unmask, request.What, request.Task)
            : AccessProblems.NothingToShow();
    }

    /// <summary>The values asked for and no other; to be called once the look is logged.</summary>
    public static SealedValues Open(TaihangDb db, Sealing sealing, int countyNo, UnmaskRequest request)
    {
        var person = db.Persons.AsNoTracking().Single(p => p.CountyNo == countyNo && p.PersonId == request.PersonId);
        var all = sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId);
        return new SealedValues(
            request.IdNumber ? all?.IdNumber : null,
            request.Phone ? all?.Phone : null,
            request.BankAccount ? all?.BankAccount : null
        );
    }
}
