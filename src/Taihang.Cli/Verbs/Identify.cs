using System.CommandLine;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang identify --pack P --data PATH</c>: applies a pack's method to files; without <c>--data</c>, to the registry.</summary>
public static class Identify
{
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write one row per household or person to this .csv or .parquet file · 逐户结果文件",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("identify", "Apply a dated method to recorded facts · 精准识别") { Out };
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
        var (pack, method, day, set, _, _) = chosen.Value;
        var results = parsed.GetValue(Out);
        if (parsed.GetValue(MethodRun.Data) is null && MethodRun.IsTrial(parsed))
            return Screen.Refuse([CliProblems.Usage("--known and --without go with --data")], language) + 1;
        if (parsed.GetValue(MethodRun.Data) is not { } path)
            return results is null
                ? IdentifyRegistry.Run(parsed, pack, method, day, set)
                : Screen.Refuse([IdentificationProblems.ResultsOfFilesOnly()], language);
        if (results is not null && ResultsFile.Check(results) is { } cannot)
            return Screen.Refuse([cannot], language);
        var summary = chosen.Value.OnFiles<IdentifySummary>(
            parsed,
            path,
            results,
            new Words("识别", "Identifying"),
            (engine, run) =>
                results is not null && ResultsFile.Write(engine, method, results) is { } problem
                    ? problem
                    : Summarise(engine, run)
        );
        return summary.Ok ? Answer(summary.Value) : Screen.Refuse(summary.Problems, language);

        Outcome<IdentifySummary> Summarise(DuckDbEngine engine, DecidedRun run)
        {
            var figures = Modules.Identification.Identify.Summarise(engine, run, method, chosen.Value.By);
            return figures.Ok ? figures.Value with { Blanks = BlankFacts.Count(engine, method) } : figures;
        }

