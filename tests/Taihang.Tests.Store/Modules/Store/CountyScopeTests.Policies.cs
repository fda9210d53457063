using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Store;

/// <summary>The row policies themselves: what they let through, and that a wrong one is told.</summary>
public sealed partial class CountyScopeTests
{
    [Fact]
    public void A_missing_policy_and_a_role_above_them_are_caught()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Postgres, files);
        using (var db = OpenStore.Existing(address).Value)
        {
            Assert.Empty(PolicyCheck.Run(db));
            db.Database.ExecuteSql($"ALTER TABLE households DISABLE ROW LEVEL SECURITY");
            var told = Assert.Single(PolicyCheck.Run(db));
            Assert.Equal("TH0912", told.Code);
            Assert.Contains("households", told.What.En, StringComparison.Ordinal);
        }
        using (var near = new TaihangDb(StoreOptions.For(address), CountyScope.Of(Near)))
            Assert.Equal(
                ["Household past the filter", "households by SQL"],
                Sweep(near).Where(r => r.Counties.Contains(Far)).Select(r => r.How)
            );
        using var above = new TaihangDb(StoreOptions.For(cluster.AboveThePolicies(address)), CountyScope.Of(Near));
        Assert.All(
            Sweep(above).Where(r => !r.How.EndsWith("by filter", StringComparison.Ordinal)),
            r => Assert.Contains(Far, r.Counties)
        );
        Assert.Equal(["TH0911", "TH0912"], PolicyCheck.Run(above).Select(p => p.Code));
    }

    [Theory]
    [InlineData("CREATE POLICY more ON households USING (true)")]
    [InlineData("ALTER POLICY area ON households USING (true) WITH CHECK (true)")]
    [InlineData("ALTER POLICY area ON households WITH CHECK (true)")]
    [InlineData("DROP POLICY area ON households")]
    public void A_policy_that_says_something_else_is_caught(string sql)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(Filled(Engine.Postgres, files)).Value;
        db.Database.ExecuteSqlRaw(sql);
        Assert.Contains("households", Assert.Single(PolicyCheck.Run(db)).What.En, StringComparison.Ordinal);
    }

    /// <summary>The county of the official sees a concern about them, and neither takes it away nor makes it its own.</summary>
    [Fact]
    public void Who_only_sees_a_concern_does_not_change_it()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Postgres, files);
        using (var all = OpenStore.Existing(address).Value)
            Assert.Equal(
                1,
                all.Database.ExecuteSql(
                    $"UPDATE access_concerns SET account_county_no = {Near} WHERE county_no = {Far}"
                )
            );
        using var near = new TaihangDb(StoreOptions.For(address), CountyScope.Of(Near));
        Assert.Contains(near.AccessConcerns.AsNoTracking(), c => c.CountyNo == Far);
        Assert.Equal(0, near.Database.ExecuteSql($"DELETE FROM access_concerns WHERE county_no = {Far}"));
        Assert.Equal(
            0,
            near.Database.ExecuteSql($"UPDATE access_concerns SET county_no = {Near} WHERE county_no = {Far}")
        );
    }
}
