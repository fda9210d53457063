using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch.Life;

public sealed class ActOnPostingOnSqliteTests(PostgresCluster cluster) : ActOnPostingTests(cluster, Engine.Sqlite);

public sealed class ActOnPostingOnPostgresTests(PostgresCluster cluster) : ActOnPostingTests(cluster, Engine.Postgres);

public abstract class ActOnPostingTests(PostgresCluster cluster, Engine engine)
{
    private const int CountyNo = DispatchCounty.CountyNo;
    private static readonly DateOnly Day = DispatchCounty.Day;
    private static readonly LifeSettings Settings = DispatchPack.Life(DispatchCounty.Pack, Day).Value;
    private static readonly Lazy<Pack> Pack = new(() => PackFolder.LoadFrom(DispatchCounty.Pack).Value);

    private static readonly Viewer County = Person(1, "县办样例", Roles.County, null);
    private static readonly Viewer OtherCounty = Person(2, "县办另例", Roles.County, null);
    private static readonly Viewer Cadre = Person(3, "钱样例", Roles.Cadre, DispatchCounty.First);
    private static readonly Viewer StandIn = Person(4, "李样例", Roles.Cadre, DispatchCounty.First + 1);

    [Fact]
    public void A_leave_of_the_township_is_kept_with_its_act_and_the_log_is_whole()
    {
        using var county = Ready(out var posting, out var township);
        var asked = Act(
            county,
            posting,
            new AskLeave(Guid.NewGuid(), Day.AddDays(3), Day.AddDays(5), null, false),
            Cadre
        ).Value;
        var leave = Assert.Single(asked.State.Leaves);
        var done = Act(
            county,
            posting,
            new DecideLeave(Guid.NewGuid(), leave.LeaveId, true, null, false, true),
            township
        ).Value;
        Assert.Equal(LeaveStanding.Granted, done.State.Leaves[0].Standing);
        var read = LifeRecord.Read(county.Db, CountyNo, posting)!;
        Assert.Equal(
            [LifeEventKind.AccountNamed, LifeEventKind.LeaveAsked, LifeEventKind.LeaveGranted],
            read.Events.Select(e => e.Event.Kind)
        );
        Assert.Equal(read.State.LastEvent, done.State.LastEvent);
        Assert.Contains("posting.leave_granted", county.Db.Acts.Select(a => a.Kind));
        Assert.Null(VerifyAudit.Run(county.Db, CountyNo).BrokenAt);
    }

    [Fact]
    public void The_same_event_sent_again_changes_nothing()
    {
        using var county = Ready(out var posting, out _);
        var ask = new AskLeave(Guid.NewGuid(), Day.AddDays(3), Day.AddDays(5), null, false);
        Act(county, posting, ask, Cadre);
        var (events, acts) = (county.Db.PostingEvents.Count(), county.Db.Acts.Count());
        Assert.Single(Act(county, posting, ask with { Until = Day.AddDays(9) }, Cadre).Value.State.Leaves);
        Assert.Equal((events, acts), (county.Db.PostingEvents.Count(), county.Db.Acts.Count()));
    }

    [Fact]
    public void Of_two_who_act_at_once_the_second_is_told_and_nothing_of_theirs_is_kept()
    {
        using var county = Ready(out var posting, out _);
        var (acts, first) = (county.Db.Acts.Count(), true);
        // Somebody's event takes the place between the reading and the writing.
        county.Db.SavingChanges += (_, _) =>
        {
            if (first)
                county.Db.Database.ExecuteSql(
                    $"""
                    INSERT INTO posting_events (county_no, posting_id, seq, event_id, day, document, text, by_name, act_id)
                    SELECT county_no, posting_id, 2, act_id, day, document, text, by_name, act_id FROM posting_events
                    """
                );
            first = false;
        };
        Assert.Equal("TH0691", Act(county, posting, new ProposeRecall(Guid.NewGuid(), true), County).Problems[0].Code);
        Assert.Equal(acts, county.Db.Acts.Count());
        Assert.Equal(2, county.Db.PostingEvents.Count());
    }

