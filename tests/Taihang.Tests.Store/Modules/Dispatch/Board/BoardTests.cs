using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Identification;
using Taihang.Modules.Procedures;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch.Board;

public sealed class BoardOnSqliteTests(PostgresCluster cluster) : BoardTests(cluster, Engine.Sqlite);

public sealed class BoardOnPostgresTests(PostgresCluster cluster) : BoardTests(cluster, Engine.Postgres);

/// <summary>A plan from the record to the postings: made, changed, handed in, approved, carried out.</summary>
public abstract class BoardTests(PostgresCluster cluster, Engine engine)
{
    private static readonly Pack Pack = PackFolder.LoadFrom(DispatchCounty.Pack).Value;
    private static readonly CaseActor Clerk = new(new Guid("00000000-0000-0000-0000-0000000000c1"), Roles.County, true);
    private static readonly CaseActor Leader = new(
        new Guid("00000000-0000-0000-0000-0000000000c2"),
        Roles.County,
        true
    );

    [Fact]
    public void Made_changed_handed_in_approved_and_posted_it_is_what_was_approved()
    {
        using var county = Ready();
        var plan = Make(county);
        Assert.Equal(0, county.Db.Postings.Count());
        Assert.Null(Write(county, Lay(county, plan, Lock(county, DispatchCounty.First, "李样例"))));
        plan = Read(county, plan.Row.PlanId);
        Assert.Equal("李样例", Holder(county, plan, DispatchCounty.First));

        Submit(county, plan);
        plan = Read(county, plan.Row.PlanId);
        Assert.Equal(PlanState.Submitted, plan.Row.State);
        Assert.Equal(
            "TH0652",
            Lay(county, plan, Lock(county, DispatchCounty.First + 1, "吴样例")).Outcome.Problems[0].Code
        );
        Assert.Equal("TH0658", Post(county, plan).Problems[0].Code);
        Approve(county, plan.Row.CaseId!.Value);

        var round = Post(county, plan).Value;
        Assert.Equal(plan.Row.CertificateHash, round.CertificateHash);
        Assert.Equal(3, CheckRound.Run(county.Db, DispatchCounty.CountyNo).Value.Filled);
        var rows = ShowPosting.All(county.Db, DispatchCounty.CountyNo, DispatchCounty.Day);
        Assert.Equal("李样例", rows.First(r => r.VillageNo == DispatchCounty.First).Cadre);
        Assert.Equal(PlanState.Posted, Read(county, plan.Row.PlanId).Row.State);
        Assert.Null(VerifyAudit.Run(county.Db, DispatchCounty.CountyNo).BrokenAt);
        Assert.All(county.Db.Acts, act => Assert.DoesNotContain("样例", act.Content, StringComparison.Ordinal));

        // What was laid down is told with the posting, and to whoever asks why not another.
        var shown = ShowPosting.Run(county.Db, DispatchCounty.CountyNo, DispatchCounty.First, DispatchCounty.Day).Value;
        Assert.Contains("村里点名要他", shown.Laid!.Zh, StringComparison.Ordinal);
        Assert.Contains("钱样例", shown.Next.Zh, StringComparison.Ordinal);
        var why = WhyNot.Run(county.Db, DispatchCounty.CountyNo, round.RoundId, DispatchCounty.First, "钱样例").Value;
        Assert.Equal(Exclusion.Choice, why.Exclusion);
        Assert.Contains("村里点名要他", why.Words.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_is_shown_with_what_it_costs_before_it_is_made_and_can_be_taken_back()
    {
        using var county = Ready();
        var plan = Make(county);
        var laid = Lay(county, plan, Lock(county, DispatchCounty.First, "李样例")).Outcome.Value;
        Assert.True(laid.Change.LostBp > Fraction.Zero);
        Assert.Contains(laid.Change.Changes, c => c.VillageNo == DispatchCounty.First);
        plan = Read(county, plan.Row.PlanId);
        Assert.Empty(plan.Round.Choices);
        Assert.Null(Write(county, (plan, laid)));
        plan = Read(county, plan.Row.PlanId);
        var back = ChangePlan.TakeBack(plan, 0).Value;
        Assert.Equal(-laid.Change.LostBp, back.Change.LostBp);
        Assert.Null(Write(county, (plan, back)));
        Assert.Equal(plan.Free.Plan.PersonOf, Read(county, plan.Row.PlanId).Round.Plan.PersonOf);
    }

    [Fact]
    public void Swapping_twice_comes_back_to_where_it_was()
    {
        using var county = Ready();
        var plan = Make(county);
        var before = plan.Round.Plan.PersonOf;
        foreach (var _ in new[] { 1, 2 })
        {
            var swapped = ChangePlan.Swap(
                county.Db,
                plan,
                DispatchCounty.First,
                DispatchCounty.First + 1,
                "两村商定",
                "周样例",
                DispatchCounty.Day
            );
            Assert.Null(Write(county, (plan, swapped.Value)));
            plan = Read(county, plan.Row.PlanId);
            Assert.Equal(2, plan.Round.Choices.Length);
        }
        Assert.Equal(before, plan.Round.Plan.PersonOf);
    }

    [Fact]
    public void What_a_rule_excludes_or_contradicts_what_was_laid_down_is_refused_with_its_reason()
    {
        using var county = Ready();
        var plan = Make(county);
        var home = Lay(county, plan, Lock(county, DispatchCounty.First, "赵样例")).Outcome.Problems[0];
        Assert.Equal("TH0654", home.Code);
        Assert.Contains("S53", home.What.En, StringComparison.Ordinal);
        Assert.Null(Write(county, Lay(county, plan, Lock(county, DispatchCounty.First, "李样例"))));
        plan = Read(county, plan.Row.PlanId);
        var against = Lay(county, plan, Lock(county, DispatchCounty.First, "吴样例")).Outcome.Problems[0];
        Assert.Equal("TH0655", against.Code);
        Assert.Contains("李样例", against.What.Zh, StringComparison.Ordinal);
        Assert.Equal(
            "TH0659",
            Write(county, Lay(county, plan, Lock(county, DispatchCounty.First + 1, "吴样例", " ")))!.Code
        );
    }

    [Fact]
    public void Who_looked_before_somebody_else_changed_it_changes_nothing()
    {
        using var county = Ready();
        var plan = Make(county);
        var one = Lay(county, plan, Lock(county, DispatchCounty.First, "李样例"));
        var other = Lay(county, plan, Lock(county, DispatchCounty.First + 1, "钱样例"));
        Assert.Null(Write(county, one, version: 1));
        Assert.Equal("TH0653", Write(county, other, version: 1)!.Code);
        Assert.Single(Read(county, plan.Row.PlanId).Round.Choices);
    }

    [Fact]
    public void Nobody_is_posted_by_a_plan_that_the_record_has_overtaken()
    {
        using var county = Ready();
        var plan = Make(county);
        Submit(county, plan);
        plan = Read(county, plan.Row.PlanId);
        Approve(county, plan.Row.CaseId!.Value);
        county.Post();
        var refused = Post(county, plan).Problems[0];
        Assert.Equal("TH0657", refused.Code);
        Assert.Equal(3, county.Db.Postings.Count());
        Assert.Equal(PlanState.Submitted, Read(county, plan.Row.PlanId).Row.State);
    }

    [Fact]
    public void What_a_cadre_states_after_the_plan_was_made_stands_in_its_way_at_hand_in_and_at_posting()
    {
        using var county = Ready();
        var (first, second) = (Make(county), Make(county));
        Submit(county, Read(county, first.Row.PlanId));
        Approve(county, Read(county, first.Row.PlanId).Row.CaseId!.Value);
        var kin = Statements.Take(
            county.Db,
            DispatchCounty.CountyNo,
            county.Db.Cadres.Single(c => c.Name == "钱样例").CadreId,
            Guid.CreateVersion7(),
            new StatedLimits([DispatchCounty.First], null, null, []),
            "周样例",
            DispatchCounty.Day,
            DispatchCounty.Context
        );
        Assert.Null(kin);
        var refused = Post(county, Read(county, first.Row.PlanId)).Problems[0];
        Assert.Equal("TH0657", refused.Code);
        Assert.Contains("钱样例", refused.What.Zh, StringComparison.Ordinal);
        Assert.Contains("close kin", refused.What.En, StringComparison.Ordinal);
        Assert.Empty(county.Db.Postings);
        Assert.Equal("TH0657", HandIn(county, Read(county, second.Row.PlanId))!.Code);
        Assert.Equal(PlanState.Draft, Read(county, second.Row.PlanId).Row.State);
        // One that cannot be carried out any more is dropped.
        first = Read(county, first.Row.PlanId);
        Assert.Null(ChangePlan.Drop(county.Db, first, first.Row.Version, DispatchCounty.Context));
    }

    [Fact]
    public void A_plan_approved_late_begins_today_and_a_returned_one_is_dropped()
    {
        using var county = Ready();
        var (late, returned) = (Make(county), Make(county));
        Submit(county, Read(county, late.Row.PlanId));
        Submit(county, Read(county, returned.Row.PlanId));
        returned = Read(county, returned.Row.PlanId);
        Assert.Equal(
            "TH0652",
            ChangePlan.Drop(county.Db, returned, returned.Row.Version, DispatchCounty.Context)!.Code
        );
        Approve(county, returned.Row.CaseId!.Value, "returned");
        returned = Read(county, returned.Row.PlanId);
        Assert.Equal("TH0658", Post(county, returned).Problems[0].Code);
        Assert.Null(ChangePlan.Drop(county.Db, returned, returned.Row.Version, DispatchCounty.Context));

        Approve(county, Read(county, late.Row.PlanId).Row.CaseId!.Value);
        var today = DispatchCounty.Day.AddDays(20);
        Assert.True(Post(county, Read(county, late.Row.PlanId), today).Ok);
        Assert.All(county.Db.Postings, p => Assert.Equal(today, p.From));
        Assert.Equal(today, Read(county, late.Row.PlanId).Row.AsOf);
    }

    [Fact]
    public void When_a_locked_cadre_withdraws_whoever_may_fill_in_is_found()
    {
        using var county = Ready();
        var plan = Make(county);
        Assert.Null(Write(county, Lay(county, plan, Lock(county, DispatchCounty.First, "李样例"))));
        Submit(county, Read(county, plan.Row.PlanId));
        plan = Read(county, plan.Row.PlanId);
        Approve(county, plan.Row.CaseId!.Value);
        Assert.True(Post(county, Read(county, plan.Row.PlanId)).Ok);
        var answer = WhatIfWithdrawn.Run(county.Db, DispatchCounty.CountyNo, ["李样例"], [0]).Value;
        var best = answer.Ways[1].Plan.Changes.Single(c => c.VillageNo == DispatchCounty.First);
        Assert.NotNull(best.To);
    }

    [Fact]
    public void A_plan_that_was_altered_is_not_shown()
    {
        using var county = Ready();
        var plan = Make(county);
        plan.Row.Certificate = plan.Row.Certificate.Replace(
            $"\"cost\":{plan.Round.Plan.Cost}",
            $"\"cost\":{plan.Round.Plan.Cost - 1}",
            StringComparison.Ordinal
        );
        county.Db.SaveChanges();
        county.Db.ChangeTracker.Clear();
        Assert.Equal("TH0617", PlanRecord.Read(county.Db, DispatchCounty.CountyNo, plan.Row.PlanId).Problems[0].Code);
    }

    [Fact]
    public void A_copy_brings_what_was_laid_down_and_leaves_the_first_alone()
    {
        using var county = Ready();
        var plan = Make(county);
        Assert.Null(Write(county, Lay(county, plan, Lock(county, DispatchCounty.First, "李样例"))));
        var copy = MakePlan
            .Copy(
                county.Db,
                DispatchCounty.CountyNo,
                plan.Row.PlanId,
                Guid.CreateVersion7(),
                "另一案",
                DispatchCounty.Context
            )
            .Value;
        var read = Read(county, copy.PlanId);
        Assert.Null(Write(county, (read, ChangePlan.TakeBack(read, 0).Value)));
        Assert.Empty(Read(county, copy.PlanId).Round.Choices);
        Assert.Single(Read(county, plan.Row.PlanId).Round.Choices);
        Assert.Null(ChangePlan.Drop(county.Db, Read(county, copy.PlanId), 2, DispatchCounty.Context));
        Assert.Equal(
            [plan.Row.PlanId, copy.PlanId],
            PlanRecord.List(county.Db, DispatchCounty.CountyNo).Select(p => p.PlanId)
        );
    }

    [Fact]
    public void At_term_end_those_serving_stay_where_moving_them_gains_too_little()
    {
        using var county = Ready();
        county.Post();
        var later = DispatchCounty.Day.AddMonths(24);
        var before = ShowPosting
            .All(county.Db, DispatchCounty.CountyNo, DispatchCounty.Day)
            .Select(p => p.Cadre)
            .ToList();
        var plan = Make(county, later);
        var kept = ChangePlan.KeepServing(plan, Scoring.Perfect, "少动为好", "周样例", later).Value;
        Assert.Equal(3, kept.Choices.Length);
        Assert.Null(Write(county, (plan, kept)));
        plan = Read(county, plan.Row.PlanId);
        Assert.Equal(0, plan.Figures(v => v).Moved);
        Submit(county, plan);
        plan = Read(county, plan.Row.PlanId);
        Approve(county, plan.Row.CaseId!.Value);
        Assert.True(Post(county, plan).Ok);
        Assert.Equal(before, ShowPosting.All(county.Db, DispatchCounty.CountyNo, later).Select(p => p.Cadre));
        // The old postings ended the day before, and nobody served twice at once.
        Assert.Equal(3, county.Db.Postings.Count(p => p.To == later.AddDays(-1)));
        Assert.Equal(3, county.Db.Postings.Count(p => p.To == null));
    }

    private static PlanRecord Make(DispatchCounty county, DateOnly? day = null)
    {
        var id = Guid.CreateVersion7();
        foreach (var _ in new[] { 1, 2 })
            Assert.True(
                MakePlan
                    .Run(
                        county.Db,
                        new DispatchRequest(DispatchCounty.CountyNo, day ?? DispatchCounty.Day),
                        id,
                        "春季选派",
                        DispatchCounty.Rules,
                        DispatchPack.Shapes(DispatchCounty.Pack).Value,
                        DispatchCounty.Context
                    )
                    .Ok
            );
        Assert.Equal(1, county.Db.DispatchPlans.Count(p => p.PlanId == id));
        return Read(county, id);
    }

    private static PlanRecord Read(DispatchCounty county, Guid id)
    {
        county.Db.ChangeTracker.Clear();
        return PlanRecord.Read(county.Db, DispatchCounty.CountyNo, id).Value;
    }

    private static PlanChoice Lock(DispatchCounty county, int village, string cadre, string reason = "村里点名要他") =>
        new(
            ChoiceKind.Lock,
            village,
            county.Db.Cadres.Single(c => c.Name == cadre).CadreId,
            reason,
            "周样例",
            DispatchCounty.Day
        );

    private static (PlanRecord Plan, Outcome<PlanPreview> Outcome) Lay(
        DispatchCounty county,
        PlanRecord plan,
        PlanChoice choice
    ) => (plan, ChangePlan.Lay(county.Db, plan, [choice]));

    private static Problem? Write(
        DispatchCounty county,
        (PlanRecord Plan, Outcome<PlanPreview> Outcome) laid,
        int? version = null
    ) => Write(county, (laid.Plan, laid.Outcome.Value), version);

    private static Problem? Write(
        DispatchCounty county,
        (PlanRecord Plan, PlanPreview Preview) laid,
        int? version = null
    ) => ChangePlan.Write(county.Db, laid.Plan, laid.Preview, version ?? laid.Plan.Row.Version, DispatchCounty.Context);

    private static string Holder(DispatchCounty county, PlanRecord plan, int village) =>
        county
            .Db.Cadres.Single(c =>
                c.CadreId == plan.Round.Cadres[plan.Round.Plan.PersonOf[plan.Round.Villages.IndexOf(village)]]
            )
            .Name;

    private static void Submit(DispatchCounty county, PlanRecord plan) => Assert.Null(HandIn(county, plan));

    private static Problem? HandIn(DispatchCounty county, PlanRecord plan) =>
        SubmitPlan.Run(
            county.Db,
            Pack,
            plan,
            DispatchCounty.Rules,
            DispatchPack.Shapes(DispatchCounty.Pack).Value,
            LoadRegions.Tree(county.Db).OfCounty(DispatchCounty.CountyNo).Last(p => p.Level == "county"),
            plan.Row.Version,
            "请审批",
            Clerk,
            "周样例",
            DispatchCounty.Day,
            DispatchCounty.Context
        );

    private static void Approve(DispatchCounty county, Guid caseId, string result = "approved")
    {
        Assert.Equal("TH1104", Do("decision", "approved", Clerk).Problems[0].Code);
        Assert.True(Do("decision", result, Leader).Ok);
        if (result == "approved")
            Assert.True(Do("announcement", "done", Clerk).Ok);

        Outcome<CaseRecord> Do(string step, string result, CaseActor actor) =>
            ActOnCase.Run(
                county.Db,
                Pack,
                DispatchCounty.CountyNo,
                caseId,
                new DoStep(Guid.CreateVersion7(), step, result, ["minutes"], null, Reasoned: true),
                actor,
                "测试",
                "同意",
                DispatchCounty.Day,
                DispatchCounty.Context
            );
    }

    private static Outcome<DispatchRound> Post(DispatchCounty county, PlanRecord plan, DateOnly? today = null) =>
        PostPlan.Run(
            county.Db,
            plan,
            plan.Row.Version,
            DispatchCounty.Rules,
            DispatchPack.Shapes(DispatchCounty.Pack).Value,
            today ?? DispatchCounty.Day,
            DispatchCounty.Context
        );

    private DispatchCounty Ready()
    {
        var county = new DispatchCounty(cluster, engine);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        return county;
    }
}
