using Taihang.Core.Registry;
using Xunit;

namespace Taihang.Tests.Core.Registry;

public sealed class ContactNumberTests
{
    [Theory]
    [InlineData("13000000001", "13000000001")]
    [InlineData("130 0000-0001", "13000000001")]
    [InlineData("１３０００００００１", "1300000001")]
    [InlineData("+86 130 0000 0001", "13000000001")]
    [InlineData("0086-130-0000-0001", "13000000001")]
    [InlineData("（0312）7221234", "03127221234")]
    [InlineData("+52 55 1234 5678", "+525512345678")]
    [InlineData("0052 55 1234 5678", "+525512345678")]
    public void A_phone_is_the_same_however_it_is_written(string written, string expected) =>
        Assert.Equal(expected, ContactNumber.Phone(written));

    [Theory]
    [InlineData("6200 0000 0000 0000 001", "6200000000000000001")]
    [InlineData("gb29-nwbk 6016", "GB29NWBK6016")]
    [InlineData("６２００", "6200")]
    public void An_account_is_the_same_however_it_is_written(string written, string expected) =>
        Assert.Equal(expected, ContactNumber.Account(written));
}
