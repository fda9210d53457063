using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Store;

namespace Taihang.Modules.Samples;

/// <summary>Some files for a demonstration, attached by the same use cases as real ones. The number in one of them is nobody's.</summary>
public static class SampleAttachments
{
    public static void Run(
        TaihangDb db,
        Sealing sealing,
        StoredFiles files,
        int villageNo,
        IReadOnlyDictionary<string, Viewer> accounts,
        DateOnly today
    )
    {
        var one = db
            .ProcedureCases.AsNoTracking()
            .Where(c => c.VillageNo == villageNo && c.SubjectId != null)
            .OrderBy(c => c.OpenedOn)
            .ThenBy(c => c.CaseId)
            .First();
        // A number of order 000 was never given out.
        var body = "13062419580412000";
        var household = new AttachmentSubject(one.CountyNo, AttachFile.Household, one.SubjectId!.Value, villageNo);
        var inCase = new AttachmentSubject(one.CountyNo, AttachFile.Case, one.CaseId, villageNo);
        Attach(
            household,
            "card.txt",
            Encoding.UTF8.GetBytes(
                $"残疾人证（样例）\n证件号码：{body}{IdNumber.CheckCharacter(body)}43\n类别：肢体；等级：三级\n"
            ),
            AttachmentPurpose.Evidence,
            "残疾人证登记内容",
            12
        );
        var twice = Attach(
            household,
            "visit.xlsx",
            Sheet([
                ["日期", "看到的情况"],
                [$"{today.AddDays(-9):yyyy-MM-dd}", "新房已通自来水，旧房未拆"],
            ]),
            AttachmentPurpose.Evidence,
            "入户走访记录",
            9
        );
        Attach(
            household,
            "visit.xlsx",
            Sheet([
                ["日期", "看到的情况"],
                [$"{today.AddDays(-9):yyyy-MM-dd}", "新房已通自来水，旧房已拆"],
            ]),
            AttachmentPurpose.Evidence,
            "入户走访记录（更正）",
            9
        );
        WithdrawAttachment.Run(db, one.CountyNo, twice, "旧房已拆，记录有误，另附更正件", Acting("cadre", 8));
        db.ChangeTracker.Clear();
        Attach(
            inCase,
            "minutes.txt",
            Encoding.UTF8.GetBytes(
                "民主评议会记录（样例）\n应到 31 人，实到 27 人；同意 24 票，反对 1 票，弃权 2 票。\n监督电话：0312-0000000\n"
            ),
            AttachmentPurpose.Notice,
            "民主评议会记录",
            5
        );

        Guid Attach(AttachmentSubject to, string name, byte[] bytes, string purpose, string title, int ago)
        {
            var context = Acting("cadre", ago);
            var kept = AttachFile.Keep(
                new SentFile(
                    Guid.CreateVersion7(context.At),
                    name,
                    bytes,
                    purpose,
                    title,
                    today.AddDays(-ago),
                    Seen: true
                ),
                files,
                sealing,
                today
            );
            var row = AttachFile.Run(db, to, kept.Value, context);
            db.ChangeTracker.Clear();
            return row.AttachmentId;
        }

        ActContext Acting(string login, int ago) =>
            new(
                accounts[login].AccountId,
                new DateTimeOffset(today.AddDays(-ago).ToDateTime(new TimeOnly(9, 30)), TimeSpan.Zero),
                "demo: attached",
                "demo"
            );
    }

    private static byte[] Sheet(string[][] rows)
    {
        using var stream = new MemoryStream();
        NewXlsx.Write(stream, "走访", rows.Select(r => r.Select(c => (c, false))));
        return stream.ToArray();
    }
}
