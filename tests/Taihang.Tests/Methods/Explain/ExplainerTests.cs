using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Explain;

public sealed class ExplainerTests
{
    private static readonly DateOnly Day = new(2026, 9, 30);
    private static readonly DateOnly Seen = new(2026, 8, 1);
    private static readonly Pack China = PackFolder.Load(Repository.Packs, "cn").Value;
    private static readonly MethodPlan Method = China.Method("monitoring", Day)!;
    private static readonly ParameterValues Values = ParameterValues
        .Resolve(
            China,
            Method,
            Day,
            new Dictionary<string, (Fraction, Words)>
            {
                ["monitor_range"] = (870_000, new("县文件", "County document")),
            }
        )
        .Value;

    [Fact]
    public void A_reason_names_facts_days_thresholds_and_sources_in_both_languages()
    {
        var why = Explain(Case("below the range and lifted before"));
        Assert.Equal(("unstable", true), (why.Outcome, why.Counted));
        Assert.Contains("脱贫不稳定户", why.Summary.Zh, StringComparison.Ordinal);
        Assert.Contains("Lifted but unstable", why.Summary.En, StringComparison.Ordinal);
        Assert.Equal(Method.Indicators.Select(i => i.Id), why.Lines.Select(l => l.Id));
        var income = why.Lines.Single(l => l.Id == "income_in_range");
        Assert.Equal(Answer.Yes, income.Holds);
        Assert.Contains("8,700元", income.Threshold!.Zh, StringComparison.Ordinal);
        Assert.Contains("县文件", income.Threshold.Zh, StringComparison.Ordinal);
        Assert.Contains("8,700 yuan", income.Threshold.En, StringComparison.Ordinal);
        var wage = income.Facts.Single(f => f.AttributeId == "income_wage_fen_year");
        Assert.Equal((new Words("14,399.99元", "14,399.99 yuan"), Seen), (wage.Value, wage.ObservedOn));
        var school = why.Lines.Single(l => l.Id == "schooling_not_secured");
        Assert.Contains(school.Facts, f => f.MemberName == "member 1" && f.AttributeId == "birth_date");
        Assert.All(why.Lines, l => Assert.NotNull(l.Source));
    }

    [Fact]
    public void What_was_never_recorded_is_listed_when_the_answer_cannot_be_said()
    {
        var why = Explain(Case("below the range and risk never recorded"));
        Assert.Equal("unknown", why.Outcome);
        var attribute = China.Dictionary.Find(Level.Household, "relapse_risk")!;
        Assert.Contains(attribute.Title.Zh, why.Summary.Zh, StringComparison.Ordinal);
        Assert.Contains(attribute.Title.En, why.Summary.En, StringComparison.Ordinal);
        var line = why.Lines.Single(l => l.Id == "risk_verified");
        Assert.Equal(Answer.Unknown, line.Holds);
        Assert.Null(Assert.Single(line.Facts).ObservedOn);
    }

    /// <summary>Over every case of the pack: what it says it says twice, and no English text holds Chinese.</summary>
    [Fact]
    public void Every_text_exists_in_both_languages_and_gives_no_advice()
    {
        string[] advice = ["应减少", "分户", "earn less", "split", "should reduce"];
        foreach (var one in China.Cases.Where(c => c.Method == Method.Id))
        {
            var why = Explain(one);
            Assert.Equal(one.Outcome, why.Outcome);
            var texts = why.Flips.Select(f => f.Text).Append(why.Summary).Append(why.OutcomeTitle).ToList();
            texts.AddRange(why.Lines.SelectMany(l => l.Facts).SelectMany(f => new[] { f.Title, f.Value }));
            Assert.All(
                texts,
                text =>
                {
                    Assert.NotEmpty(text.Zh);
                    Assert.DoesNotContain(
                        text.En.Replace("县文件", "", StringComparison.Ordinal),
                        c => c is >= '一' and <= '鿿'
                    );
                    Assert.All(advice, a => Assert.DoesNotContain(a, text.Zh + text.En, StringComparison.Ordinal));
                }
            );
        }
    }

    [Fact]
    public void A_flip_is_a_fact_that_decides_and_leads_to_another_answer()
    {
        var why = Explain(Case("below the range and lifted before"));
        Assert.Equal("unstable", why.Outcome);
        Assert.NotEmpty(why.Flips);
        Assert.All(why.Flips, f => Assert.NotEqual(why.Outcome, f.OutcomeIfWrong));
        Assert.Contains(why.Flips, f => f.AttributeIds.SequenceEqual(["relapse_risk"]) && f.OutcomeIfWrong == "none");
        Assert.Contains(
            why.Flips,
            f => f.AttributeIds.SequenceEqual(["registered_poor_before"]) && f.OutcomeIfWrong == "marginal"
        );
        // Smallest sets only: none holds another.
        Assert.DoesNotContain(
            why.Flips,
            f =>
                why.Flips.Any(g =>
                    f != g
                    && f.OutcomeIfWrong == g.OutcomeIfWrong
                    && g.AttributeIds.All(f.AttributeIds.Contains)
                    && f.AttributeIds.Length > g.AttributeIds.Length
                )
        );
    }

    [Fact]
    public void The_method_is_told_in_plain_words()
    {
        var text = MethodProse.Write(China);
        foreach (var indicator in China.Methods.SelectMany(m => m.Indicators))
        {
            Assert.Contains(indicator.Title.Zh, text.Zh, StringComparison.Ordinal);
            Assert.Contains(indicator.Title.En, text.En, StringComparison.Ordinal);
        }
        Assert.DoesNotContain(text.En, c => c is >= '一' and <= '鿿');
        Assert.DoesNotContain("household.", text.Zh + text.En, StringComparison.Ordinal);
        // An outcome is what must hold and what must not; arithmetic is said, not written; a source has its title.
        Assert.Contains(
            "→ Marginal: holds: \"Net income per head within the monitoring range\", \"Risk of falling (back) into poverty verified\"; does not hold: \"Registered poor before and lifted out\"",
            text.En,
            StringComparison.Ordinal
        );
        Assert.Contains("”减合规自付刚性支出）除以“家庭人口”低于防返贫监测收入范围", text.Zh, StringComparison.Ordinal);
        Assert.Contains("The monitoring guide as a county's site gives it (S91)", text.En, StringComparison.Ordinal);
        Assert.DoesNotContain(" && ", text.En, StringComparison.Ordinal);
        Assert.DoesNotContain(" * ", text.En, StringComparison.Ordinal);
    }

    private static Case Case(string name) => China.Cases.Single(c => c.Method == Method.Id && c.Name == name);

    private static Explanation Explain(Case one)
    {
        var facts = new UnitFacts(
            UnitFacts.FromJson(China.Dictionary, Level.Household, one.Household.Values),
            [.. one.Members.Select(m => UnitFacts.FromJson(China.Dictionary, Level.Member, m.Values))]
        );
        return new Explainer(China, Method, Values, Day).Explain(
            new NotedFacts(
                facts,
                facts.Household.Keys.ToDictionary(k => k, _ => Seen),
                [
                    .. facts.Members.Select(
                        (m, i) =>
                            (
                                $"member {i + 1}",
                                (IReadOnlyDictionary<string, DateOnly>)m.Keys.ToDictionary(k => k, _ => Seen)
                            )
                    ),
                ]
            )
        );
    }
}
