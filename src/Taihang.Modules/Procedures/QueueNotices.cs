using System.Text.Json;
using System.Text.Json.Serialization;
using Taihang.Core.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Procedures;

/// <summary>
/// Puts what somebody is to be told into the queue, in the transaction of the act that caused it: either both are on record or neither.
/// Nothing is sent here, and no channel can stand in an act's way.
/// </summary>
public static class QueueNotices
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static NoticeFacts FactsOf(OutboundNotice notice) =>
        JsonSerializer.Deserialize<NoticeFacts>(notice.Facts, Json)!;

    public static NoticeKind KindOf(OutboundNotice notice) => Enum.Parse<NoticeKind>(notice.Kind);

    public static string Name(NoticeOffice office) => office.ToString().ToLowerInvariant();

    /// <summary>
    /// What is due from an event of a case; the caller saves. An office is written to where it said how; it finds its tasks on its pages
    /// anyway. The person concerned is always told: by what they left with their application, by the phone on record, else by letter.
    /// </summary>
    internal static void OfCase(TaihangDb db, ProcedureCase row, CaseState after, CaseEvent happened, DateTimeOffset at)
    {
        var drafts = NoticeRules.Due(row.Step, after, happened);
        if (drafts.IsEmpty)
            return;
        var township = drafts.Any(d => d.Office == NoticeOffice.Township)
            ? db
                .Regions.Where(r => r.CountyNo == row.CountyNo && r.RegionNo == row.VillageNo)
                .Select(r => (int?)r.ParentNo)
                .FirstOrDefault()
            : null;
        var to = drafts
            .Select(d =>
                (
                    Draft: d,
                    Region: d.Office switch
                    {
                        NoticeOffice.Village => row.VillageNo,
                        NoticeOffice.Township => township ?? 0,
                        _ => 0,
                    }
                )
            )
            .ToList();
        var contacts = Contacts(
            db,
            row.CountyNo,
            to.Select(t =>
                t.Draft.Office is { } office ? NoticeRecipient.Office(row.CountyNo, office, t.Region) : row.CaseId
            )
        );
        foreach (var (draft, region) in to)
        {
            var recipient = draft.Office is { } office
                ? NoticeRecipient.Office(row.CountyNo, office, region)
                : row.CaseId;
            // A contact left with this very act is not in the store yet.
            var contact =
                contacts.GetValueOrDefault(recipient)
                ?? db.NoticeContacts.Local.FirstOrDefault(c => c.RecipientId == recipient)?.Channel;
            if (draft.Office is not null && contact is null)
                continue;
            var channel = contact ?? (row.SubjectId is null ? NoticeChannel.Letter : NoticeChannel.Sms);
            db.OutboundNotices.Add(
                new OutboundNotice
                {
                    CountyNo = row.CountyNo,
                    NoticeId = Guid.CreateVersion7(at),
                    CauseId = happened.EventId,
                    Kind = draft.Kind.ToString(),
                    RecipientId = recipient,
                    Office = draft.Office is { } one ? Name(one) : null,
                    RegionNo = draft.Office is NoticeOffice.Village or NoticeOffice.Township ? region : null,
                    CaseId = row.CaseId,
                    Step = after.Step,
                    Facts = JsonSerializer.Serialize(draft.Facts, Json),
                    Channel = channel,
                    Standing = channel == NoticeChannel.Letter ? NoticeStanding.Letter : NoticeStanding.Waiting,
                    NextAttemptUnixMs = NoticeRules.FirstAttempt(draft, at).ToUnixTimeMilliseconds(),
                    QueuedAtUnixMs = at.ToUnixTimeMilliseconds(),
                }
            );
        }
    }

    /// <summary>
    /// Both offices over an emergency: that of the county whose household was opened, and that of whoever opened it. Each has a notice in
    /// its own county, whether or not it said how it is reached: one that cannot be told is dead, and the site's health says so.
    /// </summary>
    public static void OfEmergency(TaihangDb db, AccessConcern concern)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(concern.AtUnixMs);
        var facts = new NoticeFacts(DateOnly.FromDateTime(at.UtcDateTime), At: at);
        foreach (var county in new[] { concern.CountyNo, concern.AccountCountyNo }.Distinct())
        {
            var office = NoticeRecipient.Office(county, NoticeOffice.County, 0);
            db.OutboundNotices.Add(
                new OutboundNotice
                {
                    CountyNo = county,
                    NoticeId = Guid.CreateVersion7(at),
                    CauseId = concern.ConcernId,
                    Kind = nameof(NoticeKind.Emergency),
                    RecipientId = office,
                    Office = Name(NoticeOffice.County),
                    Facts = JsonSerializer.Serialize(facts, Json),
                    Channel = Contacts(db, county, [office]).GetValueOrDefault(office) ?? NoticeChannel.Sms,
                    Standing = NoticeStanding.Waiting,
                    Urgent = true,
                    NextAttemptUnixMs = concern.AtUnixMs,
                    QueuedAtUnixMs = concern.AtUnixMs,
                }
            );
        }
    }

    /// <summary>Recipient to channel, of those who are reached by one.</summary>
    private static Dictionary<Guid, string> Contacts(TaihangDb db, int countyNo, IEnumerable<Guid> recipients)
    {
        var ids = recipients.Distinct().ToList();
        return db
            .NoticeContacts.Where(c => c.CountyNo == countyNo && ids.Contains(c.RecipientId))
            .ToDictionary(c => c.RecipientId, c => c.Channel);
    }
}
