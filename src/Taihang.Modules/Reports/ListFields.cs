using System.Collections.Immutable;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Reports;

/// <summary>What lists may show and ask: the fields of forms, the answer that stands, and how long ago anything was recorded.</summary>
public sealed class ListFields
{
    /// <summary>The outcome of the county's newest run in force.</summary>
    public const string Outcome = "list.outcome";

    /// <summary>The last day on which anything of the household or its members was observed.</summary>
    public const string LastObserved = "list.last_observed";

    private readonly Pack pack;

    public ListFields(Pack pack, HeadingRules rules)
    {
        this.pack = pack;
        var match = new HeadingMatch(rules);
        All =
        [
            .. rules.Fields.Where(f => f.Id != FormField.Serial && f.Of == FieldOf.Place),
            new FormField(Outcome, FieldOf.Place, new("识别结果", "Outcome of identification"), null, [], 0),
            new FormField(LastObserved, FieldOf.Place, new("最近登记日期", "Last observed on"), null, [], 0),
            .. rules.Fields.Where(f => f.Of != FieldOf.Place),
        ];
        Factors = All.Where(f => f.Unit is not null)
            .ToImmutableDictionary(f => f.Id, f => match.FactorOf(f, new ColumnHeading(0, "", ""), []) ?? Fraction.One);
    }

    public ImmutableArray<FormField> All { get; }

    private ImmutableDictionary<string, Fraction> Factors { get; }

    public FormField? Find(string id) => All.FirstOrDefault(f => f.Id == id);

    /// <summary>With the unit, where it is a number in one.</summary>
    public Words Label(FormField field) =>
        field is { Unit: not null, Of: not FieldOf.Head } && Attribute(field) is { } attribute
            ? attribute.Heading
            : field.Title;

    /// <summary>What the kept number is multiplied by to be shown.</summary>
    public Fraction Factor(FormField field) => Factors.GetValueOrDefault(field.Id, Fraction.One);

    public ColumnMatch Match(FormField field) =>
        new(field, field.Unit is null ? null : Factor(field), MatchReason.Title);

    /// <summary>No list is made by whose name or number it is: for that there is the search, which is counted.</summary>
    public IEnumerable<FormField> Conditions(RowsOf rows) =>
        All.Where(f =>
            !f.Sealed
            && f.Id is not (FormField.Name or FormField.HeadName or FormField.HouseholdNumber)
            && (rows == RowsOf.Members || f.Of != FieldOf.Member)
        );

    public IEnumerable<FormField> Columns(RowsOf rows) =>
        All.Where(f => rows == RowsOf.Members || (f.Of != FieldOf.Member && f.Id != FormField.Name));

    /// <summary>The rule as it is kept, each value read as its field is read; or what is wrong with it.</summary>
    public Outcome<ListRule> Check(ListRule typed)
    {
        var problems = new List<Problem>();
        if (typed.Columns.Length is 0 or > ListRule.MostColumns)
            problems.Add(ReportsProblems.ListColumns(ListRule.MostColumns));
        var columns = Columns(typed.Rows).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(typed.Columns.Where(c => !columns.Contains(c)).Select(ReportsProblems.ListField));
        var conditions = typed.Conditions.Take(ListRule.MostConditions).Select(c => Read(c, typed.Rows)).ToList();
        problems.AddRange(conditions.SelectMany(c => c.Problems));
        return problems.Count > 0
            ? Outcome<ListRule>.Refused(problems)
            : typed with
            {
                Conditions = [.. conditions.Select(c => c.Value)],
            };
    }

    private Outcome<ListCondition> Read(ListCondition typed, RowsOf rows)
    {
        if (Conditions(rows).FirstOrDefault(f => f.Id == typed.Field) is not { } field)
            return ReportsProblems.ListField(typed.Field);
        if (!ListTest.All.Contains(typed.Test))
            return ReportsProblems.ListCondition(
                field.Title,
                typed.Test,
                new("列出的比较方式", "one of the listed tests")
            );
        var value = typed.Value.Trim();
        if (!ListTest.Compares(typed.Test))
            return typed with { Value = "" };
        if (typed.Test == ListTest.OlderThan)
            return
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) && field.Of != FieldOf.Place
                ? typed with
                {
                    Value = value,
                }
                : Wrong(new("天数；地点和结果没有登记日期", "a number of days; places and outcomes are not observed"));
        if (Attribute(field) is { } attribute)
            return OfAttribute(typed, value, field, attribute);
        if (typed.Test is ListTest.AtLeast or ListTest.AtMost && field.Id is not (FormField.Members or LastObserved))
            return Wrong(new("数值或日期一类的项", "a field that is a number or a day"));
        return field.Id switch
        {
            FormField.Members => Fraction.TryParse(value, out _) ? typed with { Value = value } : Wrong(Number),
            LastObserved => CellReader.TryDate(value, out var day) ? typed with { Value = Iso(day) } : Wrong(Day),
            Outcome => Any(value, OutcomeOf) is { } outcomes
                ? typed with
                {
                    Value = outcomes,
                }
                : Wrong(OneOf(Outcomes.Select(o => o.Title))),
            _ => value.Length > 0 ? typed with { Value = value } : Wrong(new("一个名称", "a name")),
        };

