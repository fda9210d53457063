using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Tests.Methods.Print;
using Xunit;

namespace Taihang.Tests.Methods.Conformance;

/// <summary>The answers that the Common Expression Language gives, from all three readers of a plan.</summary>
public sealed class CelTests(PostgresReader postgres) : IClassFixture<PostgresReader>
{
    private const int MostIndicators = 60;

    private static readonly UnitFacts Facts = new(
        new Dictionary<string, object>
        {
            ["rooms"] = new Fraction(3, 1),
            ["land_mu"] = new Fraction(5, 2),
            ["kind"] = "wood",
            ["causes"] = new List<string> { "wood", "brick" },
            ["visited"] = new DateOnly(2024, 2, 29),
            ["entered"] = new DateOnly(2020, 1, 1),
        },
        [
            .. new[] { "wood", "brick", "stone" }.Select(
                (craft, i) => new Dictionary<string, object> { ["years"] = new Fraction(i + 1, 1), ["craft"] = craft }
            ),
        ]
    );

    [Fact]
    public void Every_expression_has_the_answer_of_the_language()
    {
        var rows = Rows().ToList();
        Assert.True(rows.Count > 150);
        var wrong = new List<string>();
        foreach (var part in rows.Chunk(MostIndicators))
        {
            var text = MethodOf(part.Select(r => r.Expression));
            Assert.Empty(new ThreeReaders(postgres).Disagreements(text, [Facts]));
            var pack = MadeUpPack.Read(("methods/trial.yaml", text));
            var result = new Evaluator(pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Run(
                Facts
            );
            for (var i = 0; i < part.Length; i++)
            {
                var said =
                    (result.UnknownMask >> i & 1) == 1 ? "unknown"
                    : (result.Mask >> i & 1) == 1 ? "true"
                    : "false";
                if (said != part[i].Answer)
                    wrong.Add($"{part[i].Expression} is {said}, not {part[i].Answer}");
            }
        }
        Assert.Empty(wrong);
    }

    private static IEnumerable<(string Expression, string Answer)> Rows() =>
        File.ReadLines(Path.Combine(Repository.Root, "tests/Taihang.Tests/Methods/Conformance/cel.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" => "))
            .Select(parts => (parts[0], parts[1]));

    private static string MethodOf(IEnumerable<string> expressions)
    {
        var text = new StringBuilder(
            "id: trial\ntitle: {zh: 试验, en: Trial}\nunit: household\npurpose: identification\nvalid: {from: 2020-01-01}\nindicators:\n"
        );
        foreach (var (expression, i) in expressions.Select((e, i) => (e, i)))
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - id: row_{i}\n    title: {{zh: 行, en: Row}}\n    when: >-\n      {expression}\n"
            );
        return text.Append("outcomes:\n  - {id: done, title: {zh: 完, en: Done}, counted: false}\n").ToString();
    }
}