        int Answer(IdentifySummary figures) => Screen.Answer(parsed, figures, Text(pack, method, figures));
    }

    /// <summary>The figures as a clerk reads them.</summary>
    public static Words Text(Pack pack, MethodPlan method, IdentifySummary s)
    {
        var (zh, en) = (new StringBuilder(), new StringBuilder());
        var unit = method.Unit == Unit.Person ? new Words("人", "persons") : new Words("户", "households");
        zh.AppendLine($"{pack.Title.Zh} · {method.Title.Zh}（{s.AsOf:yyyy-MM-dd}）");
        en.AppendLine($"{pack.Title.En} · {method.Title.En} ({s.AsOf:yyyy-MM-dd})");
        zh.AppendLine(
            $"读取 {s.Rows:N0} {unit.Zh}，不计入 {s.Excluded:N0}，评定 {s.All.Units:N0}；代表人口 {s.All.Population:N0}"
        );
        en.AppendLine(
            $"{s.Rows:N0} {unit.En} read, {s.Excluded:N0} excluded, {s.All.Units:N0} assessed; population {s.All.Population:N0}"
        );
        foreach (
            var (id, title) in method
                .Outcomes.Select(o => (o.Id, o.Title))
                .Append((MethodPlan.Unknown, new Words("无法判定", "Cannot say")))
        )
        {
            var (units, population) = s.All.Outcomes.GetValueOrDefault(id);
            var share = s.All.Population == 0 ? 0 : population / s.All.Population;
            zh.AppendLine($"  {title.Zh}：{units:N0} {unit.Zh}，人口占 {share:P2}");
            en.AppendLine($"  {title.En}: {units:N0} {unit.En}, {share:P2} of the population");
        }
        if (s.WithoutWeight > 0)
        {
            zh.AppendLine($"  {s.WithoutWeight:N0} {unit.Zh}没有权重，未计入任何数字");
            en.AppendLine($"  {s.WithoutWeight:N0} {unit.En} have no weight and are in no figure");
        }
        if (s.All.Rate is { } rate)
        {
            zh.AppendLine($"认定率 = {rate:P4}（{s.All.CountedPopulation:N0} / 已判定 {s.All.AssessedPopulation:N0}）");
            en.AppendLine(
                $"rate = {rate:P4} ({s.All.CountedPopulation:N0} / {s.All.AssessedPopulation:N0} with an answer)"
            );
        }
        if (s.All.UnknownPopulation > 0)
        {
            zh.AppendLine(
                $"  {s.All.UnknownPopulation:N0} 人无法判定：视其全不或全部属于，认定率在 {s.All.RateAtLeast:P4} 与 {s.All.RateAtMost:P4} 之间"
            );
            en.AppendLine(
                $"  {s.All.UnknownPopulation:N0} of them without an answer: the rate lies between {s.All.RateAtLeast:P4} (none of them) and {s.All.RateAtMost:P4} (all of them)"
            );
        }
        if (s.All.Adjusted is { } af)
        {
            zh.AppendLine(
                $"H = {af.Headcount:F6}  A = {af.Intensity:F6}  M0 = {af.Adjusted:F6}（各指标齐全的 {af.Population:N0} 人）"
            );
            en.AppendLine(
                $"H = {af.Headcount:F6}  A = {af.Intensity:F6}  M0 = {af.Adjusted:F6} (the {af.Population:N0} people with every indicator known)"
            );
        }
        if (s.All.Gaps is { } gaps)
        {
            zh.AppendLine(
                $"P0 = {gaps.P0:F6}  P1 = {gaps.P1:F6}  P2 = {gaps.P2:F6}（收入与标准已知的 {gaps.Population:N0} 人）"
            );
            en.AppendLine(
                $"P0 = {gaps.P0:F6}  P1 = {gaps.P1:F6}  P2 = {gaps.P2:F6} (the {gaps.Population:N0} people with amount and line known)"
            );
        }
        foreach (var (id, count) in s.UnknownByIndicator.Where(u => u.Value > 0))
        {
            var title = method.Indicators.First(i => i.Id == id).Title;
            zh.AppendLine($"  无法判定“{title.Zh}”：{count:N0} {unit.Zh}");
            en.AppendLine($"  cannot say \"{title.En}\": {count:N0} {unit.En}");
        }
        foreach (
            var indicator in method.Indicators.Where(i =>
                s.NeverHolds.Contains(i.Id) && s.UnknownByIndicator[i.Id] < s.Rows - s.Excluded
            )
        )
        {
            zh.AppendLine($"  注意：“{indicator.Title.Zh}”对任何人都不成立，请核对规则与数据");
            en.AppendLine($"  note: \"{indicator.Title.En}\" holds for nobody; check the rule and the data");
        }
        foreach (
            var indicator in method.Indicators.Where(i => s.AlwaysHolds.Contains(i.Id) && !s.NeverHolds.Contains(i.Id))
        )
        {
            zh.AppendLine($"  注意：“{indicator.Title.Zh}”对所有人都成立，请核对规则与数据");
            en.AppendLine($"  note: \"{indicator.Title.En}\" holds for everybody; check the rule and the data");
        }
        foreach (var fact in s.Blanks.Where(b => b.Blank > 0))
        {
            var share = (double)fact.Blank / fact.Rows;
            zh.AppendLine(
                $"  没有记录 {fact.Attribute}：{fact.Blank:N0} / {fact.Rows:N0}（{share:P2}），{(fact.ReadAs is null ? "视为未知" : $"读作 {fact.ReadAs}")}"
            );
            en.AppendLine(
                $"  never recorded {fact.Attribute}: {fact.Blank:N0} of {fact.Rows:N0} ({share:P2}), {(fact.ReadAs is null ? "stays unknown" : $"read as {fact.ReadAs}")}"
            );
        }
        if (s.NotCarried.Count > 0)
        {
            zh.AppendLine($"  数据中没有：{string.Join("、", s.NotCarried)}");
            en.AppendLine($"  not in the data: {string.Join(", ", s.NotCarried)}");
        }
        foreach (var place in s.Selection)
        {
            var tie = place.CutInTie;
            zh.AppendLine(
                $"  {(place.Place is null ? "" : place.Place + "：")}选取 {place.Selected:N0} {unit.Zh}（名额 {place.Quota:0.##}，用去 {place.Used:0.##}），候补 {place.Reserve:N0}，未选 {place.NotSelected:N0}，无法排序 {place.CannotRank:N0}{(tie ? "；界线在同等需要者之间，按编号先后" : "")}"
            );
            en.AppendLine(
                $"  {(place.Place is null ? "" : place.Place + ": ")}{place.Selected:N0} {unit.En} selected (quota {place.Quota:0.##}, used {place.Used:0.##}), {place.Reserve:N0} in reserve, {place.NotSelected:N0} not, {place.CannotRank:N0} cannot be ranked{(tie ? "; the border lies among equals, who are taken by their ids" : "")}"
            );
        }
        foreach (var group in s.Groups)
            Both(
                $"  {group.By} = {group.Value}: {group.Rate:P4} ({group.CountedPopulation:N0} / {group.AssessedPopulation:N0})"
            );
        return new Words(zh.ToString().TrimEnd(), en.ToString().TrimEnd());

        void Both(string line)
        {
            zh.AppendLine(line);
            en.AppendLine(line);
        }
    }
}
