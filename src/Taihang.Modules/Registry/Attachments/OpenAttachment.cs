using System.Security.Cryptography;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>Opens a file: evidence for a task and a reason, once the look is in the log, like a sealed number.</summary>
public static class OpenAttachment
{
    /// <param name="subject">The household; of a case without one, the case.</param>
    /// <returns>What the log will say of it. Refused: withdrawn, or evidence without a reason.</returns>
    public static Outcome<ReadOf> Ask(Attachment row, Guid subject, string? task, string reason) =>
        row.WithdrawnActId is not null ? AttachmentProblems.Withdrawn()
        : row.Purpose == AttachmentPurpose.Notice
            ? new ReadOf([subject], ReadPurpose.Duty, $"attachment {row.AttachmentId}", task)
        : reason.Trim().Length < AttachmentRules.ShortestReason
            ? AttachmentProblems.ReasonShort(AttachmentRules.ShortestReason)
        : new ReadOf([subject], ReadPurpose.Unmask, $"attachment {row.AttachmentId}", task);

    /// <summary>To be called once the look is logged.</summary>
    public static Outcome<byte[]> Run(Attachment row, StoredFiles files, Sealing sealing)
    {
        if (files.Read(row.Hash) is not { } bytes)
            return AttachmentProblems.FileGone(row.Hash);
        try
        {
            return sealing.UnsealFile(new SealedFile(row.WrappedKey, row.Suite, bytes), row.AttachmentId) is { } plain
                ? plain
                : AttachmentProblems.FileGone(row.Hash);
        }
        catch (CryptographicException)
        {
            return AttachmentProblems.FileGone(row.Hash);
        }
    }
}
