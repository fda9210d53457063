using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang pack check|explain</c>: reads a pack and runs its cases, or says in plain words what its methods do.</summary>
public static class PackVerb
{
    private static readonly Argument<string?> Id = new("id")
    {
        Description = "Pack id, or the folder of one; left out: all (check) · 规则包",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var check = new Command("check", "Read a pack and run its cases in both evaluators · 检查规则包") { Id };
        check.SetAction(Check);
        var explain = new Command("explain", "Say in plain words what a pack's methods do · 说明规则包") { Id };
        explain.SetAction(Explain);
        return new Command("pack", "Packs: the rules, as dated files · 规则包") { check, explain };
    }

    private static Outcome<Pack> Load(string packs, string id) =>
        Directory.Exists(id) && File.Exists(Path.Combine(id, "pack.yaml"))
            ? PackFolder.LoadFrom(id)
            : PackFolder.Load(packs, id);

    private static int Check(ParseResult parsed)
    {
        var packs = parsed.GetRequiredValue(Setting.Packs);
        var problems = new List<Problem>();
        var passed = new List<(string Id, int Methods, int Cases)>();
        foreach (var id in parsed.GetValue(Id) is { } one ? [one] : PackFolder.Ids(packs).ToArray())
        {
            var pack = Load(packs, id);
            var found = pack.Ok ? CheckCases.Run(pack.Value) : pack.Problems;
            problems.AddRange(found);
            if (found.Count == 0)
                passed.Add((pack.Value.Id, pack.Value.Methods.Length, pack.Value.Cases.Length));
        }
        if (problems.Count > 0)
            return Screen.Refuse(problems, Setting.In(parsed));
        var lines = passed
            .Select(p => new Words(
                $"{p.Id}：{p.Methods} 个方法，{p.Cases} 个用例全部通过",
                $"{p.Id}: {p.Methods} {(p.Methods == 1 ? "method" : "methods")}, all {p.Cases} cases pass"
            ))
            .ToList();
        return Screen.Answer(
            parsed,
            passed.Select(p => new
            {
                p.Id,
                p.Methods,
                p.Cases,
            }),
            new Words(string.Join('\n', lines.Select(l => l.Zh)), string.Join('\n', lines.Select(l => l.En)))
        );
    }

    private static int Explain(ParseResult parsed)
    {
        var pack = Load(
            parsed.GetRequiredValue(Setting.Packs),
            parsed.GetValue(Id) ?? parsed.GetRequiredValue(Setting.Pack)
        );
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, Setting.In(parsed));
        var prose = MethodProse.Write(pack.Value);
        return Screen.Answer(parsed, prose, prose);
    }
}
