using Taihang.Core.Common;

namespace Taihang.Web;

/// <summary>What a page may have to refuse. Codes TH0700 to TH0799.</summary>
public static class WebProblems
{
    public static Problem NoSuchPage() =>
        new(
            "TH0700",
            new("没有这个页面。", "There is no such page."),
            new("请从首页进入。", "Start from the first page.")
        );

    public static Problem NotYours() =>
        new(
            "TH0701",
            new("这不在您的工作范围内。", "This lies outside your area."),
            new("如需查看，请联系县级管理员。", "Ask the county office if you need it.")
        );

    public static Problem NoSuchHousehold() =>
        new(
            "TH0702",
            new("没有这一户，或不在您的工作范围内。", "There is no such household, or it lies outside your area."),
            new("请从村的名单进入。", "Open it from its village's list.")
        );

    public static Problem FormTooOld() =>
        new(
            "TH0703",
            new("表单已过期或内容有误。", "The form is too old or was not filled in as expected."),
            new("请返回刷新后再试。", "Go back, reload and try again.")
        );

    public static Problem TooMany() =>
        new("TH0704", new("尝试次数过多。", "Too many attempts."), new("请一分钟后再试。", "Try again in a minute."));

    public static Problem Broken() =>
        new(
            "TH0705",
            new("系统出错，未作任何改动。", "Something broke on our side; nothing was changed."),
            new("请稍后再试，仍有问题请告知县级管理员。", "Try again later, and tell the county office if it stays.")
        );

    public static Problem Busy() =>
        new(
            "TH0712",
            new(
                "同时使用的人太多，这次没能办成，未作任何改动。",
                "Too many people at once: this was not done, and nothing was changed."
            ),
            new("请过几秒再试。", "Try again in a few seconds.")
        );

    public static Problem PortBusy(string urls, string detail) =>
        new(
            "TH0706",
            new($"无法在 {urls} 提供服务：{detail}", $"The site cannot be served at {urls}: {detail}"),
            new(
                "端口可能被占用；请用 --urls（演示用 --port）换一个。",
                "The port may be taken; choose another with --urls (for a demo: --port)."
            )
        );

    public static Problem OnlyTheCounty() =>
        new(
            "TH0707",
            new("试算和实施由县级办公室进行。", "Only the county office tries rules and puts them into force."),
            new("您可以阅读试算报告。", "You may read the reports.")
        );

    /// <param name="title">Of the field.</param>
    public static Problem NotANumber(Words title, bool money) =>
        new(
            "TH0708",
            new($"“{title.Zh}”不是可用的数值。", $"\"{title.En}\" is not a number that can be tried."),
            money
                ? new(
                    "请填写不小于 0 的金额（元，最多两位小数），如 8700。",
                    "Give an amount in yuan, not below 0 and with at most two decimals, such as 8700."
                )
                : new("请填写不小于 0 的数，如 35 或 1/3。", "Give a number not below 0, such as 35 or 1/3.")
        );

    /// <param name="title">Of the field.</param>
    public static Problem NotADay(Words title) =>
        new(
            "TH0709",
            new($"“{title.Zh}”不是有效日期。", $"\"{title.En}\" is not a day."),
            new("请填写日期，如 2026-09-30。", "Give a day such as 2026-09-30.")
        );

    public static Problem NoMethodOn(DateOnly day) =>
        new(
            "TH0710",
            new($"{day:yyyy-MM-dd} 没有生效的监测方法。", $"No monitoring method is in force on {day:yyyy-MM-dd}."),
            new("请另选一天。", "Choose another day.")
        );

    public static Problem NoSuchMethod(string id) =>
        new(
            "TH0711",
            new($"规则包中没有方法“{id}”。", $"The pack has no method \"{id}\"."),
            new("请从方法清单中选择。", "Choose one from the list of methods.")
        );

    public static Problem NotAPrice(int most) =>
        new(
            "TH0720",
            new(
                $"变动代价应在 0 到 {most} 个百分点之间。",
                $"The price of a move lies between 0 and {most} percentage points."
            ),
            new("请填写一个数，如 10。", "Give a number such as 10.")
        );
}
