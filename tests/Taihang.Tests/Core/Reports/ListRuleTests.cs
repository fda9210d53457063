using Taihang.Core.Common;
using Taihang.Core.Reports;
using Xunit;

namespace Taihang.Tests.Core.Reports;

public sealed class ListRuleTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    private static ListValue Number(string number) =>
        new(Fraction.TryParse(number, out var value) ? value : null, null, [], new DateOnly(2026, 1, 1));

    private static ListValue Text(params string[] texts) => new(null, null, [.. texts], new DateOnly(2026, 1, 1));

    private static bool? Holds(ListValue? value, string test, string against) =>
        new ListRule(RowsOf.Households, [], [new("f", test, against)]).Holds(_ => value, Today);

    [Theory]
    [InlineData("99.99", false)]
    [InlineData("100", true)]
    [InlineData("100.01", true)]
    public void At_least_holds_from_the_number_itself_upwards(string recorded, bool holds) =>
        Assert.Equal(holds, Holds(Number(recorded), ListTest.AtLeast, "100"));

    [Theory]
    [InlineData("99.99", true)]
    [InlineData("100", true)]
    [InlineData("100.01", false)]
    public void At_most_holds_up_to_the_number_itself(string recorded, bool holds) =>
        Assert.Equal(holds, Holds(Number(recorded), ListTest.AtMost, "100"));

    [Fact]
    public void A_number_is_the_same_however_it_is_written()
    {
        Assert.True(Holds(Number("100.50"), ListTest.Is, "100.5"));
        Assert.False(Holds(Number("100.50"), ListTest.IsNot, "100.5"));
    }

    [Fact]
    public void Several_codes_hold_where_one_of_them_is_asked_for()
    {
        Assert.True(Holds(Text("illness", "schooling"), ListTest.Is, "schooling"));
        Assert.False(Holds(Text("illness"), ListTest.Is, "schooling"));
        Assert.True(Holds(Text("illness"), ListTest.IsNot, "schooling"));
    }

    [Fact]
    public void Of_several_codes_that_are_asked_for_any_will_do()
    {
        Assert.True(Holds(Text("d"), ListTest.Is, "c,d"));
        Assert.False(Holds(Text("a"), ListTest.Is, "c,d"));
        Assert.False(Holds(Text("d"), ListTest.IsNot, "c,d"));
        // A text with a comma of its own is still itself.
        Assert.True(Holds(Text("north, by the river"), ListTest.Is, "north, by the river"));
    }

    [Fact]
    public void Days_are_compared_as_days()
    {
        var value = new ListValue(null, new DateOnly(2026, 3, 1), [], null);
        Assert.True(Holds(value, ListTest.AtMost, "2026-03-01"));
        Assert.False(Holds(value, ListTest.AtLeast, "2026-03-02"));
    }

    [Theory]
    [InlineData("150", true)]
    [InlineData("151", false)]
    public void A_fact_is_older_than_a_number_of_days_from_the_day_after(string days, bool holds) =>
        Assert.Equal(holds, Holds(Text("x"), ListTest.OlderThan, days));

    [Theory]
    [InlineData(ListTest.Is)]
    [InlineData(ListTest.IsNot)]
    [InlineData(ListTest.AtLeast)]
    [InlineData(ListTest.AtMost)]
    [InlineData(ListTest.OlderThan)]
    public void Of_what_is_not_recorded_nobody_can_say(string test) => Assert.Null(Holds(null, test, "1"));

    [Fact]
    public void What_a_blank_means_is_compared_and_is_still_not_recorded()
    {
        var assumed = Text("false") with { Assumed = true, ObservedOn = null };
        Assert.True(Holds(assumed, ListTest.Is, "false"));
        Assert.True(Holds(assumed, ListTest.NotRecorded, ""));
        Assert.False(Holds(assumed, ListTest.Recorded, ""));
        Assert.Null(Holds(assumed, ListTest.OlderThan, "1"));
        Assert.True(Holds(Text("false"), ListTest.Recorded, ""));
        Assert.False(Holds(null, ListTest.Recorded, ""));
    }

    /// <summary>One condition that fails settles it; one that nobody can say, with all others holding, leaves it open.</summary>
    [Theory]
    [InlineData("yes", "yes", true)]
    [InlineData("yes", "no", false)]
    [InlineData("yes", "unknown", null)]
    [InlineData("no", "unknown", false)]
    [InlineData("unknown", "no", false)]
    [InlineData("unknown", "unknown", null)]
    public void Conditions_are_joined_as_unknowns_are(string first, string second, bool? holds) =>
        Assert.Equal(
            holds,
            new ListRule(
                RowsOf.Households,
                [],
                [new(first, ListTest.Is, "yes"), new(second, ListTest.Is, "yes")]
            ).Holds(id => id == "unknown" ? null : Text(id), Today)
        );
}
