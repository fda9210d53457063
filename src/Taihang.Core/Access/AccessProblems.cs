using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What can stand in the way of an act. Codes TH0200 to TH0299.</summary>
public static class AccessProblems
{
    public static Problem NoDocument(string parameter) =>
        new(
            "TH0200",
            new($"“{parameter}”没有依据文件。", $"\"{parameter}\" is set without a document."),
            new("请写明发文名称与文号。", "Name the document that sets it.")
        );

    public static Problem EndsBeforeItBegins(string parameter) =>
        new(
            "TH0201",
            new($"“{parameter}”的止期早于起期。", $"\"{parameter}\" ends before it begins."),
            new("请改正日期。", "Correct the dates.")
        );

    public static Problem AlreadySet(string parameter, string value, DateOnly from, string document) =>
        new(
            "TH0202",
            new(
                $"“{parameter}”自 {from:yyyy-MM-dd} 起已定为 {value}（{document}）。",
                $"\"{parameter}\" is already {value} from {from:yyyy-MM-dd} ({document})."
            ),
            new("请先给前一规定写上止期。", "End the earlier setting first.")
        );
}