    [Fact]
    public void What_is_said_loses_its_long_numbers_and_is_for_those_who_act_on_it()
    {
        using var county = Ready(out var posting, out var township);
        const string Said = "腰伤复发，电话 13800138000";
        Act(county, posting, new RaiseConcern(Guid.NewGuid(), WelfareKind.Health, true), Cadre, Said);
        foreach (var reader in new[] { Cadre, township, County })
        {
            var read = As(county, posting, reader);
            Assert.Equal("腰伤复发，电话 •••", read.Events[^1].Text);
            Assert.Equal(WelfareKind.Health, read.Events[^1].Event.Concern);
            Assert.Single(read.State.Concerns);
        }
        foreach (
            var reader in new[]
            {
                Person(20, "审计", Roles.Auditor, null),
                StandIn,
                township with
                {
                    RegionNo = DispatchCounty.First + 1,
                },
            }
        )
        {
            var read = As(county, posting, reader);
            Assert.Equal(
                ("", true, null),
                (read.Events[^1].Text, read.Events[^1].Withheld, read.Events[^1].Event.Concern)
            );
            Assert.Empty(read.State.Concerns);
            Assert.Empty(read.State.Seen);
        }
        // The log says that something was recorded, and neither what nor of which kind.
        var act = county.Db.Acts.Single(a => a.Kind == "posting.concern_raised");
        Assert.DoesNotContain("腰伤", act.Content + act.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("ealth", act.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leave_that_the_county_grants_passes_the_duties_and_an_early_return_takes_them_back()
    {
        using var county = Ready(out var posting, out var township);
        var second = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First + 1);
        Act(county, second.PostingId, new NameAccount(Guid.NewGuid(), StandIn.AccountId, false), County);
        var ask = new AskLeave(Guid.NewGuid(), Day.AddDays(1), Day.AddDays(10), second.CadreId, false);
        Assert.True(Act(county, posting, ask, Cadre).Ok);
        Assert.True(
            Act(county, posting, new DecideLeave(Guid.NewGuid(), ask.EventId, true, null, false, true), township).Ok
        );
        Assert.Equal(DispatchCounty.First, Assert.Single(Duties(county, Cadre, Day.AddDays(5))).RegionNo);
        Assert.True(
            Act(county, posting, new DecideLeave(Guid.NewGuid(), ask.EventId, true, null, false, true), County).Ok
        );
        Assert.Empty(Duties(county, Cadre, Day.AddDays(5)));
        Assert.Contains(Duties(county, StandIn, Day.AddDays(5)), d => d.RegionNo == DispatchCounty.First);
        Assert.Single(Duties(county, Cadre, Day.AddDays(11)));

        Assert.True(
            Act(
                county,
                posting,
                new EndLeave(Guid.NewGuid(), ask.EventId, Day.AddDays(4)),
                County,
                day: Day.AddDays(4)
            ).Ok
        );
        Assert.Single(Duties(county, Cadre, Day.AddDays(5)));
        Assert.DoesNotContain(Duties(county, StandIn, Day.AddDays(5)), d => d.RegionNo == DispatchCounty.First);
        Assert.Null(VerifyAudit.Run(county.Db, CountyNo).BrokenAt);
    }

    [Fact]
    public void Nobody_stands_in_who_is_away_or_not_posted()
    {
        using var county = Ready(out var posting, out var township);
        var second = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First + 1);
        var idle = county.Db.Cadres.ToList().First(c => !county.Db.Postings.Any(p => p.CadreId == c.CadreId)).CadreId;
        AskLeave Ask(Guid standIn) => new(Guid.NewGuid(), Day.AddDays(2), Day.AddDays(3), standIn, true);
        Assert.Equal("TH0671", Act(county, posting, Ask(idle), Cadre).Problems[0].Code);
        Act(
            county,
            second.PostingId,
            new AskLeave(Guid.NewGuid(), Day.AddDays(3), Day.AddDays(3), null, false),
            township
        );
        Assert.Equal("TH0671", Act(county, posting, Ask(second.CadreId), Cadre).Problems[0].Code);
        var third = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First + 2);
        Assert.True(Act(county, posting, Ask(third.CadreId), Cadre).Ok);
    }

    [Fact]
    public void A_withdrawal_ends_the_row_and_the_duty_and_frees_the_place()
    {
        using var county = Ready(out var posting, out _);
        var last = Day.AddDays(30);
        Assert.True(Act(county, posting, new Withdraw(Guid.NewGuid(), last, true), County).Ok);
        Assert.Equal(last, county.Db.Postings.AsNoTracking().Single(p => p.PostingId == posting).To);
        Assert.Single(Duties(county, Cadre, last));
        Assert.Empty(Duties(county, Cadre, last.AddDays(1)));
        Assert.Null(Accounts.ById(county.Db, Cadre.AccountId, Stamp(county, Cadre), null, last.AddDays(1)));
        Assert.Equal(
            "TH0665",
            Act(county, posting, new Withdraw(Guid.NewGuid(), last, true), OtherCounty).Problems[0].Code
        );
        Assert.Equal(
            "TH0664",
            Act(county, posting, new ProposeRecall(Guid.NewGuid(), true), County, day: last.AddDays(1)).Problems[0].Code
        );
    }

