using Taihang.Core.Common;

namespace Taihang.Core.Registry;

/// <summary>What can be wrong with master keys and those who keep them.</summary>
public static class KeyProblems
{
    public static Problem SharesImpossible(int need, int of) =>
        new(
            "TH0461",
            new(
                $"不能分成 {of} 份而凭 {need} 份恢复。",
                $"A key cannot be kept in {of} shares of which {need} are needed."
            ),
            new("至少凭两份，且不多于总份数。", "At least two are needed, and no more than there are.")
        );

    public static Problem SharesTooFew(int have, int need) =>
        new(
            "TH0462",
            new($"只有 {have} 份，需要 {need} 份。", $"There are {have} shares; {need} are needed."),
            new("请另一位保管人到场。", "Another keeper must be there.")
        );

    public static Problem SharesDoNotFit(string file) =>
        new(
            "TH0463",
            new(
                $"{file} 与其他各份不属同一次分存，或已损坏。",
                $"{file} is not of the same set as the others, or is damaged."
            ),
            new("请核对文件名中的编号。", "Compare the set in the files' names.")
        );

    public static Problem NoSuite(string name, string known) =>
        new(
            "TH0464",
            new($"没有名为 {name} 的算法。", $"There are no ciphers named {name}."),
            new($"可用：{known}。", $"There are: {known}.")
        );

    public static Problem Changing() =>
        new(
            "TH0465",
            new("密钥正在更换中。", "The keys are being changed already."),
            new("请先用 taihang key retire 停用旧密钥。", "Retire the older one first: taihang key retire.")
        );

    public static Problem NothingToRetire() =>
        new(
            "TH0466",
            new("只有一个密钥，没有可停用的。", "There is one key only, and none to retire."),
            new("请先用 taihang key rotate 更换。", "Change keys first: taihang key rotate.")
        );

    public static Problem TooEarly(int hours) =>
        new(
            "TH0467",
            new(
                $"换钥后未满 {hours} 小时：可能还有程序只知道旧密钥。",
                $"Less than {hours} hours have passed since the keys were changed: something may run that knows only the older."
            ),
            new(
                "请稍后再试；若网站和导入都已停，可加 --stopped。",
                "Try later; if neither the site nor an import runs, add --stopped."
            )
        );

    public static Problem OpenChanges(int count) =>
        new(
            "TH0468",
            new(
                $"有 {count} 件未决变更仍封在旧密钥下。",
                $"{count} changes that wait hold numbers under the older key."
            ),
            new("请先决定或撤回。", "Decide or withdraw them first.")
        );

    public static Problem InShares() =>
        new(
            "TH0469",
            new(
                "密钥只以分存方式保管，无法就地更换。",
                "The key is kept in shares only and cannot be changed in place."
            ),
            new(
                "请由保管人先用 taihang key join 合成密钥文件，更换后重新分存。",
                "Its keepers join it to a key file (taihang key join), change it, and divide it anew."
            )
        );

    public static Problem NotThisKey() =>
        new(
            "TH0470",
            new("合成的密钥与正在使用的不同。", "What was joined is not the key in use."),
            new("请用最近一次分存的各份。", "Use the shares of the last division.")
        );

    public static Problem Exists(string file) =>
        new(
            "TH0471",
            new($"{file} 已经存在。", $"There is a file {file} already."),
            new("密钥文件从不覆盖：请写到别处。", "A key file is never written over: name another.")
        );

    public static Problem Unfinished() =>
        new(
            "TH0472",
            new("旧密钥的停用没有做完。", "The older key was not wholly retired."),
            new("请再次运行 taihang key retire。", "Run taihang key retire again.")
        );

    public static Problem OpensNothing(string file) =>
        new(
            "TH0473",
            new(
                $"密钥文件 {file} 打不开本库的密封内容。",
                $"The key file {file} does not open what this record has sealed."
            ),
            new(
                "请换上与本库相配的密钥文件（taihang key list）。",
                "Put the key file of this record in its place (taihang key list)."
            )
        );

    public static Problem NoLogKey(string file) =>
        new(
            "TH0474",
            new($"没有日志签名密钥 {file}。", $"There is no key {file} that signs the log."),
            new("请运行 taihang init，或从备份恢复。", "Run taihang init, or restore it from the backup.")
        );

    public static Problem HeldByAnother() =>
        new(
            "TH0491",
            new("另一个程序正在更换密钥。", "Another program is changing the keys."),
            new("请等它结束。", "Wait until it has ended.")
        );

    public static Problem OldFile(string file) =>
        new(
            "TH0492",
            new(
                $"密钥文件 {file} 是旧的：本库中已有更新的密钥封存的内容。",
                $"The key file {file} is an old one: the record has things sealed under a newer key."
            ),
            new("请换上最新的密钥文件。", "Put the newest key file in its place.")
        );

    public static Problem CannotRead(string file) =>
        new(
            "TH0494",
            new($"不能读取密钥文件 {file}。", $"The key file {file} cannot be read."),
            new("请确认运行本程序的用户是该文件的所有者。", "See that the user who runs the program owns the file.")
        );

    public static Problem KeyMissing(string file) =>
        new(
            "TH0493",
            new(
                $"本库有封存的内容，但没有主密钥文件 {file}。",
                $"The record has things sealed, and there is no master key file {file}."
            ),
            new(
                "请放回密钥文件，或由保管人用 taihang key join 合成；不要新建。",
                "Put the key file back, or let its keepers join it (taihang key join); a new one would open nothing."
            )
        );
}
