using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class ColumnMappingReaderTests
{
    private const string Good = """
        mapping: old
        source: {zh: 旧系统, en: Old}
        observed: {on: 2020-06-30}
        layout: wide
        members: 3
        files:
          rows: {file: old.csv, encoding: gb18030, separator: tab, headings: 2}
        left_out:
          rows: {"m{n}_note": free text}
        columns:
          place.village_code: {from: village}
          place.household_number: {from: number}
          place.name: {from: "m{n}_name"}
          member.relation: {from: "m{n}_rel", values: {H: head, S: 配偶}}
          member.birth_date: {from: "m{n}_born", date: excel}
          household.income_wage_fen_year: {from: wages, times: 1/100}
        """;

    private static readonly RegistrationForm Form = RegistrationFormTests.Cn;

    [Fact]
    public void A_mapping_is_read_whole()
    {
        var mapping = ColumnMappingReader.Read("m.yaml", Good, Form).Value;
        Assert.Equal((SourceLayout.Wide, 3, 6), (mapping.Layout, mapping.MembersMost, mapping.Columns.Length));
        Assert.Equal(["m1_note", "m2_note", "m3_note"], mapping.Files[0].LeftOut.Keys);
        Assert.Equal(('\t', 2), (mapping.Files[0].Separator!.Value, mapping.Files[0].Headings));
        Assert.Equal("户主", mapping.Columns.Single(c => c.Id == "member.relation").Conversion.Values!["H"]);
        Assert.Equal(ColumnMappingReader.HashOf(Good), ColumnMappingReader.HashOf(Good.ReplaceLineEndings("\r\n")));
    }

    [Theory]
    [InlineData("layout: wide", "layout: broad", "4 9")]
    [InlineData("members: 3", "members: 0", "5 10")]
    [InlineData("file: old.csv", "file: ../old.csv", "7 16")]
    [InlineData("encoding: gb18030", "encoding: klingon", "7 35")]
    [InlineData("free text", "' '", "9 10")]
    [InlineData("place.village_code: {from: village}", "place.village_cod: {from: village}", "11 3")]
    [InlineData("place.household_number: {from: number}", "place.household_number: {from: number, value: 1}", "12 27")]
    [InlineData("m{n}_name", "name", "13 15")]
    [InlineData("H: head", "H: heads", "14 51")]
    [InlineData("date: excel", "date: dd/mm/yy", "15 48")]
    [InlineData("times: 1/100", "times: -1", "16 56")]
    [InlineData("times: 1/100", "date: excel", "16 55")]
    [InlineData("times: 1/100", "guess: maybe", "16 35")]
    [InlineData("{on: 2020-06-30}", "{}", "3 11")]
    [InlineData("{on: 2020-06-30}", "{on: \"\"}", "3 16")]
    public void A_fault_is_told_with_its_line_and_column(string right, string wrong, string place)
    {
        var text = Good.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var read = ColumnMappingReader.Read("m.yaml", text, Form);
        Assert.False(read.Ok);
        Assert.Contains(place, read.Problems.Select(p => $"{p.Where!.Row} {p.Where.Column}"));
    }

    [Fact]
    public void What_the_form_cannot_be_without_must_be_mapped()
    {
        var text = string.Join(
            '\n',
            Good.Split('\n').Where(l => !l.Contains("member.relation", StringComparison.Ordinal))
        );
        Assert.Contains(
            ColumnMappingReader.Read("m.yaml", text, Form).Problems,
            p => p.What.En.Contains("member.relation", StringComparison.Ordinal)
        );
    }
}
