using Taihang.Core.Common;

namespace Taihang.Core.Registry;

/// <summary>What can be wrong with a workbook or the registry. Codes TH0400 to TH0499.</summary>
public static class RegistryProblems
{
    public static Problem NoKey(string file) =>
        new(
            "TH0400",
            new($"没有主密钥文件 {file}。", $"There is no master key file {file}."),
            new(
                "请先运行 taihang init，或用 --key 指明位置。",
                "Run taihang init first, or say where it is with --key."
            )
        );

    public static Problem BadKey(string file) =>
        new(
            "TH0401",
            new($"主密钥文件 {file} 已损坏。", $"The master key file {file} is damaged."),
            new("请从备份恢复；不要新建。", "Restore it from the backup; do not make a new one.")
        );

    public static Problem NoFile(string file) =>
        new("TH0402", new($"找不到文件 {file}。", $"There is no file {file}."), new("请核对路径。", "Check the path."));

    public static Problem NotAWorkbook(string file, string detail) =>
        new(
            "TH0403",
            new($"{file} 不是可读的工作簿：{detail}", $"{file} is not a workbook that can be read: {detail}"),
            new("请另存为 .xlsx 或 .csv（UTF-8）后再试。", "Save it as .xlsx or .csv (UTF-8) and try again.")
        );

    public static Problem NoHeadings(Place at) =>
        new(
            "TH0404",
            new("没有标题行。", "There is no row of headings."),
            new("第一行应是列标题。", "The first row must hold the headings."),
            at
        );

    public static Problem UnknownHeading(Place at, string heading, string? nearest) =>
        new(
            "TH0405",
            new($"不认识列标题“{heading}”。", $"The heading \"{heading}\" is not known."),
            nearest is null
                ? new("请删除该列。", "Remove the column.")
                : new($"应为“{nearest}”。", $"It should be \"{nearest}\"."),
            at
        );

    public static Problem HeadingTwice(Place at, string heading) =>
        new(
            "TH0406",
            new($"列标题“{heading}”出现两次。", $"The heading \"{heading}\" stands twice."),
            new("请只保留一列。", "Keep one of the columns."),
            at
        );

    public static Problem HeadingMissing(Place at, Words heading) =>
        new(
            "TH0407",
            new($"缺少必需的列“{heading.Zh}”。", $"The column \"{heading.En}\" is missing."),
            new("请补上该列。", "Add it."),
            at
        );

    public static Problem Blank(Place at) =>
        new("TH0408", new("此处不能为空。", "This must not be blank."), new("请填写。", "Fill it in."), at);

    public static Problem WrongValue(Place at, string value, Words expected) =>
        new(
            "TH0409",
            new($"“{value}”不对。", $"\"{value}\" is not right."),
            new($"应为{expected.Zh}。", $"It should be {expected.En}."),
            at
        );

    public static Problem UnknownLabel(Place at, string label, string? nearest, string some) =>
        new(
            "TH0410",
            new($"没有“{label}”这一选项。", $"\"{label}\" is not one of the choices."),
            nearest is null
                ? new($"可选：{some}。", $"Choices: {some}.")
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?"),
            at
        );

    public static Problem OutOfBounds(Place at, string value, string least, string most) =>
        new(
            "TH0411",
            new($"“{value}”超出范围。", $"\"{value}\" is out of bounds."),
            new($"应在 {least} 与 {most} 之间。", $"It should lie between {least} and {most}."),
            at
        );

    public static Problem TooManyCodes(Place at, int most) =>
        new(
            "TH0412",
            new($"最多填 {most} 项。", $"At most {most} may be given."),
            new("请只保留最主要的。", "Keep the most important."),
            at
        );

    public static Problem IdNumber(Place at, IdNumberFault fault, string? rightCheck) =>
        new(
            "TH0413",
            fault switch
            {
                IdNumberFault.Length => new("证件号码位数不对。", "The number has a wrong length."),
                IdNumberFault.Character => new(
                    "证件号码含有不该有的字符。",
                    "The number contains a character that cannot stand there."
                ),
                IdNumberFault.BirthDate => new(
                    "证件号码中的出生日期不存在。",
                    "The birth date in the number does not exist."
                ),
                _ => new("证件号码的校验码不对。", "The number's check character is wrong."),
            },
            fault switch
            {
                IdNumberFault.Length => new(
                    "应为 18 位（残疾人证 20 位，补发 22 位）；无号码请留空。",
                    "It has 18 characters (20 on a disability card, 22 reissued); leave it blank when there is none."
                ),
                IdNumberFault.CheckDigit when rightCheck is not null => new(
                    $"若前 17 位无误，末位应为 {rightCheck}。",
                    $"If the first 17 are right, the last should be {rightCheck}."
                ),
                _ => new("请对照证件核对。", "Compare it with the card."),
            },
            at
        );

    public static Problem Contradiction(Place at, Words what) =>
        new("TH0414", new($"{what.Zh}。", $"{what.En}."), new("请核对两处。", "Check both."), at);

    public static Problem DuplicateIdNumber(Place at, string other) =>
        new(
            "TH0415",
            new($"同一证件号码已用于{other}。", $"The same ID number already belongs to {other}."),
            new("请核对是谁的号码。", "Check whose number it is."),
            at
        );

