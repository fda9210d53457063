using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Outbound;

/// <summary>What one look at the queue did.</summary>
/// <param name="Messages">Taken by a channel; one may stand for several notices of an office.</param>
public sealed record NoticesSent(int Messages, int Sent, int Again, int Letters, int Dead, int Superseded)
{
    public static NoticesSent Nothing { get; } = new(0, 0, 0, 0, 0, 0);

    public static NoticesSent operator +(NoticesSent a, NoticesSent b) =>
        new(
            a.Messages + b.Messages,
            a.Sent + b.Sent,
            a.Again + b.Again,
            a.Letters + b.Letters,
            a.Dead + b.Dead,
            a.Superseded + b.Superseded
        );
}

/// <summary>
/// Sends what is due. A notice is taken under a lease, handed to its channel outside of any transaction, and what came of it written down
/// afterwards: a sender that is killed in between leaves a lease that expires, and the notice is sent again under the same ID. So every
/// notice is told at least once, and never by two senders at a time.
/// </summary>
public static class SendNotices
{
    /// <summary>So much longer than the channel's own limit is a lease held.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    /// <summary>So many are looked at to find one that is free.</summary>
    private const int Looked = 50;

    /// <param name="address">See <see cref="NoticeAddresses.Find"/>; null where nobody can be reached.</param>
    /// <param name="now">Local time with its offset; asked anew for each message.</param>
    /// <param name="most">Messages at most in one look.</param>
    /// <param name="urgentOnly">Whether the rest is left to another sender, which may be held up by a slow channel.</param>
    public static NoticesSent Run(
        TaihangDb db,
        NoticeSettings settings,
        Func<OutboundNotice, Reached?> address,
        Func<DateTimeOffset> now,
        int most = int.MaxValue,
        bool urgentOnly = false,
        CancellationToken cancel = default
    )
    {
        var done = NoticesSent.Nothing;
        for (var i = 0; i < most && !cancel.IsCancellationRequested; i++)
        {
            var at = now();
            if (Take(db, at, settings, urgentOnly) is not { } holder)
                break;
            done += Send(db, settings, address, holder, at, now, cancel);
        }
        return done;
    }

    /// <summary>
    /// Takes the next due notice that nobody holds, and with it whatever else waits for the same office of the same kind: an office is told
    /// once of several tasks.
    /// </summary>
    /// <returns>The lease; null when nothing is due.</returns>
    public static Guid? Take(TaihangDb db, DateTimeOffset at, NoticeSettings settings, bool urgentOnly = false)
    {
        var (ms, until) = (at.ToUnixTimeMilliseconds(), (at + settings.Limit + Margin).ToUnixTimeMilliseconds());
        var free = Free(db, ms).Where(n => n.NextAttemptUnixMs <= ms);
        if (urgentOnly || settings.Quiet.Quiet(TimeOnly.FromDateTime(at.DateTime)))
            free = free.Where(n => n.Urgent);
        var holder = Guid.NewGuid();
        foreach (
            var next in free.AsNoTracking()
                .OrderByDescending(n => n.Urgent)
                .ThenBy(n => n.NextAttemptUnixMs)
                .ThenBy(n => n.NoticeId)
                .Take(Looked)
                .ToList()
        )
        {
            // Whether it is still free is asked by the very statement that takes it, so of two senders one gets it.
            if (
                Lease(
                    Free(db, ms).Where(n => n.CountyNo == next.CountyNo && n.NoticeId == next.NoticeId),
                    holder,
                    until
                ) == 0
            )
                continue;
            if (next.Office is not null && !next.Urgent)
                Lease(
                    Free(db, ms)
                        .Where(n =>
                            n.CountyNo == next.CountyNo
                            && n.RecipientId == next.RecipientId
                            && n.Kind == next.Kind
                            && n.Channel == next.Channel
                            && n.Attempts == next.Attempts
                        ),
                    holder,
                    until
                );
            return holder;
        }
        return null;
    }

