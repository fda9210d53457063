using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Dispatch;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Dispatch;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A page is in one language: what stays in the other is a name of the record.</summary>
public sealed partial class LanguageTests(DemoSite site)
{
    [Fact]
    public async Task No_English_page_holds_Chinese_beyond_the_names_of_the_record()
    {
        var names = Names();
        foreach (var (name, login) in Pages())
        {
            var page = await site.Visit(login, "en-US");
            await page.GotoAsync(PagesTests.Address(site, name));
            var text = await page.InnerTextAsync("body");
            await page.Context.CloseAsync();
            // The button to the other language is named in it.
            text = text.Replace("中文", "", StringComparison.Ordinal);
            foreach (var known in names)
                text = text.Replace(known, "", StringComparison.Ordinal);
            Assert.True(!Chinese().IsMatch(text), $"{name}: {string.Join(" | ", Chinese().Matches(text).Take(5))}");
        }
    }

    [Fact]
    public async Task No_Chinese_page_holds_an_English_sentence()
    {
        var reasons = Reasons();
        foreach (var (name, login) in Pages())
        {
            var page = await site.Visit(login);
            await page.GotoAsync(PagesTests.Address(site, name));
            // A command is typed as it is, in any language; so are the reasons that the log holds.
            var text = (await page.InnerTextAsync("body"))
                .Replace("English", "", StringComparison.Ordinal)
                .Replace("taihang dispatch certify", "", StringComparison.Ordinal)
                .Replace("taihang parameter set", "", StringComparison.Ordinal);
            foreach (var said in reasons.Where(said => said.Contains(' ', StringComparison.Ordinal)))
                text = text.Replace(said, "", StringComparison.Ordinal);
            var found = English().Matches(text).Select(m => m.Value).ToList();
            await page.Context.CloseAsync();
            Assert.True(found.Count == 0, $"{name}: {string.Join(" | ", found.Take(5))}");
        }
    }

    [Theory]
    [InlineData("One line in 中文 among others", true)]
    [InlineData("Names such as Zhang, 2,300 yuan.", false)]
    public void The_check_for_Chinese_sees_it(string text, bool seen) => Assert.Equal(seen, Chinese().IsMatch(text));

    [Theory]
    [InlineData("结果：no answer was recorded here", true)]
    [InlineData("结果：2,300 元 TH0704 mpi-global county", false)]
    public void The_check_for_English_sees_it(string text, bool seen) => Assert.Equal(seen, English().IsMatch(text));

    private static IEnumerable<(string Name, string? Login)> Pages() =>
        PagesTests.Pages.Select(row => (row.Data.Item1, row.Data.Item2));

    /// <summary>What was said when somebody acted, in whatever language; the log gives it back as it is.</summary>
    private List<string> Reasons()
    {
        using var db = site.Open();
        return
        [
            .. db
                .Acts.Select(a => a.Reason)
                .Union(db.Acts.Select(a => a.Basis))
                .AsEnumerable()
                .OrderByDescending(said => said.Length),
        ];
    }

    /// <summary>Names of people, places, units and documents, longest first so that none is cut by a part of it.</summary>
    private List<string> Names()
    {
        using var db = site.Open();
        return
        [
            .. db
                .Persons.AsNoTracking()
                .Select(p => p.Name)
                .Concat(db.Regions.AsNoTracking().Select(r => r.Name))
                .Concat(db.Cadres.AsNoTracking().Select(c => c.Name))
                .Concat(db.SendingUnits.AsNoTracking().Select(u => u.Name))
                .Concat(db.Accounts.AsNoTracking().Select(a => a.DisplayName))
                .Concat(db.SavedLists.AsNoTracking().Select(l => l.Name))
                .Concat(db.AreaParameters.AsNoTracking().Select(p => p.Document))
                .Concat(db.ProcedureNotices.AsNoTracking().Select(n => n.Place))
                .Concat(db.ProcedureEvents.AsNoTracking().Select(e => e.ByName))
                .Concat(db.ProcedureEvents.AsNoTracking().Select(e => e.Text))
                .Concat(db.PostingEvents.AsNoTracking().Select(e => e.ByName))
                .Concat(db.PostingEvents.AsNoTracking().Select(e => e.Text))
                .Concat(db.ChangeDecisions.AsNoTracking().Select(d => d.Reason))
                .Concat(db.Acts.AsNoTracking().Select(a => a.Basis))
                .Concat(db.Attachments.AsNoTracking().Select(a => a.Title))
                .Concat(db.DispatchPlans.AsNoTracking().Select(p => p.Title))
                .Distinct()
                .AsEnumerable()
                .Concat(
                    db.DispatchPlans.AsNoTracking()
                        .Select(p => p.Choices)
                        .AsEnumerable()
                        .SelectMany(StoredRound.Read<PlanChoice[]>)
                        .SelectMany(c => new[] { c.Reason, c.ByName })
                )
                .Concat(db.ProcedureCases.AsNoTracking().AsEnumerable().Select(c => ReceiptCode.Masked(c.SubjectName)))
                .Concat(
                    db.ChangeRequests.AsNoTracking().AsEnumerable().Select(c => ChangeDocument.Read(c.Document).Source)
                )
                .Concat(Reasons())
                .Where(n => n.Length > 0)
                .OrderByDescending(n => n.Length),
        ];
    }

    [GeneratedRegex(@"[^\n]{0,20}[一-鿿]+[^\n]{0,20}")]
    private static partial Regex Chinese();

    /// <summary>Three words in a row: ids, names of roles and codes have fewer.</summary>
    [GeneratedRegex(@"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b")]
    private static partial Regex English();
}
