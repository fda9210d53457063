using System.IO.Compression;
using System.Text;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Registry.Attachments;
using Xunit;

namespace Taihang.Tests.Modules.Registry.Attachments;

public sealed class ReadContentTests
{
    private const string Number = "11010119900307002X";
    private static readonly DateOnly Today = new(2026, 11, 23);

    private static readonly string[][] Rows =
    [
        ["项目", "户数"],
        ["饮水", "#12"],
    ];

    [Fact]
    public void A_file_is_known_by_its_content_and_not_by_its_name()
    {
        Assert.Equal(FileKind.Jpeg, ReadContent.Run("photo.pdf", MadeFiles.Jpeg()).Value.Kind);
        Assert.Equal(FileKind.Docx, ReadContent.Run("a.xlsx", MadeFiles.Docx(["一"])).Value.Kind);
        Assert.Equal("TH1702", Refused("a.pdf", "MZ\u0090\0\u0003\0\0\0"u8.ToArray()));
        Assert.Equal("TH1702", Refused("a.xlsx", MadeFiles.Zip(("a.txt", "text"))));
        Assert.Equal("TH1700", Refused("a.txt", []));
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused() =>
        Assert.Equal("TH1701", Refused("a.txt", new byte[FileKinds.MostBytes + 1]));

    [Fact]
    public void A_file_with_a_password_or_of_an_old_form_is_refused() =>
        Assert.Equal("TH1703", Refused("a.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]));

    [Theory]
    [InlineData("xl/vbaProject.bin", "TH1704")]
    [InlineData("xl/activeX/activeX1.xml", "TH1704")]
    [InlineData("xl/macrosheets/sheet1.xml", "TH1704")]
    [InlineData("xl/embeddings/oleObject1.bin", "TH1705")]
    [InlineData("word/afchunk.mht", "TH1705")]
    [InlineData("xl/more.zip", "TH1705")]
    public void A_program_or_a_file_in_a_workbook_is_refused(string part, string code) =>
        Assert.Equal(code, Refused("a.xlsx", With(MadeFiles.Xlsx(Rows), part, "x"u8.ToArray())));

    [Fact]
    public void An_entity_of_another_file_is_not_read() =>
        Assert.Equal(
            "TH1706",
            Refused(
                "a.xlsx",
                With(
                    MadeFiles.Xlsx(Rows),
                    "xl/more.xml",
                    "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"u8.ToArray()
                )
            )
        );

    [Fact]
    public void A_workbook_that_unpacks_to_too_much_or_lies_too_deep_is_refused()
    {
        Assert.Equal("TH1707", Refused("a.xlsx", With(MadeFiles.Xlsx(Rows), "xl/more.xml", new byte[64 << 20])));
        var deep = string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000));
        Assert.Equal(
            "TH1706",
            Refused("a.xlsx", With(MadeFiles.Xlsx(Rows), "xl/more.xml", Encoding.ASCII.GetBytes(deep)))
        );
    }

    /// <summary>A step for each pair of its pieces would take hours; the pieces still read as one text.</summary>
    [Fact]
    public void A_comment_of_very_many_pieces_is_read_as_one()
    {
        var pieces =
            string.Concat(Enumerable.Repeat("<t>x</t>", 300_000)) + $"<t>{Number[..9]}</t><t>{Number[9..]}</t>";
        var file = With(
            MadeFiles.Xlsx(Rows),
            "xl/comments9.xml",
            Encoding.ASCII.GetBytes($"<comments><comment><text>{pieces}</text></comment></comments>")
        );
        var content = ReadContent.Run("a.xlsx", file);
        Assert.Contains(content.Value.Texts, t => t.Text.Contains("x" + Number, StringComparison.Ordinal));
    }

    /// <summary>Whatever a page's stream calls the way it is packed, by whatever detour, and however often it is packed.</summary>
    [Theory]
    [InlineData("/Filter /FlateDecode", 1)]
    [InlineData("/Filter /Fl", 1)]
    [InlineData("/Filter /Fl#61teDecode", 1)]
    [InlineData("/Filter 21 0 R", 1)]
    [InlineData("/Filter [/FlateDecode /FlateDecode]", 2)]
    [InlineData("/Filter /FlateDecode /Padding (0000)", 1, 3000)]
    public void A_PDF_whose_page_unpacks_to_too_much_is_refused(string filter, int times, int padding = 0)
    {
        var packed = new byte[300 << 20];
        for (var i = 0; i < times; i++)
            packed = Packed(packed);
        var dictionary = filter.Replace("0000", new string('0', 4 + padding), StringComparison.Ordinal);
        Assert.Equal("TH1707", Refused("a.pdf", Page(dictionary, packed)));
        // The control: the same page with little in it is read.
        Assert.True(ReadContent.Run("a.pdf", Page("/Filter /FlateDecode", Packed(new byte[1000]))).Ok);
    }

    private static byte[] Packed(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>One page with the stream as its content.</summary>
    private static byte[] Page(string dictionary, byte[] stream) =>
        Encoding.Latin1.GetBytes(
            Encoding
                .Latin1.GetString(
                    MadeFiles.Pdf(
                        [
                            ["one"],
                        ],
                        more: (
                            "",
                            [
                                $"<< {dictionary} /Length {stream.Length} >>\nstream\n{Encoding.Latin1.GetString(stream)}\nendstream",
                                "/FlateDecode",
                            ]
                        )
                    )
                )
                .Replace("/Contents 101 0 R", "/Contents  20 0 R", StringComparison.Ordinal)
        );

    [Fact]
    public void A_script_or_a_file_in_a_PDF_is_refused()
    {
        Assert.Equal(
            "TH1704",
            Refused(
                "a.pdf",
                MadeFiles.Pdf(
                    [
                        ["one"],
                    ],
                    more: ("/OpenAction 20 0 R", ["<< /S /JavaScript /JS (app.alert\\(1\\)) >>"])
                )
            )
        );
        Assert.Equal(
            "TH1705",
            Refused(
                "a.pdf",
                MadeFiles.Pdf(
                    [
                        ["one"],
                    ],
                    more: ("", ["<< /Type /EmbeddedFile /Length 1 >>\nstream\n1\nendstream"])
                )
            )
        );
    }

    [Fact]
    public void What_is_found_is_told_with_sheet_row_and_column()
    {
        var found = Found("a.xlsx", MadeFiles.Xlsx([.. Rows, ["一", Number]]));
        Assert.Equal(("名单", 3, 2), (found.At.Sheet!, found.At.Row!.Value, found.At.Column!.Value));
        Assert.Equal("备份", Found("a.xlsx", MadeFiles.Xlsx(Rows, ("hidden", Number))).At.Sheet);
        Assert.Equal(
            2,
            Found(
                "a.pdf",
                MadeFiles.Pdf([
                    ["one"],
                    [Number],
                ])
            ).At.Page
        );
        Assert.Equal(3, Found("a.txt", Encoding.UTF8.GetBytes($"一\n二\n三 {Number}\n")).At.Row);
        var cell = Found("a.csv", Encoding.UTF8.GetBytes($"姓名,号码\n张某,{Number}\n")).At;
        Assert.Equal((2, 2), (cell.Row!.Value, cell.Column!.Value));
    }

    [Fact]
    public void A_picture_that_says_where_it_was_taken_passes_as_evidence_and_not_for_a_notice()
    {
        var content = ReadContent.Run("a.jpg", MadeFiles.Jpeg(located: true)).Value;
        Assert.True(content.Located);
        Assert.Equal("TH1709", Decide(content, AttachmentPurpose.Notice, seen: true).Refusals[0].Code);
        var evidence = Decide(content, AttachmentPurpose.Evidence, seen: false);
        Assert.True(evidence.Personal);
        Assert.Empty(evidence.Refusals);
        Assert.False(ReadContent.Run("a.jpg", MadeFiles.Jpeg()).Value.Located);
        var xmp = MadeFiles.Jpeg(xmp: "<exif:GPSLatitude>39,1N</exif:GPSLatitude>");
        Assert.True(ReadContent.Run("a.jpg", xmp).Value.Located);
    }

    [Fact]
    public void A_picture_is_posted_only_when_somebody_looked_at_it()
    {
        var content = ReadContent.Run("a.jpg", MadeFiles.Jpeg()).Value;
        Assert.Equal("TH1710", Assert.Single(Decide(content, AttachmentPurpose.Notice, seen: false).Refusals).Code);
        Assert.Empty(Decide(content, AttachmentPurpose.Notice, seen: true).Refusals);
        Assert.Empty(Decide(content, AttachmentPurpose.Evidence, seen: false).Refusals);
    }

    [Fact]
    public void A_name_keeps_no_folder_and_has_the_ending_of_what_it_is()
    {
        Assert.Equal("证明.pdf", FileKinds.Name("C:\\docs\\证明.pdf", FileKind.Pdf));
        Assert.Equal("passwd.txt", FileKinds.Name("../../etc/passwd", FileKind.Text));
        Assert.Equal("a.exe.png", FileKinds.Name("a.exe", FileKind.Png));
        Assert.Equal("a.jpg", FileKinds.Name("a.JPEG", FileKind.Jpeg));
        Assert.Equal("file.csv", FileKinds.Name("\u0000<>", FileKind.Csv));
    }

    /// <summary>Files of every kind with bytes changed, cut or repeated: read or refused, and nothing else.</summary>
    [Fact]
    public void A_damaged_file_is_read_or_refused() => Damage(300);

    [Fact]
    [Trait("Proof", "long")]
    public void A_damaged_file_is_read_or_refused_many_times() => Damage(LongProof.Times(20_000, 500_000));

    private static void Damage(int times) =>
        Parallel.For(
            0,
            times,
            seed =>
            {
                var dice = new Random(seed);
                var made = seed % 5 == 0 ? LabelledFiles.Clean(seed) : LabelledFiles.Planted(seed);
                var bytes = made.Bytes.ToArray();
                for (var i = dice.Next(1, 12); i > 0; i--)
                    bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
                if (dice.Next(3) == 0)
                    bytes = bytes[..dice.Next(1, bytes.Length)];
                if (dice.Next(6) == 0)
                    bytes = [.. bytes, .. bytes];
                var read = ReadContent.Run(made.Name, bytes);
                Assert.True(read.Ok || read.Problems.All(p => p.Code.StartsWith("TH17", StringComparison.Ordinal)));
            }
        );

    private static AttachmentFinding Found(string name, byte[] bytes) =>
        AttachmentRules.Look(ReadContent.Run(name, bytes).Value, Today)[0];

    private static GateAnswer Decide(FileContent content, string purpose, bool seen) =>
        AttachmentRules.Decide("a", content, purpose, seen, Today);

    private static string Refused(string name, byte[] bytes)
    {
        var read = ReadContent.Run(name, bytes);
        Assert.False(read.Ok);
        return read.Problems[0].Code;
    }

    private static byte[] With(byte[] zip, string name, byte[] bytes)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        using (var to = archive.CreateEntry(name).Open())
            to.Write(bytes);
        return stream.ToArray();
    }
}
