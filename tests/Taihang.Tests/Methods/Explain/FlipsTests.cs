using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Xunit;

namespace Taihang.Tests.Methods.Explain;

public sealed class FlipsTests
{
    [Fact]
    public void A_blank_that_is_read_as_no_may_be_the_wrong_one()
    {
        var flip = Assert.Single(Explain("household.blank_is_no", []).Flips);
        Assert.Equal(["blank_is_no"], flip.AttributeIds);
        Assert.Contains("blank", flip.Text.En, StringComparison.Ordinal);
        Assert.Contains("未填", flip.Text.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fact_that_is_unknown_is_no_record_and_does_not_flip() =>
        Assert.Empty(Explain("household.flag", []).Flips);

    [Theory]
    [InlineData("household.land_mu >= 0.75", "0.5", "0.75 or more")]
    [InlineData("household.land_mu < 0.3334", "0.5", "0.3333 or less")]
    [InlineData("household.land_mu > 2", "0.5", "2.0001 or more")]
    public void A_decimal_moves_by_its_own_smallest_step(string rule, string land, string instead)
    {
        Assert.True(Fraction.TryParse(land, out var recorded));
        var flip = Assert.Single(Explain(rule, [("land_mu", recorded)]).Flips);
        Assert.Contains($"really {instead})", flip.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void One_cause_more_or_less_may_decide()
    {
        var flip = Assert.Single(Explain("'wood' in household.causes", [("causes", new[] { "brick" })]).Flips);
        Assert.Contains("Brick, Wood", flip.Text.En, StringComparison.Ordinal);
    }

    [Fact]
    public void When_no_one_or_two_facts_would_do_it_says_so()
    {
        var why = Explain("household.blank_is_no && household.flag && household.event == 'flood'", [("flag", false)]);
        Assert.Empty(why.Flips);
        Assert.Contains("No error in one or two", why.FlipsNote!.En, StringComparison.Ordinal);
        Assert.Null(Explain("household.blank_is_no", []).FlipsNote);
    }

    [Fact]
    public void When_not_every_pair_was_tried_it_says_how_many_facts_were_left_out()
    {
        var why = Explain("members.filter(m, m.student).size() >= 3", [], members: 45);
        Assert.Empty(why.Flips);
        Assert.Contains("5 more were not tried", why.FlipsNote!.En, StringComparison.Ordinal);
    }

    private static Explanation Explain(string rule, (string Id, object Value)[] facts, int members = 1)
    {
        var pack = MadeUpPack.Read(
            (
                "methods/trial.yaml",
                $$"""
                id: trial
                title: {zh: 试验, en: Trial}
                unit: household
                purpose: identification
                valid: {from: 2020-01-01}
                indicators:
                  - id: it
                    title: {zh: 甲, en: It}
                    when: "{{rule}}"
                outcomes:
                  - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: it}
                  - {id: no, title: {zh: 否, en: "No"}, counted: false}
                """
            )
        );
        var household = facts.ToDictionary(f => f.Id, f => f.Value);
        var each = Enumerable.Range(0, members).Select(_ => new Dictionary<string, object> { ["student"] = false });
        return new Explainer(pack, pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Explain(
            new NotedFacts(
                new UnitFacts(household, [.. each]),
                household.Keys.ToDictionary(k => k, _ => MadeUpPack.Day),
                [
                    .. Enumerable
                        .Range(0, members)
                        .Select(i =>
                            ($"m{i}", (IReadOnlyDictionary<string, DateOnly>)new Dictionary<string, DateOnly>())
                        ),
                ]
            )
        );
    }
}
