using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Regions;

namespace Taihang.Modules.Dispatch;

/// <summary>Reads what a dispatch needs from a pack's folder.</summary>
public static class DispatchPack
{
    public static Outcome<RosterForm> Form(string packFolder) =>
        Path.Combine(packFolder, RosterForm.File) is var file && File.Exists(file)
            ? RosterForm.Read(File.ReadAllText(file))
            : DispatchProblems.NoForm(packFolder);

    /// <returns>Refused with TH0661 where the pack has no rules of posting at all.</returns>
    public static Outcome<PostingRules> Rules(string packFolder)
    {
        if (!File.Exists(Path.Combine(packFolder, PostingRulesReader.File)))
            return DispatchProblems.NoPostingRules(packFolder);
        var problems = new List<Problem>();
        var files = Directory
            .EnumerateFiles(Path.Combine(packFolder, "dictionary"), "*.yaml")
            .ToDictionary(file => "dictionary/" + Path.GetFileName(file), File.ReadAllText);
        var lists = DictionaryReader.Read(files, problems).CodeLists;
        if (problems.Count > 0)
            return Outcome<PostingRules>.Refused(problems);
        return lists.TryGetValue("cause", out var causes)
            ? PostingRulesReader.Read(File.ReadAllText(Path.Combine(packFolder, PostingRulesReader.File)), causes)
            : PackProblems.Missing(new Place("dictionary/codes.yaml"), "cause");
    }

    public static Outcome<ImmutableArray<CountyShape>> Shapes(string packFolder) =>
        RegionFiles.ReadShapes(Path.Combine(packFolder, "regions", "counties.topojson"));
}
