using CsCheck;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Tests.Methods.Print;
using Xunit;

namespace Taihang.Tests.Methods.Evaluate;

/// <summary>An outcome is worked out from no more facts than it needs, and whoever changes another changes nothing.</summary>
public sealed class FactsLookedAtTests
{
    [Theory]
    [InlineData("household")]
    [InlineData("person")]
    public void The_outcome_alone_is_that_of_the_whole_evaluation_and_rests_on_the_facts_looked_at(string unit)
    {
        var (passed, mattered) = (0, 0);
        Gen.Select(
                RandomRules.Truth(3, unit).Array[SqlAgreesTests.Indicators],
                RandomRules.Number(2, unit == "person" ? "person" : null, unit),
                RandomRules.Facts(unit).Array[12]
            )
            .Sample(
                (rules, derived, facts) =>
                {
                    var pack = MadeUpPack.Read(
                        ("methods/trial.yaml", SqlAgreesTests.MethodOf(unit, rules, derived, SqlAgreesTests.Indicators))
                    );
                    var method = pack.Methods[0];
                    var evaluator = new Evaluator(method, MadeUpPack.Values(pack, method), MadeUpPack.Day);
                    foreach (var (one, other) in facts.Zip(facts.Skip(1)))
                    {
                        var looked = new FactsLookedAt();
                        var outcome = evaluator.OutcomeOf(one, looked);
                        Assert.Equal(evaluator.Run(one).Outcome, outcome);
                        foreach (var (changed, seen) in Changed(method, one, other, looked))
                            if (evaluator.OutcomeOf(changed) != outcome)
                            {
                                Assert.True(seen, "a fact that was not looked at changed the outcome");
                                mattered++;
                            }
                            else
                                passed++;
                    }
                },
                iter: 60,
                threads: 1
            );
        // The comparison sees changes, and there are facts that make none.
        Assert.True(mattered > 0 && passed > 0, $"{mattered} {passed}");
    }

    /// <summary>Each fact of one unit replaced by the other unit's.</summary>
    private static IEnumerable<(UnitFacts Changed, bool Seen)> Changed(
        MethodPlan method,
        UnitFacts one,
        UnitFacts other,
        FactsLookedAt looked
    )
    {
        foreach (var attribute in method.Facts())
            if (!attribute.OfMember)
                yield return (
                    one with
                    {
                        Household = With(one.Household, other.Household, attribute),
                    },
                    looked.Has(attribute, one.Household)
                );
            else
                for (var i = 0; i < Math.Min(one.Members.Count, other.Members.Count); i++)
                {
                    var members = one.Members.ToList();
                    members[i] = With(members[i], other.Members[i], attribute);
                    yield return (one with { Members = members }, looked.Has(attribute, one.Members[i]));
                }
    }

    private static Dictionary<string, object> With(
        IReadOnlyDictionary<string, object> values,
        IReadOnlyDictionary<string, object> others,
        AttributeDef attribute
    )
    {
        var changed = new Dictionary<string, object>(values);
        changed.Remove(attribute.Id);
        if (others.TryGetValue(attribute.Id, out var value))
            changed[attribute.Id] = value;
        return changed;
    }
}
