using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Samples;

/// <summary>What people and offices of a demonstration are told: made by the same use cases as real ones, and sent to nobody.</summary>
public static class SampleNotices
{
    /// <summary>A number that nobody has.</summary>
    private const string NobodysNumber = "13800000000";

    /// <summary>The village's office and the county's say how they are reached; before any case runs.</summary>
    public static void Contacts(TaihangDb db, Sealing sealing, int countyNo, int villageNo, ActContext context)
    {
        foreach (var (office, region) in new[] { (NoticeOffice.County, 0), (NoticeOffice.Village, villageNo) })
            _ = NoticeAddresses
                .OfOffice(
                    db,
                    sealing,
                    countyNo,
                    office,
                    region,
                    NoticeChannel.Sms,
                    NobodysNumber,
                    Language.Chinese,
                    context
                )
                .Value;
    }

    /// <summary>All that is due goes to a channel that carries nothing, and takes no number that ends in an odd digit: those become letters.</summary>
    public static NoticesSent Send(TaihangDb db, Sealing sealing, DateOnly today)
    {
        var noon = new DateTimeOffset(today, new TimeOnly(12, 0), TimeSpan.Zero);
        return SendNotices.Run(
            db,
            new NoticeSettings(
                new Dictionary<string, Carry> { [NoticeChannel.Sms] = Pretend },
                TimeSpan.FromSeconds(30),
                TimeSpan.FromSeconds(5),
                QuietHours.Usual
            ),
            notice => NoticeAddresses.Find(db, sealing, notice),
            () => noon
        );
    }

    private static string Pretend(OutboundMessage message, CancellationToken cancel) =>
        (message.To[^1] - '0') % 2 == 0 ? NoticeAnswer.Sent : NoticeAnswer.Refused;
}
