using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using static Taihang.Methods.Check.CheckFaults;

namespace Taihang.Methods.Check;

/// <summary>What a method has given a name.</summary>
/// <param name="Meaning">What it stands for, itself without names; null for what only the whole method knows.</param>
/// <param name="Inlined">Stands nowhere by itself: its meaning is put where its name is.</param>
public sealed record NamedValue(Words Title, Kind Kind, Expr? Meaning, bool Inlined);

/// <summary>What a checker may use: the pack's dictionary and parameters, what the method has named so far, and its purpose.</summary>
/// <param name="OfMembers">Names of what every member has: <c>m.covered</c>.</param>
public sealed record Scope(
    Dictionary Dictionary,
    IReadOnlyList<ParameterDef> Parameters,
    Unit Unit,
    string Purpose,
    IReadOnlyDictionary<string, NamedValue> Locals,
    IReadOnlyDictionary<string, NamedValue> OfMembers
);

/// <summary>
/// Gives an expression its types, or says what is wrong with it and what would be right. Nothing converts by itself: comparing a truth
/// with a number, or a code with a label that is not in its list, does not load.
/// </summary>
public sealed partial class Checker
{
    /// <summary>What a fact can be about beside a member.</summary>
    private static readonly SortedDictionary<string, Level> Carriers = new(StringComparer.Ordinal)
    {
        ["household"] = Level.Household,
        ["dwelling"] = Level.Dwelling,
        ["village"] = Level.Village,
        ["county"] = Level.County,
    };

    /// <summary>The day of the run.</summary>
    public const string RunDayName = "as_of";

    /// <summary>A literal has room in 128-bit products.</summary>
    private const int MostDigits = 19;
    private readonly Scope scope;
    private readonly string? member;
    private readonly string? outer;
    private readonly bool expand;

    /// <param name="member">What the member spoken of is called; null outside conditions on members.</param>
    /// <param name="outer">What another condition, around this one, calls its member.</param>
    /// <param name="expand">Puts meanings where names stand.</param>
    private Checker(Scope scope, string? member, string? outer = null, bool expand = false) =>
        (this.scope, this.member, this.outer, this.expand) = (scope, member, outer, expand || member is not null);

    /// <summary>What the facts of a value that every member has are asked of.</summary>
    public const string OneMember = "member";

    /// <exception cref="CelException">The expression cannot be typed.</exception>
    public static Expr Check(CelNode node, Scope scope, Kind expected)
    {
        var expr = new Checker(scope, null).Type(node);
        Must(expr, expected, node);
        return expr;
    }

    /// <returns>An expression of any kind.</returns>
    /// <param name="ofMember">Its facts are a member's, who is called <see cref="OneMember"/>.</param>
    /// <param name="expand">Puts meanings where names stand.</param>
    /// <exception cref="CelException">The expression cannot be typed.</exception>
    public static Expr Any(CelNode node, Scope scope, bool ofMember = false, bool expand = false) =>
        new Checker(scope, ofMember ? OneMember : null, null, expand).Type(node);

    /// <returns>The fact that an expression names, and nothing else.</returns>
    /// <exception cref="CelException">It is no fact that the scope may read.</exception>
    public static AttributeDef Fact(CelNode node, Scope scope) => new Checker(scope, null).Attribute(node);

    private static void Must(Expr expr, Kind expected, CelNode node)
    {
        if (expr.Kind != expected)
            throw Wrong(
                node,
                $"这里应是{Name(expected).Zh}，而不是{Name(expr.Kind).Zh}",
                $"{Name(expected).En} is needed here, not {Name(expr.Kind).En}"
            );
    }

