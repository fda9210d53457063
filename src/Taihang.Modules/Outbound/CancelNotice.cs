using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Outbound;

/// <summary>What a person does about a notice, each an act with its reason: cancels it, has it sent again, hands a letter over.</summary>
public static class CancelNotice
{
    public const string CancelKind = "outbound.cancel";
    public const string AgainKind = "outbound.again";
    public const string HandedOverKind = "outbound.handed_over";
    public const int ShortestReason = 4;

    /// <summary>Not while it is being sent: then nobody could say whether it was.</summary>
    public static Outcome<OutboundNotice> Run(
        TaihangDb db,
        int countyNo,
        Guid noticeId,
        string reason,
        ActContext context
    ) =>
        Change(
            db,
            countyNo,
            noticeId,
            reason,
            CancelKind,
            context,
            n => n.Standing is NoticeStanding.Waiting or NoticeStanding.Letter or NoticeStanding.Dead,
            OutboundProblems.NotWaiting,
            NoticeStanding.Cancelled,
            null
        );

    /// <summary>From the first channel that suits, with all its attempts.</summary>
    public static Outcome<OutboundNotice> Again(
        TaihangDb db,
        int countyNo,
        Guid noticeId,
        string reason,
        ActContext context
    )
    {
        var contact = ListNotices.Find(db, countyNo, noticeId) is { } found
            ? db
                .NoticeContacts.Where(c => c.CountyNo == countyNo && c.RecipientId == found.RecipientId)
                .Select(c => c.Channel)
                .SingleOrDefault()
            : null;
        return Change(
            db,
            countyNo,
            noticeId,
            reason,
            AgainKind,
            context,
            n => n.Standing is NoticeStanding.Dead or NoticeStanding.Cancelled,
            OutboundProblems.NotDead,
            NoticeStanding.Waiting,
            contact ?? NoticeChannel.Sms
        );
    }

    public static Outcome<OutboundNotice> HandedOver(
        TaihangDb db,
        int countyNo,
        Guid noticeId,
        string reason,
        ActContext context
    ) =>
        Change(
            db,
            countyNo,
            noticeId,
            reason,
            HandedOverKind,
            context,
            n => n.Standing == NoticeStanding.Letter,
            OutboundProblems.NotALetter,
            NoticeStanding.Sent,
            null
        );

    private static Outcome<OutboundNotice> Change(
        TaihangDb db,
        int countyNo,
        Guid noticeId,
        string reason,
        string kind,
        ActContext context,
        Func<OutboundNotice, bool> may,
        Func<Problem> otherwise,
        string standing,
        string? channel
    )
    {
        if (ListNotices.Find(db, countyNo, noticeId) is not { } notice)
            return OutboundProblems.NoSuchNotice();
        if (!may(notice))
            return otherwise();
        if (reason.Trim().Length < ShortestReason)
            return OutboundProblems.ReasonShort(ShortestReason);
        // The act and the change are one, whoever calls.
        using var own = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        var (ms, before, to) = (context.At.ToUnixTimeMilliseconds(), notice.Standing, channel ?? notice.Channel);
        long? ended = standing == NoticeStanding.Waiting ? null : ms;
        var changed = db
            .OutboundNotices.Where(n =>
                n.CountyNo == countyNo
                && n.NoticeId == noticeId
                && n.Standing == before
                && (n.LeaseUntilUnixMs == null || n.LeaseUntilUnixMs < ms)
            )
            .ExecuteUpdate(set =>
                set.SetProperty(n => n.Standing, standing)
                    .SetProperty(n => n.Channel, to)
                    .SetProperty(n => n.Attempts, 0)
                    .SetProperty(n => n.NextAttemptUnixMs, ms)
                    .SetProperty(n => n.LeaseHolder, (Guid?)null)
                    .SetProperty(n => n.LeaseUntilUnixMs, (long?)null)
                    .SetProperty(n => n.EndedAtUnixMs, ended)
            );
        if (changed == 0)
            return OutboundProblems.NotWaiting();
        RecordAct.Append(db, countyNo, kind, context, new { noticeId, notice.Kind });
        db.SaveChanges();
        own?.Commit();
        return ListNotices.Find(db, countyNo, noticeId)!;
    }
}
