using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>People who sign in.</summary>
public static class Accounts
{
    /// <summary>A hash nobody's password has, so that an unknown login takes as long as a wrong password.</summary>
    private static readonly string Nobody = Password.Hash(
        Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
        RandomNumberGenerator.GetBytes(16)
    );

    /// <returns>The viewer, or null when login or password is wrong; which of them is not told.</returns>
    public static Viewer? SignIn(TaihangDb db, string login, string password)
    {
        var account = db.Accounts.AsNoTracking().SingleOrDefault(a => a.Login == login);
        var right = Password.Matches(password, account?.PasswordHash ?? Nobody);
        return right && account is not null ? Of(account) : null;
    }

    /// <summary>Read anew at every request, so that a change of rights holds at once.</summary>
    public static Viewer? ById(TaihangDb db, Guid accountId) =>
        db.Accounts.AsNoTracking().SingleOrDefault(a => a.AccountId == accountId) is { } account ? Of(account) : null;

    public static IReadOnlyList<Account> Demo(TaihangDb db) =>
        [.. db.Accounts.AsNoTracking().Where(a => a.Demo).OrderBy(a => a.AccountId)];

    /// <summary>Adds the account inside an act; a login that exists is left as it is.</summary>
    public static void Add(TaihangDb db, Viewer viewer, string login, string password, bool demo, ActContext context)
    {
        if (db.Accounts.Any(a => a.Login == login))
            return;
        RecordAct.Append(
            db,
            viewer.CountyNo,
            "access.add_account",
            context,
            new
            {
                viewer.AccountId,
                viewer.Role,
                viewer.CountyNo,
                viewer.RegionNo,
            }
        );
        db.Accounts.Add(
            new Account
            {
                CountyNo = viewer.CountyNo,
                AccountId = viewer.AccountId,
                Login = login,
                PasswordHash = Password.Hash(password, RandomNumberGenerator.GetBytes(16)),
                DisplayName = viewer.Name,
                Role = viewer.Role,
                RegionNo = viewer.RegionNo,
                Demo = demo,
            }
        );
        db.SaveChanges();
    }

    private static Viewer Of(Account account) =>
        new(account.AccountId, account.DisplayName, account.Role, account.CountyNo, account.RegionNo);
}
