using Taihang.Core.Common;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;

namespace Taihang.Web.Pages;

/// <summary>How a difference is told: whose, of what, and its two values.</summary>
internal static class ChangeWords
{
    public static Words Field(Dictionary dictionary, RecordKey key) =>
        key.Field switch
        {
            RecordField.Village => new("所在村", "Village"),
            RecordField.Number => new("户编号", "Household number"),
            RecordField.Head => new("户主", "Head"),
            RecordField.Registered => new("登记日期", "Registered on"),
            RecordField.Closed => new("注销日期", "Closed on"),
            RecordField.Household => new("所在户", "Household"),
            RecordField.Name => new("姓名", "Name"),
            RecordField.Joined => new("加入日期", "Member from"),
            RecordField.Left => new("离开日期", "Member until before"),
            RecordField.Previous => new("原有记录", "Earlier record"),
            RecordField.IdNumber => new("证件号码", "ID number"),
            RecordField.Phone => new("电话", "Phone"),
            RecordField.BankAccount => new("银行账号", "Bank account"),
            // The heading, for it carries the unit.
            _ => Attribute(dictionary, key)?.Heading ?? Words.Same(key.Field),
        };

    /// <param name="names">What persons and households are called.</param>
    /// <param name="village">The name of a village by its number.</param>
    public static Words Value(
        Dictionary dictionary,
        RecordKey key,
        string? value,
        IReadOnlyDictionary<Guid, string> names,
        Func<int, Words?> village
    )
    {
        if (value is null)
            return Words.Same("—");
        return key.Field switch
        {
            RecordField.Village => int.TryParse(value, out var number) && village(number) is { } place
                ? place
                : Words.Same(value),
            RecordField.Head => Guid.TryParse(value, out var head) && names.TryGetValue(head, out var name)
                ? Words.Same(name)
                : new("在册的一人", "somebody on record"),
            RecordField.Household => Guid.TryParse(value, out var household)
            && names.TryGetValue(household, out var numbered)
                ? Words.Same(numbered)
                : new("新的一户", "a new household"),
            RecordField.Previous => new("同一人，接续原记录", "the same person goes on"),
            _ when RecordField.IsSealed(key.Field) => new("有（密封，不显示）", "recorded (sealed, not shown)"),
            _ when Attribute(dictionary, key) is { } attribute => Values.Show(
                attribute,
                dictionary,
                UnitFacts.FromJson(attribute, value)
            ),
            _ => Words.Same(value),
        };
    }

    /// <summary>What takes the place of a sealed value: another one, which is not shown either.</summary>
    public static Words After(
        Dictionary dictionary,
        Difference difference,
        IReadOnlyDictionary<Guid, string> names,
        Func<int, Words?> village
    ) =>
        RecordField.IsSealed(difference.Key.Field) && difference is { Before: not null, After: not null }
            ? new("换成另一个（密封，不显示）", "another one (sealed, not shown)")
            : Value(dictionary, difference.Key, difference.After, names, village);

    /// <summary>How long a request has waited or waited until it was closed.</summary>
    public static Words Age(int days) =>
        days <= 0 ? new("当天", "the same day")
        : days == 1 ? new("1 天", "1 day")
        : new($"{days} 天", $"{days} days");

    private static AttributeDef? Attribute(Dictionary dictionary, RecordKey key) =>
        key.Kind == SubjectKind.Person ? dictionary.Find(Level.Member, key.Field) : dictionary.Carried(key.Field);
}
