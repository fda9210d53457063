using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Outbound;

/// <summary>Where somebody is reached, and in which language.</summary>
public sealed record Reached(string To, Language Language);

/// <summary>Numbers and addresses: kept sealed, and opened for the moment of sending.</summary>
public static class NoticeAddresses
{
    public const string ContactKind = "outbound.contact";
    private const int LeastDigits = 7;
    private const int MostDigits = 16;

    /// <summary>A number or address as a channel takes it; null where it is none.</summary>
    public static string? Normal(string channel, string? written)
    {
        if (string.IsNullOrWhiteSpace(written))
            return null;
        if (channel == NoticeChannel.Mail)
            return System.Net.Mail.MailAddress.TryCreate(written.Trim(), out var mail) && mail.DisplayName.Length == 0
                ? mail.Address
                : null;
        var phone = ContactNumber.Phone(written);
        return phone.Count(char.IsAsciiDigit) is >= LeastDigits and <= MostDigits ? phone : null;
    }

    /// <summary>What somebody left with an application; null where it is no number: an application is taken all the same.</summary>
    public static SealedContact? Of(Sealing sealing, Guid caseId, string? phone, Language language)
    {
        if (Normal(NoticeChannel.Sms, phone) is not { } number)
            return null;
        var (key, box) = sealing.SealText(number, caseId);
        return new SealedContact(NoticeChannel.Sms, language.Tag(), key, box);
    }

    /// <summary>Says how an office is reached, inside an act. The number itself is in no log.</summary>
    /// <param name="regionNo">Village or township; 0 for the county's own office.</param>
    public static Outcome<NoticeContact> OfOffice(
        TaihangDb db,
        Sealing sealing,
        int countyNo,
        NoticeOffice office,
        int regionNo,
        string channel,
        string address,
        Language language,
        ActContext context
    )
    {
        if (!NoticeChannel.Carried.Contains(channel))
            return OutboundProblems.UnknownChannel(channel, Nearest.To(channel, NoticeChannel.Carried));
        if (Normal(channel, address) is not { } to)
            return OutboundProblems.NotAnAddress(channel);
        var recipient = NoticeRecipient.Office(countyNo, office, regionNo);
        var row = db.NoticeContacts.SingleOrDefault(c => c.CountyNo == countyNo && c.RecipientId == recipient);
        if (row is null)
            db.NoticeContacts.Add(
                row = new NoticeContact
                {
                    CountyNo = countyNo,
                    RecipientId = recipient,
                    Channel = channel,
                    Language = language.Tag(),
                }
            );
        (row.Channel, row.Language) = (channel, language.Tag());
        (row.WrappedKey, row.Sealed) = sealing.SealText(to, recipient);
        RecordAct.Append(
            db,
            countyNo,
            ContactKind,
            context,
            new
            {
                Office = QueueNotices.Name(office),
                RegionNo = regionNo,
                channel,
            }
        );
        db.SaveChanges();
        return row;
    }

    /// <summary>What was left for the recipient, else the phone on record of the household's head; null where there is neither.</summary>
    public static Reached? Find(TaihangDb db, Sealing sealing, OutboundNotice notice)
    {
        try
        {
            if (
                db
                    .NoticeContacts.AsNoTracking()
                    .SingleOrDefault(c => c.CountyNo == notice.CountyNo && c.RecipientId == notice.RecipientId) is
                { } contact
            )
                return sealing.UnsealText(contact.WrappedKey, contact.Sealed, contact.RecipientId) is { } to
                    ? new Reached(to, Languages.FromTag(contact.Language))
                    : null;
            if (notice.CaseId is not { } caseId || notice.Office is not null)
                return null;
            var head = (
                from one in db.ProcedureCases
                join household in db.Households
                    on new { one.CountyNo, Id = one.SubjectId } equals new
                    {
                        household.CountyNo,
                        Id = (Guid?)household.HouseholdId,
                    }
                join person in db.Persons
                    on new { household.CountyNo, Id = household.HeadId } equals new
                    {
                        person.CountyNo,
                        Id = (Guid?)person.PersonId,
                    }
                where one.CountyNo == notice.CountyNo && one.CaseId == caseId && person.LeftOn == null
                select new
                {
                    person.PersonId,
                    person.WrappedKey,
                    person.Sealed,
                }
            ).FirstOrDefault();
            return head is not null && sealing.Unseal(head.WrappedKey, head.Sealed, head.PersonId)?.Phone is { } phone
                ? new Reached(phone, Language.Chinese)
                : null;
        }
        catch (CryptographicException)
        {
            // Sealed under a key that is not here: told by another way, and health says what is wrong with the key.
            return null;
        }
    }
}
