using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Dispatch.Life;

namespace Taihang.Cli.Verbs;

/// <summary>What <c>taihang dispatch service</c> prints of who serves.</summary>
internal static class DispatchService
{
    public static object Json(ServiceShown shown) =>
        new
        {
            place = shown.Place.Code,
            shown.On,
            shown.Villages,
            Covered = shown.Villages - shown.Vacant.Count,
            Vacant = shown.Vacant.Select(v => v.Code),
            Away = shown.Away.Select(Line),
            EndingSoon = shown.EndingSoon.Select(Line),
            Overdue = shown.Overdue.Select(Line),
            Handovers = shown.Handovers.Select(Line),
            Gaps = shown.Gaps.Select(a => new
            {
                Area = a.Area.Code,
                Villages = a.Known,
                Skills = a.Gaps.Select(g => new
                {
                    Skill = shown.Skills[g.Skill].Id,
                    g.Needing,
                    g.Unmet,
                    g.Missing,
                }),
            }),
        };

    public static Words Say(ServiceShown shown)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        zh.Add(
            $"{shown.Place.Name} {shown.On:yyyy-MM-dd}：应有第一书记 {shown.Villages} 村，在岗 {shown.Villages - shown.Vacant.Count} 村，空缺 {shown.Vacant.Count}，请假 {shown.Away.Count}，即将到期 {shown.EndingSoon.Count}，到期未轮换 {shown.Overdue.Count}，交接未办结 {shown.Handovers.Count}。"
        );
        en.Add(
            $"{Latin(shown.Place.NameLatin, shown.Place.Name)}, {shown.On:yyyy-MM-dd}: {shown.Villages} villages should have a first secretary, {shown.Villages - shown.Vacant.Count} have one; {shown.Vacant.Count} vacant, {shown.Away.Count} on leave, {shown.EndingSoon.Count} ending soon, {shown.Overdue.Count} overdue, {shown.Handovers.Count} hand-overs open."
        );
        foreach (var village in shown.Vacant)
        {
            zh.Add($"  空缺：{village.Name}");
            en.Add($"  vacant: {Latin(village.NameLatin, village.Name)}");
        }
        foreach (
            var (title, lines) in new[]
            {
                (new Words("请假", "on leave"), shown.Away),
                (new Words("即将到期", "ending soon"), shown.EndingSoon),
                (new Words("到期未轮换", "overdue"), shown.Overdue),
                (new Words("交接未办结", "hand-over open"), shown.Handovers),
            }
        )
        foreach (var line in lines)
        {
            var day = (line.AwayUntil ?? line.LastDay ?? line.TermEnd).ToString("yyyy-MM-dd");
            var role = PostingRole.Title(line.Role);
            zh.Add($"  {title.Zh}：{line.Village.Name} {line.Cadre}（{role.Zh}，{line.Unit}），到 {day}");
            en.Add(
                $"  {title.En}: {Latin(line.Village.NameLatin, line.Village.Name)} {line.Cadre} ({role.En}, {line.Unit}), until {day}"
            );
        }
        return new(string.Join('\n', zh), string.Join('\n', en));
    }

    private static string Latin(string? latin, string name) => latin ?? name;

    private static object Line(ServiceLine line) =>
        new
        {
            Village = line.Village.Code,
            line.PostingId,
            line.Role,
            line.Cadre,
            line.Unit,
            line.From,
            line.LastDay,
            line.TermEnd,
            line.AwayUntil,
            line.StandIn,
            line.HandoverOpen,
        };
}
