using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Duplicates;
using Taihang.Methods.Read;

namespace Taihang.Modules.Registry.Duplicates;

/// <summary>Reads what a search for duplicates needs from a pack's folder.</summary>
public static class DuplicatePack
{
    public static Outcome<(DuplicateRules Rules, NameSounds Sounds)> Load(string packFolder, Dictionary dictionary)
    {
        var file = Path.Combine(packFolder, DuplicateRulesReader.File);
        if (!File.Exists(file))
            return RegistryProblems.NoDuplicateRules(packFolder);
        var rules = DuplicateRulesReader.Read(File.ReadAllText(file), dictionary);
        if (!rules.Ok)
            return Outcome<(DuplicateRules, NameSounds)>.Refused(rules.Problems);
        if (rules.Value.Characters is not { } table)
            return (rules.Value, new NameSounds([], rules.Value.NearSounds));
        var path = Path.Combine(packFolder, table);
        if (!File.Exists(path))
            return RegistryProblems.NoFile(path);
        var characters = DuplicateRulesReader.Characters(table, File.ReadLines(path));
        return characters.Ok
            ? (rules.Value, new NameSounds(characters.Value, rules.Value.NearSounds))
            : Outcome<(DuplicateRules, NameSounds)>.Refused(characters.Problems);
    }
}
