using Taihang.Core.Common;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>What a field's agreement says, in words.</summary>
public static class EvidenceWords
{
    private static readonly Words[][] All =
    [
        [
            new("姓名相同", "Same name"),
            new("姓名同音", "Names that sound the same"),
            new("姓名近音", "Names that sound alike in the area"),
            new("姓名差一个字", "Names that differ in one character"),
            new("姓名部分相同", "Parts of the name are the same"),
            new("姓名不同", "Different names"),
        ],
        [
            new("出生日期相同", "Same birth date"),
            new("出生日期的月日或相邻数字颠倒", "Birth dates with digits exchanged"),
            new("出生日期差一位数字", "Birth dates that differ in one digit"),
            new("出生年份相同", "Same year of birth"),
            new("出生日期不同", "Different birth dates"),
        ],
        [new("性别相同", "Same sex"), new("性别不同", "Different sex")],
        [
            new("证件号码是同一号码的两种写法", "One ID number in two forms"),
            new("证件号码差一位或相邻两位颠倒", "ID numbers that differ in one digit, or two are exchanged"),
            new("证件号码不同", "Different ID numbers"),
        ],
        [new("电话相同", "Same phone"), new("电话不同", "Different phones")],
        [
            new("在同一户", "In one household"),
            new("在同一村", "In one village"),
            new("在同一乡镇", "In one township"),
            new("在同一县", "In one county"),
            new("在不同的县", "In different counties"),
        ],
        [
            new("家中其他人姓名都不同", "Nobody else in the two households has the same name"),
            new("两户另有一人同名", "One other person in both households has the same name"),
            new("两户另有几人同名", "Several others in both households have the same names"),
        ],
    ];

    public static Words Of(FieldEvidence evidence) => All[(int)evidence.Field][evidence.Level];
}
