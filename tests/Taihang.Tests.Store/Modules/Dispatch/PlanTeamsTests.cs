using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

/// <summary>The made-up county of three villages with a first secretary each, and eight more cadres for their task forces.</summary>
public sealed class PlanTeamsTests(PostgresCluster cluster)
{
    private static readonly TeamEffort Quick = new(Phases: 2, Passes: 10, Rounds: 32, Lanes: 2);

    private const string More =
        "教育局,县级,社会事业部门,周样例,130623101,3,否,0,1,0,0,0,3,0\n"
        + "教育局,县级,社会事业部门,郑样例,130623101,3,否,0,0,0,0,0,3,0\n"
        + "教育局,县级,社会事业部门,王样例,130623101,2,否,0,3,0,0,0,1,0\n"
        + "财政局,县级,经济部门,冯样例,130623101,4,否,0,0,3,0,0,0,0\n"
        + "财政局,县级,经济部门,陈样例,130623101,4,否,0,0,2,0,0,0,0\n"
        + "卫健局,县级,社会事业部门,卫样例,130623101,5,否,0,0,0,0,0,0,2\n"
        + "司法局,县级,社会事业部门,蒋样例,130623101,5,否,0,0,0,3,0,0,0\n";

    private DispatchCounty Ready(Engine engine = Engine.Sqlite)
    {
        var county = new DispatchCounty(cluster, engine);
        county.Identify();
        var imported = county.Import(county.Roster(DispatchCounty.Rows + More));
        Assert.True(imported.Ok, string.Join(' ', imported.Problems));
        return county;
    }

    private static Outcome<TeamsPlanned> Plan(
        DispatchCounty county,
        DateOnly? day = null,
        ActContext? post = null,
        TeamEngineUse? engine = null,
        PostingRules? rules = null
    ) =>
        PlanTeams.Run(
            county.Db,
            new DispatchRequest(DispatchCounty.CountyNo, day ?? DispatchCounty.Day),
            rules ?? DispatchCounty.Rules,
            DispatchPack.Shapes(DispatchCounty.Pack).Value,
            engine,
            post,
            Quick
        );

    private static int Members(DispatchCounty county) =>
        county.Db.Postings.AsNoTracking().Count(p => p.Role == PostingRole.Member && p.To == null);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Teams_are_planned_first_and_posted_when_told_with_a_certificate_that_is_checked_again(Engine engine)
    {
        using var county = Ready(engine);
        Assert.Equal("TH0634", Assert.Single(Plan(county).Problems).Code);
        _ = county.Post().Value;
        var before = (county.Db.Acts.Count(), county.Db.Postings.Count());
        var plan = Plan(county).Value;
        Assert.Null(plan.RoundId);
        Assert.Equal(before, (county.Db.Acts.Count(), county.Db.Postings.Count()));
        Assert.Equal(3, plan.Teams.Length);
        Assert.All(plan.Teams, team => Assert.Equal(PostingRole.FirstSecretary, team.Members[0].Role));
        Assert.True(plan.Bound >= plan.Value);
        // Neither sex nor dialect is on the roster: both wishes say that they are not applied.
        Assert.Equal(2, plan.NotApplied.Length);
        Assert.Equal("TH0614", Assert.Single(CheckTeams.Run(county.Db, DispatchCounty.CountyNo).Problems).Code);

        var posted = Plan(county, post: DispatchCounty.Context).Value;
        Assert.Equal(plan.CertificateHash, posted.CertificateHash);
        Assert.Equal(posted.Posted, Members(county));
        Assert.Equal(posted.Teams.Sum(t => t.Members.Length - 1), posted.Posted);
        Assert.Equal(1, county.Db.Acts.Count(a => a.Kind == "dispatch.teams"));
        var check = CheckTeams.Run(county.Db, DispatchCounty.CountyNo);
        Assert.True(check.Ok, string.Join(' ', check.Problems));
        Assert.Equal(posted.RoundId, check.Value.RoundId);
        // The first secretaries' own round is untouched by it.
        Assert.True(CheckRound.Run(county.Db, DispatchCounty.CountyNo).Ok);

        // Within their term they stay, and nobody is posted twice.
        var again = Plan(county, DispatchCounty.Day.AddMonths(1), DispatchCounty.Context).Value;
        Assert.Equal(0, again.Posted);
        Assert.All(again.Teams.SelectMany(t => t.Members.Skip(1)), m => Assert.True(m.Stays));
        Assert.Equal(posted.Posted, Members(county));
        Assert.True(CheckTeams.Run(county.Db, DispatchCounty.CountyNo).Ok);
    }

