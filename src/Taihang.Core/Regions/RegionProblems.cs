using Taihang.Core.Common;

namespace Taihang.Core.Regions;

/// <summary>What can be wrong with a region file or a region code. Codes TH0100 to TH0199.</summary>
public static class RegionProblems
{
    public static Problem UnknownCode(string code, RegionPlace? nearest, Place? at = null) =>
        new(
            "TH0100",
            new($"区划代码“{code}”不在区划表中。", $"Region code \"{code}\" is not in the region tree."),
            nearest is null
                ? new("请核对代码。", "Check the code.")
                : new(
                    $"最接近的是 {nearest.Code}（{nearest.Name}）。",
                    $"The nearest known one is {nearest.Code} ({nearest.Name})."
                ),
            at
        );

    public static Problem Ended(RegionPlace place, Place? at = null) =>
        new(
            "TH0101",
            new(
                $"区划代码 {place.Code}（{place.Name}）已于 {place.ValidTo:yyyy-MM-dd} 停用。",
                $"Region code {place.Code} ({place.Name}) ended on {place.ValidTo:yyyy-MM-dd}."
            ),
            place.Successors.IsEmpty
                ? new("请使用现行代码。", "Use the code that is valid now.")
                : new(
                    $"现为 {string.Join("、", place.Successors)}。",
                    $"It is now {string.Join(", ", place.Successors)}."
                ),
            at
        );

    public static Problem NotYet(RegionPlace place, Place? at = null) =>
        new(
            "TH0102",
            new(
                $"区划代码 {place.Code}（{place.Name}）自 {place.ValidFrom:yyyy-MM-dd} 起才有效。",
                $"Region code {place.Code} ({place.Name}) is valid only from {place.ValidFrom:yyyy-MM-dd}."
            ),
            new("请使用当时的代码。", "Use the code of that day."),
            at
        );

    public static Problem WrongLevel(RegionPlace place, string wanted, Place? at = null) =>
        new(
            "TH0103",
            new(
                $"{place.Code}（{place.Name}）不是村级代码，而是 {place.Level}。",
                $"{place.Code} ({place.Name}) is a {place.Level}, not a {wanted}."
            ),
            new("请填写完整的代码。", "Give the full code."),
            at
        );

    public static Problem MissingColumn(string file, string column, string? nearest) =>
        new(
            "TH0110",
            new($"区划表缺少“{column}”列。", $"The region file has no column \"{column}\"."),
            nearest is null
                ? new("必需的列：code, name, level, parent。", "It needs code, name, level and parent.")
                : new($"“{nearest}”是否就是该列？", $"Is \"{nearest}\" meant?"),
            new Place(file, Row: 1)
        );

    public static Problem Blank(Place at) =>
        new("TH0111", new("此处不能为空。", "This must not be blank."), new("请补上。", "Fill it in."), at);

    public static Problem NotWhole(string text, Place at) =>
        new(
            "TH0112",
            new($"“{text}”不是正整数。", $"\"{text}\" is not a positive whole number."),
            new("请填写编号，如 17。", "Give a number such as 17."),
            at
        );

    public static Problem NotDate(string text, Place at) =>
        new(
            "TH0113",
            new($"“{text}”不是日期。", $"\"{text}\" is not a date."),
            new("请写成 2016-07-01。", "Write it as 2016-07-01."),
            at
        );

    public static Problem UnknownParent(string parent, string? nearest, Place at) =>
        new(
            "TH0114",
            new($"上级代码“{parent}”不在表中。", $"The code above, \"{parent}\", is not in the file."),
            nearest is null
                ? new("请先列出上级。", "List the place above as well.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?"),
            at
        );

    public static Problem UnknownSuccessor(string code, Place at) =>
        new(
            "TH0115",
            new($"后继代码“{code}”不在表中。", $"The successor \"{code}\" is not in the file."),
            new("请补上后继区划。", "Add the successor's row."),
            at
        );

    public static Problem Circle(string code, Place at) =>
        new(
            "TH0116",
            new($"“{code}”成了自己的上级。", $"\"{code}\" lies above itself."),
            new("请改正 parent 列。", "Correct the parent column."),
            at
        );

    public static Problem Overlap(string code, Place at) =>
        new(
            "TH0117",
            new($"“{code}”的有效期与另一行重叠。", $"\"{code}\" is valid on the same days in another row."),
            new("请改正 valid_from 与 valid_to。", "Correct valid_from and valid_to."),
            at
        );

    public static Problem BackwardDates(string code, Place at) =>
        new(
            "TH0118",
            new($"“{code}”的止期早于起期。", $"\"{code}\" ends before it begins."),
            new("请改正日期。", "Correct the dates."),
            at
        );

    public static Problem NumberTwice(string number, Place at) =>
        new(
            "TH0119",
            new($"编号 {number} 出现两次。", $"Number {number} stands twice."),
            new("编号永久且唯一。", "Numbers are permanent and unique."),
            at
        );

    public static Problem NoCounties(string file) =>
        new(
            "TH0120",
            new("区划表没有县级单位。", "No place in the file is of the level \"county\"."),
            new(
                "请用 county 列给出每个县级单位的永久编号。",
                "Say which units are the counties with a county column of permanent numbers."
            ),
            new Place(file)
        );

    public static Problem NoTree(string file) =>
        new(
            "TH0121",
            new($"找不到区划表 {file}。", $"There is no region file {file}."),
            new("请核对路径。", "Check the path.")
        );

    public static Problem NotShapes(string file, string detail) =>
        new(
            "TH0122",
            new($"边界文件无法读取：{detail}", $"The boundary file cannot be read: {detail}"),
            new("需要带 code 与 name 属性的 TopoJSON。", "It must be TopoJSON whose geometries carry code and name."),
            new Place(file)
        );
}