    private Expr Type(CelNode node) =>
        node switch
        {
            CelNode.Truth t => new Expr.Literal(Kind.Truth, t.Value),
            CelNode.Number n => n.Digits.Length <= MostDigits && Fraction.TryParse(n.Digits, out var number)
                ? new Expr.Literal(Kind.Number, Number: number)
                : throw Wrong(n, $"“{n.Digits}”不是数字", $"\"{n.Digits}\" is not a number"),
            CelNode.Quote t => new Expr.Literal(Kind.Text, Text: t.Value),
            CelNode.Name n => Named(n),
            CelNode.Field f => Field(f),
            CelNode.Index i => Keyed(i),
            CelNode.Unary { Operator: "!" } u => new Expr.Not(Typed(u.Of, Kind.Truth)),
            CelNode.Unary u => Sugar.Minus(new Expr.Literal(Kind.Number), NumberOrRatio(u.Of)),
            CelNode.Binary b => Binary(b),
            CelNode.Choice c => Choice(c),
            CelNode.Call c => Call(c),
            _ => throw Wrong(node, "列表只能写在 in 之后", "a list can stand only after in"),
        };

    private Expr Typed(CelNode node, Kind expected)
    {
        var expr = Type(node);
        Must(expr, expected, node);
        return expr;
    }

    private Expr Named(CelNode.Name name)
    {
        if (name.Id == RunDayName)
            return new Expr.RunDay();
        if (scope.Locals.TryGetValue(name.Id, out var local))
        {
            if (!expand && !local.Inlined)
                return new Expr.Local(name.Id, local.Kind);
            if (local.Meaning is not { } meaning)
                throw Wrong(
                    name,
                    $"“{name.Id}”只能在成员条件之外使用",
                    $"\"{name.Id}\" is known of the whole only, not within a condition on members"
                );
            if (member is not null && AsksPerson(meaning))
                throw Wrong(
                    name,
                    $"“{name.Id}”说的是被评定的人，不能用于成员条件",
                    $"\"{name.Id}\" speaks of the person judged, not of a member"
                );
            return new Expr.Named(local.Title, meaning);
        }
        if (scope.Parameters.FirstOrDefault(p => p.Id == name.Id) is { } parameter)
            return parameter is { KeyCodes: null, Bands: null }
                ? new Expr.Parameter(parameter.Id, null, Kind.Number)
                : throw Wrong(
                    name,
                    $"“{name.Id}”须写明键，如 {name.Id}[household.zone]",
                    $"\"{name.Id}\" needs a key, such as {name.Id}[household.zone]"
                );
        throw Instead.Of(name, name.Id)
            ?? Unknown(
                name,
                name.Id,
                scope.Locals.Keys.Concat(scope.Parameters.Select(p => p.Id)).Concat(["household", "members", "person"])
            );
    }

    /// <summary>Whether an expression speaks of a member outside every condition on members: of the person judged.</summary>
    private static bool AsksPerson(Expr expr) =>
        expr is Expr.Fact { Attribute.OfMember: true } or Expr.Known { Attribute.OfMember: true }
        || (expr is not Expr.Members && expr.Parts().Any(AsksPerson));

    private Expr Field(CelNode.Field field)
    {
        if (
            field.Of is CelNode.Name of
            && (of.Id == member || (of.Id == "person" && member is null && scope.Unit == Unit.Person))
            && scope.OfMembers.TryGetValue(field.Id, out var own)
        )
            return new Expr.Named(own.Title, own.Meaning!);
        var attribute = Attribute(field);
        return new Expr.Fact(attribute, KindOf(attribute));
    }