        Problem Wrong(Words expected) => ReportsProblems.ListCondition(field.Title, typed.Value, expected);
    }

    private Outcome<ListCondition> OfAttribute(
        ListCondition typed,
        string value,
        FormField field,
        AttributeDef attribute
    )
    {
        var ordered = attribute.Type is FactType.Whole or FactType.Decimal or FactType.Money or FactType.Date;
        if (typed.Test is ListTest.AtLeast or ListTest.AtMost && !ordered)
            return Wrong(new("数值或日期一类的项", "a field that is a number or a day"));
        if (attribute.Type is FactType.Whole or FactType.Decimal or FactType.Money)
            return Fraction.TryParse(value, out _) ? typed with { Value = value } : Wrong(Number);
        if (attribute.Type == FactType.Date)
            return CellReader.TryDate(value, out var day) ? typed with { Value = Iso(day) } : Wrong(Day);
        if (attribute.Type == FactType.Text)
            return value.Length > 0 ? typed with { Value = value } : Wrong(new("文字", "a text"));
        if (attribute.CodeList is not { } name)
            return
                CellReader.Read(
                    new FormColumn(ColumnUse.Household, attribute.Heading, attribute, null),
                    value,
                    new Place("")
                )
                    is { Ok: true } truth
                ? typed with
                {
                    Value = truth.Value,
                }
                : Wrong(new("“是”或“否”", "yes or no"));
        var codes = pack.Dictionary.CodeLists[name];
        return Any(value, one => (codes.ByLabel(one) ?? codes.Find(one))?.Id) is { } ids
            ? typed with
            {
                Value = ids,
            }
            : Wrong(OneOf(codes.Codes.Select(c => c.Label)));

        Problem Wrong(Words expected) => ReportsProblems.ListCondition(field.Title, typed.Value, expected);
    }

    /// <summary>A condition as people read it.</summary>
    public Words Shown(ListCondition condition)
    {
        var title = Find(condition.Field) is { } field ? Label(field) : Words.Same(condition.Field);
        var test = ListTest.Title(condition.Test);
        if (!ListTest.Compares(condition.Test))
            return new($"{title.Zh}{test.Zh}", $"{title.En} {test.En}");
        var value = ValueShown(condition);
        return condition.Test == ListTest.OlderThan
            ? new($"{title.Zh}登记已超过 {value.Zh} 天", $"{title.En} was observed more than {value.En} days ago")
            : new($"{title.Zh} {test.Zh} {value.Zh}", $"{title.En} {test.En} {value.En}");
    }

    /// <summary>What a condition compares with, as people write it.</summary>
    public Words ValueShown(ListCondition condition)
    {
        if (condition.Test == ListTest.OlderThan || Find(condition.Field) is not { } field)
            return Words.Same(condition.Value);
        if (field.Id == Outcome)
            return Joined(
                condition
                    .Value.Split(ListRule.AnyOf)
                    .Select(id => Outcomes.FirstOrDefault(o => o.Id == id).Title ?? Words.Same(id))
            );
        if (Attribute(field) is not { } attribute)
            return Words.Same(condition.Value);
        return attribute.Type switch
        {
            FactType.Truth => Values.Show(attribute, pack.Dictionary, condition.Value == "true"),
            FactType.Code or FactType.Codes => Values.Show(
                attribute,
                pack.Dictionary,
                condition.Value.Split(ListRule.AnyOf)
            ),
            _ => Words.Same(condition.Value),
        };
    }

    /// <summary>The attribute behind a field; null for what places a row.</summary>
    public AttributeDef? Attribute(FormField field) =>
        field.Of == FieldOf.Place
            ? null
            : pack.Dictionary.Find(field.Of == FieldOf.Household ? Level.Household : Level.Member, field.Attribute);

    public IReadOnlyList<(string Id, Words Title)> Outcomes =>
        [
            .. pack
                .Methods.OrderByDescending(m => m.ValidFrom)
                .SelectMany(m => m.Outcomes)
                .Select(o => (Id: o.Id, Title: o.Title))
                .Append((Id: MethodPlan.Unknown, Title: new Words("无法判定", "Cannot say")))
                .DistinctBy(o => o.Id),
        ];

    /// <returns>What each of the words separated by 、 or a comma stands for; null where one is not known, or there is none.</returns>
    private static string? Any(string typed, Func<string, string?> read)
    {
        var words = typed.Split(
            ['、', '，', ',', ';', '；'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        // A name may itself hold a comma.
        if (read(typed.Trim()) is { } whole)
            return whole;
        var ids = words.Select(read).ToList();
        return ids.Count == 0 || ids.Contains(null) ? null : string.Join(ListRule.AnyOf, ids.Distinct());
    }

    private string? OutcomeOf(string value) =>
        Outcomes
            .Where(o =>
                o.Id == value
                || o.Title.Zh == value
                || string.Equals(o.Title.En, value, StringComparison.OrdinalIgnoreCase)
            )
            .Select(o => o.Id)
            .FirstOrDefault();

    private static Words Number { get; } = new("一个数", "a number");

    private static Words Day { get; } = new("日期，如 2026-03-01", "a day such as 2026-03-01");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Words OneOf(IEnumerable<Words> words) =>
        Joined(words) is var all ? new($"其中之一或几项：{all.Zh}", $"one or more of: {all.En}") : all;

    private static Words Joined(IEnumerable<Words> words)
    {
        var all = words.ToList();
        return new(string.Join("、", all.Select(w => w.Zh)), string.Join(", ", all.Select(w => w.En)));
    }
}
