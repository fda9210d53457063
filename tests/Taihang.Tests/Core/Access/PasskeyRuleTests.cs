using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class PasskeyRuleTests
{
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(7, 8, true)]
    [InlineData(7, 900, true)]
    [InlineData(7, 7, false)]
    [InlineData(7, 6, false)]
    // A copy that does not count must not pass for a device that did.
    [InlineData(7, 0, false)]
    [InlineData(4294967295, 0, false)]
    public void A_counter_goes_on_or_was_never_kept(long known, long sent, bool on) =>
        Assert.Equal(on, PasskeyRule.CounterGoesOn(known, sent));

    [Theory]
    [InlineData("https://taihang.example.gov.cn", "https://taihang.example.gov.cn", "taihang.example.gov.cn")]
    [InlineData("https://Taihang.Example.gov.cn/", "https://taihang.example.gov.cn", "taihang.example.gov.cn")]
    [InlineData("https://taihang.example.gov.cn:8443", "https://taihang.example.gov.cn:8443", "taihang.example.gov.cn")]
    [InlineData("https://taihang.example.gov.cn:443", "https://taihang.example.gov.cn", "taihang.example.gov.cn")]
    [InlineData("https://扶贫.example", "https://xn--squq46g.example", "xn--squq46g.example")]
    [InlineData("http://localhost:8080", "http://localhost:8080", "localhost")]
    public void An_address_is_read_as_browsers_name_it(string text, string origin, string domain) =>
        Assert.Equal(new PasskeyOrigin(origin, domain), PasskeyOrigin.Read(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("taihang.example.gov.cn")]
    [InlineData("http://taihang.example.gov.cn")]
    [InlineData("https://10.0.0.7")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://[::1]:8080")]
    [InlineData("https://taihang.example.gov.cn/county")]
    [InlineData("https://taihang.example.gov.cn/?a=b")]
    [InlineData("https://somebody@taihang.example.gov.cn")]
    [InlineData("ftp://localhost")]
    public void What_no_browser_gives_passkeys_to_is_refused(string text) =>
        Assert.Equal("TH0289", PasskeyOrigin.Read(text).Problems[0].Code);

    [Fact]
    public void The_last_way_in_stays()
    {
        Assert.Null(PasskeyRule.MayRemove(hasPassword: true, others: 0));
        Assert.Null(PasskeyRule.MayRemove(hasPassword: false, others: 1));
        Assert.Equal("TH0287", PasskeyRule.MayRemove(hasPassword: false, others: 0)!.Code);
    }

    [Fact]
    public void A_passkey_has_a_name_and_an_account_ten_of_them()
    {
        Assert.Null(PasskeyRule.MayAdd("办公室电脑", PasskeyRule.Most - 1));
        Assert.Equal("TH0286", PasskeyRule.MayAdd("办公室电脑", PasskeyRule.Most)!.Code);
        Assert.Equal("TH0285", PasskeyRule.MayAdd("", 0)!.Code);
        Assert.Equal("TH0285", PasskeyRule.MayAdd(new string('长', PasskeyRule.LongestLabel + 1), 0)!.Code);
    }
}
