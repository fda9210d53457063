using Taihang.Core.Common;

namespace Taihang.Core.Quality;

/// <summary>What can stand in the way of an answer to a question about the record. Codes TH1200 to TH1249.</summary>
public static class QualityProblems
{
    public static Problem NoSuchQuestion() =>
        new(
            "TH1200",
            new("没有这个问题，或不在您的工作范围内。", "There is no such question, or it lies outside your area."),
            new("请从待核实的问题清单进入。", "Open it from the list of questions.")
        );

    public static Problem AnswerShort() =>
        new(
            "TH1201",
            new(
                $"说明至少 {QuestionRules.ShortestAnswer} 个字。",
                $"Say it in {QuestionRules.ShortestAnswer} characters or more."
            ),
            new("请写明核实了什么、情况如何。", "Say what you looked at and how things are.")
        );

    public static Problem NotOpen() =>
        new(
            "TH1202",
            new("这个问题已有人说明，或已不再出现。", "The question was answered already, or is no longer there."),
            new("请重新打开查看。", "Open it again to see how it stands.")
        );

    public static Problem NotAnswered() =>
        new(
            "TH1203",
            new("还没有人说明，不能复看。", "Nobody has answered yet, so there is nothing to look at."),
            new("请先由辖区工作人员说明。", "Somebody of the area answers first.")
        );

    public static Problem ByAnother() =>
        new(
            "TH1204",
            new(
                "复看须由另一位同志进行，不能是说明人，也不能是所涉的人。",
                "Somebody else looks at an answer: neither whoever gave it nor whom the question is about."
            ),
            new("请由乡镇、县或审计的其他同志复看。", "Ask a colleague of the township, the county or the audit.")
        );

    public static Problem NotACounty(string code) =>
        new(
            "TH1205",
            new($"“{code}”没有在册农户，无可查看。", $"There are no households on record in \"{code}\" to look at."),
            new("请先导入登记表。", "Take in the registration workbook first.")
        );

    public static Problem EventUntitled() =>
        new(
            "TH1206",
            new("请写明日期和是什么检查。", "Say on which day it is and what is inspected."),
            new("例如 2026-12-10“市级年度考核”。", "Such as 2026-12-10, \"yearly inspection by the prefecture\".")
        );

    public static Problem NotYoursToState() =>
        new(
            "TH1207",
            new("检查日期由县级办公室登记。", "The county office states the day of an inspection."),
            new("请联系县级办公室。", "Ask the county office.")
        );
}
