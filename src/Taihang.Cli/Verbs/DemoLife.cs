using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Quality;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Reports;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>What people did with the demo's record: accounts, running cases, notices, changes, a posting's life, questions, lists,
/// attachments.</summary>
internal static class DemoLife
{
    /// <summary>Before any day that the demo speaks of.</summary>
    private static readonly DateOnly DutiesFrom = new(2014, 1, 1);

    /// <returns>Empty where all went well.</returns>
    public static IReadOnlyList<Problem> Run(
        TaihangDb db,
        ChangeSetting setting,
        string packFolder,
        string key,
        RegionPlace home,
        IReadOnlyList<int> counties
    )
    {
        var (pack, tree, sealing, today) = (setting.Pack, setting.Tree, setting.Sealing, setting.Today);
        var accounts = AddAccounts(db, tree, home);
        SampleNotices.Contacts(
            db,
            sealing,
            home.CountyNo,
            FirstVillage(db, home),
            Deployment.Acting("demo: how offices are reached")
        );
        var cases = SampleCases.Run(
            db,
            pack,
            home.CountyNo,
            FirstVillage(db, home),
            accounts.ToDictionary(a => a.Key, a => a.Value.AccountId),
            today
        );
        if (!cases.Ok)
            return cases.Problems;
        db.ChangeTracker.Clear();
        SampleNotices.Send(db, sealing, today);
        var changes = SampleChanges.Run(db, setting, home.CountyNo, FirstVillage(db, home), accounts);
        if (!changes.Ok)
            return changes.Problems;
        db.ChangeTracker.Clear();
        if (DispatchPack.Life(packFolder, today) is { Ok: true } life)
        {
            var posted = SamplePostings.Run(
                db,
                life.Value,
                tree,
                home.CountyNo,
                FirstVillage(db, home),
                accounts,
                today
            );
            if (posted.Count > 0)
                return posted;
        }
        SampleQuestions.Run(db, home.CountyNo, today);
        db.ChangeTracker.Clear();
        if (ReportPack.Load(packFolder, pack.Dictionary) is { Ok: true } reports)
            SampleLists.Run(
                db,
                accounts[Roles.County],
                new ListFields(pack, reports.Value.Headings),
                Deployment.Acting("demo: lists")
            );
        db.ChangeTracker.Clear();
        SampleAttachments.Run(
            db,
            sealing,
            new StoredFiles(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(key))!, StoredFiles.FolderName)),
            FirstVillage(db, home),
            accounts,
            today
        );
        db.ChangeTracker.Clear();
        foreach (var county in counties)
        {
            var look = LookThrough.Find(db, tree, pack, county, today);
            if (!look.Ok)
                return look.Problems;
            LookThrough.Keep(db, look.Value, Deployment.Acting("demo: the record looked through"));
            db.ChangeTracker.Clear();
        }
        return [];
    }

    private static int FirstVillage(TaihangDb db, RegionPlace county) =>
        db.Villages.Where(v => v.CountyNo == county.CountyNo).Min(v => v.VillageNo);

    /// <returns>The accounts by role.</returns>
    private static Dictionary<string, Viewer> AddAccounts(TaihangDb db, RegionTree tree, RegionPlace county)
    {
        var accounts = new Dictionary<string, Viewer>();
        var village = tree.ByNumber(FirstVillage(db, county))!;
        var township = tree.ByNumber(village.ParentNo)!;
        foreach (
            var (login, role, name, countyNo, region) in new[]
            {
                ("nation", Roles.Nation, "", 0, (int?)null),
                ("county", Roles.County, county.Name, county.CountyNo, null),
                ("township", Roles.Township, township.Name, county.CountyNo, township.RegionNo),
                ("cadre", Roles.Cadre, village.Name, county.CountyNo, village.RegionNo),
                ("auditor", Roles.Auditor, "", 0, null),
            }
        )
        {
            var acting = Deployment.Acting($"demo: account {login}");
            accounts[role] = new Viewer(Guid.CreateVersion7(acting.At), name, role, countyNo, region);
            Accounts.Add(db, accounts[role], login, login, demo: true, DutiesFrom, acting);
            db.ChangeTracker.Clear();
        }
        return accounts;
    }
}
