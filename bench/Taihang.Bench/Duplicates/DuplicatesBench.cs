using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Taihang.Bench.Harness;
using Taihang.Core.Registry.Duplicates;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Samples;

namespace Taihang.Bench.Duplicates;

/// <summary>
/// A million persons, one in fifty recorded twice: how many second records are found, how many of those found are one person, and how
/// many pairs are weighed in a second. The raw limit beside it is the comparing alone, as the search would be if it knew all weights.
/// </summary>
internal static class DuplicatesBench
{
    public static Command Verb()
    {
        var persons = new Option<int>("--persons") { DefaultValueFactory = _ => 1_000_000 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("duplicates", "Persons recorded twice among a million") { persons, noReport };
        verb.SetAction(parsed => Run(parsed.GetValue(persons), !parsed.GetValue(noReport)));
        return verb;
    }

    private static int Run(int persons, bool report)
    {
        var folder = Path.Combine(Folders.Root, "packs", "cn");
        var pack = DuplicatePack.Load(folder, PackFolder.LoadFrom(folder).Value.Dictionary).Value;
        var characters = DuplicateRulesReader
            .Characters("characters.csv", File.ReadLines(Path.Combine(folder, pack.Rules.Characters!)))
            .Value;
        var sample = SampleDuplicates.Make(persons, 0.02, "bench", [.. characters]);
        var load = Machine.Load();
        var clock = Stopwatch.StartNew();
        SoundedName[] names = [.. sample.Names.Select(pack.Sounds.Of)];
        var found = FindPairs.Run(sample.Persons, names, 0.5, mostAlike: 200);
        var seconds = clock.Elapsed.TotalSeconds;
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        var truth = sample.Truth.ToDictionary(t => (t.A, t.B), t => t.Slips);
        var lines = new StringBuilder();
        foreach (var from in new[] { 0.5, 0.9, 0.99 })
        {
            var pairs = found.Pairs.Where(p => p.Probability >= from).ToList();
            var right = pairs.Count(p => truth.ContainsKey((p.A, p.B)));
            lines.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {from} | {pairs.Count:N0} | {(double)right / pairs.Count:P2} | {(double)right / truth.Count:P2} |"
            );
        }
        var taken = found.Pairs.Select(p => (p.A, p.B)).ToHashSet();
        var kinds = new StringBuilder();
        foreach (var slip in Enum.GetValues<Slip>())
        {
            var of = truth.Where(t => t.Value.Contains(slip)).ToList();
            if (of.Count > 0)
                kinds.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {slip} | {of.Count:N0} | {(double)of.Count(t => taken.Contains(t.Key)) / of.Count:P1} |"
                );
        }
        var text = $"""
            # Persons recorded twice

            {sample.Persons.Count:N0} made-up records of {persons:N0} persons: households, villages of three surnames, brothers with a character in common, twins. {truth.Count:N0} are a second record with slips as registries make them; none has the ID number of the first as it stands, since that is refused at the door.

            | from probability | pairs shown | are one person | of all second records |
            |---|---|---|---|
            {lines.ToString().TrimEnd()}

            | what differs (often several at once) | second records | found at 0.5 |
            |---|---|---|
            {kinds.ToString().TrimEnd()}

            {found.Compared:N0} pairs compared twice over (to learn, and to weigh) in {seconds:F1} s: {2
                * found.Compared
                / seconds:N0} a second, of {(double)sample.Persons.Count
                * (sample.Persons.Count - 1)
                / 2:0.0e0} there are; peak {memory:N0} MiB. Passes left out at most {found.LeftOut.Max():N0} persons each, whom other passes compare.

            {DateTime.Today:yyyy-MM-dd}, {Machine.Here().Cpu}, {Machine.Here().Cores} cores, {Machine.Here().MemoryGiB} GiB, {Machine.Here().System}, {Machine.Here().DotNet}; load average before {load:F1}. Again: `./dev bench duplicates`.

            """;
        Console.WriteLine(text);
        if (report)
            File.WriteAllText(
                Path.Combine(
                    Directory
                        .CreateDirectory(Path.Combine(Folders.Root, "bench", "results", Machine.Here().Folder))
                        .FullName,
                    "duplicates.md"
                ),
                text
            );
        return 0;
    }
}
