using CsCheck;
using Taihang.Core.Registry.Changes;
using Xunit;
using static Taihang.Tests.Core.Registry.Changes.MadeRecord;

namespace Taihang.Tests.Core.Registry.Changes;

public sealed class MakeChangeTests
{
    [Fact]
    public void A_change_that_is_possible_leaves_every_household_with_one_head_and_takes_nothing_away() =>
        AnyChange.Sample(change =>
        {
            var after = MakeChange.After(Both, change, Day).Value;
            foreach (
                var household in after.Households.Where(h =>
                    after[SubjectKind.Household, h, RecordField.Closed] is null
                )
            )
            {
                var head = Assert.Single(
                    after.Members(household),
                    m => after[SubjectKind.Person, m, RecordField.Relation] == RecordField.HeadRelation
                );
                Assert.Equal(head.ToString(), after[SubjectKind.Household, household, RecordField.Head]);
            }
            Assert.All(Differences.Between(Both, after), d => Assert.NotNull(d.After));
        });

    [Fact]
    public void What_a_correction_says_already_is_no_difference() =>
        Assert.Empty(Differences.Between(Both, MakeChange.After(Both, Income("100"), Day).Value));

    [Fact]
    public void Split_and_merged_again_has_the_same_people_with_all_that_is_known_of_them() =>
        Gen.Int[2, 3]
            .Sample(last =>
            {
                var split = MakeChange.After(Both, Split(last), Day).Value;
                Assert.Equal(4 - last, split.Members(One).Count());
                Assert.Equal(last - 1, split.Members(Id(3)).Count());
                Assert.Equal("5", split[SubjectKind.Household, Id(3), RecordField.Village]);
                Assert.Null(split[SubjectKind.Household, Id(3), "income"]);
                var merged = MakeChange.After(split, Merge(split, Id(3)), Day).Value;
                Assert.Equal(People(Both, One), People(merged, One));
                Assert.Equal("2026-06-01", merged[SubjectKind.Household, Id(3), RecordField.Closed]);
            });

    [Fact]
    public void Whoever_moves_goes_on_from_the_row_they_had()
    {
        var split = MakeChange.After(Both, Split(2), Day).Value;
        Assert.Equal(Member(One, 2).ToString(), split[SubjectKind.Person, Id(302), RecordField.Previous]);
        Assert.Equal("2026-06-01", split[SubjectKind.Person, Member(One, 2), RecordField.Left]);
        Assert.Equal("\"1952-01-01\"", split[SubjectKind.Person, Id(302), "birth"]);
    }

    [Fact]
    public void When_the_last_member_goes_the_household_is_closed()
    {
        var alone = RecordState.Empty.Household(One, 1);
        var after = MakeChange.After(alone, new RemoveMember(One, Member(One, 1), true, []), Day).Value;
        Assert.Equal("2026-06-01", after[SubjectKind.Household, One, RecordField.Closed]);
        Assert.Equal("TH0432", Code(after, Income("1")));
    }

    [Fact]
    public void Whoever_left_comes_back_under_a_row_of_their_own()
    {
        var gone = MakeChange.After(Both, new RemoveMember(One, Member(One, 3), false, []), Day).Value;
        var back = new ReturnMember(One, new MovingMember(Member(One, 3), Id(500), "\"child\""));
        var after = MakeChange.After(gone, back, Day.AddDays(30)).Value;
        Assert.Equal(People(Both, One), People(after, One));
        Assert.Equal("TH0435", Code(gone, back, Day.AddDays(-1)));
        Assert.Equal("TH0433", Code(Both, back));
    }

    [Fact]
    public void What_cannot_be_is_refused_with_its_number()
    {
        var head = Member(One, 1);
        Assert.Equal("TH0440", Code(Both, new RemoveMember(One, head, true, [])));
        Assert.Equal(
            "TH0440",
            Code(
                Both,
                new CorrectFacts(One, [Stated(Member(One, 2), RecordField.Relation, RecordField.HeadRelation)], [])
            )
        );
        Assert.Null(
            Code(
                Both,
                new RemoveMember(
                    One,
                    head,
                    true,
                    [Stated(Member(One, 2), RecordField.Relation, RecordField.HeadRelation)]
                )
            )
        );
        Assert.Equal("TH0433", Code(Both, new RemoveMember(One, Member(Two, 1), false, [])));
        Assert.Equal("TH0433", Code(Both, new CorrectFacts(One, [Stated(Member(Two, 1), "birth", "\"x\"")], [])));
        Assert.Equal("TH0435", Code(Both, new RemoveMember(One, Member(One, 2), false, []), new DateOnly(2025, 1, 1)));
        Assert.Equal("TH0437", Code(Both, new SplitHousehold(One, Id(3), "H3", [], [])));
        Assert.Equal("TH0438", Code(Both, new MergeHouseholds(One, One, [])));
        Assert.Equal("TH0439", Code(Both, new MergeHouseholds(One, Two, [])));
        Assert.Equal("TH0432", Code(Both, new MoveHousehold(Id(77), 3)));
    }

    /// <summary>Who a household's members are, whatever rows they stand in.</summary>
    private static IEnumerable<string> People(RecordState state, Guid household) =>
        state
            .Members(household)
            .Select(m =>
                string.Join(
                    ' ',
                    state
                        .Values.Where(v =>
                            v.Key.Subject == m
                            && v.Key.Field
                                is RecordField.Name
                                    or RecordField.IdNumber
                                    or "birth"
                                    or RecordField.Relation
                        )
                        .Select(v => v.Value)
                )
            )
            .Order(StringComparer.Ordinal);

    private static string? Code(RecordState state, Change change, DateOnly? day = null) =>
        MakeChange.After(state, change, day ?? Day) is { Ok: false } refused ? refused.Problems[0].Code : null;
}
