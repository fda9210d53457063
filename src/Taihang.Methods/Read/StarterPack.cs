namespace Taihang.Methods.Read;

/// <summary>
/// The texts of a new pack: small, whole, loading at once, and with comments that teach the format. Its rule is made up; the author
/// replaces it part by part and keeps the cases passing.
/// </summary>
public static class StarterPack
{
    /// <summary>Whether an id is fit to be a pack's: it names a folder and stands in every run.</summary>
    public static bool FitsAsId(string id) =>
        id.Length is > 1 and <= 60
        && id[0] is >= 'a' and <= 'z'
        && id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <returns>Path inside the pack to text, as <see cref="PackReader.Read"/> takes them.</returns>
    public static IReadOnlyDictionary<string, string> Files(string id) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pack.yaml"] = $$"""
                # A pack is one programme's rules as data; docs/packs.md says everything about the format.
                # 规则包：一项制度的规则，以数据写成；格式见 docs/packs.md。
                id: {{id}}                              # the folder's name · 与目录同名
                title: {zh: 待命名的制度, en: "A programme, to be named"}
                published: 2026-01-01                   # the day on which these rules were published · 规则公布之日
                basis:                                  # what the whole rests on · 总的依据
                  - {title: {zh: 待填依据, en: A source to be named}, grade: own}
                """,
            ["sources.yaml"] = """
                # What the ids after "source:" mean. Every number and every condition names one; an id that is not here does not load.
                # “source:” 之后的编号是什么文件；每个数值、每个条件都要写明。
                sources:
                  - {id: OWN1, title: {zh: 示例：自拟的收入线, en: "Example: a line of one's own"}}
                  - {id: OWN2, title: {zh: 示例：自拟的上学规定, en: "Example: a schooling rule of one's own"}}
                """,
            ["dictionary/household.yaml"] = """
                # What can be known about a household. One file for each level: household, member, dwelling, village, county.
                # 对一户能知道什么；每个层级一个文件。
                level: household
                attributes:
                  - id: income_fen_month                # small letters, the unit last · 单位写在最后
                    title: {zh: 家庭月收入, en: Household income a month}
                    type: money                         # whole minor units: 10,000 fen are 100 yuan · 以分计
                    unit: fen_month
                    least: 0                            # what lies outside is refused when it is entered
                    missing: unknown                    # never recorded stays unknown; "none" would read a blank as zero
                    purposes: [identification]          # a rule may read it only for these
                    # perhaps also: most, stale_months (after how many months a value is old), hidden, sealed
                """,
            ["dictionary/member.yaml"] = """
                # What can be known about each member of the household · 对每个家庭成员能知道什么
                level: member
                attributes:
                  - {id: born, title: {zh: 出生日期, en: Date of birth}, type: date, missing: unknown, purposes: [identification]}
                  - {id: schooling, title: {zh: 在学情况, en: Schooling}, type: code, codes: schooling, missing: unknown, purposes: [identification]}
                code_lists:                             # rules say the id, forms and screens the label · 规则用编码，表格用名称
                  - id: schooling
                    title: {zh: 在学情况, en: Schooling}
                    codes:
                      - {id: in_school, label: {zh: 在学, en: In school}}
                      - {id: not_in_school, label: {zh: 未在学, en: Not in school}}
                """,
            ["parameters/line.yaml"] = """
                # Numbers that rules use. The value in force on the day of the run counts; a day without one is refused, never filled in.
                # 规则所用的数；取基准日有效的值，没有就拒绝，绝不代填。
                parameters:
                  - id: line
                    title: {zh: 人均月收入线, en: Income line a head and month}
                    type: money                         # or number, exactly: 0.25, 1/3 · 或 number
                    unit: fen_person_month
                    values:                             # instead of values, "set_by: area" leaves it to each county · 或由各县确定
                      - {from: 2025-01-01, to: 2025-12-31, value: 50000, source: OWN1, grade: own}
                      - {from: 2026-01-01, value: 52000, source: OWN1, grade: own}
                """,
            ["methods/example.yaml"] = """
                # One method a file: who is poor, and why. Conditions are CEL, the Common Expression Language, with exact numbers.
                # 每个方法一个文件：谁是贫困户，为什么。条件用 CEL 书写，数值精确。
                id: example
                title: {zh: 示例方法, en: Example method}
                unit: household                         # or person · 按户或按人
                purpose: identification                 # every attribute that is read must allow it
                valid: {from: 2025-01-01}               # perhaps also "to" · 生效日期
                derive:                                 # numbers or truths with a name · 有名称的中间量
                  - {id: heads, title: {zh: 家庭人口, en: Members}, is: members.size()}
                indicators:                             # what can hold or not; unknown where the facts cannot say · 指标
                  - id: income_low
                    title: {zh: 人均收入低于标准, en: Income per head below the line}
                    weight: 1/2                         # all or none; together exactly 1 · 权重之和恰为 1
                    when: per(household.income_fen_month, heads) < line
                    source: OWN1
                    grade: own                          # how sure the source is: A, B, C, D, or own · 依据等级
                  - id: child_out_of_school
                    title: {zh: 有适龄儿童未在学, en: A child of school age not in school}
                    weight: 1/2
                    when: members.exists(m, age(m.born) >= 6 && age(m.born) <= 15 && m.schooling == 'not_in_school')
                    source: OWN2
                    grade: own
                score: {cutoff: 1/2}                    # poor when the weights that hold reach it · 得分达到即为贫困
                outcomes:                               # the first that holds; the last stands without a condition · 取第一个成立的
                  - {id: poor, title: {zh: 贫困户, en: Poor}, counted: true, when: score_reaches_cutoff}
                  - {id: not_poor, title: {zh: 非贫困户, en: Not poor}, counted: false}
                # For poverty gaps (P1, P2) and the distribution of income · 用于贫困距
                # A gap counts below the line, not on it; the median is the lowest income that half the people reach; Gini as the World Bank takes it.
                welfare: {amount: household.income_fen_month, per: heads, line: line, outcome: poor, poor: below, quantile: lowest_reaching, gini: population}
                """,
            ["cases/example.yaml"] = """
                # Named situations with the answer each must give: one below, at and above every cut-off. "pack check" runs them in both
                # evaluators, and says which indicator no case shows to hold, or not to hold.
                # 有名称的情形与应得的结果；每条界线都写低于、恰在、高于三种。
                method: example
                as_of: 2026-06-30
                base:                                   # what every case starts from; a case says only what differs · 各例的共同部分
                  household: {income_fen_month: 104000} # two members, so exactly on the line of 520 yuan a head
                  members: [{born: 1985-03-01, schooling: not_in_school}, {born: 2015-09-01, schooling: in_school}]
                cases:
                  - {name: at the line, outcome: not_poor, holds: []}
                  - {name: one fen below the line, household: {income_fen_month: 103999}, outcome: poor, holds: [income_low]}
                  - {name: one fen above the line, household: {income_fen_month: 104001}, outcome: not_poor, holds: []}
                  - name: a child of ten out of school
                    members: [{born: 1985-03-01, schooling: not_in_school}, {born: 2015-09-01, schooling: not_in_school}]
                    outcome: poor
                    holds: [child_out_of_school]
                  - name: sixteen on the day is no longer of school age
                    members: [{born: 1985-03-01, schooling: not_in_school}, {born: 2010-06-30, schooling: not_in_school}]
                    outcome: not_poor
                    holds: []
                  - name: six on the day is of school age
                    members: [{born: 1985-03-01, schooling: not_in_school}, {born: 2020-06-30, schooling: not_in_school}]
                    outcome: poor
                    holds: [child_out_of_school]
                  - {name: income never recorded, household: {income_fen_month: unknown}, outcome: unknown}
                """,
        }.ToDictionary(f => f.Key, f => f.Value + "\n", StringComparer.Ordinal);
}