    [Fact]
    public void Who_comes_covers_what_the_village_needs_and_is_told_in_both_languages()
    {
        using var county = Ready();
        _ = county.Post().Value;
        var plan = Plan(county).Value;
        var poor = plan.Teams.Single(t => t.VillageNo == DispatchCounty.First + 2);
        Assert.True(poor.Members.Length >= plan.Teams.Min(t => t.Members.Length));
        var sick = plan.Teams.Single(t => t.VillageNo == DispatchCounty.First + 1);
        Assert.DoesNotContain(sick.Lacks.Needs, s => DispatchCounty.Rules.Skills[s].Id == "education");
        Assert.All(
            plan.Teams.SelectMany(t => t.Members),
            m => Assert.True(m.Why.Zh.Length > 0 && m.Why.En.Contains("cover", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void When_the_term_is_over_the_members_are_planned_anew_and_the_old_postings_end()
    {
        using var county = Ready();
        _ = county.Post().Value;
        var first = Plan(county, post: DispatchCounty.Context).Value;
        var later = DispatchCounty.Day.AddMonths(DispatchCounty.Rules.TermMonths);
        var second = Plan(county, later, DispatchCounty.Context).Value;
        Assert.True(second.Posted > 0);
        Assert.Equal(second.Posted, Members(county));
        Assert.Equal(
            first.Posted,
            county.Db.Postings.AsNoTracking().Count(p => p.RoundId == first.RoundId && p.To == later.AddDays(-1))
        );
    }

    [Fact]
    public void A_member_is_not_made_first_secretary_elsewhere_while_that_posting_runs()
    {
        using var county = new DispatchCounty(cluster, Engine.Sqlite);
        county.Identify();
        // All of them may lead, so some who could are members.
        Assert.True(
            county.Import(county.Roster((DispatchCounty.Rows + More).Replace("否", "是", StringComparison.Ordinal))).Ok
        );
        _ = county.Post().Value;
        Assert.True(Plan(county, post: DispatchCounty.Context).Value.Posted > 3);
        var members = county
            .Db.Postings.AsNoTracking()
            .Where(p => p.Role == PostingRole.Member)
            .Select(p => p.CadreId)
            .ToList();
        var later = county.Post(DispatchCounty.Day.AddMonths(DispatchCounty.Rules.TermMonths));
        Assert.True(later.Ok, string.Join(' ', later.Problems));
        Assert.DoesNotContain(
            county
                .Db.Postings.AsNoTracking()
                .Where(p => p.RoundId == later.Value.RoundId)
                .Select(p => p.CadreId)
                .ToList(),
            members.Contains
        );
    }

    [Fact]
    public void An_altered_certificate_hash_or_posting_is_found()
    {
        using var county = Ready();
        _ = county.Post().Value;
        _ = Plan(county, post: DispatchCounty.Context).Value;
        var round = county.Db.DispatchRounds.Single(r => r.Role == PostingRole.Member);
        var posting = county.Db.Postings.First(p => p.RoundId == round.RoundId);
        Altered(round, r => r.CertificateHash = "00", "TH0617");
        Altered(round, r => r.Certificate += " ", "TH0617");
        Altered(round, r => (r.Certificate, r.CertificateHash) = ("null", StoredTeams.Hash("null")), "TH0619");
        Altered(
            round,
            r =>
            {
                var kept = StoredTeams.Read(r.Certificate).Value;
                var price = (long[])kept.Answer.Proof.Price.Clone();
                price[0]++;
                var text = (
                    kept with
                    {
                        Answer = kept.Answer with { Proof = kept.Answer.Proof with { Price = price } },
                    }
                ).Write();
                (r.Certificate, r.CertificateHash) = (text, StoredTeams.Hash(text));
            },
            "TH0632"
        );
        Altered(
            posting,
            p => p.VillageNo = p.VillageNo == DispatchCounty.First ? p.VillageNo + 1 : DispatchCounty.First,
            "TH0618"
        );
        Assert.True(CheckTeams.Run(county.Db, DispatchCounty.CountyNo).Ok);

        void Altered<T>(T row, Action<T> alter, string code)
            where T : class
        {
            var entry = county.Db.Entry(row);
            var before = entry.CurrentValues.Clone();
            alter(row);
            county.Db.SaveChanges();
            Assert.Contains(CheckTeams.Run(county.Db, DispatchCounty.CountyNo).Problems, p => p.Code == code);
            entry.CurrentValues.SetValues(before);
            county.Db.SaveChanges();
        }
    }

    [Fact]
    public void Half_of_it_is_never_posted()
    {
        using var county = Ready();
        _ = county.Post().Value;
        var before = (county.Db.Acts.Count(), county.Db.DispatchRounds.Count(), county.Db.Postings.Count());
        // The store refuses the second member: the first must not stand either, nor act nor round.
        county.Db.Database.ExecuteSql(
            $"CREATE TRIGGER busy BEFORE INSERT ON postings WHEN NEW.role = 'member' AND (SELECT COUNT(*) FROM postings WHERE role = 'member') > 0 BEGIN SELECT RAISE(ABORT, 'busy'); END"
        );
        Assert.ThrowsAny<DbUpdateException>(() => Plan(county, post: DispatchCounty.Context));
        county.Db.ChangeTracker.Clear();
        Assert.Equal(before, (county.Db.Acts.Count(), county.Db.DispatchRounds.Count(), county.Db.Postings.Count()));
    }

    [Fact]
    public void Without_its_engine_the_plan_is_made_all_the_same_and_says_so()
    {
        using var county = Ready();
        _ = county.Post().Value;
        var plan = Plan(county, engine: new TeamEngineUse("/nowhere/solver", 1)).Value;
        Assert.Equal("TH0635", plan.Engine!.Code);
        Assert.Equal(Plan(county).Value.CertificateHash, plan.CertificateHash);
    }

    [Fact]
    public void A_pack_without_task_forces_is_told_so()
    {
        using var county = Ready();
        _ = county.Post().Value;
        Assert.Equal(
            "TH0633",
            Assert.Single(Plan(county, rules: DispatchCounty.Rules with { Teams = null }).Problems).Code
        );
    }
}
