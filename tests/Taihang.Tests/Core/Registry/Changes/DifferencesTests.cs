using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Registry.Changes;
using Xunit;
using static Taihang.Tests.Core.Registry.Changes.MadeRecord;

namespace Taihang.Tests.Core.Registry.Changes;

/// <summary>What is shown is what is written: one comparator for both.</summary>
public sealed class DifferencesTests
{
    [Fact]
    public void Differences_of_two_states_lead_from_the_one_to_the_other() => Assert.Null(Fault(Differences.Between));

    [Fact]
    public void A_comparator_that_skips_a_field_is_caught()
    {
        foreach (var field in new[] { "a", "@left", "!phone", "relation" })
            Assert.NotNull(Fault((x, y) => [.. Differences.Between(x, y).Where(d => d.Key.Field != field)]));
    }

    [Fact]
    public void A_comparator_that_forgets_what_went_is_caught() =>
        Assert.NotNull(Fault((x, y) => [.. Differences.Between(x, y).Where(d => d.After is not null)]));

    [Fact]
    public void Nothing_differs_from_itself_and_no_difference_changes_nothing() =>
        Any.Sample(state =>
        {
            Assert.Empty(Differences.Between(state, state));
            Assert.Equal(state.Hash(), Differences.Apply(state, []).Hash());
        });

    [Fact]
    public void Two_states_have_one_hash_only_when_they_are_the_same() =>
        Gen.Select(Any, Any).Sample((x, y) => Assert.Equal(Differences.Between(x, y).IsEmpty, x.Hash() == y.Hash()));

    [Fact]
    public void The_opposite_differences_lead_back() =>
        Gen.Select(Any, Any)
            .Sample(
                (x, y) =>
                    Assert.Equal(
                        x.Hash(),
                        Differences
                            .Apply(
                                y,
                                Differences.Between(x, y).Select(d => d with { Before = d.After, After = d.Before })
                            )
                            .Hash()
                    )
            );

    [Fact]
    public void Only_a_value_that_somebody_else_changed_to_something_else_is_overtaken()
    {
        var submitted = Differences.Between(Both, MakeChange.After(Both, Income("200"), Day).Value);
        Assert.Empty(Differences.Overtaken(submitted, Both));
        Assert.Empty(Differences.Overtaken(submitted, Both.With(SubjectKind.Household, One, "income", "200")));
        Assert.Empty(Differences.Overtaken(submitted, Both.With(SubjectKind.Household, One, "water", "true")));
        Assert.Single(Differences.Overtaken(submitted, Both.With(SubjectKind.Household, One, "income", "300")));
    }

    /// <returns>A pair of states that the comparator does not lead through; null where it always does.</returns>
    private static string? Fault(Func<RecordState, RecordState, ImmutableArray<Difference>> between)
    {
        string? fault = null;
        Gen.Select(Any, Any)
            .Sample(
                (x, y) =>
                {
                    if (Differences.Apply(x, between(x, y)).Hash() != y.Hash())
                        fault = string.Join(' ', Differences.Between(x, y));
                },
                iter: 400,
                threads: 1
            );
        return fault;
    }
}
