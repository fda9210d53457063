using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods;

/// <summary>A small pack with one fact of every type, for tests that write their own rules over it.</summary>
internal static class MadeUpPack
{
    public const string PackFile = """
        id: made-up
        title: {zh: 试验, en: Trial}
        published: 2024-01-01
        basis:
          - {title: {zh: 试验, en: Trial}, grade: own}
        """;

    public const string Dictionary = """
        level: household
        attributes:
          - {id: flag, title: {zh: 甲, en: Flag}, type: truth, missing: unknown, purposes: [identification]}
          - {id: blank_is_no, title: {zh: 乙, en: Blank is no}, type: truth, missing: none, purposes: [identification]}
          - {id: rooms, title: {zh: 房间, en: Rooms}, type: whole, missing: unknown, purposes: [identification]}
          - {id: animals, title: {zh: 牲畜, en: Animals}, type: whole, missing: none, purposes: [identification]}
          - {id: land_mu, title: {zh: 耕地, en: Land}, type: decimal, missing: unknown, purposes: [identification]}
          - {id: income_fen_year, title: {zh: 收入, en: Income}, type: money, missing: unknown, purposes: [identification]}
          - {id: kind, title: {zh: 类别, en: Kind}, type: code, codes: kind, missing: unknown, purposes: [identification]}
          - {id: event, title: {zh: 事件, en: Event}, type: code, codes: event, missing: none, purposes: [identification]}
          - {id: causes, title: {zh: 原因, en: Causes}, type: codes, codes: kind, missing: none, purposes: [identification]}
          - {id: tools, title: {zh: 工具, en: Tools}, type: codes, codes: kind, missing: unknown, purposes: [identification]}
          - {id: visited, title: {zh: 走访日, en: Visited}, type: date, missing: unknown, purposes: [identification]}
          - {id: entered, title: {zh: 录入日, en: Entered}, type: date, missing: unknown, purposes: [identification]}
          - {id: score, title: {zh: 打分, en: Score given by somebody}, type: whole, missing: unknown, purposes: [identification]}
          - {id: only_for_aid, title: {zh: 仅用于帮扶, en: Only for assistance}, type: truth, missing: unknown, purposes: [assistance]}
        code_lists:
          - id: kind
            title: {zh: 类别, en: Kind}
            codes:
              - {id: wood, label: {zh: 木, en: Wood}}
              - {id: brick, label: {zh: 砖, en: Brick}}
              - {id: stone, label: {zh: 石, en: Stone}}
          - id: event
            title: {zh: 事件, en: Event}
            codes:
              - {id: none, label: {zh: 无, en: None}}
              - {id: flood, label: {zh: 水灾, en: Flood}}
        """;

    public const string Members = """
        level: member
        attributes:
          - {id: id_number, title: {zh: 证件, en: ID}, type: text, missing: unknown, sealed: true, purposes: [identification]}
          - {id: student, title: {zh: 在校, en: Student}, type: truth, missing: unknown, purposes: [identification]}
          - {id: disabled, title: {zh: 残疾, en: Disabled}, type: truth, missing: none, purposes: [identification]}
          - {id: years, title: {zh: 学年, en: Years of school}, type: whole, missing: unknown, purposes: [identification]}
          - {id: wage_fen_year, title: {zh: 工资, en: Wage}, type: money, missing: none, purposes: [identification]}
          - {id: share, title: {zh: 份额, en: Share}, type: decimal, places: 9, missing: unknown, purposes: [identification]}
          - {id: craft, title: {zh: 手艺, en: Craft}, type: code, codes: kind, missing: unknown, purposes: [identification]}
          - {id: born, title: {zh: 生日, en: Born}, type: date, missing: unknown, purposes: [identification]}
          - {id: skills, title: {zh: 技能, en: Skills}, type: codes, codes: kind, missing: none, purposes: [identification]}
        """;

