using System.Collections.Immutable;
using Taihang.Core.Registry.Changes;
using Xunit;
using static Taihang.Tests.Core.Registry.Changes.MadeRecord;

namespace Taihang.Tests.Core.Registry.Changes;

public sealed class ReverseChangeTests
{
    private int made = 7000;

    [Fact]
    public void A_correction_is_reversed_to_what_stood_before()
    {
        var (after, reversed) = Played(Income("200"));
        Assert.Equal("100", MakeChange.After(after, reversed, Day).Value[SubjectKind.Household, One, "income"]);
    }

    [Fact]
    public void What_was_not_known_before_cannot_be_unsaid()
    {
        var change = new CorrectFacts(One, [new StatedFact(SubjectKind.Household, One, "water", "true")], []);
        var after = MakeChange.After(Both, change, Day).Value;
        Assert.Equal(
            "TH0453",
            ReverseChange.Of(change, Differences.Between(Both, after), after, Next).Problems[0].Code
        );
    }

    [Fact]
    public void Moving_splitting_removing_and_adding_are_reversed_by_their_opposites()
    {
        Assert.Equal(5, Assert.IsType<MoveHousehold>(Played(new MoveHousehold(One, 9)).Reversed).VillageNo);
        Assert.IsType<ReturnMember>(Played(new RemoveMember(One, Member(One, 3), false, [])).Reversed);
        var (split, merge) = Played(Split(3));
        Assert.Equal(3, MakeChange.After(split, merge, Day).Value.Members(One).Count());
        var (merged, apart) = Played(Merge(Both));
        Assert.Equal(Both.Members(Two).Count(), Assert.IsType<SplitHousehold>(apart).Members.Length);
        Assert.Equal(
            3,
            MakeChange.After(merged, (SplitHousehold)apart with { Number = "H9" }, Day).Value.Members(One).Count()
        );
        var add = new AddMember(
            One,
            new NewMember(
                Id(900),
                "样例新",
                ImmutableSortedDictionary<string, string>.Empty.Add(RecordField.Relation, "\"child\""),
                null
            ),
            null
        );
        var (added, removed) = Played(add);
        Assert.Equal(3, MakeChange.After(added, removed, Day).Value.Members(One).Count());
    }

    private Guid Next() => Id(made++);

    private (RecordState After, Change Reversed) Played(Change change)
    {
        var after = MakeChange.After(Both, change, Day).Value;
        return (after, ReverseChange.Of(change, Differences.Between(Both, after), after, Next).Value);
    }
}
