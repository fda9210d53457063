using Taihang.Core.Common;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

/// <summary>Every way a pack can be wrong: what is put in place of what, and the one problem it must give, where it stands.</summary>
public sealed class BadPackTests
{
    private const string Case = """
        method: trial
        as_of: 2024-02-29
        set: {area_line: 5}
        cases:
          - {name: one, household: {kind: wood, land_mu: 1.5, visited: 2024-01-01, rooms: 2, causes: [wood]}, members: [{student: true}], outcome: no, holds: []}
        """;
    private const string Data = """
        id: survey
        tables:
          - level: household
            file: h.csv
            household_id: [hid]
            columns:
              rooms: rooms_total
              kind: {column: wall, codes: {"1": wood, "2": brick}}
        """;

    [Fact]
    public void The_pack_they_are_made_from_is_right() =>
        Assert.Empty(PackReader.Read(MadeUpPack.Files(("cases/one.yaml", Case), ("data/survey.yaml", Data))).Problems);

    [Theory]
    // pack.yaml
    [InlineData("pack.yaml", "published:", "publishd:", "TH0301", 3, 1, "published")]
    [InlineData("pack.yaml", "id: made-up\n", "", "TH0302", 1, 1, "\"id\"")]
    [InlineData("pack.yaml", "2024-01-01", "1 January 2024", "TH0303", 3, 12, "2025-01-31")]
    [InlineData("pack.yaml", "grade: own", "grade: NC", "TH0301", 5, 41, "\"NC\"")]
    [InlineData("pack.yaml", "title: {zh: 试验, en: Trial}\np", "title: {zh: 试验}\np", "TH0302", 2, 8, "\"en\"")]
    [InlineData("pack.yaml", "id: made-up", "id: \"made-up", "TH0300", 1, 5, "YAML")]
    // dictionary
    [InlineData("dictionary/household.yaml", "type: money", "type: mony", "TH0301", 8, 62, "money")]
    [InlineData(
        "dictionary/household.yaml",
        "codes: kind, missing: unknown",
        "codes: knid, missing: unknown",
        "TH0301",
        9,
        62,
        "kind"
    )]
    [InlineData("dictionary/household.yaml", "{id: rooms", "{id: flag", "TH0304", 5, 5, "flag")]
    [InlineData("dictionary/household.yaml", "{id: rooms", "{id: Rooms Total", "TH0303", 5, 10, "small letters")]
    [InlineData(
        "dictionary/household.yaml",
        "type: truth, missing: unknown, purposes: [identification]}",
        "type: truth, purposes: [identification]}",
        "TH0302",
        3,
        5,
        "missing"
    )]
    [InlineData(
        "dictionary/household.yaml",
        "missing: unknown, purposes: [assistance]",
        "missing: unknown",
        "TH1220",
        16,
        5,
        "only_for_aid"
    )]
    [InlineData("dictionary/household.yaml", "[assistance]", "[policing]", "TH1221", 16, 111, "policing")]
    [InlineData("dictionary/household.yaml", "[assistance]", "[assistence]", "TH1221", 16, 111, "assistance")]
    [InlineData("dictionary/household.yaml", "{id: stone,", "{id: brick,", "TH0304", 23, 9, "brick")]
    // parameters
    [InlineData("parameters/lines.yaml", "to: 2020-12-31", "to: 2021-06-30", "TH0307", 7, 9, "same days")]
    [InlineData("parameters/lines.yaml", "to: 2020-12-31, ", "", "TH0307", 7, 9, "same days")]
    [InlineData("parameters/lines.yaml", "to: 2020-12-31", "to: 2019-12-31", "TH0308", 6, 9, "ends before")]
    [InlineData("parameters/lines.yaml", "value: 700, source: made up", "value: 700", "TH0302", 6, 9, "source")]
    [InlineData("parameters/lines.yaml", "value: 700", "value: 7OO", "TH0303", 6, 51, "1/18")]
    [InlineData("parameters/lines.yaml", "key: brick", "key: brik", "TH0301", 24, 15, "brick")]
    [InlineData("parameters/lines.yaml", "key: brick, ", "", "TH0302", 24, 9, "key")]
    [InlineData("parameters/lines.yaml", "{from: 2021", "{key: wood, from: 2021", "TH0301", 7, 15, "wood")]
    [InlineData("parameters/lines.yaml", "set_by: area", "set_by: everybody", "TH0301", 39, 83, "everybody")]
    [InlineData("parameters/lines.yaml", "set_by: area", "set_by: area, values: []", "TH0309", 39, 97, "area")]
    [InlineData("parameters/lines.yaml", "id: half", "id: household", "TH0318", 13, 9, "household")]
    [InlineData("parameters/lines.yaml", "id: half", "id: third", "TH0304", 13, 9, "third")]
    [InlineData("parameters/lines.yaml", "otherwise: national", "otherwise: nationl", "TH0301", 35, 16, "national")]
    [InlineData(
        "parameters/lines.yaml",
        "otherwise: national",
        "otherwise: by_kind_whole",
        "TH0301",
        35,
        16,
        "by_kind_whole"
    )]
    [InlineData(
        "parameters/tables.yaml",
        "between: linear\n    values:\n      - {key: -1",
        "between: linear\n    otherwise: stages\n    values:\n      - {key: -1",
        "TH0303",
        15,
        16,
        "no otherwise beside bands"
    )]
    [InlineData("dictionary/member.yaml", "places: 9", "places: 13", "TH0303", 8, 68, "from 0 to 12")]
    [InlineData(
        "dictionary/member.yaml",
        "type: whole, missing",
        "type: whole, places: 2, missing",
        "TH0303",
        6,
        76,
        "type: decimal"
    )]
    // method: form
    [InlineData(
        "methods/trial.yaml",
        "weight: 1/2, when: \"per",
        "wieght: 1/2, when: \"per",
        "TH0301",
        9,
        50,
        "weight"
    )]
    [InlineData("methods/trial.yaml", "unit: household", "unit: family", "TH0301", 3, 7, "family")]
    [InlineData(
        "methods/trial.yaml",
        "weight: 1/2, when: \"per",
        "weight: 0.4999, when: \"per",
        "TH0306",
        9,
        3,
        "9999/10000"
    )]
    [InlineData(
        "methods/trial.yaml",
        "weight: 1/2, when: \"per",
        "weight: -1/2, when: \"per",
        "TH0303",
        9,
        58,
        "above 0"
    )]
    [InlineData("methods/trial.yaml", "cutoff: 1/2", "cutoff: 3/2", "TH0303", 11, 17, "at most 1")]
    [InlineData("methods/trial.yaml", "cutoff: 1/2", "cutoff: 0", "TH0303", 11, 17, "above 0")]
    [InlineData("methods/trial.yaml", "id: unschooled", "id: poor", "TH0304", 10, 10, "poor")]
    [InlineData("methods/trial.yaml", "id: unschooled", "id: line", "TH0304", 10, 10, "line")]
    [InlineData(
        "methods/trial.yaml",
        "id: unschooled",
        "id: score_reaches_cutoff",
        "TH0318",
        10,
        10,
        "score_reaches_cutoff"
    )]
    [InlineData(
        "methods/trial.yaml",
        "id: unschooled",
        "id: \"x'); DROP TABLE household; --\"",
        "TH0303",
        10,
        10,
        "small letters"
    )]
    [InlineData(
        "methods/trial.yaml",
        "counted: false}",
        "counted: false, when: poor}",
        "TH0310",
        13,
        3,
        "last outcome"
    )]
    [InlineData(
        "methods/trial.yaml",
        "counted: true, when: score_reaches_cutoff",
        "counted: true",
        "TH0310",
        13,
        3,
        "last outcome"
    )]
    [InlineData("methods/trial.yaml", "id: no,", "id: yes,", "TH0304", 13, 3, "yes")]
    [InlineData("methods/trial.yaml", "id: no,", "id: unknown,", "TH0318", 14, 10, "unknown")]
    [InlineData(
        "methods/trial.yaml",
        "cutoff: 1/2",
        "cutoff: 1/2, weights: equal",
        "TH0303",
        11,
        31,
        "without a weight"
    )]
    [InlineData(
        "methods/trial.yaml",
        "weight: 1/2, when: \"per",
        "dimension: wealth, when: \"per",
        "TH0301",
        9,
        61,
        "wealth"
    )]
    [InlineData(
        "methods/trial.yaml",
        "purpose: identification",
        "purpose: identification\ndimensions: [{id: a, title: {zh: 一, en: A}, weight: 1/2}, {id: b, title: {zh: 二, en: B}}]",
        "TH0303",
        5,
        13,
        "on every dimension"
    )]
    [InlineData("methods/trial.yaml", "unit: household", "unit: person\nheads: 1", "TH0303", 4, 8, "a person is one")]
    [InlineData(
        "methods/trial.yaml",
        "is: members.size()",
        "of: household, is: members.size()",
        "TH0301",
        7,
        49,
        "household"
    )]
    // cases and data maps
    [InlineData("data/survey.yaml", "household_id: [hid]", "household_id: hid", "TH0303", 5, 19, "[hid]")]
    [InlineData(
        "data/survey.yaml",
        "rooms: rooms_total",
        "rooms: {column: rooms_total, times: 12}",
        "TH0303",
        7,
        43,
        "a power of ten"
    )]
    [InlineData(
        "data/survey.yaml",
        "rooms: rooms_total",
        "rooms: {column: rooms_total, format: \"%Y\"}",
        "TH0303",
        7,
        44,
        "type Whole"
    )]
    [InlineData(
        "data/survey.yaml",
        "rooms: rooms_total",
        "rooms: {column: rooms_total, others: 3}",
        "TH0302",
        7,
        14,
        "codes"
    )]
    [InlineData("data/survey.yaml", "\"2\": brick}", "\"2\": brick}, others: ston", "TH0301", 8, 68, "stone")]
    [InlineData("data/survey.yaml", "file: h.csv", "file: h.csv\n    separator: tab", "TH0303", 5, 16, "one character")]
    [InlineData("data/survey.yaml", "file: h.csv", "file: h.csv\n    encoding: ansi", "TH0301", 5, 15, "ansi")]
    [InlineData("data/survey.yaml", "file: h.csv", "file: h.csv\n    repeats: first", "TH0301", 5, 14, "first")]
    [InlineData("cases/one.yaml", "outcome: no", "outcome: on", "TH0301", 5, 140, "\"no\"")]
    [InlineData("cases/one.yaml", "holds: []", "holds: [por]", "TH0301", 5, 152, "poor")]
    [InlineData("cases/one.yaml", "kind: wood", "kind: wod", "TH0301", 5, 35, "wood")]
    [InlineData("cases/one.yaml", "{kind: wood", "{knid: wood", "TH0301", 5, 29, "kind")]
    [InlineData("cases/one.yaml", "rooms: 2", "rooms: 2.5", "TH0303", 5, 83, "whole")]
    [InlineData("cases/one.yaml", "1.5", "1.23456", "TH0303", 5, 50, "at most 4 decimals")]
    [InlineData("cases/one.yaml", "2024-01-01", "2024-13-01", "TH0303", 5, 64, "date")]
    [InlineData("cases/one.yaml", "method: trial", "method: trail", "TH0301", 1, 9, "trial")]
    [InlineData("cases/one.yaml", "area_line", "aria_line", "TH0301", 3, 7, "area_line")]
    [InlineData("data/survey.yaml", "rooms: rooms_total", "room: rooms_total", "TH0301", 7, 7, "rooms")]
    [InlineData("data/survey.yaml", "\"2\": brick", "\"2\": brik", "TH0301", 8, 52, "brick")]
    public void A_fault_is_named_with_its_row_and_column(
        string file,
        string right,
        string wrong,
        string code,
        int row,
        int column,
        string says
    )
    {
        var files = MadeUpPack.Files(("cases/one.yaml", Case), ("data/survey.yaml", Data));
        Assert.Contains(right, files[file], StringComparison.Ordinal);
        var at = files[file].IndexOf(right, StringComparison.Ordinal);
        files[file] = files[file].Remove(at, right.Length).Insert(at, wrong);
        var problems = PackReader.Read(files).Problems;
        var found = string.Join('\n', problems);
        Assert.True(
            problems.Any(p =>
                p.Code == code
                && p.Where is { } where
                && where.File == file
                && (where.Row, where.Column) == (row, column)
                && p.ToString().Contains(says, StringComparison.Ordinal)
            ),
            found
        );
        Assert.All(problems, p => Assert.NotEqual(p.In(Language.Chinese), p.In(Language.English)));
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var files = MadeUpPack.Files();
        files["pack.yaml"] = files["pack.yaml"].Replace("published", "publishd", StringComparison.Ordinal);
        files["methods/trial.yaml"] = files["methods/trial.yaml"].Replace("< line", "< lin", StringComparison.Ordinal);
        Assert.Equal(["TH0301", "TH0302", "TH0305"], PackReader.Read(files).Problems.Select(p => p.Code).Order());
    }

