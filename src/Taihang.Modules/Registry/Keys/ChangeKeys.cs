using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Keys;

/// <summary>What a change of keys did.</summary>
/// <param name="Persons">Looked at.</param>
/// <param name="Sealed">Persons sealed anew, and files whose keys were.</param>
/// <param name="Indexes">Indexes added, or taken away.</param>
public sealed record KeysChanged(int Number, string Fingerprint, long Persons, long Sealed, long Indexes);

/// <summary>
/// Changes the master key while others work, in two steps. First a newer key comes beside the older: what is written from then on lies under
/// the newer and is indexed under both, and what lay before is sealed anew. Later the older is retired: its indexes go, and with it
/// everything that was ever copied from this record. Each step may be stopped anywhere and run again.
/// </summary>
public static class ChangeKeys
{
    public const string BeginKind = "keys.begin";
    public const string RetireKind = "keys.retire";

    /// <summary>The log of the deployment, above the counties.</summary>
    private const int Deployment = 0;

    /// <summary>No request and no import runs so long that it would not have met the newer key.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    /// <param name="suite">The ciphers of the newer key.</param>
    /// <returns>Refused where a change runs with another suite already, or the file holds no key of its own.</returns>
    public static Outcome<KeysChanged> Begin(
        TaihangDb db,
        string keyFile,
        SealingSuite suite,
        ActContext context,
        IProgress<Step>? progress = null,
        CancellationToken cancel = default
    )
    {
        using var alone = KeyRing.Hold(keyFile);
        if (alone is null)
            return KeyProblems.HeldByAnother();
        var ring = KeyRing.Read(keyFile);
        if (!ring.Ok)
            return Outcome<KeysChanged>.Refused(ring.Problems);
        if (KeyRing.NamesShares(keyFile))
            return KeyProblems.InShares();
        if (Unfinished(keyFile))
            return KeyProblems.Unfinished();
        var keys = ring.Value.ToList();
        if (keys.Count > 1 && keys[^1].Suite.Name != suite.Name)
            return KeyProblems.Changing();
        if (keys.Count == 1)
        {
            // Another copy of the file was changed already; a second key of the same number would pass for the first.
            if (Count(db).Keys.Any(number => number > keys[^1].Number) || ChangeFileKeys.AnyNewer(db, keys[^1].Number))
                return KeyProblems.OldFile(keyFile);
            var newer = MasterKey.New(keys[^1].Number + 1, suite);
            keys.Add(newer);
            // The act first: it dates the change, and one whose key never came into the file harms nobody.
            RecordAct.Append(
                db,
                Deployment,
                BeginKind,
                context,
                new
                {
                    newer.Number,
                    Suite = newer.Suite.Name,
                    newer.Fingerprint,
                }
            );
            db.SaveChanges();
            db.ChangeTracker.Clear();
            KeyRing.Replace(keyFile, keys);
        }
        var (persons, sealedAnew, added) = Seal(db, keyFile, progress, cancel);
        return new KeysChanged(keys[^1].Number, keys[^1].Fingerprint, persons, sealedAnew, added);
    }

