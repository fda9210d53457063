using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>One thing a deployment needs, and whether it has it.</summary>
/// <param name="Name">For machines; tells nothing of the record or of where anything lies.</param>
/// <param name="Fault">Null where it is well.</param>
public sealed record DeploymentCheck(string Name, Words Title, Problem? Fault)
{
    public bool Ok => Fault is null;

    /// <summary>Whether a site that lacks it should be taken out of use; what only people must look at does not.</summary>
    public bool Needed { get; init; } = true;
}

/// <summary>Whether a deployment can serve: its record opens and is up to date, its keys open what is sealed, and there is room to write.</summary>
public static class CheckDeployment
{
    /// <summary>A county's record with a year's growth, and what a backup needs beside it.</summary>
    public const long LeastFreeBytes = 1L << 30;

    /// <param name="freeBytes">Of the disk that a folder lies on; what is asked differs by machine.</param>
    public static IReadOnlyList<DeploymentCheck> Run(
        StoreAddress address,
        string keyFile,
        Func<string, long> freeBytes,
        DateTimeOffset now
    )
    {
        var store = OpenStore.Existing(address);
        using var db = store.Ok ? store.Value : null;
        var folder = Path.GetDirectoryName(
            Path.GetFullPath(address.Engine == Engine.Sqlite ? address.Shown : keyFile)
        )!;
        return
        [
            new("store", new("数据库", "The record"), store.Ok ? null : store.Problems[0]),
            .. db is not null && address.Engine == Engine.Postgres
                ?
                [
                    new DeploymentCheck(
                        "policies",
                        new("行级策略", "The row policies"),
                        PolicyCheck.Run(db) is [{ } fault, ..] ? fault : null
                    ),
                ]
                : Array.Empty<DeploymentCheck>(),
            new("key", new("主密钥", "The master key"), OfKey(db, keyFile)),
            new("log_key", new("日志签名密钥", "The key that signs the log"), OfLogKey(keyFile)),
            new("room", new("磁盘余量", "Room on the disk"), OfRoom(folder, freeBytes)),
            new("notices", new("告知发送", "Outbound notices"), db is null ? null : OfNotices(NoticesNow.Of(db, now)))
            {
                Needed = false,
            },
        ];
    }

    private static Problem? OfKey(TaihangDb? db, string keyFile)
    {
        var opened = Sealing.Open(keyFile);
        if (!opened.Ok)
            return opened.Problems[0];
        using var sealing = opened.Value;
        if (ChangeKeys.Unfinished(keyFile))
            return KeyProblems.Unfinished();
        if (db?.Persons.AsNoTracking().FirstOrDefault(p => p.Sealed != null && p.WrappedKey != null) is not { } person)
            return null;
        try
        {
            return sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId) is null
                ? KeyProblems.OpensNothing(keyFile)
                : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return KeyProblems.OpensNothing(keyFile);
        }
    }

    private static Problem? OfLogKey(string keyFile)
    {
        var file = SigningKey.Beside(keyFile);
        if (!File.Exists(file))
            return KeyProblems.NoLogKey(file);
        var read = SigningKey.Open(file);
        if (!read.Ok)
            return read.Problems[0];
        read.Value.Dispose();
        return null;
    }

    /// <summary>Where nothing was ever sent, no channel is set up, and what waits is read on the pages.</summary>
    private static Problem? OfNotices(NoticesNow notices) =>
        notices.Dead > 0 ? OutboundProblems.DeadNotices(notices.Dead)
        : notices.InUse && notices.Late > NoticeRules.LongestWait
            ? OutboundProblems.LongWaiting((int)notices.Late.TotalHours)
        : null;

    private static Problem? OfRoom(string folder, Func<string, long> freeBytes) =>
        freeBytes(folder) is var free && free < LeastFreeBytes ? StoreProblems.NoRoom(folder, free >> 20) : null;
}

/// <summary>How the queue of outbound notices stands, for whoever watches the machine.</summary>
/// <param name="Late">How long the oldest waits past its time; zero where none does.</param>
/// <param name="InUse">Some channel was tried at least once.</param>
public sealed record NoticesNow(long Waiting, long Letters, long Dead, TimeSpan Late, bool InUse)
{
    /// <summary>Null where the record does not open.</summary>
    public static NoticesNow? In(StoreAddress address, DateTimeOffset now)
    {
        var store = OpenStore.Existing(address);
        using var db = store.Ok ? store.Value : null;
        return db is null ? null : Of(db, now);
    }

    public static NoticesNow Of(TaihangDb db, DateTimeOffset now)
    {
        var counts = db
            .OutboundNotices.GroupBy(n => n.Standing)
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionary(g => g.Key, g => g.Count);
        var oldest = db
            .OutboundNotices.Where(n => n.Standing == NoticeStanding.Waiting)
            .Min(n => (long?)n.NextAttemptUnixMs);
        var late = oldest is { } due ? now - DateTimeOffset.FromUnixTimeMilliseconds(due) : TimeSpan.Zero;
        return new NoticesNow(
            counts.GetValueOrDefault(NoticeStanding.Waiting),
            counts.GetValueOrDefault(NoticeStanding.Letter),
            counts.GetValueOrDefault(NoticeStanding.Dead),
            late > TimeSpan.Zero ? late : TimeSpan.Zero,
            db.OutboundNotices.Any(n => n.LastAnswer != null)
        );
    }
}
