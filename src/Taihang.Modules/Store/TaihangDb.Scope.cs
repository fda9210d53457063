using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Store;

/// <summary>
/// Whose rows this context reads and writes. Every query is filtered by it and every write compared with it; on PostgreSQL the row
/// policies read the same scope from the session, so that raw SQL and a query that ignores the filter are held too.
/// </summary>
public sealed partial class TaihangDb
{
    /// <summary>Name of the query filter that every table has.</summary>
    public const string AreaFilter = "area";

    private readonly Stack<CountyScope> within = new();
    private CountyScope own = scope ?? CountyScope.Nothing;

    public CountyScope Scope => within.TryPeek(out var now) ? now : own;

    // What the query filters read; a filter may only name members of the context.
    internal bool EveryCounty => Scope.All;

    internal int OneCounty => Scope.County;

    internal int BeyondCounty => Scope.Beyond;

    /// <summary>Says once whose rows these are, as soon as it is known.</summary>
    public void Enter(CountyScope known)
    {
        if (own != CountyScope.Nothing && own != known)
            throw new InvalidOperationException("A context that serves one scope is not given another.");
        own = known;
        Tell();
    }

    /// <summary>One more county until disposed.</summary>
    public IDisposable Widen(Widening why, int countyNo)
    {
        ArgumentNullException.ThrowIfNull(why);
        return Within(Scope.And(countyNo));
    }

    /// <summary>All counties until disposed.</summary>
    public IDisposable WidenToAll(Widening why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return Within(CountyScope.Everything);
    }

    /// <summary>Another scope until disposed; for a context that works for several people one after the other.</summary>
    internal IDisposable Within(CountyScope other)
    {
        within.Push(other);
        Tell();
        return new Left(this, Database.CurrentTransaction?.TransactionId);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (!Scope.All)
            foreach (var entry in ChangeTracker.Entries())
                if (
                    entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                    && entry.Property(nameof(Region.CountyNo)).CurrentValue is int county
                )
                    Check(entry.Metadata.ClrType, county);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <summary>No use case awaits a write, and this one would not be compared.</summary>
    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException("The record is written by SaveChanges.");

    /// <summary>Refuses to write a row of a county that is not in the scope.</summary>
    internal void Check(Type table, int countyNo)
    {
        if (!Scope.Holds(countyNo))
            throw new ForeignCountyException(table.Name, countyNo);
    }

    /// <summary>Each table's filter: the row's county is one of the scope's. A concern is also of the county whose official it is about.</summary>
    private void Areas(ModelBuilder modelBuilder)
    {
        var context = Expression.Constant(this);
        foreach (var table in modelBuilder.Model.GetEntityTypes().ToList())
        {
            var row = Expression.Parameter(table.ClrType, "row");
            Expression held = Expression.Property(context, nameof(EveryCounty));
            foreach (var column in CountyColumns(table.ClrType))
            foreach (var county in new[] { nameof(OneCounty), nameof(BeyondCounty) })
                held = Expression.OrElse(
                    held,
                    Expression.Equal(Expression.Property(row, column), Expression.Property(context, county))
                );
            modelBuilder.Entity(table.ClrType).HasQueryFilter(AreaFilter, Expression.Lambda(held, row));
        }
    }

    private static string[] CountyColumns(Type table) =>
        table == typeof(AccessConcern)
            ? [nameof(AccessConcern.CountyNo), nameof(AccessConcern.AccountCountyNo)]
            : [nameof(Region.CountyNo)];

    /// <summary>An open connection is told at once; one that opens later asks (<see cref="ScopeOnConnection"/>).</summary>
    private void Tell() => ScopeOnConnection.Tell(Database.GetDbConnection(), Scope);

    private sealed class Left(TaihangDb db, Guid? transaction) : IDisposable
    {
        private bool done;

        public void Dispose()
        {
            if (done)
                return;
            done = true;
            db.within.Pop();
            // A rollback takes the session's setting back to what it was before the transaction, so a scope ends where it began.
            if (db.Database.CurrentTransaction?.TransactionId != transaction)
                throw new InvalidOperationException("A scope is left in the transaction in which it was entered.");
            db.Tell();
        }
    }
}

/// <summary>The program tried to write a row of a county that is not in its scope.</summary>
public sealed class ForeignCountyException(string table, int countyNo)
    : InvalidOperationException($"{table}: a row of county {countyNo} is not in the scope.");
