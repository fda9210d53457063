using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>
/// What belongs to a household and its cases as a whole. Numbers at which somebody was to be told go with anybody's end, since all cases are
/// closed by then. Files, receipts and what was still to be told go with the last member: until then another may need them, and
/// only what calls the person by name is overwritten. <see cref="SettleStore"/> takes the files themselves away.
/// </summary>
internal static class EraseFiles
{
    private static readonly string[] Unfinished = [NoticeStanding.Waiting, NoticeStanding.Letter, NoticeStanding.Dead];

    /// <param name="ids">The person's rows.</param>
    /// <param name="cases">Of the households.</param>
    /// <param name="stubbed">Words without the person's name.</param>
    public static void Run(
        TaihangDb db,
        int countyNo,
        List<Guid> ids,
        List<Guid> households,
        List<ProcedureCase> cases,
        Func<string, string> stubbed,
        Act act
    )
    {
        var all = cases.Select(c => c.CaseId).ToList();
        db.NoticeContacts.RemoveRange(
            db.NoticeContacts.Where(c => c.CountyNo == countyNo && all.Contains(c.RecipientId))
        );
        var empty = households
            .Where(h =>
                !db.Persons.Any(p =>
                    p.CountyNo == countyNo
                    && p.HouseholdId == h
                    && !ids.Contains(p.PersonId)
                    && p.Name != RetentionRules.Stub
                )
            )
            .ToHashSet();
        var over = cases.Where(c => empty.Contains(c.SubjectId!.Value)).Select(c => c.CaseId).ToList();
        db.ProcedureReceipts.RemoveRange(
            db.ProcedureReceipts.Where(r => r.CountyNo == countyNo && over.Contains(r.CaseId))
        );
        foreach (
            var notice in db.OutboundNotices.Where(n =>
                n.CountyNo == countyNo && over.Contains(n.RecipientId) && Unfinished.Contains(n.Standing)
            )
        )
            (notice.Standing, notice.LeaseHolder, notice.LeaseUntilUnixMs, notice.EndedAtUnixMs) = (
                NoticeStanding.Cancelled,
                null,
                null,
                act.AtUnixMs
            );
        List<Guid> subjects = [.. households, .. all];
        foreach (
            var file in db.Attachments.Where(a => a.CountyNo == countyNo && subjects.Contains(a.SubjectId)).ToList()
        )
            if (empty.Contains(file.SubjectId) || over.Contains(file.SubjectId))
                End(file, act);
            else
                Name(file, stubbed);
    }

    private static void Name(Attachment file, Func<string, string> stubbed)
    {
        var before = (file.Title, file.FileName, file.WithdrawnReason);
        (file.Title, file.FileName) = (stubbed(file.Title), stubbed(file.FileName));
        file.WithdrawnReason = file.WithdrawnReason is { } reason ? stubbed(reason) : null;
        if (before != (file.Title, file.FileName, file.WithdrawnReason))
            file.Version++;
    }

    private static void End(Attachment file, Act act)
    {
        if (file.Ended)
            return;
        if (file.WithdrawnActId is null)
            (file.WithdrawnActId, file.WithdrawnById, file.WithdrawnAtUnixMs) = (act.ActId, act.ActorId, act.AtUnixMs);
        file.WithdrawnReason = RetentionRules.Erased;
        (file.Title, file.FileName, file.WrappedKey) = (RetentionRules.Erased, RetentionRules.Erased, Attachment.NoKey);
        file.Version++;
    }
}