    private static NoticesSent Send(
        TaihangDb db,
        NoticeSettings settings,
        Func<OutboundNotice, Reached?> address,
        Guid holder,
        DateTimeOffset at,
        Func<DateTimeOffset> now,
        CancellationToken cancel
    )
    {
        var held = db
            .OutboundNotices.AsNoTracking()
            .Where(n => n.LeaseHolder == holder)
            .OrderBy(n => n.NoticeId)
            .ToList();
        var past = held.Where(n => !StillSo(db, n)).ToList();
        foreach (var notice in past)
            Write(db, holder, notice, new(NoticeStanding.Superseded, notice.Channel, notice.Attempts, at), null, at);
        held = [.. held.Except(past)];
        var superseded = NoticesSent.Nothing with { Superseded = past.Count };
        if (held.Count == 0)
            return superseded;
        // A notice whose senders all ended before they could say is not tried for ever.
        var answer =
            held[0].Attempts > NoticeRules.MostAttempts ? NoticeAnswer.Died
            : !settings.Channels.TryGetValue(held[0].Channel, out var carry) ? NoticeAnswer.NoChannel
            : address(held[0]) is not { } reached ? NoticeAnswer.NoAddress
            : carry(Message(held, reached), cancel);
        // Stopped while the channel worked: nobody knows what came of it. The lease expires and it is sent again.
        if (answer == NoticeAnswer.NoAnswer && cancel.IsCancellationRequested)
            return superseded;
        var done = superseded with { Messages = answer == NoticeAnswer.Sent ? 1 : 0 };
        var ended = now();
        foreach (var notice in held)
        {
            var after = NoticeRules.After(
                answer,
                notice.Channel,
                notice.Attempts,
                notice.Office is not null,
                ended,
                [.. settings.Channels.Keys],
                settings.RetryWaits
            );
            if (!Write(db, holder, notice, after, answer, ended))
                continue;
            done += after.Standing switch
            {
                NoticeStanding.Sent => NoticesSent.Nothing with { Sent = 1 },
                NoticeStanding.Letter => NoticesSent.Nothing with { Letters = 1 },
                NoticeStanding.Dead => NoticesSent.Nothing with { Dead = 1 },
                _ => NoticesSent.Nothing with { Again = 1 },
            };
        }
        return done;
    }

    private static OutboundMessage Message(List<OutboundNotice> held, Reached reached)
    {
        var first = held[0];
        var kind = QueueNotices.KindOf(first);
        // Of several, the day that is due first.
        var facts = held.Select(QueueNotices.FactsOf).OrderBy(f => f.Due ?? DateOnly.MaxValue).First();
        return new OutboundMessage(
            first.NoticeId,
            first.Channel,
            reached.To,
            reached.Language.Tag(),
            NoticeWords.Title(kind).In(reached.Language),
            NoticeWords.Text(kind, facts, held.Count).In(reached.Language),
            first.Urgent
        );
    }

    private static bool StillSo(TaihangDb db, OutboundNotice notice) =>
        notice.CaseId is not { } caseId
        || NoticeRules.StillSo(
            QueueNotices.KindOf(notice),
            notice.Step,
            db.ProcedureCases.Where(c => c.CountyNo == notice.CountyNo && c.CaseId == caseId)
                .Select(c => c.Step)
                .FirstOrDefault()
        );

    private static IQueryable<OutboundNotice> Free(TaihangDb db, long ms) =>
        db.OutboundNotices.Where(n =>
            n.Standing == NoticeStanding.Waiting && (n.LeaseUntilUnixMs == null || n.LeaseUntilUnixMs < ms)
        );

    private static int Lease(IQueryable<OutboundNotice> notices, Guid holder, long until) =>
        notices.ExecuteUpdate(set =>
            set.SetProperty(n => n.LeaseHolder, holder)
                .SetProperty(n => n.LeaseUntilUnixMs, until)
                .SetProperty(n => n.Attempts, n => n.Attempts + 1)
        );

    /// <returns>False when the lease was lost: it expired and another sender has it, or somebody cancelled it.</returns>
    private static bool Write(
        TaihangDb db,
        Guid holder,
        OutboundNotice notice,
        NoticeAfter after,
        string? answer,
        DateTimeOffset at
    )
    {
        long? ended = after.Standing is NoticeStanding.Waiting or NoticeStanding.Letter
            ? null
            : at.ToUnixTimeMilliseconds();
        return db.OutboundNotices.Where(n =>
                    n.CountyNo == notice.CountyNo && n.NoticeId == notice.NoticeId && n.LeaseHolder == holder
                )
                .ExecuteUpdate(set =>
                    set.SetProperty(n => n.Standing, after.Standing)
                        .SetProperty(n => n.Channel, after.Channel)
                        .SetProperty(n => n.Attempts, after.Attempts)
                        .SetProperty(n => n.NextAttemptUnixMs, after.NextAttempt.ToUnixTimeMilliseconds())
                        .SetProperty(n => n.LeaseHolder, (Guid?)null)
                        .SetProperty(n => n.LeaseUntilUnixMs, (long?)null)
                        .SetProperty(n => n.LastAnswer, answer)
                        .SetProperty(n => n.EndedAtUnixMs, ended)
                ) == 1;
    }
}
