using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>Of a person's copy: what was told outside the pages, and which files were attached.</summary>
internal static class OwnPapers
{
    /// <summary>What a title says in the place of another member's name.</summary>
    public const string Another = "（其他成员）";

    /// <param name="cases">Those that the copy lists.</param>
    public static List<OwnTold> Told(TaihangDb db, int countyNo, List<ProcedureCase> cases)
    {
        var ids = cases.Select(c => c.CaseId).ToList();
        return
        [
            .. db
                .OutboundNotices.AsNoTracking()
                .Where(n => n.CountyNo == countyNo && n.Office == null && ids.Contains(n.RecipientId))
                .OrderByDescending(n => n.QueuedAtUnixMs)
                .ThenBy(n => n.NoticeId)
                .AsEnumerable()
                .Select(n => new OwnTold(
                    NoticeWords.Title(QueueNotices.KindOf(n)),
                    NoticeWords.Channel(n.Channel),
                    NoticeWords.Standing(n.Standing),
                    Day(n.EndedAtUnixMs ?? n.QueuedAtUnixMs)
                )),
        ];
    }

    /// <summary>Attached, and not withdrawn yet, while the person belonged to the household; the newest first.</summary>
    public static List<OwnFile> Files(TaihangDb db, int countyNo, IReadOnlyList<Person> rows, List<ProcedureCase> cases)
    {
        var households = rows.Select(r => r.HouseholdId).Distinct().ToList();
        var ids = cases.Select(c => c.CaseId).ToList();
        var mine = rows.Select(r => r.PersonId).ToList();
        var others = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && households.Contains(p.HouseholdId) && !mine.Contains(p.PersonId))
            .Select(p => p.Name)
            .Distinct()
            .AsEnumerable()
            .Where(n => n.Length > 1 && n != RetentionRules.Stub && rows.All(r => r.Name != n))
            // A longer name first: it may begin with a shorter one.
            .OrderByDescending(n => n.Length)
            .ToList();
        return
        [
            .. db
                .Attachments.AsNoTracking()
                .Where(a => a.CountyNo == countyNo && (households.Contains(a.SubjectId) || ids.Contains(a.SubjectId)))
                .OrderByDescending(a => a.AddedAtUnixMs)
                .ThenBy(a => a.AttachmentId)
                .AsEnumerable()
                .Where(a => ids.Contains(a.SubjectId) || rows.Any(r => r.HouseholdId == a.SubjectId && While(r, a)))
                .Select(a => new OwnFile(
                    others.Aggregate(a.Title, (title, name) => title.Replace(name, Another, StringComparison.Ordinal)),
                    AttachmentPurpose.Title(a.Purpose),
                    a.ShownOn,
                    Day(a.AddedAtUnixMs),
                    a.WithdrawnActId is not null
                )),
        ];
    }

    private static bool While(Person row, Attachment file) =>
        (row.LeftOn is not { } left || Day(file.AddedAtUnixMs) < left)
        && (file.WithdrawnAtUnixMs is not { } withdrawn || Day(withdrawn) >= row.JoinedOn);

    private static DateOnly Day(long unixMs) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime);
}
