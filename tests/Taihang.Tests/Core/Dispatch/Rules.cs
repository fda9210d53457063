using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>The China pack's own posting rules, read once.</summary>
internal static class Rules
{
    public static string Text { get; } =
        File.ReadAllText(Path.Combine(Repository.Packs, "cn", PostingRulesReader.File));

    public static CodeList Causes { get; } = ReadCauses();

    public static PostingRules China { get; } = PostingRulesReader.Read(Text, Causes).Value;

    /// <summary>Needs or skills by name, the rest 0.</summary>
    public static int[] Levels(params (string Skill, int Level)[] levels) =>
        [.. China.Skills.Select(skill => levels.FirstOrDefault(l => l.Skill == skill.Id).Level)];

    private static CodeList ReadCauses()
    {
        var problems = new List<Problem>();
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Packs, "cn", "dictionary"))
            .ToDictionary(file => "dictionary/" + Path.GetFileName(file), File.ReadAllText);
        var dictionary = DictionaryReader.Read(files, problems);
        Assert.Empty(problems);
        return dictionary.CodeLists["cause"];
    }
}
