using System.Collections.Immutable;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;

namespace Taihang.Methods.Read;

/// <summary>What a fact is about.</summary>
public enum Level
{
    Household,
    Member,

    /// <summary>What several households of one house share.</summary>
    Dwelling,
    Village,
    County,
}

/// <summary>The types a recorded fact can have. Money is whole minor units (fen); there is no floating point.</summary>
public enum FactType
{
    Truth,
    Whole,
    Decimal,
    Money,
    Date,
    Code,
    Codes,
    Text,
}

/// <summary>What a rule does with a fact that was never recorded; every attribute says which.</summary>
public enum MissingRule
{
    /// <summary>Stays unknown and spreads unless the answer is already decided without it.</summary>
    Unknown,

    /// <summary>Read as false, zero or the empty list. Only where the form itself says that a blank means "no".</summary>
    None,
}

/// <summary>
/// One thing that can be known. <paramref name="Id"/> carries its unit last (<c>income_wage_fen_year</c>).
/// </summary>
/// <param name="Heading">Heading of its column in the workbook, in both languages; the unit a person writes in.</param>
/// <param name="Sealed">Kept only encrypted, found by blind index: ID number, phone, account.</param>
/// <param name="Hidden">Personal: never shown outside the office, never on a public page.</param>
/// <param name="Places">Decimal places of its values; nothing rounds to them.</param>
/// <param name="Purposes">What it may be used for; a rule that needs another purpose does not load.</param>
public sealed record AttributeDef(
    string Id,
    Level Level,
    Words Title,
    Words Heading,
    FactType Type,
    string? Unit,
    string? CodeList,
    Fraction? Least,
    Fraction? Most,
    int? AtMostCodes,
    bool Sealed,
    bool Hidden,
    MissingRule Missing,
    ImmutableArray<string> Purposes,
    int Places = 0
)
{
    /// <summary>After how many months without a new record it is old; null where the attribute does not say.</summary>
    public int? StaleMonths { get; init; }

    /// <summary>Places of a decimal whose attribute does not say how many, and the most it can say.</summary>
    public const int UsualPlaces = 4;

    public const int MostPlaces = 12;

    /// <summary>Else a household carries it: its own, or of the dwelling, village or county it is in.</summary>
    public bool OfMember => Level == Level.Member;

    /// <summary>What a blank is read as; null where it stays unknown.</summary>
    public object? WhenBlank =>
        Missing == MissingRule.Unknown
            ? null
            : Type switch
            {
                FactType.Truth => false,
                FactType.Whole or FactType.Money or FactType.Decimal => Fraction.Zero,
                FactType.Code => "none",
                FactType.Codes => Array.Empty<string>(),
                _ => null,
            };

    /// <summary>The smallest step between two values that can be recorded.</summary>
    public Fraction Step => new(1, BigInteger.Pow(10, Places));
}

/// <summary>One entry of a code list; a file names it by any of its labels, never by its number.</summary>
public sealed record CodeDef(string Id, Words Label, ImmutableArray<string> AlsoCalled);

public sealed record CodeList(string Id, Words Title, ImmutableArray<CodeDef> Codes)
{
    public CodeDef? Find(string id) => Codes.FirstOrDefault(code => code.Id == id);

    /// <summary>By label in either language or by another name it is known under; never by number.</summary>
    public CodeDef? ByLabel(string label) =>
        Codes.FirstOrDefault(code =>
            code.Label.Zh == label || Same(code.Label.En, label) || code.AlsoCalled.Contains(label)
        );

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Everything a pack's programme can know: attributes by level and the code lists they use.</summary>
public sealed record Dictionary(
    ImmutableArray<AttributeDef> Attributes,
    ImmutableSortedDictionary<string, CodeList> CodeLists
)
{
    public AttributeDef? Find(Level level, string id) => Attributes.FirstOrDefault(a => a.Level == level && a.Id == id);

    /// <summary>A fact that a household carries, whichever level above it that is about; ids are unique among those.</summary>
    public AttributeDef? Carried(string id) => Attributes.FirstOrDefault(a => !a.OfMember && a.Id == id);
}

/// <summary>Reads <c>dictionary/*.yaml</c> of a pack.</summary>
public static class DictionaryReader
{
    private static readonly Dictionary<string, Level> Levels = new()
    {
        ["household"] = Level.Household,
        ["member"] = Level.Member,
        ["dwelling"] = Level.Dwelling,
        ["village"] = Level.Village,
        ["county"] = Level.County,
    };

    private static readonly Dictionary<string, FactType> Types = new()
    {
        ["truth"] = FactType.Truth,
        ["whole"] = FactType.Whole,
        ["decimal"] = FactType.Decimal,
        ["money"] = FactType.Money,
        ["date"] = FactType.Date,
        ["code"] = FactType.Code,
        ["codes"] = FactType.Codes,
        ["text"] = FactType.Text,
    };

