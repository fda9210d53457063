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

    public static Problem PortBusy(string urls, string detail) =>
        new(
            "TH0706",
            new($"无法在 {urls} 提供服务：{detail}", $"The site cannot be served at {urls}: {detail}"),
            new(
                "端口可能被占用；请用 --urls（演示用 --port）换一个。",
                "The port may be taken; choose another with --urls (for a demo: --port)."
            )
        );
}
