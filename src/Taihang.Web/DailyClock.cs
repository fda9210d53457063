using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Quality;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>
/// Runs the clock of the procedures before the site answers and again on each new day: what nobody did is noted as missed, the next office may
/// act, and outcomes that can no longer be appealed against enter the record. <c>taihang procedures tick</c> does the same without a site.
/// Once it answers, each county's record is looked through for questions, as <c>taihang quality look</c> does.
/// </summary>
public sealed partial class DailyClock(Site site, WebSettings settings, ActSequencer sequencer, ILogger<DailyClock> log)
    : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private DateOnly? ran;
    private DateOnly? looked;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Run();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Look);
        do
        {
            Run();
            await LookThroughToday(stoppingToken);
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>County by county, each read beside the running site and kept in one short piece; what failed is tried at the next look.</summary>
    private async Task LookThroughToday(CancellationToken stopping)
    {
        var day = site.Today;
        if (looked == day)
            return;
        try
        {
            using var db = new TaihangDb(StoreOptions.For(settings.Store), CountyScope.Everything);
            var tree = site.Tree;
            foreach (var county in LookThrough.Waiting(db, day))
            {
                stopping.ThrowIfCancellationRequested();
                var found = LookThrough.Find(db, tree, site.Pack, county, day);
                if (found.Ok)
                    await sequencer.Run(
                        CountyScope.Of(county),
                        county,
                        store =>
                            LookThrough.Keep(
                                store,
                                found.Value,
                                new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "the look of the day", "")
                            )
                    );
            }
            looked = day;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A site that is stopping takes no more work; that is no fault of the look.
            if (!stopping.IsCancellationRequested)
                NotRun(log, day, failure);
        }
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
        catch (Exception failure)
            when (failure
                    is DbUpdateException
                        or System.Data.Common.DbException
                        or InvalidOperationException { InnerException: System.Data.Common.DbException }
            )
        {
            NotRun(log, day, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock of {Day} was not run; it is tried again.")]
    private static partial void NotRun(ILogger log, DateOnly day, Exception failure);
}
