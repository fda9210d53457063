using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>
/// Sends outbound notices while the site runs, as <c>taihang notices send</c> does without one. Whatever a channel does, the site goes on:
/// what failed is logged without an address and tried at the next look.
/// </summary>
public sealed partial class NoticeSender(Site site, WebSettings settings, ILogger<NoticeSender> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Notices is not { } notices)
            return;
        // A channel may take its time; no request waits for it.
        await Task.Yield();
        // An emergency is told within a minute, whatever else a slow channel is busy with.
        await Task.WhenAll(
            Task.Run(() => Look(notices, urgentOnly: true, stoppingToken), stoppingToken),
            Task.Run(() => Look(notices, urgentOnly: false, stoppingToken), stoppingToken)
        );
    }

    private async Task Look(NoticeSettings notices, bool urgentOnly, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(notices.Every);
        do Once(notices, urgentOnly, stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private void Once(NoticeSettings notices, bool urgentOnly, CancellationToken stopping)
    {
        try
        {
            var opened = site.OpenSealing();
            if (!opened.Ok)
            {
                NoKey(log, opened.Problems[0].Code);
                return;
            }
            using var sealing = opened.Value;
            using var db = new TaihangDb(StoreOptions.For(settings.Store), CountyScope.Everything);
            SendNotices.Run(
                db,
                notices,
                notice => NoticeAddresses.Find(db, sealing, notice),
                () => DateTimeOffset.Now,
                urgentOnly: urgentOnly,
                cancel: stopping
            );
        }
#pragma warning disable CA1031 // Whatever it is, the site goes on; the lease expires and the notice is tried again.
        catch (Exception failure)
        {
            // Its kind only: the text of a failure may hold what was being sent.
            NotSent(log, failure.GetType().Name);
        }
#pragma warning restore CA1031
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices were not sent ({Kind}); they are tried again.")]
    private static partial void NotSent(ILogger log, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Notices wait: the master key does not open ({Code}).")]
    private static partial void NoKey(ILogger log, string code);
}