    public static Problem Heads(Place at, string household, int heads) =>
        new(
            "TH0416",
            new($"{household} 户有 {heads} 个户主。", $"Household {household} has {heads} heads."),
            new("每户应有且只有一个户主。", "Every household has exactly one."),
            at
        );

    public static Problem HouseholdDiffers(Place at, string household) =>
        new(
            "TH0417",
            new(
                $"{household} 户在此行的内容与户主行不同。",
                $"Household {household} says something else here than on another of its rows."
            ),
            new(
                "户的内容只填在户主行，或各行一致。",
                "Give the household's own columns on the head's row, or the same on all."
            ),
            at
        );

    public static Problem HouseholdApart(Place at, string household, int first) =>
        new(
            "TH0418",
            new(
                $"{household} 户的成员不在一起（前面在第 {first} 行）。",
                $"The members of household {household} do not stand together (others are at row {first})."
            ),
            new("请按户编号排序。", "Sort the rows by household number."),
            at
        );

    public static Problem VillageName(Place at, string given, string known, string code) =>
        new(
            "TH0419",
            new($"代码 {code} 是“{known}”，不是“{given}”。", $"Code {code} is {known}, not \"{given}\"."),
            new("请改正代码或名称。", "Correct the code or the name."),
            at
        );

    public static Problem Empty(string file) =>
        new("TH0420", new($"{file} 没有数据行。", $"{file} has no rows."), new("请核对文件。", "Check the file."));

    public static Problem NoForm(string pack) =>
        new(
            "TH0421",
            new($"规则包 {pack} 没有农户登记表。", $"The pack {pack} has no household registration form."),
            new("请补上 forms/household-registration.yaml。", "Add forms/household-registration.yaml.")
        );

    public static Problem OlderThanRecord(string county, DateOnly observed, DateOnly newest) =>
        new(
            "TH0422",
            new(
                $"{county} 已有 {newest:yyyy-MM-dd} 的登记，不能再导入 {observed:yyyy-MM-dd} 的整表。",
                $"{county} already has a workbook of {newest:yyyy-MM-dd}; one of {observed:yyyy-MM-dd} cannot follow it."
            ),
            new("请按日期先后导入。", "Import workbooks in order of their days.")
        );

    public static Problem MoreFaults(string file, long count) =>
        new(
            "TH0423",
            new($"另有 {count} 处问题。", $"There are {count} more faults."),
            new($"用 --faults 文件名 写出全部。", "Write all of them to a file with --faults FILE."),
            new Place(file)
        );

    public static Problem WorkbookTooLarge(string file) =>
        new(
            "TH0424",
            new(
                $"{file} 解开后超过 1 GB，且是原大小的百倍以上，不像登记表。",
                $"{file} unpacks to more than 1 GB and a hundred times its size: it is no register."
            ),
            new("请核对文件；大表请存为 .csv。", "Check the file; save a large table as .csv.")
        );

    public static Problem NoDuplicateRules(string pack) =>
        new(
            "TH0425",
            new(
                $"规则包 {pack} 没有查找重复登记的规则。",
                $"The pack {pack} has no rules for finding people who are recorded twice."
            ),
            new("请补上 catalogues/duplicates.yaml。", "Add catalogues/duplicates.yaml.")
        );

    public static Problem NoPair() =>
        new(
            "TH0426",
            new("没有这一对疑似重复人员。", "There is no such pair."),
            new("再次查找后名单会变，请从名单里重新打开。", "A new search changes the list; open it from there again.")
        );

    public static Problem NoSuchAnswer(string answer) =>
        new(
            "TH0427",
            new($"没有“{answer}”这样的答复。", $"There is no answer \"{answer}\"."),
            new("请用 same（同一人）、different（不同的人）或 open（待定）。", "Use same, different or open.")
        );

    public static Problem NoReason() =>
        new("TH0428", new("没有写理由。", "No reason was given."), new("请写明依据。", "Say what it rests on."));

    public static Problem ClosedHousehold(Place at, string household, DateOnly closed) =>
        new(
            "TH0429",
            new(
                $"{household} 户已于 {closed:yyyy-MM-dd} 注销。",
                $"Household {household} was closed on {closed:yyyy-MM-dd}."
            ),
            new(
                "请按并户、分户后的户编号填写。",
                "State its members under the number of the household they are in now."
            ),
            at
        );

    public static Problem NoIdColumn(Place at, string known) =>
        new(
            "TH0460",
            new("名单里没有证件号码一列。", "The list has no column of ID numbers."),
            new($"第一行应有其中一个列名：{known}。", $"Its first row must carry one of these headings: {known}."),
            at
        );

    public static Problem ListTooLarge(Place at, int rows, int columns, long unpackedBytes) =>
        new(
            "TH0475",
            new("名单太大。", "The list is too large."),
            new(
                $"最多 {rows:N0} 行、{columns} 列，解开后 {unpackedBytes >> 20} MB；请只留证件号码一列，或拆开。",
                $"At most {rows:N0} rows, {columns} columns and {unpackedBytes >> 20} MB unpacked; keep the column of ID numbers alone, or split it."
            ),
            at
        );

    public static Problem SearchTooShort(int shortest, int longest) =>
        new(
            "TH0490",
            new(
                $"要查找的文字须为 {shortest} 至 {longest} 个字符。",
                $"What is searched for has {shortest} to {longest} characters."
            ),
            new("请写姓名、编号或地名的开头。", "Give the beginning of a name, a number or a place.")
        );
}
