using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Explain;

/// <summary>A proxy test's reason is its sum, term by term.</summary>
public sealed class ProxyReasonTests
{
    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "pmt-mexico").Value;
    private static readonly DateOnly Day = new(2016, 11, 1);

    [Fact]
    public void The_terms_add_up_to_the_score_exactly()
    {
        var method = Pack.Methods.Single();
        foreach (var one in Pack.Cases.Where(c => c.Outcome != MethodPlan.Unknown))
        {
            var (why, score) = Explain(method, one);
            Assert.Equal(method.Proxy!.Terms.Length + 1, why.Proxy.Length);
            Assert.Equal(score, why.Proxy.Aggregate(Fraction.Zero, (sum, line) => sum + line.Points!.Value));
        }
    }

    [Fact]
    public void A_term_that_the_facts_cannot_say_is_shown_as_such_and_the_score_is_not_made_up()
    {
        var method = Pack.Methods.Single();
        var (why, score) = Explain(method, Pack.Cases.Single(c => c.Outcome == MethodPlan.Unknown));
        Assert.Null(score);
        Assert.Equal(["dirt_floor", "cement_floor"], why.Proxy.Where(l => l.Points is null).Select(l => l.Id));
    }

    [Fact]
    public void The_test_is_told_in_words_with_what_it_was_fitted_on()
    {
        var text = MethodProse.Write(Pack);
        Assert.Contains("predicts the natural logarithm of", text.En, StringComparison.Ordinal);
        Assert.Contains("70,183 households", text.En, StringComparison.Ordinal);
        Assert.Contains("-0.453539 Earth floor: Floor is Earth", text.En, StringComparison.Ordinal);
        Assert.Contains("泥土地面", text.Zh, StringComparison.Ordinal);
    }

    private static (Explanation Why, Fraction? Score) Explain(MethodPlan method, Case one)
    {
        var set = one.Set.ToDictionary(s => s.Key, s => (s.Value, Words.Same("case")));
        var values = ParameterValues.Resolve(Pack, method, Day, set).Value;
        var facts = new UnitFacts(
            UnitFacts.FromJson(Pack.Dictionary, Level.Household, one.Household.Values),
            [.. one.Members.Select(m => UnitFacts.FromJson(Pack.Dictionary, Level.Member, m.Values))]
        );
        var noted = new NotedFacts(
            facts,
            new Dictionary<string, DateOnly>(),
            [
                .. facts.Members.Select(
                    (_, i) => ($"{i}", (IReadOnlyDictionary<string, DateOnly>)new Dictionary<string, DateOnly>())
                ),
            ]
        );
        var score = (Fraction?)new Evaluator(method, values, Day).Value(method.Proxy!.Score!, facts);
        return (new Explainer(Pack, method, values, Day).Explain(noted), score);
    }
}
