using CsCheck;
using Taihang.Core.Registry;
using Xunit;

namespace Taihang.Tests.Core.Registry;

public sealed class IdNumberTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>A made-up number: no place has the code 000000.</summary>
    private static readonly Gen<string> Number =
        from days in Gen.Int[0, 45000]
        from order in Gen.Int[0, 999]
        let body = $"000000{new DateOnly(1900, 1, 1).AddDays(days):yyyyMMdd}{order:000}"
        select body + IdNumber.CheckCharacter(body);

    /// <summary>The samples printed in GB 11643-1999 and in common explanations of it.</summary>
    [Theory]
    [InlineData("11010519491231002X", "1949-12-31", false)]
    [InlineData("34052419800101001X", "1980-01-01", true)]
    public void Takes_the_published_samples(string number, string born, bool male)
    {
        Assert.Equal(IdNumberFault.None, IdNumber.Check(number, Today, out var facts));
        Assert.Equal(new IdNumberFacts(DateOnly.Parse(born), male), facts);
    }

    [Theory]
    [InlineData("110105194912310021", IdNumberFault.CheckDigit)]
    [InlineData("11010519491231002", IdNumberFault.Length)]
    [InlineData("1101051949123100200", IdNumberFault.Length)]
    [InlineData("", IdNumberFault.Length)]
    [InlineData("11010519490229002X", IdNumberFault.BirthDate)]
    [InlineData("11010529491231002X", IdNumberFault.BirthDate)]
    [InlineData("1101051949123100X2", IdNumberFault.Character)]
    [InlineData("A1010519491231002X", IdNumberFault.Character)]
    [InlineData("１1010519491231002X", IdNumberFault.Character)]
    public void Says_what_is_wrong(string number, IdNumberFault fault) =>
        Assert.Equal(fault, IdNumber.Check(number, Today, out _));

    [Theory]
    [InlineData("11010519491231002X43", IdNumberFault.None)]
    [InlineData("11010519491231002143", IdNumberFault.CheckDigit)]
    [InlineData("1101051949123100210000", IdNumberFault.None)]
    public void Takes_a_disability_card_by_its_first_eighteen_and_a_reissued_one_by_length(
        string number,
        IdNumberFault fault
    ) => Assert.Equal(fault, IdNumber.Check(number, Today, out _));

    [Fact]
    public void An_abolished_place_code_stays_valid()
    {
        var body = "51022119650101001"; // 5102..: Chongqing while it belonged to Sichuan; 50.... since 1997.
        Assert.Equal(IdNumberFault.None, IdNumber.Check(body + IdNumber.CheckCharacter(body), Today, out _));
    }

    /// <summary>ISO 7064 MOD 11-2 finds every single wrong digit.</summary>
    [Fact]
    public void Any_one_digit_changed_is_found() =>
        (from number in Number from at in Gen.Int[0, 16] from step in Gen.Int[1, 9] select (number, at, step)).Sample(
            x =>
            {
                var digits = x.number.ToCharArray();
                digits[x.at] = (char)('0' + ((digits[x.at] - '0' + x.step) % 10));
                return IdNumber.Check(x.number, Today, out _) == IdNumberFault.None
                    && IdNumber.Check(new string(digits), Today, out _) != IdNumberFault.None;
            }
        );

    [Fact]
    public void Any_two_neighbours_exchanged_are_found() =>
        (from number in Number from at in Gen.Int[0, 15] select (number, at)).Sample(x =>
        {
            var digits = x.number.ToCharArray();
            (digits[x.at], digits[x.at + 1]) = (digits[x.at + 1], digits[x.at]);
            return digits[x.at] == digits[x.at + 1]
                || IdNumber.Check(new string(digits), Today, out _) != IdNumberFault.None;
        });

    [Fact]
    public void Is_read_as_people_write_it() =>
        Assert.Equal("11010519491231002X", IdNumber.Normal(" 110105 1949１231 002x "));
}
