using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>Takes an attachment out of use, with a reason. It stays on record, and so does its file.</summary>
public static class WithdrawAttachment
{
    public const string Kind = "attachment.withdraw";

    public static Outcome<Attachment> Run(TaihangDb db, int countyNo, Guid id, string reason, ActContext context)
    {
        if (db.Attachments.SingleOrDefault(a => a.CountyNo == countyNo && a.AttachmentId == id) is not { } row)
            return AttachmentProblems.NoSuchAttachment();
        if (row.WithdrawnActId is not null)
            return AttachmentProblems.Withdrawn();
        if (reason.Trim().Length < AttachmentRules.ShortestReason)
            return AttachmentProblems.ReasonShort(AttachmentRules.ShortestReason);
        row.WithdrawnActId = RecordAct.Append(db, countyNo, Kind, context, new { row.AttachmentId, row.Hash }).ActId;
        row.WithdrawnById = context.ActorId;
        row.WithdrawnAtUnixMs = context.At.ToUnixTimeMilliseconds();
        row.WithdrawnReason = ReceiptCode.WithoutNumbers(reason);
        row.Version++;
        db.SaveChanges();
        return row;
    }
}
