using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Regions;
using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Modules.Samples;

/// <summary>The pack's form and tree, and one sample read back by attribute id (place columns under their use).</summary>
internal static class SampleRun
{
    public static RegistrationForm Form { get; } = ReadForm();

    public static RosterForm Roster { get; } = DispatchPack.Form(Path.Combine(Repository.Packs, "cn")).Value;

    public static RegionTree Tree { get; } =
        RegionFiles.ReadTree(Path.Combine(Repository.Packs, "cn", "regions", "regions.csv")).Value;

    public static SampleRequest Village(string folder, string seed = "7", int rounds = 1) =>
        new(SampleSize.Village, seed, folder, "130624", null, rounds, false, Language.Chinese);

    public static SampleMade Make(SampleRequest request)
    {
        var made = MakeSample.Run(request, Form, Roster, Tree, null, TestContext.Current.CancellationToken);
        Assert.True(made.Ok, string.Join(' ', made.Problems));
        return made.Value;
    }

    public static List<Dictionary<string, string>> Rows(string path)
    {
        using var csv = CsvDataReader.Create(path);
        var names = Enumerable
            .Range(0, csv.FieldCount)
            .Select(i => Form.Find(csv.GetName(i))!)
            .Select(c => c.Attribute?.Id ?? c.Use.ToString())
            .ToList();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
            rows.Add(names.Select((n, i) => (n, Text: csv.GetString(i))).ToDictionary(x => x.n, x => x.Text));
        return rows;
    }

    private static RegistrationForm ReadForm()
    {
        var pack = Path.Combine(Repository.Packs, "cn");
        var problems = new List<Problem>();
        var dictionary = DictionaryReader.Read(
            Directory
                .EnumerateFiles(Path.Combine(pack, "dictionary"), "*.yaml")
                .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText),
            problems
        );
        Assert.Empty(problems);
        return RegistrationForm.Read(File.ReadAllText(Path.Combine(pack, RegistrationForm.File)), dictionary).Value;
    }
}
