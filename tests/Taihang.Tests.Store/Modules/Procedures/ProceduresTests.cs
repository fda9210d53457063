using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Procedures.ProcedureCounty;

namespace Taihang.Tests.Store.Modules.Procedures;

public sealed class ProceduresTests(PostgresCluster cluster)
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateOnly Then = new(2016, 3, 1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void What_a_procedure_decides_enters_the_record_as_an_observation_inside_an_act(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var household = county.Household("1");
        var started = county.Start(
            "monitoring",
            Day,
            household,
            said: "我的身份证是 11010519491231002X，电话１３８００００００００"
        );
        Assert.True(county.Do(started.CaseId, Cadre, Day.AddDays(1)).Ok);
        Assert.True(county.Do(started.CaseId, Cadre, Day.AddDays(2)).Ok);
        Assert.Equal(1, county.Post("monitoring", "notice", Cadre, Day.AddDays(2)).Value);
        Assert.Equal("TH1115", county.Do(started.CaseId, Cadre, Day.AddDays(6)).Problems[0].Code);
        Assert.True(county.Do(started.CaseId, Cadre, Day.AddDays(7)).Ok);
        Assert.True(county.Do(started.CaseId, Township, Day.AddDays(8), "confirmed").Ok);
        Assert.Equal(0, TakeUpOutcomes.Run(county.Db, Pack, CountyNo, Day.AddDays(9), Context(County)));
        Assert.True(county.Do(started.CaseId, County, Day.AddDays(9), "monitored").Ok);
        Assert.Equal(1, TakeUpOutcomes.Run(county.Db, Pack, CountyNo, Day.AddDays(9), Context(County)));
        Assert.Equal(0, TakeUpOutcomes.Run(county.Db, Pack, CountyNo, Day.AddDays(9), Context(County)));
        var observed = county.Db.Observations.AsNoTracking().Single(o => o.SubjectId == household);
        Assert.Equal("""{"relapse_risk":true}""", observed.Document);
        Assert.Equal(Day.AddDays(9), observed.ObservedOn);
        Assert.NotNull(county.Db.ProcedureNotices.AsNoTracking().Single().TakenDownOn);
        // Every event is an act with a leaf, and no number came through.
        var events = county.Db.ProcedureEvents.AsNoTracking().OrderBy(e => e.Seq).ToList();
        Assert.Equal(7, events.Count);
        Assert.All(events, e => Assert.Contains(county.Db.Acts, a => a.ActId == e.ActId));
        Assert.DoesNotContain(
            events,
            e => e.Text.Any(char.IsAsciiDigit) || e.Text.Contains('３', StringComparison.Ordinal)
        );
        Assert.Contains("身份证是 •••", events[0].Text, StringComparison.Ordinal);
        Assert.Null(VerifyAudit.Run(county.Db, CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_same_sending_again_changes_nothing_and_a_receipt_finds_its_case(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var id = Guid.CreateVersion7();
        var first = county.Start("monitoring", Day, eventId: id);
        var again = county.Start("monitoring", Day, eventId: id);
        Assert.Null(again.Receipt);
        Assert.Equal(1, county.Db.ProcedureCases.Count());
        var written = first.Receipt!.ToLowerInvariant().Replace('-', ' ').Replace('0', 'o');
        Assert.Equal(id, FromOutside.Look(county.Db, Pack, written).Value.Case.Row.CaseId);
        var other = (first.Receipt![^1] == '7' ? '8' : '7') + "";
        Assert.Equal("TH1131", FromOutside.Look(county.Db, Pack, first.Receipt[..^1] + other).Problems[0].Code);
        Assert.DoesNotContain(first.Receipt, county.Db.ProcedureReceipts.Single().Hash, StringComparison.Ordinal);
        var step = new DoStep(Guid.CreateVersion7(), "home_check", null, [.. Evidence("home_check")], null, true);
        Assert.True(county.Send(id, step, Cadre, Day).Ok);
        Assert.True(county.Send(id, step, Cadre, Day).Ok);
        Assert.Equal(2, county.Db.ProcedureEvents.Count());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Of_two_who_act_at_once_the_second_is_told_and_nothing_of_theirs_is_written(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var id = county.Start("monitoring", Day).CaseId;
        using var second = OpenStore.Existing(county.Address).Value;
        // Both have read the case before either writes.
        var stale = CaseRecord.Read(second, Pack, CountyNo, id)!;
        Assert.True(county.Do(id, Cadre, Day).Ok);
        Assert.Equal("home_check", stale.State.Step);
        var late = county.Send(id, new DeclareInterest(Guid.CreateVersion7()), Township, Day, second);
        Assert.Equal("TH1136", late.Problems[0].Code);
        Assert.Equal(2, county.Db.ProcedureEvents.AsNoTracking().Count());
        Assert.Null(VerifyAudit.Run(county.Db, CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_sample_is_drawn_by_the_seed_of_the_notice_and_the_others_wait_for_it(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var ids = Enumerable.Range(0, 6).Select(_ => county.Start("identification", Then).CaseId).ToList();
        foreach (var id in ids)
        {
            Assert.True(county.Do(id, Cadre, Then).Ok);
            Assert.True(county.Do(id, Cadre, Then).Ok);
        }
        Assert.Equal(6, county.Post("identification", "notice1", Cadre, Then).Value);
        Assert.All(ids, id => Assert.True(county.Do(id, Cadre, Then.AddDays(5)).Ok));
        Assert.Equal("TH1117", county.Do(ids[0], Township, Then.AddDays(5), "confirmed").Problems[0].Code);
        Assert.Equal((2, 6), county.Draw(ids[0], Township, Then.AddDays(6)).Value);
        Assert.Equal("TH1118", county.Draw(ids[0], Township, Then.AddDays(6)).Problems[0].Code);
        var drawn = ids.Where(id => county.Read(id).State.Drawn == true).ToList();
        var others = ids.Except(drawn).ToList();
        // Anybody can draw again from what the events say.
        var told = county.Read(ids[0]).Events.Single(e => e.Event.Kind == CaseEventKind.Drawn).Event;
        var seed = Convert.FromHexString(told.Seed!);
        Assert.Equal(county.Read(ids[0]).State.Commitment, Sampling.Commitment(seed));
        Assert.True(Sampling.Draw(ids, seed, new(1, 5)).SetEquals(drawn));
        Assert.Equal("TH1132", county.Do(others[0], Township, Then.AddDays(6), "confirmed").Problems[0].Code);
        Assert.True(county.Do(drawn[0], Township, Then.AddDays(6), "confirmed").Ok);
        Assert.True(county.Do(drawn[1], Township, Then.AddDays(6), "not_confirmed").Ok);
        // One of two wrong is more than a tenth: every case of the notice must be looked at.
        Assert.Equal("TH1133", county.Do(others[0], Township, Then.AddDays(7), "confirmed").Problems[0].Code);
        Assert.Equal((4, 4), county.Draw(others[0], Township, Then.AddDays(7), everybody: true).Value);
        Assert.All(others, id => Assert.True(county.Do(id, Township, Then.AddDays(7), "confirmed").Ok));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_seed_exchanged_in_the_database_does_not_draw(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var id = county.Start("identification", Then).CaseId;
        Assert.True(county.Do(id, Cadre, Then).Ok && county.Do(id, Cadre, Then).Ok);
        Assert.True(county.Post("identification", "notice1", Cadre, Then).Ok);
        Assert.True(county.Do(id, Cadre, Then.AddDays(5)).Ok);
        county.Db.ChangeTracker.Clear();
        county.Db.ProcedureNotices.Single().Seed = new byte[32];
        county.Db.SaveChanges();
        Assert.Equal("TH1119", county.Draw(id, Township, Then.AddDays(6)).Problems[0].Code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_clock_notes_a_missed_day_once_and_lets_the_next_party_act(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var id = county.Start("monitoring", Day).CaseId;
        Assert.Empty(RunClock.Run(county.Db, Pack, Day.AddDays(3), Context(CaseActor.Nobody)));
        Assert.Equal("TH1103", county.Do(id, Township, Day.AddDays(3)).Problems[0].Code);
        var note = Assert.Single(RunClock.Run(county.Db, Pack, Day.AddDays(4), Context(CaseActor.Nobody)));
        Assert.Equal(("home_check", "township"), (note.Step, note.EscalatedTo));
        Assert.Empty(RunClock.Run(county.Db, Pack, Day.AddDays(4), Context(CaseActor.Nobody)));
        Assert.True(county.Do(id, Township, Day.AddDays(4)).Ok);
        Assert.True(county.Read(id).State.Stays[1].Late);
        Assert.True(county.Db.ProcedureCases.AsNoTracking().Single().Missed);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_areas_own_number_holds_for_the_case_to_its_end(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var setting = new AreaSetting("cn", "monitor_notice_days", 7, Day, null, "样例文", true);
        Assert.True(SetAreaParameter.Run(county.Db, CountyNo, setting, Context(County)).Ok);
        var id = county.Start("monitoring", Day).CaseId;
        Assert.Equal(7, county.Read(id).State.Procedure.Step("notice")!.Notice!.Days.Whole);
        county.Db.AreaParameters.ExecuteDelete();
        Assert.Equal(7, county.Read(id).State.Procedure.Step("notice")!.Notice!.Days.Whole);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_departments_list_opens_checks_and_changes_no_household(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var key = county.FilePath("master.key");
        KeyRing.Make(key);
        using var sealing = Sealing.Open(key).Value;
        var person = Guid.CreateVersion7();
        var household = county.Household("1", person);
        county.Household("2", Guid.CreateVersion7());
        const string Number = "11010519491231002X";
        county.Db.BlindIndexes.Add(
            new()
            {
                CountyNo = CountyNo,
                Kind = 1,
                PersonId = person,
                Index = sealing.Index(SealedKind.IdNumber, Number),
            }
        );
        county.Db.SaveChanges();
        var path = county.FilePath("list.csv");
        File.WriteAllText(path, $"姓名,身份证号\n甲,{Number.ToLowerInvariant()}\n乙,34052419800101001X\n");
        var done = Compare();
        Assert.Equal((2, 1, 1), done);
        Assert.Equal((2, 1, 0), Compare());
        var opened = county.Db.ProcedureCases.AsNoTracking().Single();
        Assert.Equal((household, "verification", "visit"), (opened.SubjectId!.Value, opened.Procedure, opened.Step));
        Assert.Empty(county.Db.Observations);
        Assert.All(county.Db.Households.AsNoTracking(), h => Assert.Null(h.ClosedOn));
        // As departments send them: a comma within quotes, and the old encoding.
        File.WriteAllText(
            path,
            $"姓名,车辆,身份证号\n甲,\"轿车,白\",{Number}\n",
            System.Text.CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!
        );
        Assert.Equal((1, 1, 0), Compare());
        // A township finds its own villages' households; a number that a spreadsheet cut is told.
        File.WriteAllText(path, $"身份证号\n{Number}\n1.10105E+17\n");
        Assert.Equal(household, Assert.Single(Look([Village]).Value.Hits).HouseholdId);
        Assert.Empty(Look([Village + 1]).Value.Hits);
        Assert.Equal((2, 1), (Look(null).Value.Rows, Look(null).Value.Unreadable));
        Assert.True(Look(null).Value.Hits[0].Running);
        // Only what an office may begin and what ends in nothing but a finding: a list proposes no leaving.
        Assert.NotNull(Pack.Procedure("risk_elimination"));
        var township = County with { Role = "township" };
        Assert.Equal(["verification"], CompareWithList.Procedures(Pack, township, Day).Select(p => p.Id));
        Assert.Equal(["verification"], CompareWithList.Procedures(Pack, County, Day).Select(p => p.Id));
        Assert.Empty(CompareWithList.Procedures(Pack, County with { Role = "cadre" }, Day));
        File.WriteAllText(path, "姓名\n甲\n");
        Assert.Equal("TH0460", Run().Problems[0].Code);

        (int Rows, int Hits, int Opened) Compare() => Run().Value;
        Taihang.Core.Common.Outcome<(int Rows, int Hits, int Opened)> Run()
        {
            var looked = Look(null);
            if (!looked.Ok)
                return Taihang.Core.Common.Outcome<(int Rows, int Hits, int Opened)>.Refused(looked.Problems);
            var hits = looked.Value.Hits.Select(h => h.HouseholdId).ToList();
            using var transaction = county.Db.Database.BeginTransaction();
            var opened = CompareWithList.Open(
                county.Db,
                Pack,
                CountyNo,
                "verification",
                hits,
                null,
                "车辆",
                County,
                "测试",
                Day,
                Context(County)
            );
            transaction.Commit();
            return (looked.Value.Rows, hits.Count, opened.Value);
        }
        Taihang.Core.Common.Outcome<ListLooked> Look(int[]? villages) =>
            CompareWithList.Look(
                county.Db,
                sealing,
                CountyNo,
                "verification",
                File.OpenRead(path),
                path,
                villages,
                Day
            );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Tasks_and_boards_hold_only_the_viewers_own_area(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        if (!county.Db.Regions.Any())
            _ = LoadRegions.Run(county.Db, Path.Combine(Repository.Packs, "cn", "regions")).Value;
        var tree = LoadRegions.Tree(county.Db);
        var here = county.Start("monitoring", Day).CaseId;
        var there = county.Start("monitoring", Day, village: Village + 1).CaseId;
        Viewer At(string role, int? region) => new(Guid.CreateVersion7(), "", role, CountyNo, region);
        Assert.Equal([here], Tasks(At("cadre", Village)));
        Assert.Equal([there], Tasks(At("cadre", Village + 1)));
        Assert.Empty(Tasks(At("cadre", Village + 2)));
        Assert.Empty(Tasks(At("township", tree.ByNumber(Village)!.ParentNo)));
        Assert.Empty(Tasks(new Viewer(Guid.CreateVersion7(), "", "auditor", 0, null)));
        var (lines, total) = ListCases.Run(county.Db, Pack, tree, tree.ByNumber(Village)!, false, Day, 10);
        Assert.Equal((1, here), (total, Assert.Single(lines).Row.CaseId));

        List<Guid> Tasks(Viewer viewer) =>
            [.. ListCases.Tasks(county.Db, Pack, tree, viewer, Day, 10).Select(l => l.Row.CaseId)];
    }

    private static IEnumerable<string> Evidence(string step) =>
        Pack.Procedure("monitoring")!.Step(step)!.Evidence.Select(e => e.Id);
}
