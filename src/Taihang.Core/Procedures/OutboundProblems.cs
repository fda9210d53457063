using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>What can stand in the way of telling somebody. Codes TH1150 to TH1165.</summary>
public static class OutboundProblems
{
    public static Problem NoSuchNotice() =>
        new(
            "TH1150",
            new("没有这条告知，或不在您的工作范围内。", "There is no such notice, or it lies outside your area."),
            new("请从“告知发送”清单进入。", "Open it from the list of notices.")
        );

    public static Problem NotWaiting() =>
        new(
            "TH1151",
            new("这条告知已经办完，或正在发送。", "The notice is over, or is being sent just now."),
            new("请重新打开清单，看它现在的状态。", "Open the list again and see how it stands.")
        );

    public static Problem NotDead() =>
        new(
            "TH1152",
            new("只有无法送达或已撤销的告知可以重发。", "Only a notice that is dead or cancelled is sent again."),
            new("其余的会自动发送，不必重发。", "The others go by themselves.")
        );

    public static Problem ReasonShort(int least) =>
        new(
            "TH1153",
            new($"请写明理由，至少 {least} 个字。", $"Say why, in {least} characters or more."),
            new("理由会记入日志。", "It goes into the log.")
        );

    public static Problem NoSettings(string path) =>
        new(
            "TH1154",
            new($"找不到告知通道的设置：{path}", $"No settings of channels at {path}"),
            new(
                "请给出一个文件夹（每条告知写成一个文件），或一个设置文件（.json）。",
                "Name a folder (each message becomes a file) or a settings file (.json)."
            )
        );

    public static Problem BadSettings(string path, Words why) =>
        new(
            "TH1155",
            new($"告知通道的设置 {path} 有误：{why.Zh}。", $"The settings of channels {path} are wrong: {why.En}."),
            new("写法见 docs/notices.md。", "How to write them is in docs/notices.md.")
        );

    public static Problem NotAnAddress(string channel) =>
        new(
            "TH1156",
            new(
                $"这不是{NoticeWords.Channel(channel).Zh}能用的联系方式。",
                $"That is no address for: {NoticeWords.Channel(channel).En}."
            ),
            new(
                "短信和语音用电话号码，邮件用邮箱地址。",
                "Texts and calls need a phone number, e-mail an e-mail address."
            )
        );

    public static Problem UnknownChannel(string channel, string? nearest) =>
        new(
            "TH1157",
            new($"没有“{channel}”这个通道。", $"There is no channel \"{channel}\"."),
            nearest is null
                ? new(
                    $"可用：{string.Join("、", NoticeChannel.Carried)}。",
                    $"Known are {string.Join(", ", NoticeChannel.Carried)}."
                )
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem DeadNotices(long dead) =>
        new(
            "TH1158",
            new($"{dead} 条告知无法送达。", $"Notices that could not be told: {dead}."),
            new(
                "请在 /outbox 查看原因，补上联系方式后重发，或当面告知后撤销。",
                "See why at /outbox; mend the address and send again, or tell them in person and cancel."
            )
        );

    public static Problem LongWaiting(int hours) =>
        new(
            "TH1159",
            new($"有告知已过时 {hours} 小时仍未发送。", $"A notice has waited {hours} hours past its time."),
            new(
                "请确认网站以 --notices 启动，或定时运行 taihang notices send。",
                "See that the site runs with --notices, or taihang notices send runs regularly."
            )
        );

    public static Problem NotALetter() =>
        new(
            "TH1160",
            new("这条告知不是等待打印送达的。", "This notice does not wait to be printed."),
            new("请从清单打开待打印的告知。", "Open one that is to be printed from the list.")
        );

    public static Problem UnknownOffice(string office) =>
        new(
            "TH1161",
            new($"没有“{office}”这种办公室。", $"There is no office \"{office}\"."),
            new("可用：village、township、county。", "Known are village, township, county.")
        );
}