    private static readonly Dictionary<string, MissingRule> MissingRules = new()
    {
        ["unknown"] = MissingRule.Unknown,
        ["none"] = MissingRule.None,
    };

    /// <param name="files">Path inside the pack to text, such as <c>dictionary/household.yaml</c>.</param>
    /// <param name="problems">Receives every fault found; the result is usable only if none was added.</param>
    public static Dictionary Read(IReadOnlyDictionary<string, string> files, List<Problem> problems)
    {
        var attributes = new List<AttributeDef>();
        var lists = new SortedDictionary<string, CodeList>(StringComparer.Ordinal);
        var uses = new List<(AttributeDef Attribute, YamlReader At)>();
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (
                !path.StartsWith("dictionary/", StringComparison.Ordinal)
                || YamlReader.Open(path, text, problems) is not { } root
            )
                continue;
            root.Only("level", "attributes", "code_lists");
            foreach (var item in root.ItemsOrNone("attributes"))
            {
                var attribute = ReadAttribute(item, root.Must("level").OneOf(Levels));
                if (attributes.Exists(a => a.OfMember == attribute.OfMember && a.Id == attribute.Id))
                    item.Report(PackProblems.Twice(item.Place, attribute.Id));
                attributes.Add(attribute);
                uses.Add((attribute, item));
            }
            foreach (var item in root.ItemsOrNone("code_lists"))
            {
                var list = ReadCodeList(item);
                if (!lists.TryAdd(list.Id, list))
                    item.Report(PackProblems.Twice(item.Place, list.Id));
            }
        }
        foreach (var (attribute, at) in uses)
            if (attribute.CodeList is { } name && !lists.ContainsKey(name))
                at.Report(PackProblems.UnknownName(at.Must("codes").Place, name, Nearest.To(name, lists.Keys)));
        return new Dictionary([.. attributes], lists.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static AttributeDef ReadAttribute(YamlReader item, Level level)
    {
        item.Only(
            "id",
            "title",
            "heading",
            "type",
            "unit",
            "codes",
            "least",
            "most",
            "at_most",
            "places",
            "sealed",
            "hidden",
            "missing",
            "stale_months",
            "purposes"
        );
        var title = item.Must("title").Words();
        var type = item.Must("type").OneOf(Types);
        var places = type == FactType.Decimal ? AttributeDef.UsualPlaces : 0;
        if (item.Child("places") is { } written)
        {
            places = written.Whole();
            if (type != FactType.Decimal || places is < 0 or > AttributeDef.MostPlaces)
            {
                written.Report(
                    PackProblems.WrongForm(
                        written.Place,
                        new(
                            $"type: decimal 的小数位数，0 至 {AttributeDef.MostPlaces}",
                            $"the places of a type: decimal, from 0 to {AttributeDef.MostPlaces}"
                        )
                    )
                );
                places = 0;
            }
        }
        var id = item.Must("id").Id();
        return new AttributeDef(
            id,
            level,
            title,
            item.Child("heading")?.Words() ?? title,
            type,
            item.TextOrNull("unit"),
            type is FactType.Code or FactType.Codes ? item.Must("codes").Text() : null,
            item.Child("least")?.Fraction(),
            item.Child("most")?.Fraction(),
            item.Child("at_most")?.Whole(),
            item.Child("sealed")?.Truth() ?? false,
            item.Child("hidden")?.Truth() ?? false,
            item.Must("missing").OneOf(MissingRules),
            Purposes(item, id),
            places
        )
        {
            StaleMonths = item.Child("stale_months")?.Whole(),
        };
    }

    /// <summary>What serves no purpose, or one that is not allowed, is not to be known of anybody.</summary>
    private static ImmutableArray<string> Purposes(YamlReader item, string id)
    {
        var purposes = item.ItemsOrNone("purposes").ToList();
        if (purposes.Count == 0)
            item.Report(PersonalDataProblems.NoPurpose(item.Place, id));
        foreach (var purpose in purposes.Where(p => !Purpose.All.Contains(p.Text())))
            item.Report(
                PersonalDataProblems.UnknownPurpose(
                    purpose.Place,
                    purpose.Text(),
                    Nearest.To(purpose.Text(), Purpose.All)
                )
            );
        return [.. purposes.Select(p => p.Text())];
    }

    private static CodeList ReadCodeList(YamlReader item)
    {
        item.Only("id", "title", "codes");
        var codes = new List<CodeDef>();
        foreach (var code in item.Must("codes").Items())
        {
            code.Only("id", "label", "also");
            var read = new CodeDef(
                code.Must("id").Text(),
                code.Must("label").Words(),
                [.. code.ItemsOrNone("also").Select(name => name.Text())]
            );
            if (codes.Exists(other => other.Id == read.Id))
                code.Report(PackProblems.Twice(code.Place, read.Id));
            codes.Add(read);
        }
        return new CodeList(item.Must("id").Text(), item.Must("title").Words(), [.. codes]);
    }
}
