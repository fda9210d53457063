using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>To what a file is attached.</summary>
/// <param name="Kind"><see cref="AttachFile.Household"/> or <see cref="AttachFile.Case"/>.</param>
public sealed record AttachmentSubject(int CountyNo, string Kind, Guid Id, int VillageNo);

/// <summary>A file as it was sent.</summary>
/// <param name="Id">Made by the form; sent again it changes nothing.</param>
/// <param name="ShownOn">Day of what it shows.</param>
/// <param name="Seen">Somebody looked at the pictures.</param>
public sealed record SentFile(
    Guid Id,
    string FileName,
    byte[] Bytes,
    string Purpose,
    string Title,
    DateOnly ShownOn,
    bool Seen
);

/// <summary>A file that passed the gate and lies sealed in the store of files.</summary>
public sealed record KeptFile(SentFile Sent, GateAnswer Answer, string Hash, string Suite, byte[] WrappedKey);

/// <summary>Attaches a file to a household or a case: through the gate, sealed, by an act.</summary>
public static class AttachFile
{
    public const string Household = "household";
    public const string Case = "case";
    public const string Kind = "attachment.add";
    private const int LongestTitle = 100;

    /// <summary>Reads and seals the file; to be done before the transaction.</summary>
    /// <returns>Refused as the gate says, with every finding.</returns>
    public static Outcome<KeptFile> Keep(SentFile sent, StoredFiles files, Sealing sealing, DateOnly today)
    {
        var problems = new List<Problem>();
        if (!AttachmentPurpose.All.Contains(sent.Purpose))
            problems.Add(AttachmentProblems.PurposeUnknown());
        if (sent.Title.Trim().Length is 0 or > LongestTitle)
            problems.Add(AttachmentProblems.NoTitle());
        // Title and name stand in the record and on pages as they are.
        foreach (var words in new[] { sent.Title, Path.GetFileName(sent.FileName) })
            problems.AddRange(
                PersonalNumbers
                    .Find(words, today)
                    .Select(n =>
                        AttachmentProblems.PersonalNumber(
                            new AttachmentFinding(n.Kind, n.Masked, new Place("标题、文件名 title, name"))
                        )
                    )
            );
        if (problems.Count > 0)
            return Outcome<KeptFile>.Refused(problems);
        var content = ReadContent.Run(sent.FileName, sent.Bytes);
        if (!content.Ok)
            return Outcome<KeptFile>.Refused(content.Problems);
        var answer = AttachmentRules.Decide(
            Path.GetFileName(sent.FileName),
            content.Value,
            sent.Purpose,
            sent.Seen,
            today
        );
        if (answer.Refusals.Count > 0)
            return Outcome<KeptFile>.Refused(answer.Refusals);
        var sealedFile = sealing.SealFile(sent.Bytes, sent.Id);
        try
        {
            return new KeptFile(sent, answer, files.Keep(sealedFile.Bytes), sealedFile.Suite, sealedFile.WrappedKey);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return AttachmentProblems.CannotKeep(error.Message);
        }
    }

    /// <summary>Whether a file that comes under a known ID is the one that came before.</summary>
    public static bool Same(Attachment known, AttachmentSubject subject, SentFile sent) =>
        (known.SubjectKind, known.SubjectId) == (subject.Kind, subject.Id)
        && (known.Purpose, known.Title, known.ShownOn) == (sent.Purpose, sent.Title.Trim(), sent.ShownOn)
        && known.Size == sent.Bytes.Length
        && Path.GetFileNameWithoutExtension(known.FileName) == Path.GetFileNameWithoutExtension(sent.FileName);

    /// <returns>The row; the one that was there where it was sent before.</returns>
    public static Attachment Run(TaihangDb db, AttachmentSubject subject, KeptFile kept, ActContext context)
    {
        if (Find(db, subject.CountyNo, kept.Sent.Id) is { } known)
            return known;
        var row = new Attachment
        {
            CountyNo = subject.CountyNo,
            AttachmentId = kept.Sent.Id,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            VillageNo = subject.VillageNo,
            Purpose = kept.Sent.Purpose,
            Title = kept.Sent.Title.Trim(),
            ShownOn = kept.Sent.ShownOn,
            FileName = FileKinds.Name(kept.Sent.FileName, kept.Answer.Kind),
            Kind = kept.Answer.Kind.ToString(),
            Size = kept.Sent.Bytes.Length,
            Personal = kept.Answer.Personal,
            Hash = kept.Hash,
            Suite = kept.Suite,
            WrappedKey = kept.WrappedKey,
            AddedById = context.ActorId,
            AddedAtUnixMs = context.At.ToUnixTimeMilliseconds(),
        };
        // Title and name may name people and stay out of the log; the file is bound by its hash.
        row.ActId = RecordAct
            .Append(
                db,
                subject.CountyNo,
                Kind,
                context,
                new
                {
                    row.AttachmentId,
                    row.SubjectKind,
                    row.SubjectId,
                    row.Purpose,
                    row.Kind,
                    row.Size,
                    row.Personal,
                    row.Hash,
                }
            )
            .ActId;
        db.Attachments.Add(row);
        db.SaveChanges();
        return row;
    }

    public static Attachment? Find(TaihangDb db, int countyNo, Guid id) =>
        db.Attachments.AsNoTracking().SingleOrDefault(a => a.CountyNo == countyNo && a.AttachmentId == id);

    /// <summary>What is attached to a household or case, the newest first, withdrawn ones too.</summary>
    public static IReadOnlyList<Attachment> Of(TaihangDb db, int countyNo, Guid subject) =>
        [
            .. db
                .Attachments.AsNoTracking()
                .Where(a => a.CountyNo == countyNo && a.SubjectId == subject)
                .OrderByDescending(a => a.AddedAtUnixMs)
                .ThenBy(a => a.AttachmentId),
        ];
}
