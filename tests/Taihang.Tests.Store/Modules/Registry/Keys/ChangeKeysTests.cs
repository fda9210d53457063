using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Registry.Keys;

public sealed class ChangeKeysTests(PostgresCluster cluster)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, default);

    [Theory]
    [InlineData(Engine.Sqlite, "aes")]
    [InlineData(Engine.Postgres, "sm")]
    public void Numbers_stay_found_and_readable_through_a_change_of_keys_and_the_older_key_opens_nothing_after(
        Engine engine,
        string suite
    )
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(engine, files), files.File("master.key"));
        Workbook.Import(
            address,
            files,
            Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows())),
            Workbook.January
        );
        File.Copy(key, files.File("older.key"));
        var before = Readable(address, key);
        Assert.Contains(before.Values, v => v.Phone is not null);
        using var db = OpenStore.Existing(address).Value;

        var begun = ChangeKeys.Begin(db, key, SealingSuites.Find(suite)!, Acting(Noon)).Value;
        Assert.Equal((2, before.Count), (begun.Number, (int)begun.Sealed));
        Assert.Equal(before, Readable(address, key));
        Assert.True(Found(address, key, before));
        Assert.Equal([(2, (long)before.Count)], ChangeKeys.Count(db).Select(c => (c.Key, c.Value)));

        // An import in between writes under the newer key and is found.
        var rows = Workbook.Rows();
        rows[0]["phone"] = "13000000009";
        Assert.True(
            Workbook.Import(address, files, Workbook.Csv(files.File("b.csv"), Workbook.Table(rows)), Workbook.June).Ok
        );
        var between = Readable(address, key);
        Assert.Contains(between.Values, v => v.Phone == "13000000009");

        Assert.Equal(
            "TH0467",
            ChangeKeys.Retire(db, key, stopped: false, Acting(Noon.AddHours(23))).Problems.Single().Code
        );
        var retired = ChangeKeys.Retire(db, key, stopped: false, Acting(Noon.AddHours(24))).Value;
        Assert.Equal(1, retired.Number);
        Assert.Equal(between, Readable(address, key));
        Assert.True(Found(address, key, between));

        using var older = Sealing.Open(files.File("older.key")).Value;
        foreach (var person in db.Persons.AsNoTracking().Where(p => p.Sealed != null))
            Assert.Throws<CryptographicException>(() =>
                older.Unseal(person.WrappedKey, person.Sealed, person.PersonId)
            );
        Assert.False(Found(address, files.File("older.key"), between));
        Assert.Equal(Indexes(between), db.BlindIndexes.Count());
        Assert.Equal("TH0466", ChangeKeys.Retire(db, key, stopped: true, Acting(Noon)).Problems.Single().Code);
        Assert.Equal(
            [ChangeKeys.BeginKind, ChangeKeys.RetireKind],
            db.Acts.Where(a => a.CountyNo == 0 && a.Kind.StartsWith("keys."))
                .OrderBy(a => a.AtUnixMs)
                .Select(a => a.Kind)
        );
    }

    /// <summary>Stopped after every batch, and begun again: what was done stays done, and at the end all is.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_change_that_is_stopped_anywhere_is_taken_up_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(engine, files), files.File("master.key"));
        var planted = Plant(address, key, 1_700);
        using var db = OpenStore.Existing(address).Value;
        var stops = 0;
        var suite = SealingSuites.First;
        while (!Runs(stop => ChangeKeys.Begin(db, key, suite, Acting(Noon), stop, stop.Cancel).Ok, stops))
        {
            Assert.True(Found(address, key, planted));
            stops++;
        }
        Assert.True(stops >= 3, $"stopped {stops} times");
        Assert.Equal(planted, Readable(address, key));
        for (
            stops = 0;
            !Runs(stop => ChangeKeys.Retire(db, key, true, Acting(Noon), stop, stop.Cancel).Ok, stops);
            stops++
        )
            Assert.True(Found(address, key, planted));
        Assert.True(stops >= 3, $"stopped {stops} times");
        Assert.Equal(planted, Readable(address, key));
        Assert.True(Found(address, key, planted));
        Assert.Equal(Indexes(planted), db.BlindIndexes.Count());
        Assert.False(File.Exists(key + ".retiring"));
        // A key that is retired is on no disk.
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.GetDirectoryName(key)!),
            f => f.EndsWith(".next", StringComparison.Ordinal)
        );
    }

    /// <summary>A program that opened its key before the change goes on writing under the older: nothing of it is lost, and no number stands twice.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void What_is_written_by_who_knows_only_the_older_key_is_kept(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(engine, files), files.File("master.key"));
        using var db = OpenStore.Existing(address).Value;
        using var stale = Sealing.Open(key).Value;
        ChangeKeys.Begin(db, key, SealingSuites.First, Acting(Noon));
        var late = new SealedValues(Workbook.IdNumberOf(new DateOnly(1970, 1, 1), 7), null, null);
        Write(address, stale, 1, _ => late);
        using (var both = Sealing.Open(key).Value)
            Assert.Throws<DbUpdateException>(() => Write(address, both, 1, _ => late));
        Assert.True(ChangeKeys.Retire(db, key, stopped: true, Acting(Noon)).Ok);
        Assert.Equal([late], Readable(address, key).Values);
        Assert.True(Found(address, key, Readable(address, key)));
    }

    /// <summary>Killed after the older key was laid aside and before it was struck: the next run strikes it before any index goes.</summary>
    [Fact]
    public void A_retirement_killed_between_its_two_files_is_taken_up_and_no_change_of_keys_begins_meanwhile()
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(Engine.Sqlite, files), files.File("master.key"));
        var planted = Plant(address, key, 3);
        using var db = OpenStore.Existing(address).Value;
        Assert.True(ChangeKeys.Begin(db, key, SealingSuites.First, Acting(Noon)).Ok);
        File.Copy(key, key + ".retiring");
        Assert.Equal("TH0472", ChangeKeys.Begin(db, key, SealingSuites.First, Acting(Noon)).Problems.Single().Code);
        Assert.True(ChangeKeys.Retire(db, key, stopped: true, Acting(Noon)).Ok);
        Assert.Equal(2, Assert.Single(KeyRing.Read(key).Value).Number);
        Assert.True(Found(address, key, planted));
        Assert.Equal(Indexes(planted), db.BlindIndexes.Count());
    }

    [Fact]
    public void Two_changes_at_once_and_a_change_with_an_old_key_file_are_refused()
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(Engine.Sqlite, files), files.File("master.key"));
        var planted = Plant(address, key, 3);
        File.Copy(key, files.File("old.key"));
        using var db = OpenStore.Existing(address).Value;
        string? Refused(string file) =>
            ChangeKeys.Begin(db, file, SealingSuites.First, Acting(Noon)) is { Ok: false } no
                ? no.Problems[0].Code
                : null;
        using (KeyRing.Hold(key))
        {
            Assert.Equal("TH0491", Refused(key));
            Assert.Equal("TH0491", ChangeKeys.Retire(db, key, true, Acting(Noon)).Problems.Single().Code);
        }
        File.CreateSymbolicLink(files.File("link.key"), key);
        Assert.Null(Refused(files.File("link.key")));
        Assert.NotNull(File.ResolveLinkTarget(files.File("link.key"), false));
        Assert.Equal(2, KeyRing.Read(key).Value.Count);
        Assert.Equal("TH0492", Refused(files.File("old.key")));
        Assert.Equal(planted, Readable(address, key));
    }

    /// <summary>The twin takes the older key away without sealing anew: everybody is unreadable.</summary>
    [Fact]
    public void A_key_that_is_dropped_without_sealing_anew_is_missed()
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(Engine.Sqlite, files), files.File("master.key"));
        var planted = Plant(address, key, 3);
        KeyRing.Replace(key, [MasterKey.New(2, SealingSuites.First)]);
        Assert.NotEqual(planted, Readable(address, key));
        Assert.False(Found(address, key, planted));
    }

    /// <summary>Readers that each ask for numbers by index and open them, while the keys are changed and the older retired: none is refused.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, 1_500)]
    [InlineData(Engine.Postgres, 1_500)]
    public Task Nobody_is_refused_while_keys_change(Engine engine, int persons) => Serving(engine, persons);

    [Theory]
    [Trait("Proof", "long")]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public Task Nobody_of_many_is_refused_while_keys_change(Engine engine) =>
        Serving(engine, LongProof.Times(ci: 30_000, night: 1_000_000));

    private async Task Serving(Engine engine, int persons)
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(engine, files), files.File("master.key"));
        var planted = Plant(address, key, persons);
        var some = planted.Take(200).ToList();
        using var over = new CancellationTokenSource();
        var (asked, refused) = (0, new List<string>());
        var readers = Enumerable
            .Range(0, 2)
            .Select(reader =>
                Task.Run(
                    () =>
                    {
                        for (var i = reader; !over.IsCancellationRequested; i += 2)
                        {
                            var (id, values) = (some[i % some.Count].Key, some[i % some.Count].Value);
                            try
                            {
                                using var db = OpenStore.Existing(address).Value;
                                using var sealing = Sealing.Open(key).Value;
                                var index = sealing.Index(SealedKind.IdNumber, values.IdNumber!);
                                var row = db.Persons.AsNoTracking().Single(p => p.PersonId == id);
                                var found = db.BlindIndexes.Any(b => b.Index == index && b.PersonId == id);
                                if (!found || sealing.Unseal(row.WrappedKey, row.Sealed, id) != values)
                                    lock (refused)
                                        refused.Add($"{id}: found {found}");
                            }
                            catch (Exception error)
                            {
                                lock (refused)
                                    refused.Add(error.ToString());
                            }
                            Interlocked.Increment(ref asked);
                        }
                    },
                    over.Token
                )
            )
            .ToList();
        using (var db = OpenStore.Existing(address).Value)
        {
            Assert.True(ChangeKeys.Begin(db, key, SealingSuites.First, Acting(Noon)).Ok);
            Assert.True(ChangeKeys.Retire(db, key, stopped: true, Acting(Noon)).Ok);
            Assert.Equal(Indexes(planted), db.BlindIndexes.Count());
        }
        await over.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(asked > 10, $"only {asked} were asked");
        Assert.Empty(refused);
        Assert.Equal(planted, Readable(address, key));
    }

    private static bool Runs(Func<Stopping, bool> work, int stops)
    {
        using var stopping = new Stopping(stops + 1);
        try
        {
            Assert.True(work(stopping));
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Stops the work after so many batches.</summary>
    private sealed class Stopping(int batches) : IProgress<Step>, IDisposable
    {
        private readonly CancellationTokenSource source = new();
        private int seen;

        public CancellationToken Cancel => source.Token;

        public void Report(Step value)
        {
            if (++seen == batches)
                source.Cancel();
        }

        public void Dispose() => source.Dispose();
    }

    private static Dictionary<Guid, SealedValues> Plant(StoreAddress address, string key, int count)
    {
        using var sealing = Sealing.Open(key).Value;
        Write(
            address,
            sealing,
            count,
            i => new SealedValues(
                Workbook.IdNumberOf(new DateOnly(1960, 1, 1).AddDays(i / 900), i % 900),
                $"1390{i:0000000}",
                null
            )
        );
        return Readable(address, key);
    }

    private static void Write(StoreAddress address, Sealing sealing, int count, Func<int, SealedValues> numbers)
    {
        using var db = OpenStore.Existing(address).Value;
        using var transaction = db.Database.BeginTransaction();
        var village =
            db.Villages.FirstOrDefault()
            ?? db.Villages.Add(
                new Village
                {
                    CountyNo = 1,
                    VillageNo = 1,
                    SubjectId = Guid.CreateVersion7(),
                }
            ).Entity;
        var household = new Household
        {
            CountyNo = village.CountyNo,
            HouseholdId = Guid.CreateVersion7(),
            VillageNo = village.VillageNo,
            Number = Guid.NewGuid().ToString("N"),
            RegisteredOn = Workbook.January,
        };
        db.Households.Add(household);
        db.SaveChanges();
        for (var i = 0; i < count; i++)
        {
            var (id, values) = (Guid.CreateVersion7(), numbers(i));
            var (wrapped, document) = sealing.Seal(values, id);
            db.Persons.Add(
                new Person
                {
                    CountyNo = village.CountyNo,
                    PersonId = id,
                    HouseholdId = household.HouseholdId,
                    Name = "测试",
                    WrappedKey = wrapped,
                    Sealed = document,
                    JoinedOn = Workbook.January,
                }
            );
            foreach (var (kind, index) in PreparedMember.AllIndexesOf(values, sealing))
                db.BlindIndexes.Add(
                    new BlindIndex
                    {
                        Index = index,
                        Kind = (int)kind,
                        CountyNo = village.CountyNo,
                        PersonId = id,
                    }
                );
            if (i % 1_000 == 999)
            {
                db.SaveChanges();
                db.ChangeTracker.Clear();
            }
        }
        db.SaveChanges();
        transaction.Commit();
    }

    /// <summary>Every number as the record gives it; nobody without.</summary>
    private static Dictionary<Guid, SealedValues> Readable(StoreAddress address, string key)
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(key).Value;
        return db
            .Persons.AsNoTracking()
            .AsEnumerable()
            .Select(p => (p.PersonId, Values: sealing.Unseal(p.WrappedKey, p.Sealed, p.PersonId)))
            .Where(p => p.Values is not null)
            .ToDictionary(p => p.PersonId, p => p.Values!);
    }

    /// <summary>Whether each is found by each of their numbers.</summary>
    private static bool Found(StoreAddress address, string key, Dictionary<Guid, SealedValues> values)
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(key).Value;
        var rows = db
            .BlindIndexes.AsNoTracking()
            .AsEnumerable()
            .Select(b => (Convert.ToHexString(b.Index), b.PersonId))
            .ToHashSet();
        return values.All(p =>
            PreparedMember.IndexesOf(p.Value, sealing).All(i => rows.Contains((Convert.ToHexString(i.Index), p.Key)))
        );
    }

    private static int Indexes(Dictionary<Guid, SealedValues> values) =>
        values.Values.Sum(v => new[] { v.IdNumber, v.Phone, v.BankAccount }.Count(n => n is not null));

    private static ActContext Acting(DateTimeOffset at) => new(Guid.Empty, at, "测试", "测试");
}
