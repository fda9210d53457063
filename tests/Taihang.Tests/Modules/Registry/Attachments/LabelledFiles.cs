using System.Globalization;
using System.Text;

namespace Taihang.Tests.Modules.Registry.Attachments;

/// <summary>A file with what is known of it.</summary>
/// <param name="Carrier">Where in it the number is; empty for a clean file.</param>
public sealed record LabelledFile(string Name, byte[] Bytes, string Carrier, string Disguise, string Number);

/// <summary>
/// Files as offices attach them to notices, drawn from a seed: with one number of somebody in one place, or with none but with all the other
/// figures that such files are full of.
/// </summary>
internal static class LabelledFiles
{
    public static readonly string[] Carriers =
    [
        "xlsx cell",
        "xlsx figure",
        "xlsx formula",
        "xlsx boxes",
        "xlsx hidden",
        "xlsx veryHidden",
        "xlsx comment",
        "xlsx unused",
        "xlsx name",
        "xlsx header",
        "xlsx property",
        "docx text",
        "docx runs",
        "docx comment",
        "docx header",
        "docx footnote",
        "docx deleted",
        "docx property",
        "docx table",
        "docx textbox",
        "pdf text",
        "pdf title",
        "pdf note",
        "pdf field",
        "pdf before",
        "jpeg exif",
        "jpeg comment",
        "jpeg xmp",
        "jpeg appended",
        "png tEXt",
        "png zTXt",
        "csv",
        "txt",
        "txt gb",
    ];

    private static readonly string[] Villages = ["龙王庙村", "东庄村", "上堡村", "石门村", "北山村"];
    private static readonly string[] Names = ["张某", "李某某", "王某", "赵某", "刘某某"];

