using Taihang.Core.Common;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>Foreign files as facts: what is read, what is refused, and that nothing is rounded, cut or dropped in silence.</summary>
public sealed class DataFilesTests
{
    private const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        indicators:
          - {id: a, title: {zh: 甲, en: A}, when: household.rooms < 2}
          - {id: b, title: {zh: 乙, en: B}, when: household.kind == 'wood'}
          - {id: c, title: {zh: 丙, en: C}, when: household.land_mu > 1 && household.flag}
          - {id: d, title: {zh: 丁, en: D}, when: household.income_fen_year > 0 && household.visited < as_of}
          - {id: e, title: {zh: 戊, en: E}, when: "members.exists(m, m.years > 1 || m.student)"}
          - {id: f, title: {zh: 己, en: F}, when: "'wood' in household.causes"}
        outcomes:
          - {id: done, title: {zh: 完, en: Done}, counted: false}
        """;

    private const string Map = """
        id: survey
        unknown: ["NA"]
        tables:
          - level: household
            file: homes.csv
            separator: ";"
            decimal: ","
            household_id: [hid]
            columns:
              rooms: {column: rooms, unknown: ["99"]}
              kind: {column: wall, codes: {"1": wood, "2": brick}, others: stone}
              land_mu: {column: land, round: 2}
              flag: {column: q1, codes: {"1": "true", "2": "false"}, unknown: ["8", "9"]}
              income_fen_year: {column: income, times: 100}
              visited: {column: day, format: "%d/%m/%Y"}
              causes: causes
          - level: member
            file: people.csv
            household_id: [hid]
            member_id: [line]
            columns: {years: years}
          - level: member
            file: school.csv
            household_id: [hid]
            member_id: [line]
            columns: {student: attends}
        """;

    private const string Homes = """
        hid;rooms;wall;land;q1;income;day;causes
        1;3;1;2,505;1;1234,5;31/12/2023;wood brick
        2; 99 ;2;NA;2;0,07;01/02/2024;
        3;;7;-0,005;9;-12;;stone
        """;

    private const string People = "hid,line,years\n1,1,0\n1,2,5\n3,1,NA\n";
    private const string School = "hid,line,attends\n1,1,yes\n3,1,0\n";

    [Fact]
    public void Columns_are_read_as_the_map_says()
    {
        using var laid = Lay(("homes.csv", Homes), ("people.csv", People), ("school.csv", School));
        Assert.Equal(
            [
                "1|3|wood|2.5100|true|123450|2023-12-31|[wood, brick]",
                "2|NULL|brick|NULL|false|7|2024-02-01|NULL",
                "3|NULL|stone|-0.0100|NULL|-1200|NULL|[stone]",
            ],
            laid.Rows(
                "household",
                "household_id, rooms, kind, land_mu, flag, income_fen_year, visited, causes",
                "household_id"
            )
        );
        Assert.Equal(
            ["1|1|0|true", "1|2|5|NULL", "3|1|NULL|false"],
            laid.Rows("member", "household_id, member_id, years, student", "household_id, member_id")
        );
        Assert.Empty(laid.Absent);
    }

    [Theory]
    [InlineData("1;3;1", "1;3.5;1", "TH0544", 2, "rooms", "a whole number")]
    [InlineData("1;3;1", "1;many;1", "TH0544", 2, "rooms", "a whole number")]
    [InlineData("2;0,07", "3;0,07", "TH0544", 3, "q1", "one of the values under codes in the data map (1, 2)")]
    [InlineData("1234,5", "1234,567", "TH0544", 2, "income", "times: 100")]
    [InlineData("1234,5", "99999999999999999999", "TH0544", 2, "income", "times: 100")]
    [InlineData("31/12/2023", "2023-12-31", "TH0544", 2, "day", "format in the data map")]
    [InlineData("31/12/2023", "31/13/2023", "TH0544", 2, "day", "format in the data map")]
    [InlineData("wood brick", "wood brik", "TH0544", 2, "causes", "a code of the list kind")]
    [InlineData("3;;7", ";;7", "TH0545", 4, "hid", "Every row needs its key")]
    [InlineData("3;;7", "2;;7", "TH0512", null, null, "more than once")]
    public void A_value_that_does_not_fit_is_named_with_its_row_and_column(
        string right,
        string wrong,
        string code,
        int? row,
        string? column,
        string says
    )
    {
        Assert.Contains(right, Homes, StringComparison.Ordinal);
        var homes = Homes.Replace(right, wrong, StringComparison.Ordinal);
        using var laid = Lay(("homes.csv", homes), ("people.csv", People), ("school.csv", School));
        var problem = Assert.Single(laid.Problems);
        Assert.Equal((code, row, column), (problem.Code, problem.Where!.Row, problem.Where.Heading));
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("homes.csv", problem.Where.File, StringComparison.Ordinal);
    }

    /// <summary>Four places are what a decimal has unless its attribute says more; a fifth is not cut off.</summary>
    [Theory]
    [InlineData("1.2345", 4, null)]
    [InlineData("1.23456", 4, "at most 4 places")]
    [InlineData("1.23456", 5, null)]
    [InlineData("528.397521972656", 12, null)]
    [InlineData("0.0000001", 4, "at most 4 places")]
    [InlineData("1e-05", 4, "at most 4 places")]
    [InlineData("1.5e2", 4, null)]
    [InlineData("1e-30", 12, "at most 12 places")]
    public void A_decimal_keeps_every_place_or_is_refused(string value, int places, string? says)
    {
        var dictionary = MadeUpPack.Dictionary.Replace(
            "{id: land_mu, title: {zh: 耕地, en: Land}, type: decimal,",
            $"{{id: land_mu, title: {{zh: 耕地, en: Land}}, type: decimal, places: {places},",
            StringComparison.Ordinal
        );
        Assert.NotEqual(MadeUpPack.Dictionary, dictionary);
        var map = """
            id: survey
            tables:
              - {level: household, file: homes.csv, household_id: [hid], columns: {land_mu: land}}
              - {level: member, file: people.csv, household_id: [hid], member_id: [line], columns: {}}
            """;
        using var laid = Lay(
            map,
            Method,
            [("homes.csv", $"hid,land\n1,{value}\n"), ("people.csv", "hid,line\n1,1\n")],
            ("dictionary/household.yaml", dictionary)
        );
        if (says is null)
            Assert.Equal(
                decimal.Parse(value, System.Globalization.NumberStyles.Float, null),
                decimal.Parse(laid.Rows("household", "land_mu", "1")[0], null)
            );
        else
            Assert.Contains(says, Assert.Single(laid.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_the_dictionary_hold_for_files_too()
    {
        var dictionary = MadeUpPack.Dictionary.Replace(
            "{id: rooms, title: {zh: 房间, en: Rooms}, type: whole,",
            "{id: rooms, title: {zh: 房间, en: Rooms}, type: whole, least: 0, most: 50,",
            StringComparison.Ordinal
        );
        using var laid = Lay(
            Map,
            Method,
            [
                ("homes.csv", Homes.Replace("1;3;1", "1;98;1", StringComparison.Ordinal)),
                ("people.csv", People),
                ("school.csv", School),
            ],
            ("dictionary/household.yaml", dictionary)
        );
        Assert.Contains(
            "\"98\" does not fit rooms (1 such in the column). What belongs here is a whole number from 0 to 50.",
            Assert.Single(laid.Problems).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void One_file_of_persons_can_carry_what_their_household_has()
    {
        const string map = """
            id: survey
            tables:
              - {level: member, file: all.csv, household_id: [hid], member_id: [line], columns: {years: years}}
              - level: household
                file: all.csv
                household_id: [hid]
                columns:
                  rooms: rooms
                  land_mu: {column: share, fold: sum}
                  flag: {column: works, fold: any}
                  income_fen_year: {column: wage, fold: max}
                repeats: same
            """;
        const string all =
            "hid,line,years,rooms,share,works,wage\n1,1,3,2,0.5,no,7\n1,2,4,2,0.25,yes,9\n2,1,5,,1,no,3\n2,2,6,,,,4\n";
        using var laid = Lay(map, Method, [("all.csv", all)]);
        Assert.Equal(
            ["1|2|0.7500|true|9", "2|NULL|NULL|NULL|4"],
            laid.Rows("household", "household_id, rooms, land_mu, flag, income_fen_year", "household_id")
        );
        using var torn = Lay(map, Method, [("all.csv", all.Replace("1,2,4,2", "1,2,4,3", StringComparison.Ordinal))]);
        var problem = Assert.Single(torn.Problems);
        Assert.Equal(("TH0546", "rooms"), (problem.Code, problem.Where!.Heading));
    }

    [Fact]
    public void Rows_without_ids_are_numbered_in_the_order_of_the_file_whatever_the_threads()
    {
        const string map = """
            id: survey
            tables:
              - {level: member, file: all.csv, household_id: row_number, member_id: row_number, columns: {years: years}}
            """;
        var rows = string.Concat(Enumerable.Range(1, 60_000).Select(i => $"{i}\n"));
        const string method = """
            id: trial
            title: {zh: 试验, en: Trial}
            unit: person
            purpose: identification
            valid: {from: 2020-01-01}
            indicators:
              - {id: a, title: {zh: 甲, en: A}, when: person.years > 1}
            outcomes:
              - {id: done, title: {zh: 完, en: Done}, counted: false}
            """;
        foreach (var threads in new[] { 1, 4 })
        {
            using var laid = Lay(map, method, [("all.csv", "years\n" + rows)], threads);
            Assert.Equal(
                ["60000|60000"],
                laid.Rows("member", "count(*), count(*) FILTER (WHERE household_id = CAST(years AS VARCHAR))", "1")
            );
        }
    }

    [Fact]
    public void Households_alone_are_enough_where_their_heads_are_a_fact()
    {
        var method = Method
            .Replace("purpose:", "heads: household.animals\npurpose:", StringComparison.Ordinal)
            .Replace("members.exists(m, m.years > 1 || m.student)", "household.rooms > 1", StringComparison.Ordinal);
        using var laid = Lay(Map, method, [("homes.csv", Homes)]);
        Assert.Equal(["3"], laid.Rows("household", "count(*)", "1"));
        Assert.Equal(["animals"], laid.Absent);
        using var without = Lay(Map, Method, [("homes.csv", Homes)]);
        Assert.Equal("TH0501", Assert.Single(without.Problems).Code);
    }

    private static Laid Lay(params (string Name, string Text)[] files) => Lay(Map, Method, files);

    private static Laid Lay(
        string map,
        string method,
        (string Name, string Text)[] files,
        params (string, string)[] changed
    ) => new(map, method, files, null, changed);

    private static Laid Lay(string map, string method, (string Name, string Text)[] files, int threads) =>
        new(map, method, files, threads, []);

    /// <summary>Files in a folder, laid by a pack.</summary>
    private sealed class Laid : IDisposable
    {
        private readonly Folder folder = Repository.TemporaryFolder();
        private readonly DuckDbEngine engine;
        private readonly Outcome<IReadOnlyList<string>> outcome;

        public Laid(
            string map,
            string method,
            (string Name, string Text)[] files,
            int? threads,
            (string, string)[] changed
        )
        {
            foreach (var (name, text) in files)
                File.WriteAllText(folder.File(name), text);
            var pack = MadeUpPack.Read([("data/survey.yaml", map), ("methods/trial.yaml", method), .. changed]);
            engine = new DuckDbEngine(folder.Path, threads);
            outcome = DataFiles.Lay(engine, pack, pack.Methods[0], folder.Path, []);
        }

        public IReadOnlyList<string> Absent => outcome.Value;

        public IReadOnlyList<Problem> Problems => outcome.Problems;

        public List<string> Rows(string table, string columns, string order)
        {
            Assert.True(outcome.Ok, string.Join('\n', outcome.Problems));
            var texts = columns.Contains('(', StringComparison.Ordinal)
                ? columns
                : string.Join(", ", columns.Split(", ").Select(c => $"coalesce(CAST({c} AS VARCHAR), 'NULL')"));
            return engine.Query(
                $"SELECT {texts} FROM {table} ORDER BY {order}",
                r =>
                    string.Join(
                        '|',
                        Enumerable
                            .Range(0, r.FieldCount)
                            .Select(i =>
                                Convert.ToString(r.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)
                            )
                    )
            );
        }

        public void Dispose()
        {
            engine.Dispose();
            folder.Dispose();
        }
    }
}
