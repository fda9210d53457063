using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Store;

namespace Taihang.Modules.Samples;

/// <summary>A few weeks of one made-up posting, through the same acts as anybody's: a leave with a stand-in, the ledger, a concern.</summary>
public static class SamplePostings
{
    /// <param name="accounts">By role: the county's office, the township and the cadre of the village.</param>
    public static IReadOnlyList<Problem> Run(
        TaihangDb db,
        LifeSettings settings,
        RegionTree tree,
        int countyNo,
        int villageNo,
        IReadOnlyDictionary<string, Viewer> accounts,
        DateOnly today
    )
    {
        var serving = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.Role == PostingRole.FirstSecretary && p.To == null)
            .OrderBy(p => p.VillageNo)
            .ToList();
        if (serving.Find(p => p.VillageNo == villageNo) is not { } own || own.From.AddDays(40) > today)
            return [];
        var standIn = serving.Find(p => p.VillageNo != villageNo);
        var (county, township, cadre) = (accounts[Roles.County], accounts[Roles.Township], accounts[Roles.Cadre]);
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        var state = new PostingState(new(own.PostingId, villageNo, own.CadreId, own.From, null));
        var days = PostingLifeRules.DaysOf(state, month, today);
        var leave = Guid.CreateVersion7();
        foreach (
            var (by, command, said) in new (Viewer, LifeCommand, string)[]
            {
                (county, new NameAccount(New(), cadre.AccountId, true), ""),
                (
                    cadre,
                    new AskLeave(leave, today.AddDays(-1), today.AddDays(1), standIn?.CadreId, true),
                    "回家处理家事。"
                ),
                (township, new DecideLeave(New(), leave, true, null, true, true), "同意，外出期间电话畅通。"),
                (
                    township,
                    new EnterAttendance(New(), new(month, Math.Max(0, days - 6), Math.Min(3, days), 0, 1)),
                    "休息日除外。"
                ),
                (cadre, new RaiseConcern(New(), WelfareKind.Safety, true), "进村公路雨后有落石，夜间往返不安全。"),
            }
        )
        {
            var acting = new ActContext(by.AccountId, DateTimeOffset.UtcNow, "demo: a posting's life", by.Role);
            var done = ActOnPosting.Run(db, settings, tree, countyNo, own.PostingId, command, by, said, today, acting);
            if (!done.Ok)
                return done.Problems;
            db.ChangeTracker.Clear();
        }
        return [];

        static Guid New() => Guid.CreateVersion7();
    }
}
