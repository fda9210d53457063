using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Taihang.Modules.Store;

/// <summary>Nobody can say whether a transaction came through; whoever sent the work sends it again under the same identifier.</summary>
public sealed class UnknownOutcomeException : Exception
{
    public UnknownOutcomeException() { }

    public UnknownOutcomeException(string message)
        : base(message) { }

    public UnknownOutcomeException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>
/// Commits and knows what became of it. PostgreSQL may have committed though its answer was lost with the connection; then it is asked by the
/// transaction's number (<c>pg_xact_status</c>), so that work which came through is not done a second time.
/// </summary>
public static class SureCommit
{
    private const int Asked = 20;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <returns>False where it surely did not come through after its connection broke.</returns>
    /// <exception cref="UnknownOutcomeException">The server could not be asked.</exception>
    public static bool Run(StoreAddress address, TaihangDb db, IDbContextTransaction transaction)
    {
        if (address.Engine == Engine.Sqlite)
        {
            transaction.Commit();
            return true;
        }
        // Of a transaction that wrote nothing there is none, and nothing to be done twice.
        var number = db
            .Database.SqlQuery<string?>($"SELECT pg_current_xact_id_if_assigned()::text AS \"Value\"")
            .AsEnumerable()
            .Single();
        try
        {
            transaction.Commit();
            return true;
        }
        catch (Exception error) when (number is not null && error is DbException or IOException)
        {
            return CameThrough(address, number!, error);
        }
    }

    private static bool CameThrough(StoreAddress address, string number, Exception lost)
    {
        for (var asked = 0; asked < Asked; asked++)
            try
            {
                using var db = new TaihangDb(StoreOptions.For(address));
                switch (
                    db
                        .Database.SqlQuery<string?>($"SELECT pg_xact_status({number}::text::xid8) AS \"Value\"")
                        .AsEnumerable()
                        .Single()
                )
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                    default:
                        Thread.Sleep(Between);
                        break;
                }
            }
            catch (Exception error)
                when (error is DbException or IOException or InvalidOperationException { InnerException: DbException })
            {
                Thread.Sleep(Between);
            }
        throw new UnknownOutcomeException("The record did not say whether the work was kept.", lost);
    }
}
