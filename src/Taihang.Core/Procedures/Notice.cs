using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Access;

namespace Taihang.Core.Procedures;

/// <summary>What an outbound notice says; a closed set, each with its words in <see cref="NoticeWords"/>.</summary>
public enum NoticeKind
{
    /// <summary>To the person concerned: their application is taken in.</summary>
    Received,

    /// <summary>To the person concerned: an office began a procedure about them.</summary>
    Begun,

    /// <summary>To the person concerned: something is asked of them by a day.</summary>
    MustAct,

    /// <summary>To the person concerned: a last day passed without the office having acted.</summary>
    Delayed,

    /// <summary>To the person concerned: there is a decision, and the way to appeal.</summary>
    Decided,

    /// <summary>To an office: something waits for it.</summary>
    TaskWaits,

    /// <summary>To an office: an objection waits for its answer.</summary>
    ObjectionWaits,

    /// <summary>To an office: a last day passed, and it may act or should have.</summary>
    Overdue,

    /// <summary>To the office of a county: one household was opened in an emergency.</summary>
    Emergency,
}

/// <summary>An office as a notice names it.</summary>
public enum NoticeOffice
{
    Village,
    Township,
    County,
}

/// <summary>
/// All that a notice can say beyond its template. No member can hold a text, so nothing about a person can come in: no name, number,
/// illness or reason, whatever stands in the case. A test holds the type to it.
/// </summary>
/// <param name="Day">When it happened.</param>
/// <param name="Due">Last day of what is asked for or was missed.</param>
/// <param name="Until">Last day to appeal.</param>
/// <param name="Step">What kind of step waits or was missed.</param>
/// <param name="HeardBy">Who hears an appeal.</param>
/// <param name="At">The moment of an emergency, UTC.</param>
public sealed record NoticeFacts(
    DateOnly Day,
    DateOnly? Due = null,
    DateOnly? Until = null,
    StepKind? Step = null,
    NoticeOffice? HeardBy = null,
    DateTimeOffset? At = null
);

/// <summary>A notice that is due, before it has a row.</summary>
/// <param name="Office">The office it is for; null for the person concerned.</param>
public sealed record NoticeDraft(NoticeKind Kind, NoticeOffice? Office, NoticeFacts Facts);

/// <summary>How somebody is reached.</summary>
public static class NoticeChannel
{
    public const string Sms = "sms";
    public const string Voice = "voice";
    public const string Mail = "mail";

    /// <summary>Printed and handed over by a person; the last resort, and the only one that needs no address.</summary>
    public const string Letter = "letter";

    /// <summary>Those that a program can carry.</summary>
    public static IReadOnlyList<string> Carried { get; } = [Sms, Voice, Mail];
}

/// <summary>Where an outbound notice stands.</summary>
public static class NoticeStanding
{
    public const string Waiting = "waiting";

    /// <summary>To be printed and handed over.</summary>
    public const string Letter = "letter";

    public const string Sent = "sent";

    /// <summary>What it would say was no longer so when its turn came.</summary>
    public const string Superseded = "superseded";

    public const string Cancelled = "cancelled";

    /// <summary>Every channel refused or did not answer; a person must look.</summary>
    public const string Dead = "dead";

    public static IReadOnlyList<string> All { get; } = [Waiting, Letter, Sent, Superseded, Cancelled, Dead];
}

/// <summary>Whom a notice is for, as an ID that stays the same: the case for the person concerned, a made one for an office.</summary>
public static class NoticeRecipient
{
    public static NoticeOffice? OfficeOf(string role) =>
        role switch
        {
            Roles.Cadre => NoticeOffice.Village,
            Roles.Township => NoticeOffice.Township,
            Roles.County => NoticeOffice.County,
            _ => null,
        };

    /// <summary>The version (RFC 9562) of an office's ID, which no case has: who begins a case from outside brings its ID along.</summary>
    public const int OfficeVersion = 8;

    /// <param name="regionNo">Village or township; 0 for the county's own office.</param>
    public static Guid Office(int countyNo, NoticeOffice office, int regionNo)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes($"taihang office {countyNo} {office} {regionNo}"))[..16];
        id[6] = (byte)((id[6] & 0x0F) | (OfficeVersion << 4));
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
