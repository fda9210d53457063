using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Reports;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang pack check|new|explain|diff</c>: reads a pack and runs its cases, says in plain words what its methods do, or what changes between two.</summary>
public static class PackVerb
{
    private static readonly Argument<string?> Id = new("id")
    {
        Description = "Pack id, or the folder of one; left out: all (check) · 规则包",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write the page in both languages to this .md or .html file · 说明文件",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var check = new Command("check", "Read a pack and run its cases in both evaluators · 检查规则包") { Id };
        check.SetAction(Check);
        var explain = new Command("explain", "Say in plain words what a pack's methods do · 说明规则包") { Id };
        explain.SetAction(Explain);
        var before = new Argument<string>("before") { Description = "Pack id or folder · 原规则包" };
        var after = new Argument<string>("after") { Description = "Pack id or folder · 新规则包" };
        explain.Add(Out);
        var diff = new Command("diff", "What changes for people between two packs · 比较规则包") { before, after };
        diff.SetAction(parsed => Diff(parsed, parsed.GetRequiredValue(before), parsed.GetRequiredValue(after)));
        return new Command("pack", "Packs: the rules, as dated files · 规则包")
        {
            check,
            PackNew.Command(),
            explain,
            diff,
        };
    }

    private static Outcome<Pack> Load(string packs, string id) =>
        PackFolder.Find(packs, id) is { } folder ? PackFolder.LoadFrom(folder) : PackFolder.Missing(packs, id);

    private static int Check(ParseResult parsed)
    {
        var packs = parsed.GetRequiredValue(Setting.Packs);
        var problems = new List<Problem>();
        var passed = new List<(string Id, int Methods, int Procedures, int Cases, IReadOnlyList<Words> Notes)>();
        foreach (var id in parsed.GetValue(Id) is { } one ? [one] : PackFolder.Ids(packs).ToArray())
        {
            var pack = Load(packs, id);
            IReadOnlyList<Problem> found = pack.Ok
                ? [.. CheckCases.Run(pack.Value), .. Beside(PackFolder.Find(packs, id)!, pack.Value)]
                : pack.Problems;
            problems.AddRange(found);
            if (found.Count == 0)
                passed.Add(
                    (
                        pack.Value.Id,
                        pack.Value.Methods.Length,
                        pack.Value.Procedures.Length,
                        pack.Value.Cases.Length + pack.Value.ProcedureScripts.Length,
                        Notes(pack.Value)
                    )
                );
        }
        if (problems.Count > 0)
            return Screen.Refuse(problems, Setting.In(parsed));
        var lines = passed
            .SelectMany(p =>
                p.Notes.Prepend(
                    new Words(
                        $"{p.Id}：{p.Methods} 个方法，{(p.Procedures == 0 ? "" : $"{p.Procedures} 个程序，")}{p.Cases} 个用例全部通过",
                        $"{p.Id}: {p.Methods} {(p.Methods == 1 ? "method" : "methods")}, {(p.Procedures == 0 ? "" : $"{p.Procedures} {(p.Procedures == 1 ? "procedure" : "procedures")}, ")}all {p.Cases} cases pass"
                    )
                )
            )
            .ToList();
        return Screen.Answer(
            parsed,
            passed.Select(p => new
            {
                p.Id,
                p.Methods,
                p.Procedures,
                p.Cases,
                p.Notes,
            }),
            new Words(string.Join('\n', lines.Select(l => l.Zh)), string.Join('\n', lines.Select(l => l.En)))
        );
    }

    /// <summary>
    /// What is wrong with the files beside the rules, which only a deployment reads: forms, headings, search for duplicates, rosters and
    /// postings. A pack may do without any of them.
    /// </summary>
    private static IReadOnlyList<Problem> Beside(string folder, Pack pack)
    {
        bool Has(string file) => File.Exists(Path.Combine(folder, file));
        return
        [
            .. Has(HeadingsReader.File) ? ReportPack.Load(folder, pack.Dictionary).Problems
            : Has(RegistrationForm.File)
                ? RegistrationForm
                    .Read(File.ReadAllText(Path.Combine(folder, RegistrationForm.File)), pack.Dictionary)
                    .Problems
            : [],
            .. Has(DuplicateRulesReader.File) ? DuplicatePack.Load(folder, pack.Dictionary).Problems : [],
            .. Has(RosterForm.File) ? DispatchPack.Form(folder).Problems : [],
            .. Has(PostingRulesReader.File) ? DispatchPack.Rules(folder).Problems : [],
        ];
    }

    /// <summary>Not faults: what the cases leave untried.</summary>
    private static List<Words> Notes(Pack pack) =>
        [
            .. CheckCases
                .NeverShown(pack)
                .Select(n =>
                    n.NeverHolds
                        ? new Words(
                            $"  提示：没有用例使“{n.Indicator.Title.Zh}”（{n.Method.Id}）成立",
                            $"  note: in no case does \"{n.Indicator.Title.En}\" ({n.Method.Id}) hold"
                        )
                        : new Words(
                            $"  提示：没有用例使“{n.Indicator.Title.Zh}”（{n.Method.Id}）不成立",
                            $"  note: in no case does \"{n.Indicator.Title.En}\" ({n.Method.Id}) fail to hold"
                        )
                ),
        ];

    private static int Diff(ParseResult parsed, string before, string after)
    {
        var packs = parsed.GetRequiredValue(Setting.Packs);
        var (one, other) = (Load(packs, before), Load(packs, after));
        if (!one.Ok || !other.Ok)
            return Screen.Refuse(one.Problems.Concat(other.Problems), Setting.In(parsed));
        var changes = PackDiff.Of(one.Value, other.Value);
        string Text(Language language) =>
            changes.IsEmpty
                ? new Words("没有影响结果的变化。", "Nothing changes for anybody.").In(language)
                : string.Join(
                    '\n',
                    changes.Select(c =>
                        c.Kind switch
                        {
                            DiffKind.Added => $"+ {c.Part}: {c.After!.In(language)}",
                            DiffKind.Removed => $"- {c.Part}: {c.Before!.In(language)}",
                            _ => $"~ {c.Part}: {c.Before!.In(language)} → {c.After!.In(language)}",
                        }
                    )
                );
        return Screen.Answer(parsed, changes, new Words(Text(Language.Chinese), Text(Language.English)));
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
        if (parsed.GetValue(Out) is not { } file)
            return Screen.Answer(parsed, prose, prose);
        if (PackPage.Write(pack.Value, prose, file) is { } cannot)
            return Screen.Refuse([cannot], Setting.In(parsed));
        return Screen.Answer(parsed, new { File = file }, new Words($"已写入 {file}。", $"Written to {file}."));
    }
}