    [Fact]
    public void A_pack_with_a_source_list_cites_from_it_and_from_nowhere_else()
    {
        const string List = """
            sources:
              - {id: M1, title: {zh: 甲书, en: First book}}
              - {id: M2, title: {zh: 乙书, en: Second book}}
            """;
        var files = MadeUpPack.Files((SourceList.File, List));
        files.Remove("parameters/tables.yaml");
        files["parameters/lines.yaml"] = files["parameters/lines.yaml"]
            .Replace("source: made up", "source: \"M1, M2\"", StringComparison.Ordinal);
        var cited = PackReader.Read(files).Value.Parameter("line")!.Values[0].Basis.Title;
        Assert.Equal(new Words("甲书（M1）；乙书（M2）", "First book (M1); Second book (M2)"), cited);

        files["parameters/lines.yaml"] = files["parameters/lines.yaml"]
            .Replace("M1, M2", "M1, M3", StringComparison.Ordinal);
        Assert.All(
            PackReader.Read(files).Problems,
            p => Assert.Equal(("TH0301", "parameters/lines.yaml"), (p.Code, p.Where!.File))
        );
        Assert.False(PackReader.Read(files).Ok);

        files[SourceList.File] = List.Replace("M2", "M1", StringComparison.Ordinal);
        Assert.Contains(PackReader.Read(files).Problems, p => p.Code == "TH0304" && p.Where!.File == SourceList.File);
    }

    [Fact]
    public void A_bracket_that_never_closes_is_a_fault_of_the_file() =>
        Assert.Contains(
            PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", "id: [trial"))).Problems,
            p => p.Code == "TH0300" && p.Where!.File == "methods/trial.yaml"
        );

    [Fact]
    public void A_folder_without_pack_file_is_no_pack() =>
        Assert.Equal("TH0311", PackReader.Read(new Dictionary<string, string>()).Problems.Single().Code);

    [Fact]
    public void A_changed_comma_is_another_pack()
    {
        var one = MadeUpPack.Read();
        Assert.Equal(one.Hash, MadeUpPack.Read().Hash);
        Assert.NotEqual(one.Hash, MadeUpPack.Read(("words/note.txt", ",")).Hash);
    }
}
