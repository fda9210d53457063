using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Appoints people, ends duties, and passes them on for a leave or for good; see <see cref="Administration"/>.</summary>
public static class ChangeDuties
{
    public const string AppointKind = "access.appoint";
    public const string EndKind = "access.end_duty";
    public const string LeaveKind = "access.leave";
    public const string ReturnKind = "access.return";
    public const string HandOverKind = "access.hand_over";

    public static Outcome<DutyChange> Appoint(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        string role,
        RegionPlace? place,
        DateOnly from,
        DateOnly? until,
        DateOnly today,
        ActContext context
    ) =>
        Run(
            db,
            accountId,
            AppointKind,
            context,
            holder =>
                Administration.MayChange(by, holder, today) is { } not
                    ? not
                    : Administration.Appoint(
                        by,
                        accountId,
                        holder.Duties,
                        role,
                        place,
                        from,
                        until,
                        today,
                        Guid.CreateVersion7(context.At)
                    )
        );

    public static Outcome<DutyChange> End(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        Guid dutyId,
        DateOnly on,
        DateOnly today,
        ActContext context
    ) => Run(db, accountId, EndKind, context, holder => Administration.End(by, holder, dutyId, on, today));

    public static Outcome<DutyChange> Leave(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        Guid standInId,
        DateOnly from,
        DateOnly until,
        DateOnly today,
        ActContext context
    ) =>
        Run(
            db,
            accountId,
            LeaveKind,
            context,
            holder =>
                Find(db, standInId) is { } standIn
                    ? Administration.Leave(by, holder, standIn, from, until, today, Ids(context))
                    : AccessProblems.NoSuchAccount()
        );

    public static Outcome<DutyChange> HandOver(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        Guid successorId,
        DateOnly on,
        DateOnly today,
        ActContext context
    ) =>
        Run(
            db,
            accountId,
            HandOverKind,
            context,
            holder =>
                Find(db, successorId) is { } successor
                    ? Administration.HandOver(by, holder, successor, on, today, Ids(context))
                    : AccessProblems.NoSuchAccount()
        );

    public static Outcome<DutyChange> Return(
        TaihangDb db,
        Viewer by,
        Guid accountId,
        DateOnly today,
        ActContext context
    ) =>
        Run(
            db,
            accountId,
            ReturnKind,
            context,
            holder =>
                Administration.Return(
                    by,
                    holder,
                    [
                        .. db
                            .Accounts.AsNoTracking()
                            .Where(a => a.CountyNo == holder.CountyNo)
                            .ToList()
                            .Select(a => Accounts.Holder(db, a)),
                    ],
                    today,
                    Ids(context)
                )
        );

    /// <summary>Adds the act and the duties to the context; the caller saves.</summary>
    internal static void Write(TaihangDb db, int countyNo, string kind, DutyChange change, ActContext context)
    {
        var act = RecordAct.Append(db, countyNo, kind, context, change);
        foreach (var end in change.Ends)
        {
            var row = db.AccountDuties.Single(d => d.CountyNo == countyNo && d.DutyId == end.DutyId);
            row.HeldUntil = end.Until;
        }
        foreach (var (accountId, duty) in change.Begins)
            db.AccountDuties.Add(
                new AccountDuty
                {
                    CountyNo = countyNo,
                    DutyId = duty.DutyId,
                    AccountId = accountId,
                    Role = duty.Role,
                    RegionNo = duty.RegionNo,
                    HeldFrom = duty.From,
                    HeldUntil = duty.Until,
                    ActId = act.ActId,
                }
            );
    }

    private static Outcome<DutyChange> Run(
        TaihangDb db,
        Guid accountId,
        string kind,
        ActContext context,
        Func<AccountHolder, Outcome<DutyChange>> decide
    )
    {
        if (Find(db, accountId) is not { } holder)
            return AccessProblems.NoSuchAccount();
        if (string.IsNullOrWhiteSpace(context.Basis))
            return AccessProblems.NoBasis();
        var change = decide(holder);
        if (!change.Ok)
            return change;
        Write(db, holder.CountyNo, kind, change.Value, context);
        // Two offices that change the same person's duties at once: the second finds the account changed.
        db.Accounts.Single(a => a.AccountId == accountId).Version++;
        db.SaveChanges();
        return change;
    }

    private static AccountHolder? Find(TaihangDb db, Guid accountId) =>
        db.Accounts.AsNoTracking().SingleOrDefault(a => a.AccountId == accountId) is { } account
            ? Accounts.Holder(db, account)
            : null;

    private static Func<Guid> Ids(ActContext context) => () => Guid.CreateVersion7(context.At);
}
