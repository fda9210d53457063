using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

/// <summary>What a fit writes into a method is what it then says, in whichever way its author wrote the file.</summary>
public sealed class ProxyWriterTests
{
    private const string Head = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}

        """;

    private const string Tail = """
        outcomes:
          - {id: yes, title: {zh: 是, en: "Yes"}, counted: true, when: household.flag}
          - {id: no, title: {zh: 否, en: "No"}, counted: false}   # the last
        """;

    private const string Flow = """
        proxy:   # one line each
          predicts: {amount: household.income_fen_year, per: members.size(), log: true}
          terms:
            - {id: rooms, title: {zh: 房间, en: Rooms}, of: household.rooms}  # as counted
            - {id: flag, title: {zh: 甲, en: Flag}, coefficient: 0.5, of: "household.flag"}
          intercept: 12   # of another fit
          fitted_on: {zh: "旧，的", en: "old } one"}

        """;

    private const string Block = """
        proxy:
          predicts:
            amount: household.income_fen_year
            per: members.size()
          fitted_on:
            zh: 旧
            en: old
          terms:
            - id: rooms
              title: {zh: 房间, en: Rooms}
              of: household.rooms
            - id: flag
              title:
                zh: 甲
                en: Flag
              of: household.flag

        """;

    private const string Regional = """
        proxy:
          predicts: {amount: household.income_fen_year, per: members.size()}
          by: household.kind
          terms:
            - {id: rooms, title: {zh: 房间, en: Rooms}, of: household.rooms}
            - {id: flag, title: {zh: 甲, en: Flag}, of: household.flag}
          models:
            - {key: wood, terms: [rooms]}
            - key: brick   # both terms

        """;

    private static readonly Dictionary<string, decimal> Both = new() { ["rooms"] = -0.123456789m, ["flag"] = 2m };

    [Theory]
    [InlineData(Flow)]
    [InlineData(Block)]
    public void The_coefficients_read_back_are_those_written_and_comments_stay(string proxy)
    {
        // In the first the old coefficients are only half there, which does not load: it is put right.
        var text = Head + proxy + Tail;
        var written = ProxyWriter.Write(
            text,
            new ProxyWriting(
                new ProxyFitPlan(ProxyFitKind.Quantile, new Fraction(1, 4), null),
                new Words("新：\"1\"", "new: \"1\""),
                "abc123",
                new Dictionary<string, (decimal, IReadOnlyDictionary<string, decimal>)> { [""] = (7.5m, Both) }
            )
        );
        var plan = MadeUpPack.Read(("methods/trial.yaml", written)).Methods.Single().Proxy!;
        Assert.Equal(new Fraction(15, 2), plan.Intercept);
        Assert.Equal(
            [new Fraction(-123456789, 1_000_000_000), new Fraction(2, 1)],
            plan.Terms.Select(t => t.Coefficient!.Value)
        );
        Assert.Equal("abc123", plan.Fingerprint);
        Assert.Equal("new: \"1\"", plan.FittedOn!.En);
        Assert.Equal(new Fraction(1, 4), plan.Fit.Quantile);
        foreach (var line in text.Split('\n').Where(l => l.Contains('#', StringComparison.Ordinal)))
            Assert.Contains(line[line.IndexOf('#', StringComparison.Ordinal)..], written, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_model_gets_its_own()
    {
        var written = ProxyWriter.Write(
            Head + Regional + Tail,
            new ProxyWriting(
                null,
                Words.Same("new"),
                "abc",
                new Dictionary<string, (decimal, IReadOnlyDictionary<string, decimal>)>
                {
                    ["wood"] = (1m, new Dictionary<string, decimal> { ["rooms"] = 3m }),
                    ["brick"] = (2m, Both),
                }
            )
        );
        var plan = MadeUpPack.Read(("methods/trial.yaml", written)).Methods.Single().Proxy!;
        Assert.Equal(
            [("wood", new Fraction(1, 1)), ("brick", new Fraction(2, 1))],
            plan.Models.Select(m => (m.Code, m.Intercept!.Value))
        );
        Assert.Equal(["rooms"], plan.Models[0].Terms);
        Assert.Equal(new Fraction(2, 1), plan.Models[1].Coefficients["flag"]);
        Assert.NotNull(plan.Score);
        Assert.Contains("# both terms", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{key: wood, terms: [rooms]}", "{key: wood, intercept: 1}", "TH0303")]
    [InlineData("{key: wood, terms: [rooms]}", "{key: wood, intercept: 1, coefficients: {room: 2}}", "TH0301")]
    [InlineData("{key: wood, terms: [rooms]}", "{key: woood}", "TH0301")]
    [InlineData("{key: wood, terms: [rooms]}", "{key: brick}", "TH0304")]
    [InlineData("by: household.kind", "by: household.rooms", "TH0303")]
    [InlineData("  by: household.kind\n", "", "TH0303")]
    [InlineData("  by: household.kind", "  fit: {link: logit}\n  by: household.kind", "TH0302")]
    [InlineData("  by: household.kind", "  fit: {quantile: 1}\n  by: household.kind", "TH0303")]
    public void A_model_that_says_too_little_or_too_much_does_not_load(string from, string to, string code)
    {
        Assert.Contains(from, Regional, StringComparison.Ordinal);
        var text = Head + Regional.Replace(from, to, StringComparison.Ordinal) + Tail;
        var read = PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", text)));
        Assert.False(read.Ok);
        Assert.Contains(code, read.Problems.Select(p => p.Code));
    }
}