    private AttributeDef Attribute(CelNode node)
    {
        if (node is not CelNode.Field { Of: CelNode.Name of } field)
            throw Wrong(
                node,
                "这里应是一项事实，如 household.water_clean",
                "a fact belongs here, such as household.water_clean"
            );
        var level = of.Id switch
        {
            _ when Carriers.TryGetValue(of.Id, out var carrier) => carrier,
            "person" when scope.Unit == Unit.Person && member is null => Level.Member,
            "person" when scope.Unit == Unit.Person => throw Wrong(
                of,
                "成员条件中只能写该成员和住户，不能写 person",
                "a condition on members speaks of the member and the household, not of person"
            ),
            _ when of.Id == member => Level.Member,
            _ when of.Id == outer => throw Wrong(
                of,
                $"内层成员条件只能写 {member} 和住户，成员之间不能互相比较",
                $"the inner condition speaks of {member} and the household alone: members are not compared with one another"
            ),
            _ => throw Unknown(
                of,
                of.Id,
                [
                    .. Carriers.Keys,
                    .. member is not null ? [member]
                    : scope.Unit == Unit.Person ? ["person", "members"]
                    : new[] { "members" },
                ]
            ),
        };
        if (scope.Dictionary.Find(level, field.Id) is not { } attribute)
            throw Unknown(
                field,
                field.Id,
                scope
                    .Dictionary.Attributes.Where(a => a.Level == level)
                    .Select(a => a.Id)
                    .Concat(level == Level.Member ? scope.OfMembers.Keys : [])
            );
        if (attribute.Sealed)
            throw Wrong(field, $"“{field.Id}”是密封的，规则不得读取", $"\"{field.Id}\" is sealed; no rule may read it");
        if (!attribute.Purposes.Contains(scope.Purpose))
            throw Wrong(
                field,
                $"“{field.Id}”不得用于 {scope.Purpose}（允许：{string.Join("、", attribute.Purposes)}）",
                $"\"{field.Id}\" may not be used for {scope.Purpose} (allowed: {string.Join(", ", attribute.Purposes)})"
            );
        return attribute;
    }

    private Expr.Parameter Keyed(CelNode.Index index)
    {
        if (
            index.Of is not CelNode.Name name
            || scope.Parameters.FirstOrDefault(p => p.Id == name.Id) is not { } parameter
        )
            throw Wrong(index, "只有带键的参数才能用 [ ]", "only a keyed parameter takes [ ]");
        if (parameter.Bands is { } bands)
            return new Expr.Parameter(parameter.Id, Typed(index.Key, bands.Of), Kind.Number);
        if (parameter.KeyCodes is not { } list)
            throw Wrong(index, $"“{name.Id}”没有键", $"\"{name.Id}\" has no key");
        var key = Typed(index.Key, Kind.Code);
        if (key is not Expr.Fact fact || fact.Attribute.CodeList != list)
            throw Wrong(index.Key, $"键须取自代码表 {list}", $"the key must come from the code list {list}");
        return new Expr.Parameter(parameter.Id, key, Kind.Number);
    }

    private Expr Binary(CelNode.Binary node)
    {
        switch (node.Operator)
        {
            case "&&" or "||":
                return new Expr.Logic(
                    node.Operator == "&&",
                    Typed(node.Left, Kind.Truth),
                    Typed(node.Right, Kind.Truth)
                );
            case "in":
                return In(node);
            case "/":
                throw Wrong(
                    node,
                    "表达式中不能相除（CEL 的 1/3 等于 0）；份额写在 YAML 中，如 1/18；人均请用 per(数额, 人数)",
                    "division does not stand in an expression (CEL's 1/3 is 0): write a share as 1/18 in YAML, an amount per head as per(amount, heads)"
                );
            case "%":
                throw Wrong(
                    node,
                    "没有取余；a 除以 b 的余数是 a - b * math.floor(per(a, b))",
                    "there is no remainder: of a by b it is a - b * math.floor(per(a, b))"
                );
            case "+" or "-" or "*":
                return Arithmetic(node);
            default:
                return Compare(node);
        }
    }

    private Expr Arithmetic(CelNode.Binary node)
    {
        var (left, right) = (NumberOrRatio(node.Left), NumberOrRatio(node.Right));
        // Two amounts per head have no common divisor that is known to be above zero.
        if (left.Kind == Kind.Ratio && right.Kind == Kind.Ratio)
            throw Wrong(
                node,
                "两个人均数不能相加减乘；请先合并数额再用 per(…)",
                "two amounts per head cannot be joined: bring the amounts together first, then per(…)"
            );
        return node.Operator switch
        {
            "+" => Sugar.Plus(left, right),
            "-" => Sugar.Minus(left, right),
            _ => Sugar.Times(left, right),
        };
    }

    private Expr NumberOrRatio(CelNode node)
    {
        var expr = Type(node);
        if (expr.Kind != Kind.Ratio)
            Must(expr, Kind.Number, node);
        return expr;
    }

