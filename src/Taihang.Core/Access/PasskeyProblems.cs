using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What can stand in the way of a passkey. Codes TH0280 to TH0289.</summary>
public static class PasskeyProblems
{
    /// <summary>One answer for every fault of what was sent: a stranger learns nothing from which it was.</summary>
    public static Problem NotAccepted() =>
        new(
            "TH0280",
            new("这个通行密钥不能登录本站，或已被停用。", "This passkey does not open this site, or has been removed."),
            new(
                "请用密码登录，在“我的账号”里查看通行密钥。",
                "Sign in with your password and look at your passkeys under \"My account\"."
            )
        );

    public static Problem ChallengeGone() =>
        new(
            "TH0281",
            new("这次验证已过期或已用过。", "This attempt is too old or was used already."),
            new("请再按一次按钮。", "Press the button again.")
        );

    /// <summary>The counter of a passkey never goes back, unless somebody has a copy of it.</summary>
    public static Problem CounterBack() =>
        new(
            "TH0282",
            new(
                "这个通行密钥的计数倒退了，可能有人复制了它；登录已拒绝并记入日志。",
                "The counter of this passkey has gone back: somebody may have a copy. You were not let in, and the log says so."
            ),
            new(
                "请用密码登录，移除这个通行密钥，并告知任命您的办公室。",
                "Sign in with your password, remove this passkey and tell the office that appointed you."
            )
        );

    public static Problem NotHere() =>
        new(
            "TH0283",
            new("本站没有设置通行密钥。", "This site is not set up for passkeys."),
            new(
                "请用密码登录；运维人员可用 taihang serve --origin 设置网址。",
                "Use your password; the operator sets the site's address with taihang serve --origin."
            )
        );

    public static Problem NoSuchPasskey() =>
        new(
            "TH0284",
            new("没有这个通行密钥，或已经移除。", "There is no such passkey, or it was removed already."),
            new("请从账号页面进入。", "Start from the account's page.")
        );

    public static Problem LabelForm() =>
        new(
            "TH0285",
            new(
                $"名称须为 1 至 {PasskeyRule.LongestLabel} 个字符。",
                $"A name has 1 to {PasskeyRule.LongestLabel} characters."
            ),
            new("写清楚是哪台设备，例如“办公室电脑”。", "Say which device it is, such as \"office computer\".")
        );

    public static Problem TooMany() =>
        new(
            "TH0286",
            new(
                $"一个账号最多 {PasskeyRule.Most} 个通行密钥。",
                $"An account has {PasskeyRule.Most} passkeys at most."
            ),
            new("请先移除不再使用的。", "Remove one that is no longer in use.")
        );

    public static Problem LastWayIn() =>
        new(
            "TH0287",
            new("这是您登录的最后一个办法，不能移除。", "This is your last way in; it cannot be removed."),
            new(
                "请先添加另一个通行密钥，或请任命您的办公室重新发启用码。",
                "Add another passkey first, or ask the office that appointed you for a new code."
            )
        );

    public static Problem NotAdded() =>
        new(
            "TH0288",
            new("没有能添加这个通行密钥。", "This passkey could not be added."),
            new(
                "请再试一次；同一设备已添加过的，不必再添加。",
                "Try again; a device that was added before need not be added twice."
            )
        );

    public static Problem OriginForm(string origin) =>
        new(
            "TH0289",
            new(
                $"“{origin}”不是通行密钥可用的网址。",
                $"\"{origin}\" is not an address at which passkeys can be used."
            ),
            new(
                "请写人们在浏览器里输入的网址，如 https://taihang.example.gov.cn：https 加域名（不能是 IP 地址），不带路径；本机试用可写 http://localhost:8080。",
                "Give the address as people type it, such as https://taihang.example.gov.cn: https and a name (no IP address), no path; on one machine http://localhost:8080 will do."
            )
        );
}
