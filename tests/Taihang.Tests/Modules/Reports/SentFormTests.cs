using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Taihang.Core.Reports;
using Taihang.Modules.Reports;
using Taihang.Tests.Core.Reports;
using Xunit;

namespace Taihang.Tests.Modules.Reports;

public sealed class SentFormTests
{
    private static readonly HeadingMatch Match = new(ReportRules.Headings);

    private static readonly string[][] Form =
    [
        ["某县住房安全排查表", "", "", ""],
        ["户编号", "户主姓名", "危房等级", "备注"],
        ["H1", "", "", "勿动"],
        ["", "", "", ""],
    ];

    [Fact]
    public void A_copy_differs_only_in_the_cells_that_were_filled()
    {
        var file = Open(MadeUpXlsx.Of(Form, "<mergeCells count=\"1\"><mergeCell ref=\"A1:D1\"/></mergeCells>"));
        var filled = Fill(
            file,
            new FilledCell(new CellAt(3, 2), "测试甲", false),
            new FilledCell(new CellAt(4, 3), "2.5", true)
        );
        var after = Open(filled);
        Assert.Equal([new CellAt(3, 2), new CellAt(4, 3)], Changed(file.Sheets[0], after.Sheets[0]));
        Assert.Equal("测试甲", after.Sheets[0].Written(3, 2));
        foreach (
            var part in new[] { "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml" }
        )
            Assert.Equal(MadeUpXlsx.Part(file.Bytes, part), MadeUpXlsx.Part(filled, part));
        var sheet = Encoding.UTF8.GetString(MadeUpXlsx.Part(filled, "xl/worksheets/sheet1.xml"));
        // The look of the cell stays, a figure is a figure, widths and joined cells are as they were.
        Assert.Contains("<c r=\"C4\" s=\"1\"><v>2.5</v></c>", sheet, StringComparison.Ordinal);
        Assert.Contains("<col min=\"1\" max=\"1\" width=\"30\" />", sheet, StringComparison.Ordinal);
        Assert.Contains("<mergeCell ref=\"A1:D1\" />", sheet, StringComparison.Ordinal);
    }

    [Fact]
    public void Filling_twice_gives_the_same_bytes()
    {
        FilledCell[] cells = [new(new CellAt(3, 2), "测试甲", false), new(new CellAt(9, 3), "b", false)];
        Assert.Equal(Fill(Open(MadeUpXlsx.Of(Form)), cells), Fill(Open(MadeUpXlsx.Of(Form)), cells));
    }

    [Theory]
    [InlineData("form.xlsx")]
    [InlineData("form.csv")]
    public void Whatever_is_filled_nothing_else_changes(string name) =>
        Gen.Select(Gen.Int[3, 8], Gen.Int[1, 6], Gen.String[Gen.Char["测试=+\"',\n甲A1 "], 1, 6])
            .Where(c => c.Item3.Trim().Length > 0)
            .Array[1, 6]
            .Sample(
                picked =>
                {
                    var cells = picked
                        .DistinctBy(p => (p.Item1, p.Item2))
                        .Select(p => new FilledCell(new CellAt(p.Item1, p.Item2), p.Item3.Trim(), false))
                        .Where(c => c.At is not { Row: 3, Column: 1 or 4 })
                        .ToArray();
                    var file = name == "form.csv" ? Csv(Form) : Open(MadeUpXlsx.Of(Form));
                    var after = SentForm.Open(name, Fill(file, cells)).Value;
                    Assert.Equal(
                        cells.Select(c => c.At).Order(ByPlace),
                        Changed(file.Sheets[0], after.Sheets[0]).Order(ByPlace)
                    );
                },
                iter: 60
            );

    [Fact]
    public void A_CSV_keeps_its_code_page_its_quotes_and_its_line_ends()
    {
        var bytes = Encoding.UTF8.GetBytes("\"户编号\",户主姓名,危房等级\nH1,,\"a,\"\"b\"\"\"\nH2,,");
        var file = SentForm.Open("form.csv", bytes).Value;
        var filled = Fill(
            file,
            new FilledCell(new CellAt(2, 2), "测试甲", false),
            new FilledCell(new CellAt(3, 3), "=cmd", false)
        );
        Assert.Equal(
            "\"户编号\",户主姓名,危房等级\nH1,测试甲,\"a,\"\"b\"\"\"\nH2,,'=cmd",
            Encoding.UTF8.GetString(filled)
        );
    }

