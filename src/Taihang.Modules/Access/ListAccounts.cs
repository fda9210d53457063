using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>An account as whoever manages it sees it; without the hashes.</summary>
public sealed record AccountShown(AccountHolder Holder, string Login, DateTimeOffset? InvitationUntil);

/// <summary>The accounts that an office appoints people to, and their history.</summary>
public static class ListAccounts
{
    /// <summary>By name. A county office has some hundreds of them, the national office one or two for each county.</summary>
    public static Listed<AccountShown> Run(TaihangDb db, Viewer by, string? find, DateOnly today, int page, int size)
    {
        if (!Administration.AppointsAnybody(by))
            return new([], 0);
        var duties = db.AccountDuties.AsNoTracking();
        duties =
            by.CountyNo == 0
                ? duties.Where(d => d.Role == Roles.County || d.Role == Roles.Auditor)
                : duties.Where(d => d.CountyNo == by.CountyNo && (d.Role == Roles.Township || d.Role == Roles.Cadre));
        var accounts = db
            .Accounts.AsNoTracking()
            .Where(a =>
                a.AccountId != by.AccountId && duties.Any(d => d.CountyNo == a.CountyNo && d.AccountId == a.AccountId)
            );
        if (!string.IsNullOrWhiteSpace(find) && find.Trim() is var text)
            // Whoever holds nothing any more is found by name, to be appointed anew.
            accounts = db
                .Accounts.AsNoTracking()
                .Where(a => a.AccountId != by.AccountId && (by.CountyNo == 0 || a.CountyNo == by.CountyNo))
                .Where(a =>
                    duties.Any(d => d.CountyNo == a.CountyNo && d.AccountId == a.AccountId)
                    || !db.AccountDuties.Any(d =>
                        d.CountyNo == a.CountyNo
                        && d.AccountId == a.AccountId
                        && (d.HeldUntil == null || d.HeldUntil > today)
                    )
                )
                .Where(a => a.DisplayName.Contains(text) || a.Login.Contains(text));
        return new(
            [
                .. accounts
                    .OrderBy(a => a.DisplayName)
                    .ThenBy(a => a.AccountId)
                    .Skip((page - 1) * size)
                    .Take(size)
                    .ToList()
                    .Select(a => Shown(db, a)),
            ],
            accounts.Count()
        );
    }

    /// <summary>Null where there is none that the viewer may change.</summary>
    public static AccountShown? Find(TaihangDb db, Viewer by, Guid accountId, DateOnly today) =>
        db.Accounts.AsNoTracking().SingleOrDefault(a => a.AccountId == accountId) is { } account
        && Shown(db, account) is var shown
        && Administration.MayChange(by, shown.Holder, today) is null
            ? shown
            : null;

    /// <summary>Whom the account's duties could pass to: everybody else whom the viewer may change and who is let in.</summary>
    public static IReadOnlyList<AccountShown> Others(TaihangDb db, Viewer by, AccountHolder account, DateOnly today) =>
        [
            .. Run(db, by, null, today, 1, 1000)
                .Lines.Where(a =>
                    a.Holder.AccountId != account.AccountId
                    && a.Holder.CountyNo == account.CountyNo
                    && a.Holder.State != AccountState.Locked
                    && Administration.MayChange(by, a.Holder, today) is null
                ),
        ];

    /// <summary>What was done to an account, newest first; that its holder signed in is not.</summary>
    public static IReadOnlyList<Act> History(TaihangDb db, AccountHolder account)
    {
        var id = account.AccountId.ToString();
        return
        [
            .. db
                .Acts.AsNoTracking()
                .Where(a => a.CountyNo == account.CountyNo && a.Kind.StartsWith("access.") && a.Kind != LogRead.Kind)
                .Where(a => a.Kind != UsePasskey.Kind)
                .Where(a => a.Content.Contains(id))
                .OrderByDescending(a => a.AtUnixMs)
                .ThenByDescending(a => a.ActId)
                .Take(50),
        ];
    }

    private static AccountShown Shown(TaihangDb db, Account account) =>
        new(
            Accounts.Holder(db, account),
            account.Login,
            account.InvitationUntilUnixMs is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null
        );
}