    [Fact]
    public void A_round_leaves_an_extended_term_alone()
    {
        using var county = Ready(out var posting, out _);
        var over = Day.AddMonths(24);
        Act(county, posting, new Extend(Guid.NewGuid(), over.AddDays(9), true), County);
        Assert.Equal(2, county.Post(over).Value.Filled);
        Assert.Null(county.Db.Postings.AsNoTracking().Single(p => p.PostingId == posting).To);
        Assert.Equal(1, county.Post(over.AddDays(10)).Value.Filled);
    }

    [Fact]
    public void A_round_posts_nobody_where_somebody_serves_until_a_day_to_come()
    {
        using var county = Ready(out var posting, out _);
        var last = Day.AddDays(30);
        Act(county, posting, new Withdraw(Guid.NewGuid(), last, true), County);
        Assert.Null(county.Post(last).Value.RoundId);
        Assert.Equal(1, county.Post(last.AddDays(1)).Value.Filled);
        Assert.Equal(last, county.Db.Postings.AsNoTracking().Single(p => p.PostingId == posting).To);
    }

    [Fact]
    public void What_waits_is_listed_for_whom_it_waits()
    {
        using var county = Ready(out var posting, out var township);
        Assert.Empty(Waiting(township));
        var ask = new AskLeave(Guid.NewGuid(), Day, Day.AddDays(6), null, false);
        Act(county, posting, ask, Cadre);
        Assert.Equal(
            (posting, LifeDeed.DecideLeave),
            (Waiting(township)[0].PostingId, Waiting(township)[0].Deeds.Single())
        );
        Assert.Empty(Waiting(County).Concat(Waiting(Cadre)).Concat(Waiting(StandIn)));
        Act(county, posting, new DecideLeave(Guid.NewGuid(), ask.EventId, true, null, false, true), township);
        Assert.Single(Waiting(County));
        Assert.Empty(Waiting(township));

        IReadOnlyList<WaitingPosting> Waiting(Viewer viewer) =>
            WaitingLife.Run(county.Db, Settings, LoadRegions.Tree(county.Db), viewer, Day);
    }

    [Fact]
    public void Whoever_comes_after_confirms_the_hand_over()
    {
        using var county = Ready(out var posting, out var township);
        Act(county, posting, new Withdraw(Guid.NewGuid(), Day, true), County);
        var before = county.Db.Postings.AsNoTracking().Single(p => p.PostingId == posting);
        var after = new Posting
        {
            CountyNo = CountyNo,
            PostingId = Guid.CreateVersion7(),
            RoundId = before.RoundId,
            VillageNo = before.VillageNo,
            CadreId = county.Db.Cadres.Single(c => c.Name == "赵样例").CadreId,
            Role = before.Role,
            From = Day.AddDays(1),
            Reason = before.Reason,
        };
        county.Db.Postings.Add(after);
        var successor = Person(9, "赵样例", Roles.Cadre, DispatchCounty.First);
        Add(county, successor);
        Act(county, after.PostingId, new NameAccount(Guid.NewGuid(), successor.AccountId, false), County);
        var later = Day.AddDays(2);
        Assert.True(Act(county, posting, new DoItem(Guid.NewGuid(), "room"), township, day: later).Ok);
        var confirm = new ConfirmItem(Guid.NewGuid(), "room", true, false);
        Assert.Equal("TH0661", Act(county, posting, confirm, Cadre, day: later).Problems[0].Code);
        Assert.Equal("TH0663", Act(county, posting, confirm, township, day: later).Problems[0].Code);
        Assert.NotNull(Act(county, posting, confirm, successor, day: later).Value.State.Item("room")!.ConfirmedOn);
    }

    [Fact]
    public void An_account_without_the_villages_duty_and_somebody_of_elsewhere_are_refused()
    {
        using var county = Ready(out var posting, out var township);
        Assert.Equal(
            "TH0689",
            Act(county, posting, new NameAccount(Guid.NewGuid(), StandIn.AccountId, true), County).Problems[0].Code
        );
        Assert.Equal(
            "TH0660",
            Act(county, posting, new RaiseConcern(Guid.NewGuid(), WelfareKind.Safety, true), StandIn).Problems[0].Code
        );
        Assert.Equal(
            "TH0660",
            Act(county, Guid.NewGuid(), new ProposeRecall(Guid.NewGuid(), true), County).Problems[0].Code
        );
        Assert.Equal(
            "TH0692",
            Act(county, posting, new ProposeRecall(Guid.NewGuid(), true), County, day: Settings.ValidFrom.AddDays(-1))
                .Problems[0]
                .Code
        );
    }