    /// <param name="stopped">Whether nothing else runs, so that nothing need be waited for.</param>
    /// <returns>Refused where there is one key only, the newer is too new, or changes wait that lie under the older.</returns>
    public static Outcome<KeysChanged> Retire(
        TaihangDb db,
        string keyFile,
        bool stopped,
        ActContext context,
        IProgress<Step>? progress = null,
        CancellationToken cancel = default
    )
    {
        using var alone = KeyRing.Hold(keyFile);
        if (alone is null)
            return KeyProblems.HeldByAnother();
        var ring = KeyRing.Read(keyFile);
        if (!ring.Ok)
            return Outcome<KeysChanged>.Refused(ring.Problems);
        if (KeyRing.NamesShares(keyFile))
            return KeyProblems.InShares();
        var leaving = Leaving(keyFile);
        var (sealedAnew, taken) = (0L, 0L);
        if (!File.Exists(leaving))
        {
            if (ring.Value.Count == 1)
                return KeyProblems.NothingToRetire();
            if (!stopped && TooEarly(db, context.At))
                return KeyProblems.TooEarly((int)Wait.TotalHours);
            if (Waiting(db) is var waiting and > 0)
                return KeyProblems.OpenChanges(waiting);
            // What a program with the older key alone has written since: then the newer index is whole, and it is found by that.
            sealedAnew = Seal(db, keyFile, progress, cancel).Sealed;
            KeyRing.Replace(leaving, ring.Value);
            KeyRing.Replace(keyFile, [ring.Value[^1]]);
        }
        // Also where it was killed between the two: the older key is struck before any of its indexes goes.
        else if (ring.Value.Count > 1)
            KeyRing.Replace(keyFile, [ring.Value[^1]]);
        var (older, newer) = (KeyRing.Read(leaving).Value[0], KeyRing.Read(leaving).Value[^1]);
        using var sealing = Sealing.Open(leaving).Value;
        using var work = new Work(db);
        var persons = new SealedPersons(db).Each(
            some => taken += some.Sum(person => work.Unindex(person, sealing)),
            progress,
            cancel
        );
        RecordAct.Append(
            db,
            Deployment,
            RetireKind,
            context,
            new
            {
                older.Number,
                older.Fingerprint,
                Newest = newer.Number,
                Persons = persons,
                Indexes = taken,
            }
        );
        db.SaveChanges();
        db.ChangeTracker.Clear();
        File.Delete(leaving);
        return new KeysChanged(older.Number, older.Fingerprint, persons, sealedAnew, taken);
    }

    /// <summary>Seals anew whoever lies under an older key, and indexes them under both.</summary>
    private static (long Persons, long Sealed, long Indexes) Seal(
        TaihangDb db,
        string keyFile,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        using var sealing = Sealing.Open(keyFile).Value;
        var (sealedAnew, added) = (0L, 0L);
        using var work = new Work(db);
        var persons = new SealedPersons(db).Each(
            some =>
            {
                foreach (var person in some.Where(p => Sealing.NumberOf(p.WrappedKey!) != sealing.Newest))
                {
                    var (moved, indexes) = work.Move(person, sealing);
                    (sealedAnew, added) = (sealedAnew + (moved ? 1 : 0), added + indexes);
                }
            },
            progress,
            cancel
        );
        return (
            persons,
            sealedAnew + SealContacts(db, sealing, cancel) + ChangeFileKeys.Run(db, sealing, cancel),
            added
        );
    }

    /// <summary>Numbers that people left to be told at; found by nothing, so they have no index.</summary>
    private static long SealContacts(TaihangDb db, Sealing sealing, CancellationToken cancel)
    {
        var moved = 0L;
        foreach (
            var contact in db
                .NoticeContacts.AsNoTracking()
                .Where(c => c.WrappedKey != null && c.Sealed != null)
                .AsEnumerable()
                .Where(c => Sealing.NumberOf(c.WrappedKey!) != sealing.Newest)
                .ToList()
        )
        {
            cancel.ThrowIfCancellationRequested();
            if (sealing.UnsealText(contact.WrappedKey, contact.Sealed, contact.RecipientId) is not { } address)
                continue;
            var (key, box) = sealing.SealText(address, contact.RecipientId);
            moved += db
                .NoticeContacts.Where(c =>
                    c.CountyNo == contact.CountyNo
                    && c.RecipientId == contact.RecipientId
                    && c.WrappedKey == contact.WrappedKey
                )
                .ExecuteUpdate(set => set.SetProperty(c => c.WrappedKey, key).SetProperty(c => c.Sealed, box));
        }
        return moved;
    }

    private static bool TooEarly(TaihangDb db, DateTimeOffset now) =>
        db.Acts.Where(a => a.CountyNo == Deployment && a.Kind == BeginKind).Max(a => (long?)a.AtUnixMs) is not { } began
        || now.ToUnixTimeMilliseconds() - began < (long)Wait.TotalMilliseconds;