    [Fact]
    public void An_older_offices_CSV_stays_in_its_encoding()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gb = Encoding.GetEncoding("GB18030");
        var file = SentForm.Open("form.csv", gb.GetBytes("户编号,户主姓名\r\nH1,\r\n")).Value;
        Assert.Equal(
            "户编号,户主姓名\r\nH1,测试甲\r\n",
            gb.GetString(Fill(file, new FilledCell(new CellAt(2, 2), "测试甲", false)))
        );
    }

    /// <summary>Notes stand under a table that is too short: they move down, and so do joined cells.</summary>
    [Fact]
    public void Rows_are_put_in_above_the_notes()
    {
        string[][] rows =
        [
            ["户编号", "户主姓名", "危房等级"],
            ["", "", ""],
            ["注：每月报送", "", ""],
        ];
        var file = Open(MadeUpXlsx.Of(rows, "<mergeCells count=\"1\"><mergeCell ref=\"A3:C3\"/></mergeCells>"));
        var table = FindTable.Run(file.Sheets[0], Match)!;
        var filled = Open(file.Fill(table, Plan(2, Cells(2, 4))).Value);
        Assert.Equal(
            ["H2", "H3", "H4", "注：每月报送"],
            Enumerable.Range(2, 4).Select(r => filled.Sheets[0].Written(r, 1))
        );
        Assert.Equal(new MergedCells(5, 1, 5, 3), Assert.Single(filled.Sheets[0].Merged));
    }

    [Fact]
    public void Rows_are_not_put_in_where_a_formula_would_be_wrong_afterwards()
    {
        string[][] rows =
        [
            ["户编号", "户主姓名", "住房面积"],
            ["", "", ""],
            ["合计", "", "=SUM(C2:C2)"],
        ];
        var file = Open(MadeUpXlsx.Of(rows));
        var table = FindTable.Run(file.Sheets[0], Match)!;
        var problem = Assert.Single(file.Fill(table, Plan(2, Cells(2, 4))).Problems);
        Assert.Equal(("TH1608", "排查表", 3), (problem.Code, problem.Where!.Sheet, problem.Where.Row));
        // With room enough the formula stays, and the spreadsheet is asked to work it out again.
        var bytes = file.Fill(table, Plan(0, Cells(2, 2))).Value;
        Assert.Contains(
            "<f>SUM(C2:C2)</f>",
            Encoding.UTF8.GetString(MadeUpXlsx.Part(bytes, "xl/worksheets/sheet1.xml")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "fullCalcOnLoad=\"1\"",
            Encoding.UTF8.GetString(MadeUpXlsx.Part(bytes, "xl/workbook.xml")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("form.xls", "TH1601")]
    [InlineData("form.pdf", "TH1601")]
    [InlineData("form.docx", "TH1601")]
    [InlineData("broken.xlsx", "TH1605")]
    [InlineData("doctype.xlsx", "TH1605")]
    [InlineData("bomb.xlsx", "TH1603")]
    [InlineData("large.xlsx", "TH1602")]
    [InlineData("hidden.xlsx", "TH1607")]
    [InlineData("strict.xlsx", "TH1601")]
    [InlineData("far.xlsx", "TH1604")]
    [InlineData("wide.csv", "TH1604")]
    [InlineData("long.csv", "TH1604")]
    public void A_file_that_is_no_form_is_refused_with_its_number(string name, string code)
    {
        var bytes = name switch
        {
            "form.xls" => [0xD0, 0xCF, 0x11, 0xE0],
            "form.pdf" => Encoding.ASCII.GetBytes("%PDF-1.7"),
            "form.docx" => Zip("word/document.xml", new byte[10]),
            "broken.xlsx" => MadeUpXlsx.Of(Form)[..600],
            "doctype.xlsx" => MadeUpXlsx.Of(Form, book: "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook>&a;</workbook>"),
            "strict.xlsx" => MadeUpXlsx.Of(
                Form,
                book: "<workbook xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><sheets/></workbook>"
            ),
            "far.xlsx" => MadeUpXlsx.Of(Form, far: "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
            "bomb.xlsx" => Zip("xl/workbook.xml", new byte[80 << 20]),
            "large.xlsx" => new byte[SentForm.MostBytes + 1],
            "hidden.xlsx" => MadeUpXlsx.Of(Form, hidden: " state=\"hidden\""),
            "wide.csv" => Encoding.UTF8.GetBytes(new string(',', SentForm.MostColumns) + "x"),
            _ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", SentForm.MostRows + 1))),
        };
        Assert.Equal(code, Assert.Single(SentForm.Open(name, bytes).Problems).Code);
    }

    [Fact]
    public void A_place_outside_the_limits_is_named_by_sheet_row_and_column()
    {
        var at = Assert
            .Single(SentForm.Open("wide.csv", Encoding.UTF8.GetBytes(new string(',', 200) + "x")).Problems)
            .Where!;
        Assert.Equal(("wide.csv", 1, 201), (at.File, at.Row, at.Column));
    }

    private static IComparer<CellAt> ByPlace { get; } =
        Comparer<CellAt>.Create((a, b) => (a.Row, a.Column).CompareTo((b.Row, b.Column)));

    private static SentForm Open(byte[] bytes) => SentForm.Open("form.xlsx", bytes).Value;

    private static SentForm Csv(string[][] rows) =>
        SentForm
            .Open("form.csv", Encoding.UTF8.GetBytes(string.Concat(rows.Select(r => string.Join(',', r) + "\r\n"))))
            .Value;

    private static byte[] Fill(SentForm file, params FilledCell[] cells) =>
        file.Fill(FindTable.Run(file.Sheets[0], Match)!, Plan(0, [.. cells])).Value;

    private static ImmutableArray<FilledCell> Cells(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(r => new FilledCell(new CellAt(r, 1), $"H{r}", false))];

    private static FillPlan Plan(int added, ImmutableArray<FilledCell> cells) =>
        new([], cells, [], [], [], added, 0, 0);

    private static List<CellAt> Changed(SheetGrid before, SheetGrid after) =>
        [
            .. Enumerable
                .Range(1, Math.Max(before.Rows, after.Rows))
                .SelectMany(r =>
                    Enumerable.Range(1, Math.Max(before.Columns, after.Columns)).Select(c => new CellAt(r, c))
                )
                .Where(at => before.Written(at.Row, at.Column) != after.Written(at.Row, at.Column)),
        ];

    private static byte[] Zip(string part, byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var to = zip.CreateEntry(part).Open())
            to.Write(bytes);
        return stream.ToArray();
    }
}
