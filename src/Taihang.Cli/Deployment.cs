using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Cli;

/// <summary>What the verbs share of one deployment: where its record, key and pack are, and who acts at the keyboard.</summary>
public static class Deployment
{
    /// <summary>An act at the keyboard is the operator's: whoever holds the machine, not an account.</summary>
    private static readonly Guid Operator = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public static StoreAddress Store(ParseResult parsed) =>
        StoreAddress.Parse(parsed.GetRequiredValue(Setting.Database));

    public static string Pack(ParseResult parsed) =>
        Path.Combine(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));

    /// <summary>Beside a SQLite file; in <c>data/</c> for PostgreSQL, whose record is elsewhere.</summary>
    public static string KeyFile(ParseResult parsed)
    {
        if (parsed.GetValue(Setting.Key) is { } named)
            return named;
        var address = Store(parsed);
        return Path.Combine(
            address.Engine == Engine.Sqlite ? Path.GetDirectoryName(address.Shown)! : "data",
            "master.key"
        );
    }

    public static ActContext Acting(string reason) =>
        new(Operator, DateTimeOffset.UtcNow, reason, $"taihang, {Environment.UserName}");

    /// <summary>The registration form of the pack, with the dictionary it names.</summary>
    public static Outcome<RegistrationForm> Form(string pack)
    {
        if (!File.Exists(Path.Combine(pack, "pack.yaml")))
            return PackFolder.Missing(Path.GetDirectoryName(pack)!, Path.GetFileName(pack));
        var form = Path.Combine(pack, RegistrationForm.File);
        var dictionary = Path.Combine(pack, "dictionary");
        if (!File.Exists(form) || !Directory.Exists(dictionary))
            return Core.Registry.RegistryProblems.NoForm(pack);
        var problems = new List<Problem>();
        var read = DictionaryReader.Read(
            Directory
                .EnumerateFiles(dictionary, "*.yaml")
                .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText),
            problems
        );
        return problems.Count > 0
            ? Outcome<RegistrationForm>.Refused(problems)
            : RegistrationForm.Read(File.ReadAllText(form), read);
    }
}
