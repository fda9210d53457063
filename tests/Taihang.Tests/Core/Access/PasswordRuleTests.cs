using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("three goats on a roof", null)]
    [InlineData("太行山上的柿子红了十二月", null)]
    [InlineData("short one", "TH0220")]
    [InlineData("aaaaaaaaaaaaaa", "TH0222")]
    [InlineData("zhang.wei2026", "TH0222")]
    [InlineData("password2026!", "TH0222")]
    [InlineData("1234567890123", "TH0222")]
    [InlineData("12345678901234", "TH0222")]
    [InlineData("passwordpassword", "TH0222")]
    [InlineData("qwertyuiopasdfgh", "TH0222")]
    [InlineData("zhang.wei keeps three goats", null)]
    public void A_password_is_long_and_not_what_everybody_tries_first(string password, string? code) =>
        Assert.Equal(code, PasswordRule.Check(password, password, "zhang.wei", "Zhang Wei")?.Code);

    [Fact]
    public void It_is_typed_the_same_twice() =>
        Assert.Equal("TH0223", PasswordRule.Check("three goats on a roof", "three goats", "a", "b")!.Code);
}
