using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
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

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_number_of_every_shipped_pack_names_its_source_and_grade(string id)
    {
        var pack = PackFolder.Load(Repository.Packs, id).Value;
        foreach (var value in pack.Parameters.SelectMany(p => p.Values))
        {
            Assert.NotEmpty(value.Basis.Title.Zh);
            Assert.DoesNotContain("NC", value.Basis.Grade, StringComparison.Ordinal);
        }
        Assert.All(pack.Methods.SelectMany(m => m.Indicators), i => Assert.NotNull(i.Basis));
    }

    [Fact]
    public void The_monitoring_range_has_no_default()
    {
        var pack = PackFolder.Load(Repository.Packs, "cn").Value;
        var day = new DateOnly(2026, 9, 30);
        var method = pack.Method(null, day)!;
        var none = new Dictionary<string, (Fraction, Words)>();
        var refused = ParameterValues.Resolve(pack, method, day, none).Problems;
        Assert.Contains("monitor_range", Assert.Single(refused).What.En, StringComparison.Ordinal);
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

    [Fact]
    public void The_example_in_the_docs_loads()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "packs.md"));
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + "```yaml\n".Length;
        var example = page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
        const string Moved = """
            level: household
            attributes:
              - {id: moved_away, title: {zh: 迁出, en: Moved}, type: truth, missing: none, purposes: [identification]}
            """;
        var pack = MadeUpPack.Read(("methods/example.yaml", example), ("dictionary/moved.yaml", Moved));
        Assert.Equal(["income_low", "school"], pack.Method("example", MadeUpPack.Day)!.Indicators.Select(i => i.Id));
    }
}
