using System.Globalization;
using System.Text.RegularExpressions;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Taihang.Tests.Modules.Identification;

/// <summary>The pack of docs/packs.md, from its raw files to the figures that the page prints.</summary>
public sealed partial class DocsExampleTests
{
    private static readonly DateOnly Day = new(2024, 6, 30);

    [Fact]
    public void The_example_gives_the_answers_and_figures_that_the_page_prints()
    {
        var page = Page("packs.md");
        using var folder = Repository.TemporaryFolder();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match block in Blocks().Matches(page))
        {
            var (file, text) = (block.Groups["file"].Value, block.Groups["text"].Value);
            if (
                file.StartsWith("example/", StringComparison.Ordinal) && file.EndsWith(".csv", StringComparison.Ordinal)
            )
                File.WriteAllText(folder.File(Path.GetFileName(file)), text);
            else if (file.StartsWith("example/", StringComparison.Ordinal))
                texts[file["example/".Length..]] = text;
        }
        var read = PackReader.Read(texts);
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        var pack = read.Value;
        Assert.True(pack.Cases.Length >= 7);
        Assert.Empty(CheckCases.Run(pack));
        Assert.Empty(CheckCases.NeverShown(pack));

        var method = pack.Methods[0];
        using var engine = new DuckDbEngine(folder.Path, threads: 1);
        var laid = DataFiles.Lay(engine, pack, method, folder.Path, ["region"]);
        Assert.True(laid.Ok, string.Join('\n', laid.Problems));
        var values = ParameterValues.Resolve(pack, method, Day, new Dictionary<string, (Fraction, Words)>()).Value;
        var run = Identify.Run(engine, pack, method, values, Day, ["region"], laid.Value).Value;
        Assert.Equal(
            OutcomeRows().Matches(page).Select(m => (m.Groups["id"].Value, m.Groups["outcome"].Value)),
            engine.Query(
                $"SELECT household_id, outcome FROM {Identify.Result} ORDER BY household_id",
                r => (r.GetString(0), r.GetString(1))
            )
        );
        var table = Measure
            .Run(engine, run, method, new MeasureRequest(["region"], [new Fraction(1, 4), new Fraction(1, 2)]))
            .Value;
        var figures = FigureRows().Matches(page);
        Assert.True(figures.Count >= 6);
        foreach (Match figure in figures)
        {
            var k =
                figure.Groups["k"] is { Success: true, Value: var text } && Fraction.TryParse(text, out var cutoff)
                    ? cutoff
                    : (Fraction?)null;
            var row = table.Rows.Single(r =>
                r.Measure == figure.Groups["name"].Value && r.Cutoff == k && r.Item is null && r.By is null
            );
            Assert.Equal(
                figure.Groups["value"].Value,
                row.Estimate!.Value.ToString("0.0000000", CultureInfo.InvariantCulture)
            );
        }
        Assert.Equal(13.75m, run.All.Population);
    }

    [Theory]
    [InlineData("packs.md")]
    [InlineData("packs-data.md")]
    [InlineData("packs-expressions.md")]
    public void Every_piece_of_YAML_in_the_docs_is_YAML(string page)
    {
        var blocks = Blocks().Matches(Page(page)).Where(b => b.Groups["kind"].Value == "yaml").ToList();
        Assert.NotEmpty(blocks);
        foreach (var block in blocks)
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(block.Groups["text"].Value));
            Assert.Single(stream.Documents);
        }
    }

    /// <summary>A key that a reader knows and the docs do not name would be a secret.</summary>
    [Fact]
    public void Every_key_that_a_pack_may_have_is_in_the_docs()
    {
        var docs = Page("packs.md") + Page("packs-data.md") + Page("proxy.md");
        var keys = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src/Taihang.Methods/Read"), "*.cs")
            .Where(f =>
                Path.GetFileName(f)
                    is "PackReader.cs"
                        or "DataMapReader.cs"
                        or "Dictionary.cs"
                        or "CaseReader.cs"
                        or "SourceList.cs"
                || Path.GetFileName(f).StartsWith("MethodReader", StringComparison.Ordinal)
            )
            .SelectMany(f => OnlyCalls().Matches(File.ReadAllText(f)))
            .SelectMany(call => Quoted().Matches(call.Value).Select(q => q.Groups[1].Value))
            .Distinct()
            .ToList();
        Assert.True(keys.Count > 60);
        Assert.DoesNotContain(keys, key => !Regex.IsMatch(docs, $@"\b{Regex.Escape(key)}\b"));
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name));

    [GeneratedRegex(
        @"^```(?<kind>\w+) ?(?<file>\S*)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^\| (?<id>\d+) \| (?<outcome>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex OutcomeRows();

    [GeneratedRegex(@"^\| `(?<name>\w+)`(?:, k = (?<k>[\d/]+))? \| (?<value>0\.\d{7}) \|$", RegexOptions.Multiline)]
    private static partial Regex FigureRows();

    [GeneratedRegex(@"\.Only\([^)]*\)", RegexOptions.Singleline)]
    private static partial Regex OnlyCalls();

    [GeneratedRegex("\"(\\w+)\"")]
    private static partial Regex Quoted();
}