    static LabelledFiles() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static LabelledFile Planted(int seed, string? carrier = null, string? disguise = null)
    {
        var dice = new Random(seed);
        carrier ??= Carriers[dice.Next(Carriers.Length)];
        disguise ??= MadeNumbers.Disguises[dice.Next(MadeNumbers.Disguises.Length)];
        var number = MadeNumbers.Any(dice);
        // Some places hold only some forms: a figure is ASCII and no longer than a spreadsheet can count, a page here is ASCII.
        if (carrier == "xlsx figure")
            (number, disguise) = (MadeNumbers.Mobile(dice), "plain");
        if (carrier is "xlsx boxes" or "docx table" or "xlsx formula")
            disguise = "plain";
        if (
            carrier is "pdf text" or "pdf before" or "jpeg appended"
            && disguise is not ("groups" or "dashes" or "dots" or "apart" or "break" or "underlined")
        )
            disguise = "plain";
        if (carrier == "txt gb" && disguise == "circled")
            disguise = "full-width";
        var shown = MadeNumbers.Disguised(number, disguise, dice);
        var text = dice.Next(3) switch
        {
            0 => shown,
            1 => $"{Names[dice.Next(Names.Length)]} {shown}",
            _ => $"{Names[dice.Next(Names.Length)]}，{shown}，{Villages[dice.Next(Villages.Length)]}",
        };
        var (kind, place) = (carrier.Split(' ')[0], carrier[(carrier.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return new LabelledFile(
            $"attached.{(kind == "jpeg" ? "jpg" : kind)}",
            Made(kind, place, text, shown, dice),
            carrier,
            disguise,
            number
        );
    }

    private static byte[] Made(string kind, string place, string text, string shown, Random dice)
    {
        var rows = Table(dice, 6 + dice.Next(12));
        var into = 1 + dice.Next(rows.Length - 1);
        switch (kind)
        {
            case "xlsx" when place == "cell":
                rows[into][1] = text;
                return MadeFiles.Xlsx(rows);
            case "xlsx" when place == "figure":
                rows[into][2] = "#" + shown;
                return MadeFiles.Xlsx(rows);
            case "xlsx" when place == "formula":
                rows[into][2] = $"=\"{shown[..6]}\"&\"{shown[6..]}\"";
                return MadeFiles.Xlsx(rows);
            case "xlsx" when place == "boxes":
                rows[into] =
                [
                    "号码",
                    .. shown.Select(c => dice.Next(2) == 0 || c == 'X' ? c.ToString() : "#" + c),
                    "人",
                ];
                return MadeFiles.Xlsx(rows);
            case "xlsx":
                return MadeFiles.Xlsx(rows, (place, text));
            case "docx" when place == "text":
                return MadeFiles.Docx([.. Letter(dice), text, .. Letter(dice)]);
            case "docx" when place == "runs":
                return MadeFiles.Docx([.. Letter(dice), text.Insert(text.Length / 2, "|")]);
            case "docx":
                return MadeFiles.Docx(Letter(dice), (place, place == "table" ? shown : text));
            case "pdf" when place is "text" or "before":
                var lines = Figures(dice);
                lines[dice.Next(lines.Length)] = dice.Next(2) == 0 ? shown : $"Zhang  {shown}  Dongzhuang";
                if (shown.Contains('\n', StringComparison.Ordinal))
                    lines = [.. Figures(dice), "Zhang " + shown.Split('\n')[0], shown.Split('\n')[1] + " Dongzhuang"];
                return place == "text"
                    ? MadeFiles.Pdf([Figures(dice), lines])
                    : MadeFiles.SavedOver(MadeFiles.Pdf([lines]), Figures(dice));
            case "pdf":
                return MadeFiles.Pdf(
                    [Figures(dice)],
                    place == "title" ? text : "公示",
                    place == "note" ? text : "",
                    place == "field" ? text : ""
                );
            case "jpeg":
                return MadeFiles.Jpeg(
                    place == "exif" ? text : "Camera 2026:03:31 10:11:12",
                    place == "comment" ? text : "",
                    place == "xmp" ? text : "",
                    appended: place == "appended" ? Encoding.UTF8.GetBytes(shown) : null
                );
            case "png":
                return place == "zTXt"
                    ? MadeFiles.Png(MadeFiles.Packed(text))
                    : MadeFiles.Png(("tEXt", [.. "Title\0"u8, .. Encoding.UTF8.GetBytes(text)]));
            case "csv":
                rows[into][1] = text;
                return Encoding.UTF8.GetBytes(Csv(rows));
            default:
                return (place == "gb" ? Encoding.GetEncoding("GB18030") : Encoding.UTF8).GetBytes(
                    string.Join("\r\n", [.. Letter(dice), text, .. Letter(dice)])
                );
        }
    }

    public static LabelledFile Clean(int seed)
    {
        var dice = new Random(seed);
        var rows = Table(dice, 10 + dice.Next(50));
        var (name, bytes) = dice.Next(7) switch
        {
            0 => (
                "clean.xlsx",
                MadeFiles.Xlsx(
                    rows,
                    ("comment", Sentence(dice)),
                    ("hidden", Sentence(dice)),
                    ("header", Sentence(dice))
                )
            ),
            1 => (
                "clean.docx",
                MadeFiles.Docx(
                    [.. Letter(dice), .. rows.SelectMany(r => r.Select(Cell)), .. Letter(dice)],
                    ("footnote", Sentence(dice))
                )
            ),
            2 => (
                "clean.pdf",
                MadeFiles.Pdf([Figures(dice), Figures(dice), Figures(dice)], Sentence(dice), Sentence(dice))
            ),
            3 => ("clean.csv", Encoding.UTF8.GetBytes(Csv(rows))),
            4 => (
                "clean.txt",
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        [.. Letter(dice), .. Letter(dice), .. rows.Select(r => string.Join(' ', r.Select(Cell)))]
                    )
                )
            ),
            5 => ("clean.jpg", MadeFiles.Jpeg($"Camera SM-{dice.Next(1000)} {dice.Next():x8} 2026:03:31 10:11:12")),
            _ => ("clean.png", MadeFiles.Png(("tEXt", [.. "Software\0"u8, .. Encoding.UTF8.GetBytes(Sentence(dice))]))),
        };
        return new LabelledFile(name, bytes, "", "", "");
    }

    private static string Cell(string cell) => cell.TrimStart('#');

    private static string Csv(string[][] rows) =>
        string.Join("\r\n", rows.Select(r => string.Join(',', r.Select(c => $"\"{Cell(c)}\""))));

    /// <summary>Projects with their codes, money and people: heading, then rows of text and figures.</summary>
    private static string[][] Table(Random dice, int rows) =>
        [
            ["项目", "村", "户数", "资金（元）", "项目编号", "完成日期", "联系电话"],
            .. Enumerable
                .Range(1, rows)
                .Select(i =>
                    new[]
                    {
                        $"{i}号饮水工程",
                        Villages[dice.Next(Villages.Length)],
                        $"#{dice.Next(2, 400)}",
                        dice.Next(2) == 0
                            ? $"#{dice.Next(1000, 9_999_999)}"
                            : $"#{dice.Next(1000, 9_999_999)}.{dice.Next(10, 100)}",
                        $"53{dice.Next(1_000_000):000000}{dice.Next(100_000_000):00000000}",
                        $"2026-{dice.Next(1, 13):00}-{dice.Next(1, 29):00}",
                        $"0312-{dice.Next(2_000_000, 9_000_000)}",
                    }
                ),
        ];

    private static string[] Letter(Random dice) =>
        [.. Enumerable.Range(0, 4 + dice.Next(10)).Select(_ => Sentence(dice))];

    private static string Sentence(Random dice) =>
        dice.Next(16) switch
        {
            0 => $"冀乡振〔2026〕{dice.Next(1, 200)}号文件自2026年{dice.Next(1, 13)}月{dice.Next(1, 29)}日起施行。",
            1 =>
                $"安排资金{dice.Next(1000, 99_999_999)}元，其中中央资金{dice.Next(100, 9_999)}.{dice.Next(10, 100)}万元。",
            2 =>
                $"公示期：2026-03-{dice.Next(10, 20)}至2026-03-{dice.Next(20, 31)}，监督电话0312-{dice.Next(2_000_000, 9_000_000)}、12317。",
            3 =>
                $"村代码1306241{dice.Next(100_000):00000}，户编号13062410{dice.Next(10_000):0000}-{dice.Next(10_000):0000}。",
            4 => $"统一社会信用代码91130624MA{dice.Next(10_000_000):0000000}{(char)('A' + dice.Next(8))}。",
            5 => $"零余额账户开户行：县农行，账户性质：专户，第{dice.Next(1, 50)}批。",
            6 =>
                $"发票号码2613200000{dice.Next(100_000):00000}{dice.Next(100_000):00000}，金额{dice.Next(1, 9999)}.{dice.Next(10, 100)}元。",
            7 =>
                $"合同编号HT-2026-{dice.Next(1, 1000):000}-{dice.Next(1, 100):00}，邮编07{dice.Next(10_000):0000}，网址 192.168.{dice.Next(256)}.{dice.Next(256)}。",
            8 =>
                $"参会 {dice.Next(20, 90)} 人，同意 {dice.Next(10, 90)} 票，反对 {dice.Next(10)} 票，弃权 {dice.Next(10)} 票，占 0.{dice.NextInt64(10_000_000_000, 99_999_999_999)}。",
            9 =>
                $"依据《办法》第{"一二三四五六七八九"[dice.Next(9)]}条、第二十{"一二三四五六七八九"[dice.Next(9)]}条，二〇二六年度。",
            10 =>
                $"流水号2026{dice.Next(1, 13):00}{dice.Next(1, 29):00}{dice.Next(24):00}{dice.Next(60):00}{dice.Next(60):00}{dice.Next(1_000_000):000000}已受理。",
            11 =>
                $"书号 978-7-{dice.Next(1000, 9999)}-{dice.Next(1000, 9999)}-{dice.Next(10)}，第 {dice.Next(1, 300)} 页。",
            12 =>
                $"排查情况：{dice.Next(10)} {dice.Next(10)} {dice.Next(10)} {dice.Next(10)} {dice.Next(10)} {dice.Next(10)} {dice.Next(10)}。",
            13 =>
                $"工商注册号1306242{dice.Next(100_000_000):00000000}，办公电话 0312 {dice.Next(200, 900)} {dice.Next(10_000):0000}。",
            14 => $"对公账户 1305016652{dice.Next(100_000):00000}{dice.Next(100_000):00000}。",
            _ =>
                $"{Villages[dice.Next(Villages.Length)]}第{dice.Next(1, 9)}组，东经114.{dice.Next(100_000, 999_999)}，北纬39.{dice.Next(100_000, 999_999)}。",
        };

    /// <summary>Lines of a table printed without borders.</summary>
    private static string[] Figures(Random dice) =>
        [
            .. Enumerable
                .Range(1, 20 + dice.Next(20))
                .Select(i =>
                    $"{i} Village-{dice.Next(100)} "
                    + string.Join(
                        ' ',
                        Enumerable
                            .Range(0, 3 + dice.Next(4))
                            .Select(_ =>
                                dice.Next((int)Math.Pow(10, dice.Next(1, 7))).ToString(CultureInfo.InvariantCulture)
                            )
                    )
                ),
        ];
}
