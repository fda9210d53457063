using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Taihang.Bench.Harness;

/// <param name="Work">One paragraph: what every contender did, on which input.</param>
/// <param name="Checks">What was found equal between the contenders.</param>
internal sealed record Report(
    string Name,
    string Title,
    string Work,
    IReadOnlyList<Contender> Contenders,
    Dictionary<string, List<Measured>> Measured,
    IReadOnlyList<string> Checks,
    IReadOnlyDictionary<string, string> Input
)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes <c>bench/results/CPU/NAME.md</c> and <c>.json</c>; the first contender is what the others are compared with.</summary>
    public string Write(Machine machine, DateOnly day)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder)).FullName;
        File.WriteAllText(Path.Combine(folder, Name + ".md"), Markdown(machine, day));
        var json = JsonSerializer.Serialize(
            new
            {
                name = Name,
                day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                machine,
                input = Input,
                checks = Checks,
                contenders = Contenders.Select(c => new
                {
                    id = c.Id,
                    version = c.Version,
                    runs = Measured[c.Id],
                }),
            },
            Indented
        );
        File.WriteAllText(Path.Combine(folder, Name + ".json"), json + "\n");
        return Path.Combine(folder, Name + ".md");
    }

    private string Markdown(Machine machine, DateOnly day)
    {
        var text = new StringBuilder($"# {Title}\n\n{Work}\n\n");
        var (wall, peak) = (Middle(Contenders[0], m => m.WallSeconds), Middle(Contenders[0], m => m.PeakMiB));
        text.Append(
            "| contender | version | wall s: min / median / max | ratio | CPU s, median | peak MiB: min / median / max | ratio |\n"
        );
        text.Append("|---|---|---|---|---|---|---|\n");
        foreach (var contender in Contenders)
        {
            var ofWall = Spread(contender, m => m.WallSeconds, "F2");
            var ofPeak = Spread(contender, m => m.PeakMiB, "F0");
            text.Append(
                $"| {contender.Title} | {contender.Version} | {ofWall} | {Middle(contender, m => m.WallSeconds) / wall:F2} | {Middle(contender, m => m.CpuSeconds):F2} | {ofPeak} | {Middle(contender, m => m.PeakMiB) / peak:F2} |\n"
            );
        }
        text.Append(
            $"\nRatios are of medians, against the first row; {Measured[Contenders[0].Id].Count} runs each, in turns, every run a new process, the input in the page cache. Below 1 is better than the first row.\n"
        );
        text.Append("\nInput: ").AppendJoin("; ", Input.Select(fact => $"{fact.Key} {fact.Value}")).Append(".\n");
        text.Append("\nChecked before any figure was written:\n\n");
        foreach (var check in Checks)
            text.Append($"- {check}\n");
        text.Append(
            $"\n{day:yyyy-MM-dd}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench {Name}`.\n"
        );
        return text.ToString();
    }

    private string Spread(Contender contender, Func<Measured, double> of, string format)
    {
        var values = Measured[contender.Id].Select(of).ToList();
        return $"{values.Min().ToString(format)} / {Middle(contender, of).ToString(format)} / {values.Max().ToString(format)}";
    }

    private double Middle(Contender contender, Func<Measured, double> of)
    {
        var sorted = Measured[contender.Id].Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
