using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store.Tables;

namespace Taihang.Cli.Verbs;

/// <summary>What a rule that was tried would change, in words.</summary>
internal static class LabText
{
    public static string Of(
        MethodPlan before,
        MethodPlan after,
        ChangeFigures all,
        IEnumerable<Change> changes,
        IEnumerable<ChangeCause> causes,
        IEnumerable<(string Name, ChangeFigures Figures)> groups,
        Language language
    )
    {
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        string Name(MethodPlan method, string id) =>
            method.Outcomes.FirstOrDefault(o => o.Id == id)?.Title.In(language)
            ?? Say(
                id == MethodPlan.Unknown ? "无法判定" : "不计入",
                id == MethodPlan.Unknown ? "Cannot say" : "Left out"
            );
        var text = new StringBuilder();
        Figures(all, Say("全部", "Everybody"));
        foreach (var change in changes)
            text.AppendLine(
                Say(
                    $"    {Name(before, change.Before)} → {Name(after, change.After)}：{change.Units:N0} {(before.Unit == Unit.Person ? "个个案" : "户")}，{change.Population:N0} 人",
                    $"    {Name(before, change.Before)} → {Name(after, change.After)}: {change.Units:N0} {(before.Unit == Unit.Person ? "records" : "households")}, {change.Population:N0} people"
                )
            );
        foreach (var cause in causes)
        {
            var title =
                before.Indicators.FirstOrDefault(i => i.Id == cause.Indicator)?.Title.In(language) ?? cause.Indicator;
            text.AppendLine(
                Say(
                    $"    {title}：新成立 {cause.Newly:N0} 人，不再成立 {cause.NoLonger:N0} 人",
                    $"    {title}: newly holds for {cause.Newly:N0} people, no longer for {cause.NoLonger:N0}"
                )
            );
        }
        foreach (var (name, figures) in groups)
            Figures(figures, name);
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

    /// <summary>A kept trial with its whole report: only the villages where somebody enters, leaves or cannot be compared.</summary>
    public static string Of(Pack? pack, LabTrial trial, RegionTree tree, Language language)
    {
        var report = TryRule.ReportOf(trial);
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        var head = OneLine(pack, trial, tree, language) + "\n";
        // Without the pack the trial was made with, what is shown are its ids.
        if (pack?.Methods.FirstOrDefault(m => m.Id == trial.Method) is not { } method)
            return head
                + Say(
                    $"进入 {report.HouseholdsEnter:N0} 户，退出 {report.HouseholdsLeave:N0} 户（规则包 {trial.Pack} 不在手头）。",
                    $"{report.HouseholdsEnter:N0} households enter, {report.HouseholdsLeave:N0} leave (the pack {trial.Pack} is not at hand)."
                );
        var moved = report.Places.Where(p => p.Enters != 0 || p.Leaves != 0 || p.CannotSay != 0).ToList();
        return head
            + Say(
                $"共 {report.Households:N0} 户：进入 {report.HouseholdsEnter:N0} 户，退出 {report.HouseholdsLeave:N0} 户\n",
                $"Of {report.Households:N0} households {report.HouseholdsEnter:N0} enter and {report.HouseholdsLeave:N0} leave\n"
            )
            + Of(
                method,
                method,
                report.All,
                report.Changes,
                report.Causes,
                moved.Select(p =>
                    (
                        tree.ByNumber(p.RegionNo) is { } place
                            ? $"{place.Code} {place.NameIn(language)}"
                            : $"{p.RegionNo}",
                        new ChangeFigures("place", null, p.Population, p.Stays, p.Enters, p.Leaves, p.CannotSay)
                    )
                ),
                language
            );
    }

    /// <summary>A trial in the list: which, where, what was tried, and how far it has come.</summary>
    public static string OneLine(Pack? pack, LabTrial trial, RegionTree tree, Language language)
    {
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        var before = TryRule.ReportOf(trial).Before;
        var tried = TryRule
            .TriedIn(trial)
            .Select(t =>
            {
                var parameter = pack?.Parameter(t.Key);
                string Shown(Fraction value) =>
                    parameter is { Money: true } ? Values.Yuan(value).In(language) : value.ToString();
                var was =
                    before.TryGetValue(t.Key, out var text) && Fraction.TryParse(text, out var old)
                        ? $"{Shown(old)} → "
                        : "";
                return $"{parameter?.Title.In(language) ?? t.Key} {was}{Shown(t.Value)}";
            });
        var state =
            trial.InForceActId is not null ? Say("已实施", "in force")
            : trial.ReadActId is not null ? Say("报告已阅", "report read")
            : Say("仅试算", "a trial only");
        return $"{trial.TrialId}  {tree.County(trial.CountyNo)?.NameIn(language)}  {trial.Pack} {trial.Method} {trial.AsOf:yyyy-MM-dd}  {string.Join(Say("，", ", "), tried)}  [{state}]";
    }
}
