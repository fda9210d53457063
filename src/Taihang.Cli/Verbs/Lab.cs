using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang lab --pack P [--data PATH] --try PARAMETER=VALUE</c>: a rule with other numbers, or another method, on the same facts.
/// </summary>
public static class Lab
{
    private static readonly Option<string[]> Try = new("--try")
    {
        Description = "PARAMETER=VALUE to try, against the run without it · 试用参数",
    };
    private static readonly Option<string?> Against = new("--against")
    {
        Description = "Another method of the pack to try · 试用方法",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("lab", "Who enters and who leaves under another rule · 识别实验室") { Try, Against };
        foreach (var option in MethodRun.Options)
            verb.Add(option);
        foreach (var command in LabTrials.Commands())
            verb.Add(command);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var chosen = MethodRun.Choose(parsed);
        if (!chosen.Ok)
            return Screen.Refuse(chosen.Problems, language);
        var (pack, method, day, set, by, known) = chosen.Value;
        // On the registry a trial is kept, so it starts from what each county has set and says where people live.
        if (
            MethodRun.OutOfPlace(parsed, [.. MethodRun.OfFiles, MethodRun.SetValues, MethodRun.ByNames, Against]) is
            { } misplaced
        )
            return Screen.Refuse([misplaced], language);
        var tried = MethodRun.ReadSet(parsed.GetValue(Try) ?? [], pack, Try.Name);
        if (!tried.Ok)
            return Screen.Refuse(tried.Problems, language);
        var other = parsed.GetValue(Against) is { } name ? pack.Method(name, day) : method;
        if (other is null)
            return Screen.Refuse(
                [
                    PackProblems.NoMethod(
                        pack.Id,
                        parsed.GetValue(Against),
                        day,
                        Nearest.To(parsed.GetValue(Against)!, pack.Methods.Select(m => m.Id))
                    ),
                ],
                language
            );
        if (tried.Value.Count == 0 && other == method)
            return Screen.Refuse(
                [CliProblems.Usage("lab 需要 --try 或 --against", "lab needs --try or --against")],
                language
            );
        if (parsed.GetValue(MethodRun.Data) is not { } path)
            return LabTrials.Try(parsed, chosen.Value, tried.Value.ToDictionary(t => t.Key, t => t.Value.Item1));
        var before = ParameterValues.Resolve(pack, method, day, set, known);
        var after = ParameterValues.Resolve(
            pack,
            other,
            day,
            set.Concat(tried.Value).GroupBy(v => v.Key).ToDictionary(g => g.Key, g => g.Last().Value),
            known
        );
        if (!before.Ok || !after.Ok)
            return Screen.Refuse([.. before.Problems.Concat(after.Problems).Distinct()], language);
        var folder = DataFiles.FolderOf(path);
        if (!folder.Ok)
            return Screen.Refuse(folder.Problems, language);
        var compared = Screen.WithProgress(
            language,
            progress =>
            {
                progress.Report(new Step(new Words("比较", "Comparing"), 0, 1));
                using var engine = new DuckDbEngine(folder.Value);
                var absent = DataFiles.Lay(engine, pack, method, path, by, other);
                var run = absent.Ok
                    ? CompareRuns.Run(engine, pack, (method, before.Value), (other, after.Value), day, by, absent.Value)
                    : Outcome<RunComparison>.Refused(absent.Problems);
                progress.Report(new Step(new Words("比较", "Comparing"), 1, 1));
                return run;
            }
        );
        return compared.Ok
            ? Screen.Answer(
                parsed,
                compared.Value,
                new Words(
                    Text(method, other, compared.Value, Language.Chinese),
                    Text(method, other, compared.Value, Language.English)
                )
            )
            : Screen.Refuse(compared.Problems, language);
    }

    private static string Text(MethodPlan before, MethodPlan after, RunComparison compared, Language language) =>
        LabText.Of(
            before,
            after,
            compared.All,
            compared.Changes,
            compared.Causes.Select(c => new ChangeCause(c.Key, c.Value.Newly, c.Value.NoLonger)),
            compared.Groups.Select(g => ($"{g.By} = {g.Value}", g)),
            language
        );
}
