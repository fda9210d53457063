using Taihang.Core.Common;

namespace Taihang.Cli;

/// <summary>What can go wrong around the command line itself. Codes TH0001 to TH0099; <c>./dev</c> uses TH0010.</summary>
public static class CliProblems
{
    /// <summary>The code of every command line that cannot be carried out as written.</summary>
    public static string WrongUsage { get; } = Usage("").Code;

    /// <param name="detail">The same in both languages.</param>
    public static Problem Usage(string detail) => Usage(detail, detail);

    /// <summary>What is wrong, without a full stop.</summary>
    public static Problem Usage(string chinese, string english) =>
        new(
            "TH0001",
            new($"用法有误：{chinese}。", $"Wrong usage: {english}."),
            new("请看 taihang --help。", "See taihang --help.")
        );

    public static Problem Cancelled() =>
        new("TH0002", new("已取消。", "Cancelled."), new("没有留下一半的改动。", "Nothing was half-applied."));

    public static Problem Files(string detail) =>
        new(
            "TH0003",
            new($"文件无法读写：{detail}", $"A file cannot be read or written: {detail}"),
            new("请检查路径、权限和磁盘空间。", "Check the path, its permissions and the free space.")
        );

    public static Problem NotNumber(string text) =>
        new(
            "TH0004",
            new($"“{text}”不是数。", $"\"{text}\" is not a number."),
            new("请写成 8000、0.25 或 1/18。", "Write it as 8000, 0.25 or 1/18.")
        );

    public static Problem NotADemo(string folder) =>
        new(
            "TH0005",
            new(
                $"目录 {folder} 不是演示生成的，不会清空。",
                $"The folder {folder} was not made by a demo and will not be cleared."
            ),
            new("请用 --data 换一个目录。", "Choose another with --data.")
        );

    public static Problem NotAPage(string file) =>
        new(
            "TH0006",
            new($"不能写成 {file}。", $"{file} is no form that pages are written in."),
            new("文件名应以 .md 或 .html 结尾。", "The name must end in .md or .html.")
        );
}
