using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Xunit;

namespace Taihang.Tests.Core.PersonalData;

public sealed class RetentionRulesTests
{
    private static readonly DateOnly Died = new(2024, 2, 29);

    [Theory]
    [InlineData("5", "2029-02-28")]
    [InlineData("0", "2024-02-29")]
    [InlineData("1/2", "2024-08-29")]
    [InlineData("1/100", "2024-03-29")]
    [InlineData("-1", null)]
    [InlineData(null, null)]
    public void Data_is_due_after_the_years_that_were_set_and_never_without(string? years, string? due) =>
        Assert.Equal(
            due is null ? (DateOnly?)null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
            RetentionRules.DueOn(Died, years is not null && Fraction.TryParse(years, out var set) ? set : null)
        );

    [Theory]
    [InlineData("110105194912310021", "••••••••••••••0021")]
    [InlineData("1234567", "•••••••")]
    [InlineData(null, null)]
    public void A_masked_number_shows_its_last_four_and_a_short_one_nothing(string? number, string? shown) =>
        Assert.Equal(shown, MaskedNumber.Of(number));

    [Fact]
    public void Every_purpose_kind_and_reason_has_words_of_its_own()
    {
        Assert.All(Purpose.All, p => Assert.NotEqual(p, Purpose.Title(p).Zh));
        Assert.All(EndReason.All, r => Assert.NotEqual(r, EndReason.Title(r).Zh));
        Assert.All(OwnRequestKind.All, k => Assert.NotEqual(k, OwnRequestKind.Title(k).Zh));
        Assert.Equal(3, EndReason.All.Select(EndReason.Setting).Distinct().Count());
    }
}
