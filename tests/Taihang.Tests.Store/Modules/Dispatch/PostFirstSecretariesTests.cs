using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

public sealed class PostFirstSecretariesOnSqliteTests(PostgresCluster cluster)
    : PostFirstSecretariesTests(cluster, Engine.Sqlite);

public sealed class PostFirstSecretariesOnPostgresTests(PostgresCluster cluster)
    : PostFirstSecretariesTests(cluster, Engine.Postgres);

public abstract class PostFirstSecretariesTests(PostgresCluster cluster, Engine engine)
{
    [Fact]
    public void Each_village_gets_the_skill_it_lacks_and_nobody_goes_home()
    {
        using var county = Ready();
        var done = county.Post().Value;
        Assert.Equal((3, 3), (done.Villages, done.Filled));
        Assert.Equal(
            ["钱样例", "李样例", "吴样例"],
            ShowPosting.All(county.Db, DispatchCounty.CountyNo, DispatchCounty.Day).Select(p => p.Cadre)
        );
        // Zhao has both skills but lives in the township; Sun has every skill but may not serve.
        Assert.Equal(3 * 3, done.AllowedPairs);
        Assert.Equal(2, county.Db.Acts.Count(a => a.Kind.StartsWith("dispatch.")));
        Assert.Null(VerifyAudit.Run(county.Db, DispatchCounty.CountyNo).BrokenAt);
    }

    [Fact]
    public void A_round_for_a_day_before_the_postings_there_are_posts_nobody()
    {
        using var county = new DispatchCounty(cluster, engine);
        county.Identify(DispatchCounty.Day.AddDays(-30));
        Assert.True(county.Import(county.Roster()).Ok);
        county.Post();
        county.Db.ChangeTracker.Clear();
        // Those who only begin later keep village and cadre: there is nothing to post to.
        Assert.Null(county.Post(DispatchCounty.Day.AddDays(-10)).Value.RoundId);
        Assert.Equal(3, county.Db.Postings.Count());
    }

    [Fact]
    public void The_act_and_the_log_carry_no_name()
    {
        using var county = Ready();
        county.Post();
        Assert.All(county.Db.Acts, act => Assert.DoesNotContain("样例", act.Content, StringComparison.Ordinal));
    }

    [Fact]
    public void The_round_can_be_checked_again_and_every_alteration_is_found()
    {
        using var county = Ready();
        var roundId = county.Post().Value.RoundId!.Value;
        Assert.Equal(3, CheckRound.Run(county.Db, DispatchCounty.CountyNo).Value.Filled);

        var posting = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First);
        var other = county.Db.Cadres.Single(c => c.Name == "赵样例").CadreId;
        Altered(posting, p => p.CadreId = other, "TH0618");
        Altered(posting, p => p.FitBp++, "TH0618");
        var round = county.Db.DispatchRounds.Single(r => r.RoundId == roundId);
        Altered(round, r => r.Certificate = Change(r.Certificate, cost: 1, price: 0), "TH0617");
        Altered(round, r => r.Certificate = Change(r.Certificate, cost: 0, price: 1), "TH0617");
        Altered(round, r => r.Certificate = "{}", "TH0619");
        // Someone who also knows how to make the hash still cannot make the proof.
        Altered(
            round,
            r =>
            {
                r.Certificate = Change(r.Certificate, cost: 0, price: 1);
                r.CertificateHash = StoredRound.Certificate(r.Certificate).Value.Hash();
            },
            "TH0600"
        );
        Assert.True(CheckRound.Run(county.Db, DispatchCounty.CountyNo).Ok);

