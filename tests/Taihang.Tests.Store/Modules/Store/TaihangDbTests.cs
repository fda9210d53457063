using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Store;

/// <summary>The rules under which a distributed PostgreSQL takes the tables as they are, over the model itself.</summary>
public sealed class TaihangDbTests
{
    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Every_key_starts_with_the_county(string engine)
    {
        using var db = new TaihangDb(StoreOptions.ForDesign(engine));
        Assert.Empty(KeysWithoutCounty(db.Model));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void No_foreign_key_crosses_a_county(string engine)
    {
        using var db = new TaihangDb(StoreOptions.ForDesign(engine));
        Assert.Empty(LinksAcrossCounties(db.Model));
    }

    [Fact]
    public void Both_rules_find_a_table_that_breaks_them()
    {
        using var db = new BrokenDb(new DbContextOptionsBuilder<BrokenDb>().UseSqlite("Data Source=:memory:").Options);
        Assert.Equal(["Visit.VisitId"], KeysWithoutCounty(db.Model));
        Assert.Equal(["Visit.VillageNo,VillageCounty"], LinksAcrossCounties(db.Model));
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void The_migrations_make_exactly_the_model(string engine)
    {
        using var db = new TaihangDb(StoreOptions.ForDesign(engine));
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public void Every_table_with_a_county_is_filtered_by_it(string engine)
    {
        using var db = new TaihangDb(StoreOptions.ForDesign(engine));
        Assert.Empty(Unfiltered(db.Model));
        using var broken = new BrokenDb(
            new DbContextOptionsBuilder<BrokenDb>().UseSqlite("Data Source=:memory:").Options
        );
        Assert.NotEmpty(Unfiltered(broken.Model));
    }

    private static IEnumerable<string> Unfiltered(IModel model) =>
        model
            .GetEntityTypes()
            .Where(t =>
                t.GetProperties().Any(p => p.Name.Contains("County", StringComparison.Ordinal))
                && t.FindDeclaredQueryFilter(TaihangDb.AreaFilter) is null
            )
            .Select(t => t.ClrType.Name);

    /// <summary>The blind index is keyed by its hash by design: whoever looks a person up does not know the county.</summary>
    private static IEnumerable<string> KeysWithoutCounty(IModel model) =>
        model
            .GetEntityTypes()
            .Where(t => t.ClrType != typeof(BlindIndex))
            .Select(t => t.FindPrimaryKey()!)
            .Where(k => k.Properties[0].Name != "CountyNo")
            .Select(k => $"{k.DeclaringEntityType.ClrType.Name}.{string.Join(",", k.Properties.Select(p => p.Name))}");

    private static IEnumerable<string> LinksAcrossCounties(IModel model) =>
        model
            .GetEntityTypes()
            .SelectMany(t => t.GetForeignKeys())
            .Where(f => f.Properties[0].Name != "CountyNo" || f.PrincipalKey.Properties[0].Name != "CountyNo")
            .Select(f => $"{f.DeclaringEntityType.ClrType.Name}.{string.Join(",", f.Properties.Select(p => p.Name))}");

    private sealed class BrokenDb(DbContextOptions<BrokenDb> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Village>().HasKey(v => new { v.CountyNo, v.VillageNo });
            modelBuilder.Entity<Village>().HasAlternateKey(v => new { v.VillageNo, v.CountyNo });
            modelBuilder.Entity<Visit>(table =>
            {
                table.HasKey(v => v.VisitId);
                table
                    .HasOne<Village>()
                    .WithMany()
                    .HasForeignKey(v => new { v.VillageNo, v.VillageCounty })
                    .HasPrincipalKey(v => new { v.VillageNo, v.CountyNo });
            });
        }
    }

    private sealed class Visit
    {
        public int VisitId { get; set; }

        public int VillageNo { get; set; }

        public int VillageCounty { get; set; }
    }
}
