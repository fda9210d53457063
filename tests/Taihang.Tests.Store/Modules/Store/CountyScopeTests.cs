using System.Reflection;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Store;

/// <summary>
/// What a context sees and writes of two counties, table by table as the model has them: through its filters on both engines, and on
/// PostgreSQL also past them, by raw SQL and as the owner of the tables.
/// </summary>
public sealed partial class CountyScopeTests(PostgresCluster cluster)
{
    private const int Near = 3;
    private const int Far = 7;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_context_reads_the_rows_of_its_scope_and_no_others(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(engine, files);
        foreach (
            var (scope, seen) in new[]
            {
                (CountyScope.Nothing, []),
                (CountyScope.Of(Near), [Near]),
                (CountyScope.Of(Near).And(Far), new[] { Near, Far }),
                (CountyScope.Everything, [Near, Far]),
            }
        )
        {
            using var db = new TaihangDb(StoreOptions.For(address), scope);
            Assert.All(Sweep(db), read => Assert.Equal(seen, read.Counties));
        }
        using var unsaid = new TaihangDb(StoreOptions.For(address));
        Assert.All(Sweep(unsaid), read => Assert.Empty(read.Counties));
    }

    [Fact]
    public void A_session_that_was_told_nothing_sees_nothing()
    {
        using var files = Repository.TemporaryFolder();
        using var session = new NpgsqlConnection(Filled(Engine.Postgres, files).ConnectionString);
        session.Open();
        Assert.Equal(0L, One(session, "SELECT count(*) FROM households"));
        One(session, "SELECT set_config('taihang.counties', 'all', false)");
        Assert.Equal(2L, One(session, "SELECT count(*) FROM households"));
        // What cannot be read as a scope is none.
        One(session, "SELECT set_config('taihang.counties', 'everything', false)");
        Assert.Throws<PostgresException>(() => One(session, "SELECT count(*) FROM households"));
    }

