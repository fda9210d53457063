using Taihang.Core.Common;

namespace Taihang.Core.Takeover;

/// <summary>What can be wrong with another register's files or with the mapping that reads them. Codes TH0528 to TH0539, TH0549, and TH0590 to TH0593.</summary>
public static class TakeoverProblems
{
    public static Problem Guessed(Place at, string id) =>
        new(
            "TH0528",
            new(
                $"“{id}”这一行是程序猜的，尚未有人确认。",
                $"The line of \"{id}\" is a guess that nobody has confirmed."
            ),
            new(
                "请核对后删去 guess 一项；不对就改正。",
                "Check it and take away its guess; put it right where it is wrong."
            ),
            at
        );

    public static Problem Unaccounted(Place at, string heading) =>
        new(
            "TH0529",
            new(
                $"映射没有说明“{heading}”这一列取不取。",
                $"The mapping does not say whether the column \"{heading}\" is taken over."
            ),
            new(
                "请写入 columns，或写入 left_out 并说明理由：没有一列会不声不响地丢掉。",
                "Put it under columns, or under left_out with why: no column is dropped in silence."
            ),
            at
        );

    public static Problem NoColumn(Place at, string heading, string file, string? nearest) =>
        new(
            "TH0530",
            new($"{file} 中没有“{heading}”这一列。", $"{file} has no column \"{heading}\"."),
            nearest is null
                ? new("请核对文件或改映射。", "Check the file, or change the mapping.")
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?"),
            at
        );

    public static Problem UnknownValue(Place at, string value, string? nearest) =>
        new(
            "TH0531",
            new($"映射没有“{value}”这个值。", $"The mapping does not name the value \"{value}\"."),
            nearest is null
                ? new(
                    "请在该列的 values 中写明它是什么；程序不猜。",
                    "Say under the column's values what it stands for; nothing is guessed."
                )
                : new(
                    $"是否应为“{nearest}”？否则请写入该列的 values。",
                    $"Should it be \"{nearest}\"? Else put it under the column's values."
                ),
            at
        );

    public static Problem WrongDate(Place at, string value, string format) =>
        new(
            "TH0532",
            new($"“{value}”不是 {format} 形式的日期。", $"\"{value}\" is not a date of the form {format}."),
            new("请改正此格，或改该列的 date。", "Mend the cell, or change the column's date."),
            at
        );

    public static Problem WrongNumber(Place at, string value) =>
        new(
            "TH0533",
            new($"“{value}”不是数字。", $"\"{value}\" is not a number."),
            new(
                "请改正此格，或写明该列的 thousands、decimal_mark、blank。",
                "Mend the cell, or state the column's thousands, decimal_mark or blank."
            ),
            at
        );

    public static Problem NotExact(Place at, string value, string times) =>
        new(
            "TH0534",
            new($"“{value}”乘以 {times} 除不尽。", $"\"{value}\" times {times} is no finite decimal."),
            new("程序不四舍五入；请核对单位换算。", "Nothing is rounded; check the factor of the unit."),
            at
        );

    public static Problem KeyTwice(Place at, string key, int firstRow) =>
        new(
            "TH0535",
            new($"“{key}”在第 {firstRow} 行已出现过。", $"\"{key}\" stands in row {firstRow} already."),
            new("一户只能有一行；请核对该文件。", "A household has one row; check the file."),
            at
        );

    public static Problem KeyAlone(Place at, string key, string otherFile) =>
        new(
            "TH0536",
            new($"“{key}”在 {otherFile} 中没有对应的行。", $"\"{key}\" has no row in {otherFile}."),
            new("请补上，或从两个文件中去掉。", "Add it there, or take it out of both files."),
            at
        );

    public static Problem TooLarge(Place at, int mostRows) =>
        new(
            "TH0537",
            new($"文件超过 {mostRows:N0} 行。", $"The file has more than {mostRows:N0} rows."),
            new("请按县或乡镇分批接收。", "Take over one county or township at a time."),
            at
        );

    public static Problem NotInEncoding(Place at, string encoding) =>
        new(
            "TH0538",
            new($"此处不是 {encoding} 编码。", $"Here the file is not in {encoding}."),
            new("请改映射中的 encoding，或重新导出文件。", "Change encoding in the mapping, or export the file again."),
            at
        );

    public static Problem WrongMapping(Place at, Words what) =>
        new(
            "TH0539",
            new($"映射有误：{what.Zh}", $"The mapping is wrong: {what.En}"),
            new("请改映射。", "Change the mapping."),
            at
        );

    public static Problem NoReason(Place at, string heading) =>
        new(
            "TH0549",
            new($"没有说明为什么不取“{heading}”。", $"It does not say why \"{heading}\" is left out."),
            new("请写明理由，或写入 columns。", "Say why, or put it under columns."),
            at
        );

    public static Problem Ambiguous(Place at, string id, string meaning, IReadOnlyList<string> values) =>
        new(
            "TH0590",
            new(
                $"“{id}”中 {string.Join("、", values)} 都是“{meaning}”，无法确定写回哪一个。",
                $"In \"{id}\" {string.Join(", ", values)} all stand for \"{meaning}\": which one goes back is not known."
            ),
            new(
                $"请在该列写明，如 back: [\"{values[0]}\"]。",
                $"Say it in that column, such as back: [\"{values[0]}\"]."
            ),
            at
        );

    public static Problem NoKeptMapping(string name, string? nearest) =>
        new(
            "TH0591",
            new(
                $"既没有映射文件“{name}”，也没有以此为名或以此开头的散列值的已用映射。",
                $"There is no mapping file \"{name}\", and no kept mapping of that name or hash."
            ),
            nearest is null
                ? new(
                    "已用的映射见 taihang takeover mappings。",
                    "taihang takeover mappings lists those that were used."
                )
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?")
        );

    public static Problem NoRoom(string household, int members, int room) =>
        new(
            "TH0592",
            new(
                $"{household} 户有 {members} 人，映射中每行只有 {room} 人的位置。",
                $"Household {household} has {members} members; a row of the mapping has room for {room}."
            ),
            new(
                "请在映射副本中加大 members，或先与旧系统商定如何填写。未写入任何文件。",
                "Raise members in a copy of the mapping, or agree with the other system how to state them. No file was written."
            )
        );

    public static Problem WouldOverwrite(string file) =>
        new(
            "TH0593",
            new($"{file} 已存在。", $"{file} is there already."),
            new("写回从不覆盖文件；请换一个文件夹。", "Nothing is ever written over; name another folder.")
        );
}