    [Fact]
    public void The_list_of_an_area_says_on_any_day_who_stands_where_and_what_is_missing()
    {
        using var county = Ready(out var posting, out var township);
        var tree = LoadRegions.Tree(county.Db);
        var place = tree.County(CountyNo)!;
        ServiceShown On(DateOnly on, RegionPlace? at = null) =>
            ShowService.Run(county.Db, Pack.Value, Settings, tree, at ?? place, on);

        var today = On(Day);
        Assert.Equal((3, 3, 0), (today.Villages, today.Serving.Count, today.Vacant.Count));
        var gap = Assert.Single(today.Gaps).Gaps;
        Assert.Equal(today.Skills.Length, gap.Length);
        Assert.All(gap, g => Assert.True(g.Unmet <= g.Needing && g.Needing <= 3));

        Act(county, posting, new AskLeave(Guid.NewGuid(), Day, Day.AddDays(1), null, false), Cadre);
        Assert.Empty(On(Day).Away);
        var leave = LifeRecord.Read(county.Db, CountyNo, posting)!.State.Leaves[0].LeaveId;
        Act(county, posting, new DecideLeave(Guid.NewGuid(), leave, true, null, false, true), township);
        Assert.Equal(posting, Assert.Single(On(Day.AddDays(1)).Away).PostingId);
        Assert.Empty(On(Day.AddDays(2)).Away);

        Act(county, posting, new Withdraw(Guid.NewGuid(), Day.AddDays(40), true), County);
        Assert.Equal(posting, Assert.Single(On(Day).EndingSoon).PostingId);
        var after = On(Day.AddDays(41));
        Assert.Equal(DispatchCounty.First, Assert.Single(after.Vacant).RegionNo);
        Assert.Equal(Settings.Handover.Length, Assert.Single(after.Handovers).HandoverOpen);
        // With nobody there, every need of the village is unmet.
        Assert.True(Assert.Single(after.Gaps).Gaps.Sum(g => g.Unmet) > gap.Sum(g => g.Unmet));
        var late = On(Day.AddMonths(24));
        Assert.Equal(2, late.Overdue.Count);
        Assert.Equal(3, On(Day, tree.ByNumber(township.RegionNo!.Value)).Serving.Count);
        Assert.Empty(On(Day.AddDays(-1)).Serving);
    }

    private DispatchCounty Ready(out Guid posting, out Viewer township)
    {
        var county = new DispatchCounty(cluster, engine);
        county.Identify();
        county.Import(county.Roster());
        Assert.Equal(3, county.Post().Value.Filled);
        var tree = LoadRegions.Tree(county.Db);
        township = Person(5, "乡镇样例", Roles.Township, tree.ByNumber(DispatchCounty.First)!.ParentNo);
        foreach (var person in new[] { County, OtherCounty, Cadre, StandIn, township })
            Add(county, person);
        posting = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First).PostingId;
        Assert.True(Act(county, posting, new NameAccount(Guid.NewGuid(), Cadre.AccountId, false), County).Ok);
        return county;
    }

    private static void Add(DispatchCounty county, Viewer person) =>
        Accounts.Add(
            county.Db,
            person,
            $"login{person.AccountId:N}",
            "long enough",
            false,
            Day,
            DispatchCounty.Context
        );

    private static Viewer Person(int number, string name, string role, int? region) =>
        new(new Guid($"00000000-0000-0000-0000-{number:x12}"), name, role, CountyNo, region);

    private static Outcome<LifeRecord> Act(
        DispatchCounty county,
        Guid posting,
        LifeCommand command,
        Viewer by,
        string text = "",
        DateOnly? day = null
    ) =>
        ActOnPosting.Run(
            county.Db,
            Settings,
            LoadRegions.Tree(county.Db),
            CountyNo,
            posting,
            command,
            by,
            text,
            day ?? Day,
            DispatchCounty.Context
        );

    private static LifeRecord As(DispatchCounty county, Guid posting, Viewer reader)
    {
        var record = LifeRecord.Read(county.Db, CountyNo, posting)!;
        return record.For(ActOnPosting.ActorOf(county.Db, LoadRegions.Tree(county.Db), record, reader));
    }

    private static List<Duty> Duties(DispatchCounty county, Viewer person, DateOnly day) =>
        [
            .. Accounts
                .Holder(county.Db, county.Db.Accounts.AsNoTracking().Single(a => a.AccountId == person.AccountId))
                .InForce(day),
        ];

    private static Guid Stamp(DispatchCounty county, Viewer person) =>
        county.Db.Accounts.AsNoTracking().Single(a => a.AccountId == person.AccountId).Stamp;
}