    public const string Parameters = """
        parameters:
          - id: line
            title: {zh: 线, en: Line}
            type: number
            values:
              - {from: 2020-01-01, to: 2020-12-31, value: 700, source: made up, grade: own}
              - {from: 2021-01-01, value: 1000, source: made up, grade: own}
          - id: third
            title: {zh: 三分之一, en: A third}
            type: number
            values:
              - {from: 2020-01-01, value: 1/3, source: made up, grade: own}
          - id: half
            title: {zh: 一半, en: A half}
            type: number
            values:
              - {from: 2020-01-01, value: 0.5, source: made up, grade: own}
          - id: by_kind
            title: {zh: 按类, en: By kind}
            type: number
            key: kind
            values:
              - {key: wood, from: 2020-01-01, value: 2, source: made up, grade: own}
              - {key: brick, from: 2020-01-01, value: 1/7, source: made up, grade: own}
              - {key: stone, from: 2020-01-01, value: -2.5, source: made up, grade: own}
          - id: national
            title: {zh: 全国, en: National}
            type: number
            values:
              - {from: 2020-01-01, value: 5, source: made up, grade: own}
          - id: by_kind_whole
            title: {zh: 按类的名额, en: Quota by kind}
            type: number
            key: kind
            otherwise: national
            values:
              - {key: wood, from: 2020-01-01, value: 3, source: made up, grade: own}
              - {key: brick, from: 2020-01-01, to: 2020-12-31, value: 4, source: made up, grade: own}
          - {id: area_line, title: {zh: 当地线, en: Line of the area}, type: number, set_by: area}
        """;

    public const string Tables = """
        parameters:
          - id: stages
            title: {zh: 分段, en: Stages}
            type: number
            bands: number
            values:
              - {key: 0, from: 2020-01-01, value: 0, source: made up, grade: own}
              - {key: 1.5, from: 2020-01-01, value: 2/3, source: made up, grade: own}
              - {key: 3, from: 2020-01-01, value: -4, source: made up, grade: own}
          - id: ramp
            title: {zh: 斜线, en: Ramp}
            type: number
            bands: number
            between: linear
            values:
              - {key: -1, from: 2020-01-01, value: 1/2, source: made up, grade: own}
              - {key: 2, from: 2020-01-01, value: 3, source: made up, grade: own}
              - {key: 9, from: 2020-01-01, value: 0, source: made up, grade: own}
          - id: series
            title: {zh: 序列, en: Series}
            type: number
            bands: date
            values:
              - {key: 1990-01-01, from: 2020-01-01, value: 10, source: made up, grade: own}
              - {key: 2018-02-28, from: 2020-01-01, value: 12.5, source: made up, grade: own}
              - {key: 2024-02-29, from: 2020-01-01, value: 1/3, source: made up, grade: own}
          - id: drift
            title: {zh: 渐变, en: Drift}
            type: number
            bands: date
            between: linear
            values:
              - {key: 2000-01-01, from: 2020-01-01, value: 1, source: made up, grade: own}
              - {key: 2020-01-01, from: 2020-01-01, value: 2, source: made up, grade: own}
          - id: prices
            title: {zh: 物价指数, en: Prices}
            type: number
            values:
              - {from: 2020-01-01, to: 2023-12-31, value: 1.2, source: made up, grade: own}
              - {from: 2024-01-01, value: 1.26, source: made up, grade: own}
          - id: carried
            title: {zh: 调整后的线, en: Carried line}
            type: number
            deflate: {index: prices, base: 2020-06-30}
            values:
              - {from: 2020-01-01, value: 800, source: made up, grade: own}
        """;

    public const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        derive:
          - {id: heads, title: {zh: 人数, en: Heads}, is: members.size()}
        indicators:
          - {id: poor, title: {zh: 收入低, en: Low income}, weight: 1/2, when: "per(household.income_fen_year, heads) < line"}
          - {id: unschooled, title: {zh: 失学, en: Out of school}, weight: 1/2, when: "members.exists(m, age(m.born) >= 6 && !m.student)"}
        score: {cutoff: 1/2}
        outcomes:
          - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: score_reaches_cutoff}
          - {id: no, title: {zh: 否, en: "No"}, counted: false}
        """;

    public static readonly DateOnly Day = new(2024, 2, 29);

    /// <summary>The pack's files, with some replaced or added.</summary>
    public static Dictionary<string, string> Files(params (string Path, string Text)[] changed)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["pack.yaml"] = PackFile,
            ["dictionary/household.yaml"] = Dictionary,
            ["dictionary/member.yaml"] = Members,
            ["parameters/lines.yaml"] = Parameters,
            ["parameters/tables.yaml"] = Tables,
            ["methods/trial.yaml"] = Method,
        };
        foreach (var (path, text) in changed)
            files[path] = text;
        return files;
    }

    public static Pack Read(params (string Path, string Text)[] changed)
    {
        var read = PackReader.Read(Files(changed));
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        return read.Value;
    }

    public static ParameterValues Values(Pack pack, MethodPlan method, DateOnly? day = null, bool set = true)
    {
        var values = ParameterValues.Resolve(
            pack,
            method,
            day ?? Day,
            set ? new Dictionary<string, (Fraction, Words)> { ["area_line"] = (950, Words.Same("made up")) } : []
        );
        Assert.True(values.Ok, string.Join('\n', values.Problems));
        return values.Value;
    }
}
