using Taihang.Core.Registry;
using Xunit;

namespace Taihang.Tests.Core.Registry;

public sealed class SearchTextTests
{
    [Theory]
    [InlineData("王", "TH0490")]
    [InlineData("   ", "TH0490")]
    [InlineData("王小", null)]
    public void Two_characters_at_least(string typed, string? code) =>
        Assert.Equal(code, SearchText.Read(typed) is { Ok: false } refused ? refused.Problems[0].Code : null);

    [Theory]
    // Made-up numbers: the address code is no county's.
    [InlineData("990000199001011234", "990000199001011234", "990000199001011234")]
    [InlineData("９９００００ 19900101 123x", "99000019900101123X", "99000019900101123X")]
    [InlineData("130624100001-0001", null, "130624100001-0001")]
    [InlineData("王小明", null, null)]
    public void A_number_is_known_however_it_is_typed(string typed, string? id, string? household)
    {
        var read = SearchText.Read(typed).Value;
        Assert.Equal((id, household), (read.IdNumber, read.HouseholdNumber));
    }

    [Fact]
    public void Blanks_are_taken_together() => Assert.Equal("Zhang Wei", SearchText.Read("  Zhang   Wei ").Value.Words);
}
