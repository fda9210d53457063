using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>A test with a model for two of three kinds of houses, over households whose income is made from its terms.</summary>
public sealed class FitProxyTests
{
    private const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        proxy:
          predicts: {amount: household.income_fen_year}
          by: household.kind
          terms:
            - {id: rooms, title: {zh: 房间, en: Rooms}, of: household.rooms}
            - {id: flag, title: {zh: 甲, en: Flag}, of: household.flag}
          models:
            - {key: wood, terms: [rooms]}
            - {key: brick}
        outcomes:
          - {id: all, title: {zh: 全部, en: All}, counted: true}
        """;

    [Fact]
    public void Each_code_has_its_own_model_and_who_has_none_is_left_out()
    {
        var fit = Fitted(Method, noise: 0);
        Assert.Equal((80, 40), (fit.Rows, fit.LeftOut));
        Assert.Equal(["wood", "brick"], fit.Models.Select(m => m.Code));
        Assert.Equal(["intercept", "rooms"], fit.Models[0].Terms.Select(t => t.Id));
        Same([1000, 200], fit.Models[0]);
        Same([5000, -300, 1000], fit.Models[1]);
        Assert.Equal((0, 0.0), (fit.Errors[0].Fitted!.Missed, fit.Errors[0].Held!.Exclusion));
        // Nothing is unexplained, so that there is nothing to get wrong, within a group either.
        Assert.All(fit.Errors[0].Disparities.Single().Groups, g => Assert.Equal(g.PoorestRate, g.SelectionRate));
    }

    [Fact]
    public void The_fingerprint_is_of_the_data_and_the_specification()
    {
        var first = Fitted(Method, noise: 9).Fingerprint;
        Assert.Equal(first, Fitted(Method, noise: 9).Fingerprint);
        Assert.NotEqual(first, Fitted(Method, noise: 8).Fingerprint);
        var more = Method.Replace(", terms: [rooms]", "", StringComparison.Ordinal);
        Assert.NotEqual(first, Fitted(more, noise: 9).Fingerprint);
        var quantile = Method.Replace("  by:", "  fit: {quantile: 1/3}\n  by:", StringComparison.Ordinal);
        Assert.NotEqual(first, Fitted(quantile, noise: 9).Fingerprint);
    }

    /// <summary>What was fitted is written, read back, and scores a household; the third kind has no score.</summary>
    [Fact]
    public void A_written_fit_scores_by_the_household_s_own_model()
    {
        var fit = Fitted(Method, noise: 0);
        using var source = Repository.TemporaryFolder();
        foreach (var (path, text) in MadeUpPack.Files(("methods/trial.yaml", Method)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(source.File(path))!);
            File.WriteAllText(source.File(path), text);
        }
        var method = FitProxy.Only(MadeUpPack.Read(("methods/trial.yaml", Method)).Methods.Single());
        var target = source.File("written");
        var written = WriteFit.Run(source.Path, target, method, fit, null, Words.Same("made up"));
        Assert.True(written.Ok, string.Join('\n', written.Problems));
        var pack = PackFolder.LoadFrom(target).Value;
        Assert.Equal(written.Value.PackHash, pack.Hash);
        var scored = pack.Methods.Single();
        Assert.Equal(fit.Fingerprint, scored.Proxy!.Fingerprint);
        var evaluator = new Evaluator(scored, MadeUpPack.Values(pack, scored), MadeUpPack.Day);
        Assert.Equal(1600, Score("wood")!.Value.ToDouble(), 1e-6);
        Assert.Equal(5100, Score("brick")!.Value.ToDouble(), 1e-6);
        Assert.Null(Score("stone"));
        Assert.Equal(
            "TH0547",
            WriteFit.Run(source.Path, target, method, fit, null, Words.Same("")).Problems.Single().Code
        );

        Fraction? Score(string kind) =>
            (Fraction?)
                evaluator.Value(
                    scored.Proxy!.Score!,
                    new UnitFacts(
                        new Dictionary<string, object>
                        {
                            ["kind"] = kind,
                            ["rooms"] = new Fraction(3, 1),
                            ["flag"] = true,
                        },
                        []
                    )
                );
    }

    /// <summary>The sentence that ends an identification is the errors of the same two lists.</summary>
    [Fact]
    public void Whom_a_run_misses_is_what_the_targeting_errors_say()
    {
        var text = Method
            .Replace(
                "{key: wood, terms: [rooms]}",
                "{key: wood, intercept: 1000, coefficients: {rooms: 200}}",
                StringComparison.Ordinal
            )
            .Replace(
                "{key: brick}",
                "{key: brick, intercept: 5000, coefficients: {rooms: -300, flag: 1000}}",
                StringComparison.Ordinal
            )
            .Replace(
                "{id: all, title: {zh: 全部, en: All}, counted: true}",
                "{id: low, title: {zh: 低, en: Low}, counted: true, when: proxy_score < 2000}\n  - {id: high, title: {zh: 高, en: High}, counted: false}",
                StringComparison.Ordinal
            );
        var households = Households(noise: 4000).ToList();
        var (run, _) = Run(text, households, m => m);
        var misses = run.Proxy!;
        Assert.Equal(80, misses.Judged);
        var judged = households.Where(h => !Equals(h["kind"], "stone")).ToList();
        var people = judged
            .Select(
                (h, i) =>
                {
                    var rooms = ((Fraction)h["rooms"]).ToDouble();
                    var score = Equals(h["kind"], "wood")
                        ? 1000 + (200 * rooms)
                        : 5000 - (300 * rooms) + ((bool)h["flag"] ? 1000 : 0);
                    return (
                        Income: ((Fraction)h["income_fen_year"]).ToDouble(),
                        Taken: score < 2000,
                        Key: (string)h["key"]
                    );
                }
            )
            .ToList();
        var taken = people.Count(p => p.Taken);
        var poorest = people.OrderBy(p => p.Income).ThenBy(p => p.Key, StringComparer.Ordinal).Take(taken).ToList();
        Assert.Equal((taken, taken), (misses.Taken, misses.Poorest));
        Assert.Equal(poorest.Count(p => !p.Taken), misses.Missed);
        Assert.InRange(misses.Missed, 1, taken - 1);
        Assert.Equal((double)misses.Missed / taken, misses.Exclusion, 1e-12);
        Assert.Contains($"misses {misses.Missed} ", misses.Said.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logit_of_who_is_below_a_line_puts_the_likeliest_first()
    {
        var text = Method.Replace("  by:", "  fit: {link: logit, below: 5 * line}\n  by:", StringComparison.Ordinal);
        var fit = Fitted(text, noise: 4000);
        Assert.Equal(ProxyFitKind.Logit, fit.Kind);
        // In wood the more rooms the richer; in brick the fewer.
        Assert.True(fit.Models[0].Terms[1].Coefficient < 0);
        Assert.True(fit.Models[1].Terms[1].Coefficient > 0);
        Assert.True(fit.Errors[0].AreaUnderCurve > 0.6);
    }

    private static void Same(double[] expected, FittedProxy model)
    {
        for (var j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j], model.Terms[j].Coefficient, 1e-7);
    }

    private static ProxyFit Fitted(string text, int noise)
    {
        var request = new ProxyRequest([new Fraction(1, 5)], ["kind"]);
        return Run(text, [.. Households(noise)], FitProxy.Only, request).Fit!;
    }

    private static (IdentifySummary Summary, ProxyFit? Fit) Run(
        string text,
        IReadOnlyList<Dictionary<string, object>> households,
        Func<MethodPlan, MethodPlan> only,
        ProxyRequest? request = null
    )
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", text));
        var method = only(pack.Methods.Single());
        using var engine = new DuckDbEngine(threads: 1);
        FactTables.Fill(
            engine,
            method,
            households.Select(h =>
                (
                    (string)h["key"],
                    (IReadOnlyDictionary<string, object>)h,
                    (IReadOnlyList<IReadOnlyDictionary<string, object>>)[]
                )
            )
        );
        var run = Identify.Run(
            engine,
            pack,
            method,
            MadeUpPack.Values(pack, method),
            MadeUpPack.Day,
            request?.By ?? [],
            []
        );
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        if (request is null)
            return (run.Value, null);
        var fit = FitProxy.Run(engine, method, request);
        Assert.True(fit.Ok, string.Join('\n', fit.Problems));
        return (run.Value, fit.Value);
    }

    /// <summary>Forty of each kind.</summary>
    private static IEnumerable<Dictionary<string, object>> Households(int noise)
    {
        var stream = new SeededStream("households");
        for (var i = 0; i < 120; i++)
        {
            var (rooms, flag) = (1 + stream.NextBelow(8), stream.NextBelow(2) == 1);
            var (kind, income) = (i % 3) switch
            {
                0 => ("wood", 1000 + (200 * rooms)),
                1 => ("brick", 5000 - (300 * rooms) + (flag ? 1000 : 0)),
                _ => ("stone", 3000),
            };
            yield return new Dictionary<string, object>
            {
                ["key"] = i.ToString("000", CultureInfo.InvariantCulture),
                ["kind"] = kind,
                ["rooms"] = new Fraction(rooms, 1),
                ["flag"] = flag,
                ["income_fen_year"] = new Fraction(income + stream.NextBelow(noise + 1), 1),
            };
        }
    }
}
