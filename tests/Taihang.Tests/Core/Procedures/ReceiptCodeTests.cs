using CsCheck;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class ReceiptCodeTests
{
    private static readonly Gen<byte[]> Random = Gen.Byte.Array[ReceiptCode.Bytes];

    [Fact]
    public void A_code_is_read_as_people_write_it_down() =>
        Gen.Select(Gen.Int[1, 9999], Random)
            .Sample(
                (county, random) =>
                {
                    var code = ReceiptCode.Make(county, random);
                    var written = code.ToLowerInvariant()
                        .Replace('0', 'o')
                        .Replace('1', 'l')
                        .Replace("-", " ", StringComparison.Ordinal);
                    return ReceiptCode.Read(code) is { } read
                        && read.CountyNo == county
                        && ReceiptCode.Read(written) == read;
                }
            );

    [Fact]
    public void Two_codes_share_their_hash_only_when_they_are_the_same() =>
        Gen.Select(Random, Random)
            .Sample(
                (a, b) =>
                    (ReceiptCode.Read(ReceiptCode.Make(2, a)) == ReceiptCode.Read(ReceiptCode.Make(2, b)))
                    == a.AsSpan().SequenceEqual(b)
            );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("002-AAAA")]
    [InlineData("XYZ-AAAA-AAAA-AAAA-AAAA")]
    public void What_is_no_code_finds_nothing(string? written) => Assert.Null(ReceiptCode.Read(written));

    [Theory]
    [InlineData("身份证 11010519491231002X。", "身份证 •••。")]
    [InlineData("打 138 0000 0000 找我", "打 •••找我")]
    [InlineData("打１３８００００００００", "打•••")]
    [InlineData("138-0000-0000", "•••")]
    [InlineData("2016年欠债 20000 元", "2016年欠债 20000 元")]
    public void Long_numbers_are_struck_out_and_the_rest_stays(string said, string kept) =>
        Assert.Equal(kept, ReceiptCode.WithoutNumbers(said));

    [Theory]
    [InlineData("王小明", "王＊＊")]
    [InlineData("𠮷田", "𠮷＊＊")]
    [InlineData("", "＊")]
    public void A_masked_name_keeps_its_first_character(string name, string masked) =>
        Assert.Equal(masked, ReceiptCode.Masked(name));
}
