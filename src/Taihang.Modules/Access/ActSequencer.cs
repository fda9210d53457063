using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>
/// Lets many writers share one commit. Work handed in while a commit is under way waits together and then runs, one after the other, in one
/// transaction; everybody is told once that is on disk. SQLite has one writer, so one queue; on PostgreSQL each county has its own. When one
/// piece of a batch fails, nothing of the batch is kept and each piece is done again in a transaction of its own, so a failure is told to
/// whoever caused it and to nobody else. Work must therefore do nothing but read and write through the context it is given, and must not
/// begin a transaction.
/// </summary>
public sealed class ActSequencer(StoreAddress address) : IAsyncDisposable
{
    private const int Most = 512;
    private const int Attempts = 5;
    private readonly Lock gate = new();
    private readonly Dictionary<int, (Channel<Piece> Queue, Task Loop)> queues = [];
    private bool closed;

    /// <inheritdoc cref="Run{T}(CountyScope, int, Func{TaihangDb, T})"/>
    public Task<T> Run<T>(Viewer by, int countyNo, Func<TaihangDb, T> work) =>
        Run(SignedIn.ScopeOf(by), countyNo, work);

    /// <param name="scope">Whose rows this piece of work reads and writes; the others of its batch have their own.</param>
    /// <param name="countyNo">In whose log it is written.</param>
    /// <returns>What the work returned, once it is durable.</returns>
    public async Task<T> Run<T>(CountyScope scope, int countyNo, Func<TaihangDb, T> work)
    {
        var piece = new Piece(db =>
        {
            using var within = db.Within(scope);
            return work(db);
        });
        ObjectDisposedException.ThrowIf(!Queue(address.Engine == Engine.Sqlite ? 0 : countyNo).TryWrite(piece), this);
        return (T)(await piece.Done.Task)!;
    }

    /// <summary>What was handed in is still done.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> loops;
        lock (gate)
        {
            closed = true;
            foreach (var (queue, _) in queues.Values)
                queue.Writer.Complete();
            loops = [.. queues.Values.Select(q => q.Loop)];
        }
        await Task.WhenAll(loops);
    }

    private ChannelWriter<Piece> Queue(int key)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (!queues.TryGetValue(key, out var known))
            {
                var queue = Channel.CreateUnbounded<Piece>(new() { SingleReader = true });
                queues[key] = known = (queue, Task.Run(() => Work(queue.Reader)));
            }
            return known.Queue.Writer;
        }
    }

    private async Task Work(ChannelReader<Piece> queue)
    {
        while (await queue.WaitToReadAsync())
        {
            var batch = new List<Piece>();
            while (batch.Count < Most && queue.TryRead(out var piece))
                batch.Add(piece);
            if (!Together(batch))
                foreach (var piece in batch)
                    Alone(piece);
        }
    }

    /// <returns>False when something of it failed, and nothing was kept; true also where nobody knows, which everybody is told.</returns>
    private bool Together(List<Piece> batch)
    {
        var results = new List<object?>();
        try
        {
            using var db = new TaihangDb(StoreOptions.For(address));
            db.Database.AutoSavepointsEnabled = false;
            using var transaction = db.Database.BeginTransaction();
            foreach (var piece in batch)
            {
                results.Add(piece.Work(db));
                Forget(db);
            }
            if (!SureCommit.Run(address, db, transaction))
                return false;
        }
        catch (UnknownOutcomeException error)
        {
            foreach (var piece in batch)
                piece.Done.SetException(error);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, each piece is tried alone and tells its own sender.
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
        for (var i = 0; i < batch.Count; i++)
            batch[i].Done.SetResult(results[i]);
        return true;
    }

    /// <summary>Another process may have added to the log in between; then the edge is read again.</summary>
    private void Alone(Piece piece)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                using var db = new TaihangDb(StoreOptions.For(address));
                using var transaction = db.Database.BeginTransaction();
                var result = piece.Work(db);
                if (SureCommit.Run(address, db, transaction))
                {
                    piece.Done.SetResult(result);
                    return;
                }
                if (attempt == Attempts)
                    throw new UnknownOutcomeException("The connection to the record broke again and again.");
            }
            catch (DbUpdateConcurrencyException) when (attempt < Attempts)
            {
                // Tried again.
            }
#pragma warning disable CA1031 // It is the sender's, who gets it from the task.
            catch (Exception error)
            {
                piece.Done.SetException(error);
                return;
            }
#pragma warning restore CA1031
    }

    /// <summary>The next piece starts with an empty context that still knows the edges of the logs, so that they are not read anew.</summary>
    private static void Forget(TaihangDb db)
    {
        var tips = db
            .ChangeTracker.Entries<AuditTip>()
            .Where(t => t.State == EntityState.Unchanged)
            .Select(t => t.Entity)
            .ToList();
        db.ChangeTracker.Clear();
        db.AuditTips.AttachRange(tips);
    }

    private sealed record Piece(Func<TaihangDb, object?> Work)
    {
        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
