using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>
/// Runs the clock of the procedures before the site answers and again on each new day: what nobody did is noted as missed, the next office may
/// act, and outcomes that can no longer be appealed against enter the record. <c>taihang procedures tick</c> does the same without a site.
/// </summary>
public sealed partial class DailyClock(Site site, WebSettings settings, ILogger<DailyClock> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private DateOnly? ran;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Run();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Run();
    }

    /// <summary>A day is run once. When the store is busy, or another machine runs the same day just then, the next look tries again.</summary>
    private void Run()
    {
        var day = site.Today;
        if (ran == day)
            return;
        try
        {
            using var db = new TaihangDb(StoreOptions.For(settings.Store), CountyScope.Everything);
            var acting = new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "the clock of the day", "");
            RunClock.Run(db, site.Pack, day, acting);
            TakeUpOutcomes.Everywhere(db, site.Pack, day, acting);
            ran = day;
        }
        catch (Exception failure) when (failure is DbUpdateException or System.Data.Common.DbException)
        {
            NotRun(log, day, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock of {Day} was not run; it is tried again.")]
    private static partial void NotRun(ILogger log, DateOnly day, Exception failure);
}
