using System.CommandLine;
using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang lab --pack P --data PATH --try PARAMETER=VALUE</c>: a rule with other numbers, or another method, on the same facts.</summary>
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
        if (parsed.GetValue(MethodRun.Data) is not { } path)
            return Screen.Refuse([CliProblems.Usage("lab needs --data")], language) + 1;
        var tried = MethodRun.ReadSet(parsed.GetValue(Try) ?? [], pack);
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
            return Screen.Refuse([CliProblems.Usage("lab needs --try or --against")], language) + 1;
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

    private static string Text(MethodPlan before, MethodPlan after, RunComparison compared, Language language)
    {
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        string Name(MethodPlan method, string id) =>
            method.Outcomes.FirstOrDefault(o => o.Id == id)?.Title.In(language)
            ?? Say(
                id == MethodPlan.Unknown ? "无法判定" : "不计入",
                id == MethodPlan.Unknown ? "Cannot say" : "Left out"
            );
        var text = new StringBuilder();
        Figures(compared.All, Say("全部", "Everybody"));
        foreach (var change in compared.Changes)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"    {Name(before, change.Before)} → {Name(after, change.After)}: {change.Units:N0} ({change.Population:N0})"
            );
        foreach (var (id, (newly, no)) in compared.Causes)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"    {before.Indicators.First(i => i.Id == id).Title.In(language)}: {Say("新成立", "newly holds")} {newly:N0}, {Say("不再成立", "no longer")} {no:N0}"
            );
        foreach (var group in compared.Groups)
            Figures(group, $"{group.By} = {group.Value}");
        text.Append(
            Say(
                "这是试算，不改变任何人的结果；生效前须通过全部案例并看过本报告。",
                "A trial: nobody's answer changes. Before a rule comes into force its cases must pass and this report must have been read."
            )
        );
        return text.ToString();

        void Figures(ChangeFigures f, string name) =>
            text.AppendLine(
                Say(
                    $"{name}：{f.RateBefore:P3} → {f.RateAfter:P3}；进入 {f.Enters:N0} 人，退出 {f.Leaves:N0} 人，不变 {f.Stays:N0} 人，无法比较 {f.CannotSay:N0} 人",
                    $"{name}: {f.RateBefore:P3} → {f.RateAfter:P3}; {f.Enters:N0} people enter, {f.Leaves:N0} leave, {f.Stays:N0} stay, {f.CannotSay:N0} cannot be compared"
                )
            );
    }
}
