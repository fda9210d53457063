using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Core.Measures;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

public sealed class PackCasesTests
{
    public static TheoryData<string> Ids => [.. PackFolder.Ids(Repository.Packs)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_case_of_every_shipped_pack_passes_in_both_evaluators(string id)
    {
        var pack = PackFolder.Load(Repository.Packs, id);
        Assert.True(pack.Ok, string.Join('\n', pack.Problems));
        Assert.True(pack.Value.Methods.IsEmpty || !pack.Value.Cases.IsEmpty);
        foreach (var procedure in pack.Value.Procedures)
            Assert.Contains(pack.Value.ProcedureScripts, s => s.Procedure == procedure.Id);
        Assert.Empty(CheckCases.Run(pack.Value));
        // Every outcome of every method is reached by a case, and so is "cannot say".
        foreach (var method in pack.Value.Methods)
            Assert.Superset(
                method.Outcomes.Select(o => o.Id).Append(MethodPlan.Unknown).ToHashSet(),
                pack.Value.Cases.Where(c => c.Method == method.Id).Select(c => c.Outcome).ToHashSet()
            );
    }

    /// <summary>A comparison that is never true runs like any other; the cases are what shows it.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_indicator_of_every_shipped_pack_holds_in_a_case_and_does_not_in_another(string id) =>
        Assert.Empty(
            CheckCases
                .NeverShown(PackFolder.Load(Repository.Packs, id).Value)
                .Select(n => $"{n.Method.Id} {n.Indicator.Id} {n.NeverHolds}")
        );

    [Fact]
    public void A_rule_that_never_fires_is_noticed()
    {
        const string Case = """
            method: trial
            as_of: 2024-02-29
            cases:
              - {name: rich, household: {income_fen_year: 999999}, members: [{born: 1990-01-01, student: true}], outcome: "no"}
            """;
        var never = CheckCases.NeverShown(MadeUpPack.Read(("cases/trial.yaml", Case)));
        Assert.Equal(["poor", "unschooled"], never.Where(n => n.NeverHolds).Select(n => n.Indicator.Id));
        Assert.DoesNotContain(never, n => !n.NeverHolds);
    }

    /// <summary>Slips that change nothing for anybody whose facts can be, with the reason.</summary>
    private static readonly Dictionary<string, string> Equivalent = new(StringComparer.Ordinal)
    {
        [
            "mpi-global mpi child_mortality: Deaths of children under 18 in the last five years is above 0 → Deaths of children under 18 in the last five years is not 0"
        ] = "deaths are never fewer than none",
        ["mexico-2016 deprivations schooling: Year of birth is at most 1981 → Year of birth is at most 1982"] =
            "who was born in 1982 and did not finish primary is behind by the rule before",
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_number_of_every_shipped_pack_has_cases_below_at_and_above_it(string id)
    {
        var uncaught = Slips.Uncaught(PackFolder.Load(Repository.Packs, id).Value);
        // What is caught after all is no exception.
        Assert.Equal(
            Lines(Equivalent.Keys.Where(key => key.StartsWith(id + " ", StringComparison.Ordinal))),
            Lines(uncaught.Select(slip => $"{id} {slip}"))
        );
        static string Lines(IEnumerable<string> slips) => string.Join('\n', slips.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_number_without_a_case_at_it_is_found()
    {
        const string Cases = """
            method: trial
            as_of: 2024-02-29
            base:
              members: [{born: 1990-01-01, student: true}]
            cases:
              - {name: below, household: {income_fen_year: 999}, outcome: "yes", holds: [poor]}
              - {name: at, household: {income_fen_year: 1000}, outcome: "no", holds: []}
              - {name: above, household: {income_fen_year: 1001}, outcome: "no", holds: []}
            """;
        bool Found(string cases, string said) =>
            Slips
                .Uncaught(MadeUpPack.Read(("cases/trial.yaml", cases)))
                .Any(s =>
                    s.StartsWith("trial poor", StringComparison.Ordinal) && s.EndsWith(said, StringComparison.Ordinal)
                    || s.EndsWith("1000 → " + said, StringComparison.Ordinal)
                );
        string Without(string name) =>
            string.Join('\n', Cases.Split('\n').Where(l => !l.Contains($"name: {name},", StringComparison.Ordinal)));
        Assert.False(Found(Cases, "is at most Line"));
        Assert.False(Found(Cases, "1001"));
        Assert.False(Found(Cases, "999"));
        Assert.True(Found(Without("at"), "is at most Line"));
        Assert.True(Found(Without("at"), "1001"));
        Assert.True(Found(Without("below"), "999"));
        Assert.True(Found(Without("above"), "is not Line"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_number_of_every_shipped_pack_names_its_source_and_grade(string id) =>
        Assert.Empty(Unsourced(PackFolder.Load(Repository.Packs, id).Value));

    [Fact]
    public void A_rule_without_a_source_is_found() =>
        Assert.Equal(
            ["trial", "trial poor", "trial unschooled", "trial yes", "trial no"],
            Unsourced(MadeUpPack.Read())
        );

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_source_that_is_not_in_the_packs_list_does_not_load(string id)
    {
        var folder = Path.Combine(Repository.Packs, id);
        var texts = Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText);
        foreach (var path in texts.Keys.Where(p => p.StartsWith("methods", StringComparison.Ordinal)))
        {
            var at = texts[path].IndexOf("source: ", StringComparison.Ordinal) + "source: ".Length;
            var wrong = new Dictionary<string, string>(texts) { [path] = texts[path].Insert(at, "X") };
            Assert.Contains(PackReader.Read(wrong).Problems, p => p.Where!.File == path && p.Code == "TH0301");
        }
    }

    /// <summary>What rests on nothing: a value, a condition or an answer without a source, a method without a basis; and what is not confirmed.</summary>
    private static IEnumerable<string> Unsourced(Pack pack)
    {
        bool Without(Basis? basis) =>
            basis is null
            || basis.Title.Zh.Length == 0
            || basis.Grade.Length == 0
            || basis.Grade.Contains("NC", StringComparison.Ordinal);
        return pack
            .Parameters.Where(p => p.Values.Any(v => Without(v.Basis)))
            .Select(p => p.Id)
            .Concat(
                pack.Methods.SelectMany(m =>
                    m.Indicators.Select(i => (i.Id, i.Basis))
                        .Concat(m.Outcomes.Select(o => (o.Id, o.Basis)))
                        .Where(part => Without(part.Basis))
                        .Select(part => $"{m.Id} {part.Id}")
                        .Prepend(m.Basis.IsEmpty ? m.Id : "")
                        .Where(name => name.Length > 0)
                )
            );
    }

    [Theory]
    [InlineData("2021-01-01", "monitor_range")]
    [InlineData("2025-12-31", "monitor_range")]
    [InlineData("2026-01-01", "help_standard")]
    [InlineData("2026-09-30", "help_standard")]
    public void What_the_area_must_set_has_no_default(string asOf, string parameter)
    {
        var pack = PackFolder.Load(Repository.Packs, "cn").Value;
        var day = DateOnly.ParseExact(asOf, "yyyy-MM-dd");
        var method = pack.Method(null, day)!;
        var refused = ParameterValues.Resolve(pack, method, day, new Dictionary<string, (Fraction, Words)>()).Problems;
        Assert.Contains(parameter, Assert.Single(refused).What.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2013-12-31", null)]
    [InlineData("2014-01-01", "registration")]
    [InlineData("2020-12-31", "registration")]
    [InlineData("2021-01-01", "monitoring")]
    [InlineData("2025-12-31", "monitoring")]
    [InlineData("2026-01-01", "prevention")]
    [InlineData("2030-01-01", "prevention")]
    public void Each_day_has_the_method_of_its_period(string day, string? method) =>
        Assert.Equal(
            method,
            PackFolder.Load(Repository.Packs, "cn").Value.Method(null, DateOnly.ParseExact(day, "yyyy-MM-dd"))?.Id
        );

    [Fact]
    public void The_rule_of_2026_was_not_known_before_it_was_published() =>
        Assert.Null(
            PackFolder.Load(Repository.Packs, "cn").Value.Method(null, new(2026, 1, 31), known: new(2026, 2, 5))
        );

    /// <summary>One answer belongs to one period: a household's history can be read whatever the rule of today.</summary>
    [Fact]
    public void No_two_periods_share_the_name_of_an_answer() =>
        Assert.Empty(
            PackFolder
                .Load(Repository.Packs, "cn")
                .Value.Methods.SelectMany(m => m.Outcomes)
                .GroupBy(o => o.Id)
                .Where(g => g.Count() > 1)
                .Select(g => g.Key)
        );

    [Fact]
    public void The_global_index_has_the_published_indicators_weights_and_cut_off()
    {
        var spec = Oracle.Targeting("global-mpi-spec");
        var method = Assert.Single(PackFolder.Load(Repository.Packs, "mpi-global").Value.Methods);
        var published = spec.GetProperty("indicators").EnumerateArray().ToList();
        Assert.Equal(spec.GetProperty("poverty_cutoff").GetString(), method.Cutoff.ToString());
        Assert.Equal(
            published.Select(i => i.GetProperty("weight").GetString()),
            method.Indicators.Select(i => i.Weight.ToString())
        );
        Assert.Equal(
            published.Select(i => i.GetProperty("dimension").GetString()),
            method.Indicators.Select(i =>
                i.Dimension!.En switch
                {
                    "Living standards" => "living",
                    var other => other.ToLowerInvariant(),
                }
            )
        );
    }

    [Theory]
    [InlineData(2014)]
    [InlineData(2016)]
    [InlineData(2017)]
    [InlineData(2018)]
    public void A_year_whose_line_is_not_confirmed_is_refused(int year)
    {
        var pack = PackFolder.Load(Repository.Packs, "cn").Value;
        var day = new DateOnly(year, 12, 31);
        var method = pack.Method(null, day)!;
        var refused = ParameterValues.Resolve(pack, method, day, new Dictionary<string, (Fraction, Words)>());
        Assert.Equal("TH0313", Assert.Single(refused.Problems).Code);
    }

    [Theory]
    [InlineData("outcome: no}", "outcome: yes}", "must give yes, but gives no")]
    [InlineData("outcome: no}", "outcome: no, holds: [poor]}", "must give poor")]
    public void A_case_that_fails_is_named(string right, string wrong, string says)
    {
        const string Case = """
            method: trial
            as_of: 2024-02-29
            cases:
              - {name: rich, household: {income_fen_year: 999999}, members: [{student: true, born: 2000-01-01}], outcome: no}
            """;
        Assert.Empty(CheckCases.Run(MadeUpPack.Read(("cases/one.yaml", Case))));
        var broken = MadeUpPack.Read(("cases/one.yaml", Case.Replace(right, wrong, StringComparison.Ordinal)));
        var problem = Assert.Single(CheckCases.Run(broken));
        Assert.Equal(("TH0312", 4), (problem.Code, problem.Where!.Row));
        Assert.Contains(says, problem.What.En, StringComparison.Ordinal);
    }
}
