using Taihang.Modules.Dispatch;
using Xunit;

namespace Taihang.Tests.Modules.Dispatch;

public sealed class PublishedVillagesTests
{
    [Theory]
    [InlineData("0 5 25", "0 5 25")]
    [InlineData("4 26", "- -")]
    [InlineData("4 9 17", "- - 17")]
    [InlineData("2 3 25", "- - 25")]
    [InlineData("1 1 28", "- - -")]
    [InlineData("1 1 9 19", "- - - 19")]
    [InlineData("1 0 29", "- 0 -")]
    public void Hides_small_numbers_and_what_would_give_them_away(string counts, string expected)
    {
        Assert.Equal(expected, Shown(counts, allCounted: false));
    }

    [Fact]
    public void Shows_no_number_where_every_household_is_counted() =>
        Assert.Equal("- -", Shown("12 18", allCounted: true));

    private static string Shown(string counts, bool allCounted)
    {
        var shown = PublishedVillages.Suppress(
            [.. counts.Split(' ').Select((count, at) => ($"outcome {at}", long.Parse(count)))],
            allCounted
        );
        return string.Join(' ', shown.Select(s => s.Households?.ToString() ?? "-"));
    }
}