    private Expr Compare(CelNode.Binary node)
    {
        var (left, right) = (Type(node.Left), Type(node.Right));
        var equality = node.Operator is "==" or "!=";
        if (left is Expr.Literal { Kind: Kind.Text } text && right.Kind == Kind.Code)
            left = Label(text, right, node.Left);
        else if (right is Expr.Literal { Kind: Kind.Text } other && left.Kind == Kind.Code)
            right = Label(other, left, node.Right);
        var numbers = left.Kind is Kind.Number or Kind.Ratio && right.Kind is Kind.Number or Kind.Ratio;
        if (!numbers && left.Kind != right.Kind)
            throw Wrong(
                node,
                $"不能把{Name(left.Kind).Zh}与{Name(right.Kind).Zh}相比",
                $"{Name(left.Kind).En} cannot be compared with {Name(right.Kind).En}"
            );
        if (!equality && !numbers && left.Kind != Kind.Date)
            throw Wrong(
                node,
                $"{Name(left.Kind).Zh}只能用 == 或 != 比较",
                $"{Name(left.Kind).En} can be compared only by == or !="
            );
        if (
            left is Expr.Fact { Attribute.CodeList: { } one }
            && right is Expr.Fact { Attribute.CodeList: { } two }
            && one != two
        )
            throw Wrong(
                node,
                $"两项代码取自不同的代码表（{one}、{two}），永不相等",
                $"the two codes come from different lists ({one}, {two}) and are never equal"
            );
        if (left.Kind == Kind.Codes)
            throw Wrong(node, "多选项请用 \"…\" in", "ask a list of codes with \"…\" in");
        return new Expr.Compare(node.Operator, left, right);
    }

    private Expr In(CelNode.Binary node)
    {
        if (node.Right is CelNode.Items items)
        {
            if (items.All.Count == 0)
                throw Wrong(items, "列表是空的", "the list is empty");
            if (Type(node.Left) is { Kind: Kind.Number or Kind.Date or Kind.Text } plain)
                return items
                    .All.Select(item => (Expr)new Expr.Compare("==", plain, Typed(item, plain.Kind)))
                    .Aggregate((all, one) => new Expr.Logic(And: false, all, one));
            var of = Typed(node.Left, Kind.Code);
            return new Expr.OneOf(
                of,
                [
                    .. items.All.Select(item =>
                        item is CelNode.Quote text
                            ? Label(new Expr.Literal(Kind.Text, Text: text.Value), of, item).Text
                            : throw Wrong(item, "列表中应是代码", "codes belong in the list")
                    ),
                ]
            );
        }
        var codes = Typed(node.Right, Kind.Codes);
        if (node.Left is not CelNode.Quote label)
            throw Wrong(node.Left, "in 之前应是代码", "a code belongs before in");
        return new Expr.Contains(codes, Label(new Expr.Literal(Kind.Text, Text: label.Value), codes, label).Text);
    }

    /// <summary>A quoted code must be in the list of the fact it is compared with.</summary>
    private Expr.Literal Label(Expr.Literal text, Expr fact, CelNode at)
    {
        var list = fact is Expr.Fact { Attribute.CodeList: { } id } ? scope.Dictionary.CodeLists[id] : null;
        if (list is null)
            throw Wrong(at, "代码只能与事实相比", "a code can be compared only with a fact");
        return list.Find(text.Text) is not null
            ? text with
            {
                Kind = Kind.Code,
            }
            : throw Unknown(at, text.Text, list.Codes.Select(c => c.Id));
    }

    private Expr.Choice Choice(CelNode.Choice node)
    {
        var condition = Typed(node.If, Kind.Truth);
        var then = Type(node.Then);
        if (then.Kind == Kind.Ratio)
            throw Wrong(node.Then, "per(…) 只能直接参与比较", "per(…) can only be compared where it stands");
        return new Expr.Choice(condition, then, Typed(node.Else, then.Kind), then.Kind);
    }

    public static Kind KindOf(AttributeDef attribute) =>
        attribute.Type switch
        {
            FactType.Truth => Kind.Truth,
            FactType.Whole or FactType.Decimal or FactType.Money => Kind.Number,
            FactType.Date => Kind.Date,
            FactType.Code => Kind.Code,
            FactType.Codes => Kind.Codes,
            _ => Kind.Text,
        };
}
