using Taihang.Core.Common;

namespace Taihang.Core.Quality;

/// <summary>One number behind a question, and what it is.</summary>
public sealed record Figure(Words What, string Value);

/// <summary>
/// Something in the record that somebody is asked to look at, with the numbers behind it. It says nothing of anybody's guilt, changes no fact,
/// no decision and no right, and is no figure of an appraisal.
/// </summary>
/// <param name="Kind">One of <see cref="QuestionKind"/>.</param>
/// <param name="Key">The same for the same question on another day; unique in the county.</param>
/// <param name="RegionNo">The village or township it is about; null for the county.</param>
/// <param name="AccountId">Whose entries it is about; null where it is about nobody's.</param>
/// <param name="Size">How many values, visits, entries, facts or acts it is about: by this it is told whether it grew.</param>
/// <param name="Households">The first of the households behind it, by identifier; at most <see cref="MostHouseholds"/>.</param>
public sealed record Question(
    string Kind,
    string Key,
    int? RegionNo,
    Guid? AccountId,
    int Size,
    Words Reason,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<Guid> Households
)
{
    /// <summary>So many are enough to look at.</summary>
    public const int MostHouseholds = 40;
}

/// <summary>Kinds of question.</summary>
public static class QuestionKind
{
    public const string Bunching = "bunching";
    public const string Copied = "copied";
    public const string CopiedText = "copied_text";
    public const string CarriedOver = "carried_over";
    public const string Burst = "burst";
    public const string Late = "late";
    public const string Stale = "stale";
    public const string Blank = "blank";
    public const string OnePerson = "one_person";
    public const string OneOffice = "one_office";
    public const string Duties = "duties";

    public static IReadOnlyList<string> All { get; } =
    [Bunching, Copied, CopiedText, CarriedOver, Burst, Late, Stale, Blank, OnePerson, OneOffice, Duties];

    public static Words Title(string kind) =>
        kind switch
        {
            Bunching => new("数值集中在标准附近", "values gathered at a line"),
            Copied => new("多户记录相同", "the same record for several households"),
            CopiedText => new("多件文字相同", "the same words in several cases"),
            CarriedOver => new("收入一年未变", "income accounts unchanged over a year"),
            Burst => new("检查前集中录入", "many entries before a date"),
            Late => new("事后很久才录入", "entered long after it was seen"),
            Stale => new("信息已过期", "facts past their age"),
            Blank => new("判定时信息空缺", "answers that rest on blanks"),
            OnePerson => new("同一人既提出又审核", "one person proposed and judged"),
            OneOffice => new("同一机构既提出又审核", "one office proposed and judged"),
            Duties => new("岗位重叠", "duties that overlap"),
            _ => Words.Same(kind),
        };

    /// <summary>What an innocent explanation may be: it is shown beside every question of the kind.</summary>
    public static Words MayBe(string kind) =>
        kind switch
        {
            Bunching => new(
                "可能的正常原因：工资、补助按统一标准发放，或本地收入本来如此。",
                "It may well be in order: wages or grants paid at one rate, or incomes that simply lie there."
            ),
            Copied or CopiedText => new(
                "可能的正常原因：一家人分户、同一项目的统一补助、按规定的统一用语。",
                "It may well be in order: kin who split, one grant for all, words that a rule prescribes."
            ),
            CarriedOver => new(
                "可能的正常原因：收入来自固定补助或租金，确实没有变化。",
                "It may well be in order: pensions, grants and rents often do stay the same."
            ),
            Burst or Late => new(
                "可能的正常原因：网络不通、纸质记录补录、集中走访。",
                "It may well be in order: no network, paper entered afterwards, a round of visits."
            ),
            Stale or Blank => new(
                "可能的正常原因：情况没有变化，或农户外出未能核对。",
                "It may well be in order: nothing has changed, or the household is away."
            ),
            _ => new("可能的正常原因：人手少，临时代理。", "It may well be in order: few hands, somebody standing in."),
        };
}