    /// <summary>Whether the older key was struck from the file and its indexes were not all taken away: <see cref="Retire"/> goes on with it.</summary>
    public static bool Unfinished(string keyFile) => File.Exists(Leaving(keyFile));

    /// <summary>Where the older key is while its indexes go.</summary>
    private static string Leaving(string keyFile) => keyFile + ".retiring";

    /// <summary>Persons under each master key.</summary>
    public static IReadOnlyDictionary<int, long> Count(TaihangDb db) =>
        new SealedPersons(db)
            .Batches()
            .SelectMany(some => some)
            .CountBy(p => Sealing.NumberOf(p.WrappedKey!))
            .ToDictionary(c => c.Key, c => (long)c.Value);

    /// <summary>Open changes that state numbers: their indexes are under the older key, whichever they were sealed under.</summary>
    private static int Waiting(TaihangDb db) =>
        db
            .ChangeRequests.AsNoTracking()
            .Where(c => c.Standing == ChangeStanding.Open)
            .Select(c => c.Document)
            .AsEnumerable()
            .SelectMany(d => WriteDifferences.Numbers(ChangeDocument.Read(d).Change))
            .Count(n => n.WrappedKey is not null);

    /// <summary>The statements of a change of keys.</summary>
    private sealed class Work(TaihangDb db) : IDisposable
    {
        // A newer version: whoever read the person before reads again, and so takes away the index under the newer key too.
        private readonly SealedPersons.Statement seal = new(
            db,
            "UPDATE persons SET wrapped_key = @p0, sealed = @p1, version = version + 1 WHERE county_no = @p2 AND person_id = @p3 AND wrapped_key = @p4",
            5
        );

        // Only of an index that stands: the number of somebody who moved is found under their newer row.
        private readonly SealedPersons.Statement index = new(
            db,
            """
            INSERT INTO blind_indexes ("index", kind, county_no, person_id)
            SELECT @p0, kind, county_no, person_id FROM blind_indexes WHERE "index" = @p1 AND kind = @p2 AND county_no = @p3 AND person_id = @p4
            ON CONFLICT DO NOTHING
            """,
            5
        );

        private readonly SealedPersons.Statement unindex = new(
            db,
            "DELETE FROM blind_indexes WHERE \"index\" = @p0 AND kind = @p1 AND county_no = @p2 AND person_id = @p3",
            4
        );

        /// <returns>Whether the person was sealed anew, and indexes added.</returns>
        public (bool Sealed, int Indexes) Move(Person person, Sealing sealing)
        {
            if (sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId) is not { } values)
                return default;
            var moved = false;
            if (Sealing.NumberOf(person.WrappedKey!) != sealing.Newest)
            {
                var (key, document) = sealing.Seal(values, person.PersonId);
                // Whoever wrote in the meantime wrote what holds; it is met again when the older key is retired.
                moved = seal.Run(db, key!, document!, person.CountyNo, person.PersonId, person.WrappedKey!) == 1;
            }
            var added = 0;
            foreach (var (kind, older, newer) in Pairs(values, sealing))
                added += index.Run(db, newer, older, (int)kind, person.CountyNo, person.PersonId);
            return (moved, added);
        }

        public int Unindex(Person person, Sealing sealing) =>
            sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId) is { } values
                ? Pairs(values, sealing)
                    .Sum(p => unindex.Run(db, p.Older, (int)p.Kind, person.CountyNo, person.PersonId))
                : 0;

        private static IEnumerable<(SealedKind Kind, byte[] Older, byte[] Newer)> Pairs(
            SealedValues values,
            Sealing sealing
        ) =>
            PreparedMember
                .AllIndexesOf(values, sealing)
                .GroupBy(i => i.Kind)
                .Select(k => (k.Key, k.First().Index, k.Last().Index));

        public void Dispose()
        {
            seal.Dispose();
            index.Dispose();
            unindex.Dispose();
        }
    }
}
