using Taihang.Core.Common;

namespace Taihang.Core.Reports;

/// <summary>What can be wrong with a form that is to be filled or printed. Codes TH1600 to TH1699.</summary>
public static class ReportsProblems
{
    public static Problem NoRules(string pack) =>
        new(
            "TH1600",
            new($"规则包 {pack} 没有表头名录。", $"The pack {pack} has no list of headings."),
            new("请补上 forms/headings.yaml。", "Add forms/headings.yaml.")
        );

    public static Problem WrongKind(string file) =>
        new(
            "TH1601",
            new($"{file} 不是 .xlsx 或 .csv 文件。", $"{file} is no .xlsx or .csv file."),
            new(
                "请在表格软件中另存为 .xlsx（旧的 .xls、WPS 的 .et 也一样）或 .csv 后再试。",
                "Save it as .xlsx (an old .xls or a .et too) or .csv and try again."
            )
        );

    public static Problem TooLarge(string file, long mostBytes) =>
        new(
            "TH1602",
            new($"{file} 太大。", $"{file} is too large."),
            new(
                $"一张表最多 {mostBytes >> 20} MB；请删去其他工作表或图片，或按村拆开。",
                $"A form may have {mostBytes >> 20} MB; take out other sheets or pictures, or split it by village."
            )
        );

    public static Problem Unpacks(string file) =>
        new(
            "TH1603",
            new($"{file} 解开后大得不像一张表。", $"{file} unpacks to more than any form holds."),
            new("请核对文件来源；不要打开它。", "Check where it comes from; do not open it.")
        );

    public static Problem TooMany(Place at, int rows, int columns) =>
        new(
            "TH1604",
            new("表太长或太宽。", "The sheet is too long or too wide."),
            new(
                $"最多 {rows:N0} 行、{columns} 列；请按村拆开，或删去多余的格式行列。",
                $"At most {rows:N0} rows and {columns} columns; split it by village, or delete formatted rows and columns that hold nothing."
            ),
            at
        );

    public static Problem Damaged(string file, string detail) =>
        new(
            "TH1605",
            new($"{file} 已损坏或有密码：{detail}", $"{file} is damaged or has a password: {detail}"),
            new(
                "请在表格软件中打开、去掉密码、另存为 .xlsx 后再试。",
                "Open it in a spreadsheet, take the password off, save it as .xlsx and try again."
            )
        );

    public static Problem NoHeadings(Place at) =>
        new(
            "TH1606",
            new("没有找到表头：没有一行有两个认识的列标题。", "No headings were found: no row has two that are known."),
            new(
                "请把列标题放在一行或两行里，其中应有户编号、户主姓名、姓名等。",
                "Put the headings into one or two rows, with household number, name or the like among them."
            ),
            at
        );

    public static Problem OnlyHidden(string file) =>
        new(
            "TH1607",
            new($"{file} 的工作表都是隐藏的。", $"Every sheet of {file} is hidden."),
            new("请取消隐藏要填的工作表。", "Show the sheet that is to be filled.")
        );

    public static Problem NoRoom(Place at, int rows) =>
        new(
            "TH1608",
            new(
                $"表格行数不够，少 {rows} 行，而本表有公式或图形，不能自动插入行。",
                $"The table is {rows} rows short, and the sheet has formulas or drawings, so that rows cannot be put in by themselves."
            ),
            new(
                $"请在表格软件中于此行之前插入 {rows} 个空行，再上传。",
                $"Put {rows} empty rows in before this row and send it again."
            ),
            at
        );

    public static Problem NothingKnown(Place at) =>
        new(
            "TH1609",
            new("没有一列对应到太行知道的内容。", "No column asks for anything that Taihang knows."),
            new("请至少为一列选择内容。", "Say of one column at least what it asks for."),
            at
        );

    public static Problem NobodyHere(string place) =>
        new(
            "TH1610",
            new($"{place}没有登记的农户。", $"{place} has no households on record."),
            new("请核对辖区。", "Check the place.")
        );

    public static Problem FieldTwice(Place at, Words field) =>
        new(
            "TH1611",
            new($"“{field.Zh}”选了两列。", $"\"{field.En}\" is chosen for two columns."),
            new("请只留一列，另一列选“太行没有”。", "Leave it to one; say of the other that it is not known."),
            at
        );

    public static Problem NoSuchForm(string form, string? nearest) =>
        new(
            "TH1612",
            new($"规则包没有“{form}”这张表。", $"The pack has no form \"{form}\"."),
            nearest is null
                ? new("请看可打印表格清单。", "See the list of forms that can be printed.")
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?")
        );

    public static Problem Gone() =>
        new(
            "TH1613",
            new("上传的表已不在。", "The sheet that was sent is no longer held."),
            new(
                "表只在内存中保留 30 分钟，不写入磁盘；请再上传一次。",
                "It is held in memory for thirty minutes and never written to disk; send it again."
            )
        );