    /// <summary>The twins: a table whose policy is gone, and a role that stands above all of them. Both are told to the operator.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_row_of_another_county_is_not_written(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(engine, files);
        using var db = new TaihangDb(StoreOptions.For(address), CountyScope.Of(Near));
        foreach (var table in db.Model.GetEntityTypes())
        {
            db.Add(Row(table.ClrType, Far));
            Assert.Throws<ForeignCountyException>(() => db.SaveChanges());
            db.ChangeTracker.Clear();
            db.Remove(Row(table.ClrType, Far));
            Assert.Throws<ForeignCountyException>(() => db.SaveChanges());
            db.ChangeTracker.Clear();
        }
        using (var transaction = db.Database.BeginTransaction())
        using (var writer = new BulkWriter<Village>(db))
        {
            Assert.Throws<ForeignCountyException>(() => writer.Write([(Village)Row(typeof(Village), Far)]));
            writer.Write([new Village { CountyNo = Near, VillageNo = 99 }]);
            transaction.Commit();
        }
        Assert.Equal(2, db.Villages.Count());
        Assert.Equal(0, db.Villages.Where(v => v.CountyNo == Far).ExecuteDelete());
        if (engine == Engine.Sqlite)
            return;
        Assert.Equal(0, db.Villages.IgnoreQueryFilters().Where(v => v.CountyNo == Far).ExecuteDelete());
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!))
        {
            Assert.Equal(0, Execute(db, $"DELETE FROM {table} WHERE county_no = {Far}"));
            Assert.Equal(0, Execute(db, $"UPDATE {table} SET county_no = {Near} WHERE county_no = {Far}"));
            var refused = Assert.Throws<PostgresException>(() => Execute(db, $"UPDATE {table} SET county_no = {Far}"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    /// <summary>A concern is about an official of one county who looked at another's record: both offices see it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_concern_is_seen_by_both_its_counties_and_by_no_third(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(engine, files);
        using (var db = OpenStore.Existing(address).Value)
        {
            var concern = (AccessConcern)Row(typeof(AccessConcern), Far);
            (concern.ConcernId, concern.AccountCountyNo) = (Guid.NewGuid(), Near);
            db.Add(concern);
            db.SaveChanges();
        }
        foreach (var (county, seen) in new[] { (Near, 2), (Far, 2), (11, 0) })
        {
            using var db = new TaihangDb(StoreOptions.For(address), CountyScope.Of(county));
            Assert.Equal(seen, db.AccessConcerns.Count());
            Assert.Equal(
                seen,
                db.AccessConcerns.IgnoreQueryFilters()
                    .Count(c => engine == Engine.Postgres || c.CountyNo == county || c.AccountCountyNo == county)
            );
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_widened_scope_ends_where_it_began(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = new TaihangDb(StoreOptions.For(Filled(engine, files)), CountyScope.Of(Near));
        db.Database.OpenConnection();
        using (db.Widen(Widening.DuplicatePair, Far))
        {
            Assert.Equal([Near, Far], Seen(db));
            using (db.WidenToAll(Widening.ActorNames))
                Assert.Equal([Near, Far], Seen(db));
            Assert.Throws<InvalidOperationException>(() => db.Widen(Widening.Emergency, 11));
        }
        Assert.Equal([Near], Seen(db));
        // Taken back inside a transaction that fails or is rolled back, the session is as narrow as before.
        using (db.Database.BeginTransaction())
        using (db.WidenToAll(Widening.ActorNames))
            Assert.ThrowsAny<System.Data.Common.DbException>(() => Execute(db, "SELECT nothing FROM nowhere"));
        Assert.Equal([Near], Seen(db));
        // A rollback would bring the wider scope back here, so this is not allowed.
        var widened = db.WidenToAll(Widening.ActorNames);
        using (db.Database.BeginTransaction())
            Assert.Throws<InvalidOperationException>(widened.Dispose);
        Assert.Throws<InvalidOperationException>(() => db.Enter(CountyScope.Of(Far)));
    }

    /// <summary>Few sessions, many visitors at once, failures and rollbacks between: each sees exactly its own.</summary>
    [Fact]
    public async Task A_pooled_session_never_keeps_the_scope_of_an_earlier_visitor()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Postgres, files);
        var kept = address with { ConnectionString = address.ConnectionString + ";No Reset On Close=true" };
        (CountyScope Scope, int[] Seen)[] scopes =
        [
            (CountyScope.Nothing, []),
            (CountyScope.Of(Near), [Near]),
            (CountyScope.Of(Far), [Far]),
            (CountyScope.Everything, [Near, Far]),
        ];
        var visit = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 4], Gen.Bool);
        async Task Visitors(uint seed)
        {
            var random = new PCG(seed);
            for (var round = 0; round < 60; round++)
            {
                var (of, beyond, how, reset) = visit.Generate(random, null, out _);
                await using var db = new TaihangDb(StoreOptions.For(reset ? address : kept), scopes[of].Scope);
                Assert.Equal(scopes[of].Seen, Seen(db));
                if (how >= 2)
                    await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
                using (var transaction = how >= 3 ? db.Database.BeginTransaction() : null)
                {
                    using (
                        beyond == 0 ? null
                        : beyond == 3 ? db.WidenToAll(Widening.ActorNames)
                        : db.Widen(Widening.Published, scopes[beyond].Seen[0])
                    )
                    {
                        Assert.Equal(scopes[of].Seen.Union(scopes[beyond].Seen).Order(), Seen(db));
                        if (how == 4)
                            Assert.Throws<PostgresException>(() => Execute(db, "SELECT 1 / 0"));
                    }
                    if (how < 4)
                        Assert.Equal(scopes[of].Seen, Seen(db));
                    if (how == 3)
                        await transaction!.RollbackAsync(TestContext.Current.CancellationToken);
                }
                Assert.Equal(scopes[of].Seen, Seen(db));
            }
        }
        await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(() => Visitors((uint)n))));
        // The twin tells a session once and not at each opening: the next visitor has the scope of the one before.
        await using (var first = new NpgsqlConnection(kept.ConnectionString + ";Maximum Pool Size=1"))
        {
            first.Open();
            One(first, "SELECT set_config('taihang.counties', 'all', false)");
        }
        await using var next = new NpgsqlConnection(kept.ConnectionString + ";Maximum Pool Size=1");
        next.Open();
        Assert.Equal(2L, One(next, "SELECT count(*) FROM households"));
    }

    /// <summary>Pieces of several visitors share one transaction and nothing else.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Each_piece_of_a_shared_commit_has_its_own_scope(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        await using var sequencer = new ActSequencer(Filled(engine, files));
        int[] counties = [Near, Far];
        var seen = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(n => sequencer.Run(CountyScope.Of(counties[n % 2]), 0, Seen))
        );
        for (var n = 0; n < seen.Length; n++)
            Assert.Equal([counties[n % 2]], seen[n]);
    }

    /// <summary>A village's households, of a record with 40,000 in two counties, through the filter and the policy.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Filters_and_policies_leave_the_indexes_in_use(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(engine, files);
        using (var db = OpenStore.Existing(address).Value)
        using (var transaction = db.Database.BeginTransaction())
        {
            foreach (var county in new[] { Near, Far })
            {
                int[] villages = [.. Enumerable.Range(1000, 400)];
                using var villageRows = new BulkWriter<Village>(db);
                villageRows.Write([.. villages.Select(v => new Village { CountyNo = county, VillageNo = v })]);
                using var householdRows = new BulkWriter<Household>(db);
                householdRows.Write([
                    .. villages.SelectMany(v =>
                        Enumerable
                            .Range(0, 50)
                            .Select(n => new Household
                            {
                                CountyNo = county,
                                HouseholdId = Guid.NewGuid(),
                                VillageNo = v,
                                Number = $"{v}-{n}",
                                RegisteredOn = new DateOnly(2026, 1, 1),
                            })
                    ),
                ]);
            }
            transaction.Commit();
            Execute(db, "ANALYZE");
        }
        foreach (var scope in new[] { CountyScope.Of(Near), CountyScope.Everything })
        {
            using var db = new TaihangDb(StoreOptions.For(address), scope);
            db.Database.OpenConnection();
            using var command = db.Households.Where(h => h.CountyNo == Near && h.VillageNo == 1002).CreateDbCommand();
            command.CommandText = (engine == Engine.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
            using var reader = command.ExecuteReader();
            var plan = "";
            while (reader.Read())
                plan += reader.GetString(reader.FieldCount - 1) + "\n";
            string[] used =
                engine == Engine.Sqlite
                    ? ["USING INDEX ix_households_county_no_village_no (county_no=? AND village_no=?)"]
                    : ["ix_households_county_no_village_no", "Index Cond: (", "(village_no = 1002)"];
            Assert.All(used, part => Assert.True(plan.Contains(part, StringComparison.Ordinal), plan));
        }
    }

    /// <summary>A row of each table for each of the two counties.</summary>
    private StoreAddress Filled(Engine engine, Folder files)
    {
        var address = cluster.Fresh(engine, files);
        using var db = OpenStore.Migrate(address).Value;
        foreach (var county in new[] { Near, Far })
        {
            db.AddRange(db.Model.GetEntityTypes().Select(t => Row(t.ClrType, county)));
            db.SaveChanges();
        }
        return address;
    }

    /// <summary>Every identifier of a county's rows is the same one, so that whatever points to something finds it.</summary>
    private static object Row(Type table, int county)
    {
        var row = Activator.CreateInstance(table)!;
        foreach (var property in table.GetProperties().Where(p => p.CanWrite))
            if (Value(property, county) is { } value)
                property.SetValue(row, value);
        return row;
    }

    private static object? Value(PropertyInfo property, int county) =>
        property.Name switch
        {
            nameof(OutboundNotice.Standing) when property.DeclaringType == typeof(OutboundNotice) => "waiting",
            nameof(ChangeRequest.Standing) => "open",
            nameof(DispatchPlan.State) when property.DeclaringType == typeof(DispatchPlan) => "draft",
            nameof(Posting.Role) when property.DeclaringType == typeof(Posting) => "member",
            nameof(ChangeDecision.Answer) => "withdrawn",
            nameof(Attachment.Purpose) => "evidence",
            nameof(Attachment.WithdrawnReason) => null,
            var name when name.Contains("County", StringComparison.Ordinal) => county,
            _ when property.PropertyType == typeof(Guid) => new Guid(county, 0, 0, new byte[8]),
            _ when property.PropertyType == typeof(string) => $"{{\"of\":{county}}}",
            _ when property.PropertyType == typeof(byte[]) => new byte[] { (byte)county },
            _ when property.PropertyType == typeof(int) => 1,
            _ when property.PropertyType == typeof(long) => 1L,
            _ when property.PropertyType == typeof(DateOnly) => new DateOnly(2026, 1, 1),
            _ => null,
        };

    /// <summary>The counties of whose rows a context sees any, by table and by the way of asking.</summary>
    private static List<(string How, int[] Counties)> Sweep(TaihangDb db)
    {
        var read = new List<(string, int[])>();
        foreach (var table in db.Model.GetEntityTypes())
        {
            read.Add(($"{table.ClrType.Name} by filter", Seen(db, table.ClrType, ignore: false)));
            if (db.Database.IsSqlite())
                continue;
            read.Add(($"{table.ClrType.Name} past the filter", Seen(db, table.ClrType, ignore: true)));
            var sql = $"SELECT county_no AS \"Value\" FROM {table.GetTableName()}";
            read.Add(($"{table.GetTableName()} by SQL", [.. db.Database.SqlQueryRaw<int>(sql).AsEnumerable().Order()]));
        }
        return read;
    }

    private static int[] Seen(TaihangDb db) =>
        db.Database.IsSqlite()
            ? Seen<Household>(db, false)
            : [.. db.Database.SqlQueryRaw<int>("SELECT county_no AS \"Value\" FROM households").AsEnumerable().Order()];

    private static int[] Seen(TaihangDb db, Type table, bool ignore) =>
        (int[])
            typeof(CountyScopeTests)
                .GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
                .Single(m => m is { Name: nameof(Seen), IsGenericMethod: true })
                .MakeGenericMethod(table)
                .Invoke(null, [db, ignore])!;

    private static int[] Seen<T>(TaihangDb db, bool ignore)
        where T : class =>
        [
            .. (ignore ? db.Set<T>().IgnoreQueryFilters([TaihangDb.AreaFilter]) : db.Set<T>())
                .Select(r => EF.Property<int>(r, "CountyNo"))
                .AsEnumerable()
                .Order(),
        ];

#pragma warning disable CA2100, EF1002 // Texts of this file.
    private static int Execute(TaihangDb db, string sql) => db.Database.ExecuteSqlRaw(sql);

    private static object? One(NpgsqlConnection session, string sql)
    {
        using var command = session.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
#pragma warning restore CA2100, EF1002
}
