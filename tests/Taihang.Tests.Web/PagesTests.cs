using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Every page, in both languages and at both widths, as a person would meet it.</summary>
public sealed class PagesTests(DemoSite site)
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS");

    private static readonly Lazy<string> Axe = new(() => new BundledAxeScriptProvider().GetScript());

    public static TheoryData<string, string?> Pages { get; } =
        new()
        {
            { "sign-in", null },
            { "overview", "nation" },
            { "county", "county" },
            { "township", "township" },
            { "village", "cadre" },
            { "household", "cadre" },
            { "letter", "cadre" },
            { "lab", "county" },
            { "duplicates", "county" },
            { "duplicate", "county" },
            { "lab-empty", "nation" },
            { "trial", "county" },
            { "trial-compared", "auditor" },
            { "postings", "county" },
            { "posting", "county" },
            { "plans", "county" },
            { "plan", "county" },
            { "plan-empty", "county" },
            { "plan-village", "county" },
            { "plan-cadre", "county" },
            { "plan-study", "auditor" },
            { "plan-compare", "nation" },
            { "plan-letters", "county" },
            { "roster", "county" },
            { "roster-cadre", "county" },
            { "public", null },
            { "public-village", null },
            { "notice", null },
            { "methods", null },
            { "method", null },
            { "tasks", "cadre" },
            { "board", "county" },
            { "board-village", "cadre" },
            { "case", "township" },
            { "case-meeting", "cadre" },
            { "apply", null },
            { "notices", null },
            { "notice-sheet", "cadre" },
            { "receipt", null },
            { "looked", "cadre" },
            { "audit", "auditor" },
            { "audit-county", "auditor" },
            { "audit-reads", "auditor" },
            { "comparison", "township" },
            { "lists", "county" },
            { "list", "county" },
            { "list-none", "cadre" },
            { "list-new", "cadre" },
            { "list-edit", "county" },
            { "me", "cadre" },
            { "me-passkeys", "township" },
            { "passkey", "township" },
            { "invitation", null },
            { "accounts", "county" },
            { "account-new", "county" },
            { "account", "county" },
            { "account-leave", "county" },
            { "account-passkey", "county" },
            { "unmask", "cadre" },
            { "find", "cadre" },
            { "emergency", "cadre" },
            { "concerns", "county" },
            { "outbox", "county" },
            { "outbox-none", "county" },
            { "outbox-letter", "county" },
            { "questions", "county" },
            { "questions-none", "cadre" },
            { "question", "county" },
            { "question-bunching", "auditor" },
            { "change-kinds", "cadre" },
            { "change-correct", "cadre" },
            { "change-member", "cadre" },
            { "change-add", "cadre" },
            { "change-remove", "cadre" },
            { "change-split", "cadre" },
            { "change-move", "cadre" },
            { "change-merge", "cadre" },
            { "register", "cadre" },
            { "changes", "township" },
            { "change", "township" },
            { "change-own", "cadre" },
            { "change-applied", "county" },
            { "change-reverse", "county" },
            { "attach", "cadre" },
            { "attachment", "cadre" },
            { "attachment-notice", "county" },
            { "forms", "cadre" },
            { "printed", "cadre" },
            { "printed-list", "county" },
            { "burden", "county" },
            { "burden-empty", "nation" },
            { "mine", null },
            { "own-counter", "cadre" },
            { "own-requests", "county" },
            { "own-requests-answered", "township" },
            { "own-request", "township" },
            { "retention", "county" },
            { "not-found", null },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_whole_in_both_languages_and_widths(string name, string? login)
    {
        foreach (var language in new[] { "zh-CN", "en-US" })
        {
            var page = await site.Visit(login, language);
            var foreign = new List<string>();
            page.Request += (_, request) =>
            {
                if (
                    !request.Url.StartsWith(site.Base, StringComparison.Ordinal)
                    && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                )
                    foreign.Add(request.Url);
            };
            var response = await page.GotoAsync(Address(name));
            Assert.Equal(name == "not-found" ? 404 : 200, response!.Status);
            Assert.Empty(foreign);
            Assert.Equal(language == "zh-CN" ? "zh-Hans" : "en", await page.GetAttributeAsync("html", "lang"));
            Assert.Single(await page.QuerySelectorAllAsync("h1"));
            foreach (var width in new[] { 1366, 390 })
            {
                await page.SetViewportSizeAsync(width, 900);
                var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.True(wide <= width, $"{name} is {wide} px wide at {width}");
                // Each language and each width once: together they meet every rule.
                if (language == "zh-CN" == (width == 1366))
                    Assert.Empty(await AxeViolations(page));
                if (Screenshots is not null)
                    await page.ScreenshotAsync(
                        new PageScreenshotOptions
                        {
                            Path = Path.Combine(
                                Screenshots,
                                $"{name}-{(language == "zh-CN" ? "zh" : "en")}-{width}.png"
                            ),
                        }
                    );
            }
            // Pages are many: those that were seen do not wait for the browser's end.
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_accessibility_check_sees_a_field_without_a_label()
    {
        var page = await site.Visit(null);
        await page.GotoAsync("/sign-in");
        await page.EvaluateAsync("document.querySelector('label[for=login]').remove()");
        Assert.Contains(await AxeViolations(page), found => found.StartsWith("label", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_language_is_switched_in_place()
    {
        var page = await site.Visit("county");
        await page.GotoAsync(Address("postings"));
        await page.ClickAsync("text=English");
        Assert.EndsWith(Address("postings"), page.Url, StringComparison.Ordinal);
        Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
        await page.ClickAsync("text=中文");
        Assert.Equal("zh-Hans", await page.GetAttributeAsync("html", "lang"));
    }

    [Fact]
    public async Task A_keyboard_reaches_a_households_reasons()
    {
        var page = await site.Visit("cadre");
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        var link = page.Locator("tbody a[href^='/household/']").First;
        await link.PressAsync("Enter");
        await page.Locator("ul.reasons > li").First.WaitForAsync();
        Assert.Contains("/household/", page.Url, StringComparison.Ordinal);
        Assert.True(await page.Locator("ul.reasons > li").CountAsync() >= 9);
    }

    [Fact]
    public async Task The_whole_path_from_map_to_village_needs_no_script()
    {
        var page = await site.Visit("nation", "en-US", script: false);
        await page.GotoAsync("/");
        Assert.Equal(33, await page.Locator(".map a").CountAsync());
        await page.ClickAsync($"tbody a[href='/place/{site.Places.County}']");
        await page.ClickAsync($"tbody a[href='/place/{site.Places.Township}']");
        await page.ClickAsync($"tbody a[href='/place/{site.Places.Village}']");
        Assert.Contains("not the names", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    /// <summary>What axe-core calls serious or critical. Run without its second page: see <see cref="DemoSite.Visit"/>.</summary>
    internal static async Task<string[]> AxeViolations(IPage page)
    {
        await page.EvaluateAsync(Axe.Value);
        return await page.EvaluateAsync<string[]>(
            """
            axe.run(document, { resultTypes: ['violations'] }).then(found => found.violations
              .filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes[0].html))
            """
        );
    }

    private string Address(string name) => Address(site, name);

    private static string House(DemoSite site) =>
        $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    internal static string Address(DemoSite site, string name) =>
        name switch
        {
            "sign-in" => "/sign-in",
            "overview" => "/",
            "county" => $"/place/{site.Places.County}",
            "township" => $"/place/{site.Places.Township}",
            "village" => $"/place/{site.Places.Village}",
            "household" => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}",
            "letter" => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}/letter",
            "lab" => $"/lab/{site.Places.County}",
            "duplicates" => $"/duplicates/{site.Places.County}",
            "duplicate" => $"/duplicates/{site.Places.County}/{site.Pairs.Near.PairId}",
            "lab-empty" => $"/lab/{site.OtherCounty}",
            "trial" => $"/lab/{site.Places.County}/{site.Trials[1]}",
            "trial-compared" => $"/lab/{site.Places.County}/{site.Trials[1]}?with={site.Trials[0]}",
            "methods" => "/methods",
            "method" => "/methods/monitoring",
            "postings" => $"/postings/{site.Places.County}",
            "plans" => $"/board/{site.Places.County}",
            "plan" => $"/board/{site.Places.County}/{site.Plans[1]}",
            "plan-empty" => $"/board/{site.Places.County}/{site.Plans[0]}?show=empty",
            "plan-village" => $"/board/{site.Places.County}/{site.Plans[1]}/village/{site.Places.Village}",
            "plan-cadre" => $"/board/{site.Places.County}/{site.Plans[0]}/cadre/{site.Planned}",
            "plan-study" => $"/board/{site.Places.County}/{site.Plans[1]}/study",
            "plan-compare" => $"/board/{site.Places.County}/{site.Plans[0]}/compare?with={site.Plans[1]}",
            "roster" => $"/roster/{site.Places.County}",
            "roster-cadre" => $"/roster/{site.Places.County}/{site.Planned}",
            "plan-letters" => $"/board/{site.Places.County}/{site.Plans[0]}/letters",
            "posting" => $"/posting/{site.Places.Village}",
            "public" => "/public",
            "public-village" => $"/public/village/{site.Places.Village}",
            "notice" => $"/notice/{site.Places.Village}",
            "tasks" => "/tasks",
            "board" => $"/procedures/{site.Places.County}",
            "board-village" => $"/procedures/{site.Places.Village}",
            "case" => $"/case/{site.Places.Household.CountyNo}/{site.Running}",
            "case-meeting" => $"/case/{site.Places.Household.CountyNo}/{site.At("appraisal")}",
            "apply" => $"/apply/{site.Places.Village}",
            "notices" => $"/notices/{site.Places.Village}",
            "notice-sheet" => $"/notices/{site.Places.Village}/{site.Posted}",
            "receipt" => "/receipt",
            "looked" => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}/looked",
            "audit" => "/audit",
            "audit-county" => $"/audit/{site.Places.County}",
            "audit-reads" => $"/audit/{site.Places.County}/reads",
            "unmask" =>
                $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}/unmask/{site.Member}",
            "find" => "/find",
            "emergency" => "/emergency",
            "concerns" => "/concerns",
            "outbox" => "/outbox",
            "outbox-none" => "/outbox?standing=superseded",
            "outbox-letter" => $"/outbox/{site.Letter}/letter",
            "questions" or "questions-none" => "/questions",
            "question" => $"/questions/{site.Places.Household.CountyNo}/{site.Question(QuestionKind.Copied)}",
            "question-bunching" =>
                $"/questions/{site.Places.Household.CountyNo}/{site.Question(QuestionKind.Bunching)}",
            "me" or "me-passkeys" => "/me",
            "passkey" => $"/me/passkeys/{site.Passkey}",
            "account-passkey" => $"/accounts/{site.Accounts["township"]}?do=end-passkey&passkey={site.Passkey}",
            "invitation" => "/invitation",
            "accounts" => "/accounts",
            "account-new" => "/accounts/new",
            "account" => $"/accounts/{site.Accounts["cadre"]}",
            "account-leave" => $"/accounts/{site.Accounts["cadre"]}?do=leave",
            "change-kinds" => $"{House(site)}/change",
            "change-correct" => $"{House(site)}/change/correct",
            "change-member" => $"{House(site)}/change/correct?of={site.Places.Household.HeadId}",
            "change-add" or "change-remove" or "change-split" or "change-move" or "change-merge" =>
                $"{House(site)}/change/{name["change-".Length..]}",
            "register" => $"/register/{site.Places.Village}",
            "changes" => $"/changes/{site.Places.Township}",
            "change" or "change-own" => $"/change/{site.Places.Household.CountyNo}/{site.Change("open")}",
            "change-applied" => $"/change/{site.Places.Household.CountyNo}/{site.Change("applied")}",
            "change-reverse" => $"/change/{site.Places.Household.CountyNo}/{site.Change("applied")}/reverse",
            "comparison" => $"/comparisons/{site.Places.Township}",
            "lists" => $"/lists/{site.Places.County}",
            "list" => $"/lists/{site.Places.County}/{site.List}",
            "list-none" => $"/lists/{site.Places.Village}/{site.List}",
            "list-new" => $"/lists/{site.Places.Village}/new",
            "list-edit" => $"/lists/{site.Places.County}/{site.List}/edit",
            "attach" => $"{House(site)}/attach",
            "attachment" => $"/attachment/{site.Places.Household.CountyNo}/{site.Attached("evidence")}",
            "attachment-notice" => $"/attachment/{site.Places.Household.CountyNo}/{site.Attached("notice")}",
            "forms" => $"/forms/{site.Places.Village}",
            "printed" =>
                $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}/form/registration",
            "printed-list" => $"/forms/{site.Places.Village}/print/village-list",
            "burden" => $"/burden/{site.Places.County}",
            "burden-empty" => $"/burden/{site.Neighbour}",
            "mine" => "/mine",
            "own-counter" => $"{House(site)}/own/{site.Member}",
            "own-requests" => $"/own-requests/{site.Places.County}",
            "own-requests-answered" => $"/own-requests/{site.Places.Township}?standing=answered",
            "own-request" => $"/own-request/{site.Places.Household.CountyNo}/{site.Asked}",
            "retention" => $"/retention/{site.Places.County}",
            _ => "/no-such-page",
        };
}
