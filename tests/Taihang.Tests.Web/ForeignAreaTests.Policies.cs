using System.Linq.Expressions;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Web;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>
/// The same addresses once more on PostgreSQL, as a plain role and with the program's own filters switched off: what is beyond the county
/// is held back by the database alone, also from pages that forget to ask.
/// </summary>
public sealed partial class ForeignAreaTests
{
    [Fact]
    public async Task The_database_holds_back_another_county_where_the_program_forgets_to_ask()
    {
        Assert.SkipUnless(
            PostgresServer.Installed || Environment.GetEnvironmentVariable("CI") == "true",
            "PostgreSQL is not installed here."
        );
        using var server = PostgresServer.Start("-c fsync=off -c full_page_writes=off");
        var store = StoreAddress.Parse(server.Make("taihang_web"));
        using var files = Repository.TemporaryFolder();
        using (var from = OpenStore.Existing(site.Store).Value)
            Assert.True(NewStore.Fill(store, to => CopyStore.Run(from, to)).Ok);
        File.Copy(SigningKey.Beside(site.Settings.KeyFile), files.File(SigningKey.FileName));
        File.Copy(site.Settings.KeyFile, files.File("master.key"));
        await using var app = await site.Serve(
            site.Settings with
            {
                Store = store,
                KeyFile = files.File("master.key"),
                SignInsPerMinute = 10_000,
                SignInsPerMinuteAndLogin = 10_000,
            },
            PagesThatForget,
            services =>
            {
                services.RemoveAll<TaihangDb>();
                services.AddScoped(_ => new TaihangDb(
                    new DbContextOptionsBuilder<TaihangDb>(StoreOptions.For(store))
                        .AddInterceptors(WithoutFilters.Always)
                        .Options
                ));
            }
        );
        // The pages that forget do give what is the visitor's own.
        var own = site.Places.Household;
        using (var client = await SiteClient.SignedIn(app.Urls.Single(), "cadre"))
            foreach (var way in Ways)
            {
                var answer = await client.GetAsync($"/twin/{way}/{own.CountyNo}/{own.HouseholdId}");
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Contains(own.Number, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        var (asked, given) = await Given(app, relation: "county");
        Assert.True(asked > 100, $"only {asked} were asked");
        Assert.Empty(given);
        // Without the policy on one table, every one of these pages is caught.
        using (var db = OpenStore.Existing(store).Value)
            await db.Database.ExecuteSqlAsync($"ALTER TABLE households DISABLE ROW LEVEL SECURITY");
        var (_, without) = await Given(app, "/twin", "county");
        foreach (var way in Ways)
        foreach (var login in new[] { "county", "township", "cadre" })
            Assert.Contains(
                without,
                g =>
                    g.StartsWith($"{login} county: GET /twin/{way}/", StringComparison.Ordinal)
                    && g.EndsWith("200", StringComparison.Ordinal)
            );
        await app.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    private static readonly string[] Ways = ["filter", "past", "sql"];

    private static void PagesThatForget(WebApplication app)
    {
        static IResult Told(List<string> numbers) =>
            numbers.Count == 0 ? Results.NotFound() : Results.Text(string.Join('\n', numbers));
        app.MapGet(
            "/twin/filter/{county:int}/{id:guid}",
            (Guid id, Visit visit, TaihangDb db) =>
                visit.Viewer is null
                    ? Results.NotFound()
                    : Told([.. db.Households.Where(h => h.HouseholdId == id).Select(h => h.Number)])
        );
        app.MapGet(
            "/twin/past/{county:int}/{id:guid}",
            (Guid id, Visit visit, TaihangDb db) =>
                visit.Viewer is null
                    ? Results.NotFound()
                    : Told([
                        .. db.Households.IgnoreQueryFilters().Where(h => h.HouseholdId == id).Select(h => h.Number),
                    ])
        );
        app.MapGet(
            "/twin/sql/{county:int}/{id:guid}",
            (Guid id, Visit visit, TaihangDb db) =>
                visit.Viewer is null
                    ? Results.NotFound()
                    : Told([
                        .. db.Database.SqlQuery<string>(
                            $"SELECT number AS \"Value\" FROM households WHERE household_id = {id}"
                        ),
                    ])
        );
    }

    /// <summary>As if no table had a filter: every table that a query reads is read past it.</summary>
    private sealed class WithoutFilters : ExpressionVisitor, IQueryExpressionInterceptor
    {
        public static readonly WithoutFilters Always = new();

        public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) =>
            Visit(queryExpression);

        protected override Expression VisitExtension(Expression node) =>
            node is EntityQueryRootExpression root
                ? Expression.Call(
                    typeof(EntityFrameworkQueryableExtensions)
                        .GetMethods()
                        .Single(m =>
                            m.Name == nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters)
                            && m.GetParameters().Length == 1
                        )
                        .MakeGenericMethod(root.ElementType),
                    root
                )
                : base.VisitExtension(node);
    }
}