        void Altered<T>(T row, Action<T> alter, string code)
            where T : class
        {
            var entry = county.Db.Entry(row);
            var before = entry.CurrentValues.Clone();
            alter(row);
            county.Db.SaveChanges();
            Assert.Contains(CheckRound.Run(county.Db, DispatchCounty.CountyNo).Problems, p => p.Code == code);
            entry.CurrentValues.SetValues(before);
            county.Db.SaveChanges();
        }
    }

    [Fact]
    public void A_posting_shows_its_parts_its_next_best_and_its_proof()
    {
        using var county = Ready();
        var hash = county.Post().Value.CertificateHash;
        var shown = ShowPosting.Run(county.Db, DispatchCounty.CountyNo, DispatchCounty.First, DispatchCounty.Day).Value;
        Assert.Equal("钱样例", shown.Posting.Cadre);
        Assert.Equal(shown.Posting.FitBp, shown.Parts.Sum(p => p.PointsBp));
        Assert.Equal("1", shown.Parts.Single(p => p.Title.En == "skills against needs").Value);
        Assert.Null(shown.Parts.Single(p => p.Title.En == "dialect").Value);
        Assert.Equal(3, shown.Needs.Single(n => n.Skill.En == "health").Need);
        Assert.NotNull(shown.DistanceKm);
        Assert.Contains("次优人选：农业农村局 李样例", shown.Next.Zh, StringComparison.Ordinal);
        Assert.Equal(hash, shown.CertificateHash);
        Assert.Contains(hash[..16], shown.Proof.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("赵样例", Exclusion.Home, "S53")]
    [InlineData("卫健局/孙样例", Exclusion.NotEligible, "S41")]
    public void Why_not_quotes_the_rule_that_excludes(string who, Exclusion exclusion, string source)
    {
        using var county = Ready();
        var answer = Why(county, who).Value;
        Assert.Equal(exclusion, answer.Exclusion);
        Assert.Contains(source, answer.Words.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_not_says_what_the_whole_plan_would_lose_and_knows_no_stranger()
    {
        using var county = Ready();
        var answer = Why(county, "李样例").Value;
        Assert.True(answer.Plan!.LostBp > Fraction.Zero);
        Assert.Equal((0, 0), (answer.Plan.Emptied, answer.Plan.Filled));
        Assert.Equal("TH0616", Assert.Single(Why(county, "周样例").Problems).Code);
    }

    [Fact]
    public void Within_the_term_nothing_changes_and_after_it_everything_is_decided_anew()
    {
        using var county = Ready();
        county.Post();
        var acts = county.Db.Acts.Count();
        Assert.Null(county.Post(DispatchCounty.Day.AddMonths(24).AddDays(-1)).Value.RoundId);
        Assert.Equal(acts, county.Db.Acts.Count());

        var later = DispatchCounty.Day.AddMonths(24);
        Assert.Equal(3, county.Post(later).Value.Filled);
        Assert.Equal(3, county.Db.Postings.Count(p => p.To == later.AddDays(-1)));
        Assert.Equal(3, county.Db.Postings.Count(p => p.To == null));
        var shown = ShowPosting.Run(county.Db, DispatchCounty.CountyNo, DispatchCounty.First, later).Value;
        Assert.Equal("1", shown.Parts.Single(p => p.Title.En == "continuity").Value);
    }

    [Fact]
    public void When_cadres_are_scarce_the_deep_poverty_village_comes_first()
    {
        using var county = new DispatchCounty(cluster, engine);
        county.Identify();
        county.Import(county.Roster(DispatchCounty.Rows.Split('\n')[0] + "\n"));
        Assert.Equal(1, county.Post().Value.Filled);
        Assert.Equal(DispatchCounty.First + 2, county.Db.Postings.Single().VillageNo);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        using var county = new DispatchCounty(cluster, engine);
        Assert.Equal("TH0611", Assert.Single(county.Post().Problems).Code);
        county.Identify();
        Assert.Equal("TH0613", Assert.Single(county.Post().Problems).Code);
        Assert.Equal("TH0610", Assert.Single(county.Post(new DateOnly(2015, 1, 1)).Problems).Code);
        Assert.Equal("TH0614", Assert.Single(CheckRound.Run(county.Db, DispatchCounty.CountyNo).Problems).Code);
        Assert.Equal(
            "TH0615",
            Assert.Single(ShowPosting.Run(county.Db, DispatchCounty.CountyNo, 5, DispatchCounty.Day).Problems).Code
        );
        Assert.Empty(county.Db.DispatchRounds);
    }

    private DispatchCounty Ready()
    {
        var county = new DispatchCounty(cluster, engine);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        return county;
    }

    private static Outcome<WhyNotAnswer> Why(DispatchCounty county, string who)
    {
        var roundId =
            county.Db.DispatchRounds.AsNoTracking().Select(r => (Guid?)r.RoundId).SingleOrDefault()
            ?? county.Post().Value.RoundId!.Value;
        return WhyNot.Run(county.Db, DispatchCounty.CountyNo, roundId, DispatchCounty.First, who);
    }

    private static string Change(string certificate, int cost, long price)
    {
        var round = StoredRound.Certificate(certificate).Value;
        round.Problem.Cost[0] += cost;
        round.Plan.Price[0] += price;
        return StoredRound.Write(round);
    }
}