    public static Problem NoFile() =>
        new(
            "TH1614",
            new("没有选择文件。", "No file was chosen."),
            new("请选择一张 .xlsx 或 .csv 表。", "Choose a .xlsx or .csv sheet.")
        );

    public static Problem NoSuchHousehold(string number) =>
        new(
            "TH1615",
            new($"没有编号为 {number} 的农户。", $"There is no household with the number {number}."),
            new("请核对户编号。", "Check the number.")
        );

    public static Problem PlaceTooHigh(string place) =>
        new(
            "TH1616",
            new(
                $"{place}在县以上，不能一次填表。",
                $"{place} lies above a county; a form is filled for a county at most."
            ),
            new("请按县、乡或村填。", "Fill it county by county, or for a township or village.")
        );

    public static Problem Busy() =>
        new(
            "TH1617",
            new("同时上传的表太多。", "Too many sheets are being filled at the moment."),
            new("请过几分钟再试。", "Try again in a few minutes.")
        );

    public static Problem UnmaskNeedsReason() =>
        new(
            "TH1618",
            new("填写完整的证件号码需要理由。", "ID numbers in full need a reason."),
            new("请用 --reason 写明用途。", "Say with --reason what they are needed for.")
        );

    public static Problem NoSuchList() =>
        new(
            "TH1619",
            new("没有这个名单。", "There is no such list."),
            new("它可能已被删除；请回到名单目录。", "It may have been deleted; go back to the lists.")
        );

    public static Problem ListUnnamed() =>
        new("TH1620", new("名单没有名称。", "The list has no name."), new("请写一个名称。", "Give it a name."));

    public static Problem ListNameTaken(string name) =>
        new(
            "TH1621",
            new($"您已有名为“{name}”的名单。", $"You have a list named \"{name}\" already."),
            new("请换一个名称，或修改原名单。", "Choose another name, or change that list.")
        );

    public static Problem ListColumns(int most) =>
        new(
            "TH1622",
            new($"栏目应为 1 至 {most} 项。", $"A list shows 1 to {most} columns."),
            new("请勾选要显示的栏目。", "Tick what it is to show.")
        );

    public static Problem ListCondition(Words field, string typed, Words expected) =>
        new(
            "TH1623",
            new($"“{field.Zh}”不能与“{typed}”比较。", $"\"{field.En}\" cannot be compared with \"{typed}\"."),
            new($"应为{expected.Zh}。", $"It takes {expected.En}.")
        );

    public static Problem ListField(string field) =>
        new(
            "TH1624",
            new($"名单中没有“{field}”这一项。", $"A list knows no field \"{field}\"."),
            new(
                "姓名和密封号码不能作条件；成员的情况只能用于成员名单。",
                "Names and sealed numbers make no conditions; facts of members need a list of members."
            )
        );

    public static Problem OneSheetEach(string form) =>
        new(
            "TH1626",
            new(
                $"{form} 是每户一张的表，不能把一个地方的都写进一个 XLSX。",
                $"{form} is a form of one household; those of a place do not go into one XLSX."
            ),
            new(
                "请用 --out 文件名.pdf 或 .html，或用 --household 写一户。",
                "Name a file .pdf or .html with --out, or one household with --household."
            )
        );

    public static Problem NoPrinter() =>
        new(
            "TH1627",
            new("本机没有 Chromium，不能生成 PDF。", "There is no Chromium on this machine to make a PDF."),
            new(
                "请安装 chromium，或用 --out 文件名.html 生成网页再打印。",
                "Install chromium, or write a page (--out name.html) and print that."
            )
        );

    public static Problem PrinterFailed(string said) =>
        new(
            "TH1628",
            new($"生成 PDF 没有成功：{said}", $"The PDF was not made: {said}"),
            new("请用 --out 文件名.html 生成网页再打印。", "Write a page (--out name.html) and print that.")
        );

    public static Problem NobodyToPrint(string place) =>
        new(
            "TH1629",
            new($"{place}没有登记的农户。", $"No household is on record in {place}."),
            new("请核对地方和日期。", "Check the place and the day.")
        );

    public static Problem ListNotYours() =>
        new(
            "TH1625",
            new("这个名单是别人建的。", "Somebody else made this list."),
            new("请另存一份自己的。", "Save a copy of your own.")
        );

    public static Problem ListTooLarge(string place, int households) =>
        new(
            "TH1630",
            new(
                $"{place}在册超过 {households} 户，名单看不完。",
                $"{place} has more than {households} households on record."
            ),
            new(
                "请在乡镇或村打开这个名单。",
                "Open the list for a township or a village: its page leads to the same lists."
            )
        );
}
