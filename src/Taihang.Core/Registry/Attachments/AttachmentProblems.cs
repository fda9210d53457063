using Taihang.Core.Common;

namespace Taihang.Core.Registry.Attachments;

/// <summary>Why a file cannot be attached, or an attachment not be shown. Codes TH1700 to TH1799.</summary>
public static class AttachmentProblems
{
    private static readonly Words SaveAnew = new(
        "请用办公软件打开后另存，再试。",
        "Open it, save it anew, and try again."
    );

    public static Problem NoFile() =>
        new("TH1700", new("没有选择文件。", "No file was chosen."), new("请选择一个文件。", "Choose a file."));

    public static Problem TooLarge(string file, int most) =>
        new(
            "TH1701",
            new($"文件超过 {most >> 20} MB。", $"The file is larger than {most >> 20} MB."),
            new("请分成几份，或降低图片的分辨率。", "Divide it, or make its pictures smaller."),
            new Place(file)
        );

    public static Problem WrongKind(string file) =>
        new(
            "TH1702",
            new("内容不是可以附上的文件类型。", "What is in it is no kind of file that can be attached."),
            new(
                "可以附上 PDF、JPEG、PNG、XLSX、DOCX、CSV 和 TXT；改名不改变类型。",
                "PDF, JPEG, PNG, XLSX, DOCX, CSV and TXT can; another name does not make another kind."
            ),
            new Place(file)
        );

    public static Problem Encrypted(string file) =>
        new(
            "TH1703",
            new(
                "文件有密码或是旧版格式，无法检查。",
                "The file has a password or is of an old form, and cannot be looked through."
            ),
            new(
                "请去掉密码，另存为 .xlsx、.docx 或 PDF。",
                "Take the password off, or save it as .xlsx, .docx or PDF."
            ),
            new Place(file)
        );

    public static Problem Program(string file, string part) =>
        new(
            "TH1704",
            new($"文件带有程序（{part}）。", $"The file carries a program ({part})."),
            new("请另存为不带宏和脚本的文件。", "Save it without macros and scripts."),
            new Place(file)
        );

    public static Problem Embedded(string file, string part) =>
        new(
            "TH1705",
            new(
                $"文件里嵌有别的文件（{part}），无法检查。",
                $"Another file is embedded in it ({part}) and cannot be looked through."
            ),
            new("请取出嵌入的文件，分别附上。", "Take it out and attach it by itself."),
            new Place(file)
        );

    public static Problem Unreadable(string file, string detail) =>
        new(
            "TH1706",
            new($"文件无法读取，或已损坏（{detail}）。", $"The file cannot be read or is damaged ({detail})."),
            SaveAnew,
            new Place(file)
        );

    public static Problem TooMuch(string file) =>
        new(
            "TH1707",
            new("文件解开后太大，或检查时间太长。", "The file unpacks to too much, or takes too long to look through."),
            new("请分成几份。", "Divide it."),
            new Place(file)
        );

    public static Problem PersonalNumber(AttachmentFinding found) =>
        new(
            "TH1708",
            new(
                $"含有{PersonalNumberKinds.Title(found.Kind).Zh} {found.Masked}。",
                $"It holds a {PersonalNumberKinds.Title(found.Kind).En} {found.Masked}."
            ),
            new(
                "公开的文件不得带个人号码，隐藏也不行：请删去后再试。",
                "Nothing public may carry a personal number, hidden or not: take it out and try again."
            ),
            found.At
        );

    public static Problem Located(string file) =>
        new(
            "TH1709",
            new("图片带有拍摄地点。", "A picture says where it was taken."),
            new("请去掉图片的位置信息后再试。", "Remove the location from the picture and try again."),
            new Place(file)
        );

    public static Problem NotSeen(string file, int pictures) =>
        new(
            "TH1710",
            new(
                $"文件有 {pictures} 张图片，程序读不出图里的字。",
                $"There are pictures in it ({pictures}), and the program cannot read what is drawn in them."
            ),
            new(
                "请逐张看过，确认没有证件和号码，再勾选“已看过图片”。",
                "Look at each, make sure that no certificate and no number is in it, and say so."
            ),
            new Place(file)
        );

    public static Problem PurposeUnknown() =>
        new(
            "TH1711",
            new("没有选择用途。", "It was not said what the file is for."),
            new("请选择“内部证据”或“公示公开”。", "Choose evidence or notice.")
        );

    public static Problem NoTitle() =>
        new(
            "TH1712",
            new("没有写明文件是什么。", "It was not said what the file shows."),
            new("请写几个字，如“房屋正面照”。", "Say it in a few words, such as \"the house from the front\".")
        );

    public static Problem NoSuchAttachment() =>
        new(
            "TH1713",
            new("没有这份附件，或不在您的工作范围内。", "There is no such attachment, or it lies outside your area."),
            new("请从农户或事项页面进入。", "Open it from the page of its household or case.")
        );

    public static Problem Withdrawn() =>
        new(
            "TH1714",
            new("这份附件已经撤回。", "This attachment was withdrawn."),
            new("如有需要，请重新附上。", "Attach it again where it is needed.")
        );

    public static Problem ReasonShort(int shortest) =>
        new(
            "TH1715",
            new($"理由不足 {shortest} 个字。", $"The reason is shorter than {shortest} letters."),
            new("请写明理由，农户可以看到。", "Say why; the household can read it.")
        );

    public static Problem FileGone(string hash) =>
        new(
            "TH1716",
            new(
                $"附件文件 {hash[..12]} 不在文件库中，或已损坏。",
                $"The file {hash[..12]} of an attachment is not in the store of files, or is damaged."
            ),
            new("请从备份恢复。", "Restore it from a backup.")
        );

    public static Problem CannotKeep(string detail) =>
        new(
            "TH1717",
            new($"文件无法存入：{detail}", $"The file cannot be kept: {detail}"),
            new("请检查文件库的权限和磁盘空间。", "Check the store of files, its permissions and the free space.")
        );
}
