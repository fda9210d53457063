using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Print;

/// <summary>A number in SQL: a whole-number expression over a denominator that is known when printing. Nothing rounds.</summary>
/// <param name="Per">A second divisor that only the row knows, of a ratio; null for plain numbers.</param>
internal sealed record SqlNumber(string Numerator, BigInteger Denominator, string? Per = null);

/// <summary>Prints typed expressions. SQL's NULL is the unknown of the language, its AND and OR are Kleene's.</summary>
internal sealed class SqlExpressions(SqlDialect dialect, MethodPlan method, ParameterValues parameters, DateOnly asOf)
{
    private readonly List<Expr.Members> folds =
    [
        .. method.Expressions().OfType<Expr.Members>().Distinct().OrderBy(DepthOf),
    ];

    public ImmutableArray<Expr.Members> Folds => [.. folds];

    /// <summary>How many folds lie within a fold: those of one depth are worked out in one pass, after the less deep.</summary>
    public static int DepthOf(Expr.Members fold) => Within(fold).Select(f => 1 + DepthOf(f)).DefaultIfEmpty(0).Max();

    /// <summary>The folds that a fold asks.</summary>
    public static IEnumerable<Expr.Members> Within(Expr.Members fold) =>
        fold.Parts().SelectMany(p => p.WithParts()).OfType<Expr.Members>();

    /// <summary>
    /// Own columns carry a mark that no attribute id can have, so no fact is mistaken for them; those that no author named also begin
    /// with a point.
    /// </summary>
    public static string Own(string name) => $"\"#{name}\"";

    /// <summary>The column of a derived value or indicator; a number is stored as its numerator.</summary>
    public string Local(Expr expr) => expr.Kind == Kind.Number ? Number(expr).Numerator : Truth(expr);

    /// <summary>
    /// What a pass over the members counts up for the folds of one depth: one column of two bits for each fold, and a column of its own
    /// for a fold that is a number. Of two bits the lower is set where one member decides (a yes of exists, a no of all), the upper
    /// where one is unknown.
    /// </summary>
    public IEnumerable<string> FoldSums(int depth)
    {
        var own = folds
            .Select((fold, i) => (Fold: fold, At: i))
            .Where(f => f.Fold.Of is not null && DepthOf(f.Fold) == depth)
            .ToList();
        foreach (var column in own.GroupBy(f => f.At / FoldsInBits))
            yield return $"bit_or({string.Join(" | ", column.Select(f => Bits(f.Fold, 2 * (f.At % FoldsInBits))))}) AS bits{column.Key}";
        foreach (var (fold, at) in own.Where(f => f.Fold.Fold is not (Plan.Fold.Exists or Plan.Fold.All)))
            yield return fold.Fold == Plan.Fold.Count
                ? $"count(*) FILTER (WHERE {Truth(fold.Of!)}) AS f{at}"
                : $"{fold.Fold.ToString().ToLowerInvariant()}({Number(fold.Of!).Numerator}){(fold.Where is { } where ? $" FILTER (WHERE {Truth(where)})" : "")} AS f{at}";
    }

    /// <summary>So many pairs of bits a whole number of 32 bits holds.</summary>
    private const int FoldsInBits = 15;

    private string Bits(Expr.Members fold, int shift)
    {
        var of = fold.Of!.Kind == Kind.Truth ? Truth(fold.Of) : Number(fold.Of).Numerator;
        var decides = fold.Fold switch
        {
            Plan.Fold.Exists => $"WHEN {of} THEN {1 << shift} ",
            Plan.Fold.All => $"WHEN NOT {of} THEN {1 << shift} ",
            _ => "",
        };
        var unknown =
            fold.Where is { } where && Truth(where) is var chosen
                ? $"({chosen}) IS NULL OR (({chosen}) AND ({of}) IS NULL)"
                : $"({of}) IS NULL";
        return $"CASE {decides}WHEN {unknown} THEN {2 << shift} ELSE 0 END";
    }

    /// <summary>A number as one column: whole, or an exact decimal. <see cref="ParameterValues.Resolve"/> lets no other through.</summary>
    public string AsColumn(Expr expr)
    {
        var number = Number(expr);
        if (number.Denominator.IsOne)
            return $"({number.Numerator})::BIGINT";
        var places = Denominators.Places(number.Denominator)!.Value;
        var scaled = Times(number.Numerator, BigInteger.Pow(10, places) / number.Denominator);
        return $"(CAST({scaled} AS DECIMAL(27, 0)) * 0.{"1".PadLeft(places, '0')})";
    }

    public string Truth(Expr expr) =>
        expr switch
        {
            Expr.Literal { Kind: Kind.Truth } l => l.Truth ? "TRUE" : "FALSE",
            Expr.Local l => Own(l.Id),
            Expr.Known k => $"({Column(k.Attribute)} IS NOT NULL)",
            Expr.Not n => $"(NOT {Truth(n.Of)})",
            Expr.Logic l => $"({Truth(l.Left)} {(l.And ? "AND" : "OR")} {Truth(l.Right)})",
            Expr.Compare c => Compare(c),
            Expr.OneOf o => $"({Other(o.Of)} IN ({string.Join(", ", o.Codes.Select(Text))}))",
            Expr.Contains c => dialect.Contains(Other(c.Codes), Text(c.Code)),
            Expr.Members m => Folded(m),
            Expr.Needs n => Recorded(n, Truth(n.Of)),
            Expr.Said s => IsSaid(s.Of),
            Expr.Named n => Truth(n.Of),
            Expr.Choice c => Chosen(c, Truth(c.Then), Truth(c.Else)),
            Expr.Fact f => Fact(f.Attribute),
            _ => throw new InvalidOperationException($"{expr.GetType().Name} is no truth."),
        };

    /// <summary>A date, code, list of codes or text.</summary>
    private string Other(Expr expr) =>
        expr switch
        {
            Expr.Literal { Kind: Kind.Date } l => $"DATE {Text(l.Text)}",
            Expr.Literal { Kind: not Kind.Truth } l => Text(l.Text),
            Expr.RunDay => Day(asOf),
            Expr.Named n => Other(n.Of),
            Expr.Fact f => Fact(f.Attribute),
            Expr.Choice c => Chosen(c, Other(c.Then), Other(c.Else)),
            _ => Truth(expr),
        };

    private SqlNumber Number(Expr expr)
    {
        switch (expr)
        {
            case Expr.Literal l:
                return Constant(l.Number);
            case Expr.Parameter { Key: null } p:
                return Constant(parameters[p.Id, null]);
            case Expr.Parameter { Key.Kind: Kind.Date } p:
                return OfDays(p);
            case Expr.Parameter { Key.Kind: Kind.Number } p:
                return OfBands(p);
            case Expr.Parameter p:
                return Keyed(p);
            case Expr.Local l:
                return new SqlNumber(Own(l.Id), Denominators.Of(l, method, parameters));
            case Expr.Named n:
                return Number(n.Of);
            case Expr.Fact { Attribute: { Type: FactType.Decimal, Places: var places } } f:
                return new SqlNumber(
                    $"CAST({Fact(f.Attribute)} * CAST({BigInteger.Pow(10, places)} AS DECIMAL({places + 1}, 0)) AS {dialect.Wide})",
                    Denominators.Fact(f.Attribute)
                );
            case Expr.Fact f:
                return new SqlNumber(Fact(f.Attribute), 1);
            case Expr.CountCodes c:
                return new SqlNumber(dialect.Count(Other(c.Codes)), 1);
            case Expr.Age a:
                return new SqlNumber(Age(a), 1);
            case Expr.CalendarPart c:
                return new SqlNumber(dialect.DatePart(c.Month ? "month" : "year", Other(c.Of)), 1);
            case Expr.Rounded r:
                return new SqlNumber(Rounded(r.How, Number(r.Of)), 1);
            case Expr.Members m:
                return new SqlNumber(Folded(m), Denominators.Of(m, method, parameters));
            // A truth counted as a number.
            case Expr.Choice { Then: Expr.Literal { Number: var yes }, Else: Expr.Literal { Number: var no } } c
                when yes == Fraction.One && no == Fraction.Zero:
                return new SqlNumber($"({Truth(c.If)})::INT", 1);
            case Expr.Choice c:
                var (then, otherwise) = (Number(c.Then), Number(c.Else));
                var shared = Denominators.Common(then.Denominator, otherwise.Denominator);
                return new SqlNumber(Chosen(c, Over(then, shared), Over(otherwise, shared)), shared);
            case Expr.ByCode b:
                return OneOfCodes(b);
            case Expr.Arithmetic { Operator: "*" } a:
                var (one, by) = (Number(a.Left), Number(a.Right));
                return new SqlNumber($"({Widened(one.Numerator)} * {by.Numerator})", one.Denominator * by.Denominator);
            case Expr.Arithmetic a:
                var (left, right) = (Number(a.Left), Number(a.Right));
                var denominator = Denominators.Common(left.Denominator, right.Denominator);
                return new SqlNumber(
                    $"({Widened(Over(left, denominator))} {a.Operator} {Over(right, denominator)})",
                    denominator
                );
            case Expr.Per p:
                var (amount, divisor) = (Number(p.Amount), Number(p.Divisor));
                return new SqlNumber(
                    Times(amount.Numerator, divisor.Denominator),
                    amount.Denominator,
                    divisor.Numerator
                );
            default:
                throw new InvalidOperationException($"{expr.GetType().Name} is no number.");
        }
    }

    /// <summary>Numbers by cross-multiplication; a divisor that is not above zero leaves the answer unknown.</summary>
    private string Compare(Expr.Compare compare)
    {
        var symbol = compare.Operator switch
        {
            "==" => "=",
            "!=" => "<>",
            var other => other,
        };
        if (compare.Left.Kind is not (Kind.Number or Kind.Ratio))
            return $"({Other(compare.Left)} {symbol} {Other(compare.Right)})";
        var (left, right) = (Number(compare.Left), Number(compare.Right));
        var shared = Denominators.Common(left.Denominator, right.Denominator);
        var test = $"({Crossed(Over(left, shared), right.Per)} {symbol} {Crossed(Over(right, shared), left.Per)})";
        var positive = new[] { left.Per, right.Per }.OfType<string>().Select(per => $"{per} > 0").ToList();
        return positive.Count == 0 ? test : $"(CASE WHEN {string.Join(" AND ", positive)} THEN {test} END)";
    }

    private string Widened(string sql) => $"({sql})::{dialect.Wide}";

    private string Crossed(string amount, string? per) => per is null ? amount : $"{Widened(amount)} * {per}";

    private string Over(SqlNumber number, BigInteger denominator) =>
        Times(number.Numerator, denominator / number.Denominator);

    private string Times(string sql, BigInteger factor) => factor.IsOne ? sql : $"({Widened(sql)} * {factor})";

    /// <summary>The engines cut a quotient off towards zero, so what is to go another way is moved before.</summary>
    private string Rounded(Rounding how, SqlNumber number)
    {
        var (n, d) = (number.Numerator, number.Denominator.ToString(CultureInfo.InvariantCulture));
        if (number.Per is { } per)
            d = Times(per, number.Denominator);
        var cut = dialect.Quotient(n, d);
        var whole = how switch
        {
            Rounding.Floor =>
                $"CASE WHEN {n} < 0 THEN {dialect.Quotient($"{Widened(n)} - ({d} - 1)", d)} ELSE {cut} END",
            Rounding.Ceil =>
                $"CASE WHEN {n} > 0 THEN {dialect.Quotient($"{Widened(n)} + ({d} - 1)", d)} ELSE {cut} END",
            Rounding.Round =>
                $"CASE WHEN {n} < 0 THEN {dialect.Quotient($"2 * {Widened(n)} - {d}", $"2 * {Widened(d)}")} ELSE {dialect.Quotient($"2 * {Widened(n)} + {d}", $"2 * {Widened(d)}")} END",
            _ => cut,
        };
        // A divisor that is not above zero leaves the answer unknown.
        return number.Per is null ? $"({whole})" : $"(CASE WHEN {number.Per} > 0 THEN {whole} END)";
    }

    private static SqlNumber Constant(Fraction value) =>
        new(value.Numerator.ToString(CultureInfo.InvariantCulture), value.Denominator);

    private string Chosen(Expr.Choice choice, string then, string otherwise)
    {
        var condition = Truth(choice.If);
        return $"(CASE WHEN {condition} THEN {then} WHEN NOT {condition} THEN {otherwise} END)";
    }

    private SqlNumber OneOfCodes(Expr.ByCode choice)
    {
        var shared = Denominators.Of(choice, method, parameters);
        var branches = choice.Values.Select(v => $" WHEN {Text(v.Code)} THEN {Over(Number(v.Value), shared)}");
        return new SqlNumber($"(CASE {Other(choice.Of)}{string.Concat(branches)} END)", shared);
    }

    private SqlNumber Keyed(Expr.Parameter parameter)
    {
        var shared = Denominators.Of(parameter, method, parameters);
        var branches = parameters
            .Keyed(parameter.Id)
            .Select(v => $" WHEN {Text(v.Key)} THEN {Over(Constant(v.Value), shared)}");
        return new SqlNumber($"(CASE {Other(parameter.Key!)}{string.Concat(branches)} END)", shared);
    }

    /// <summary>The value of the band that a number lies in, over one denominator; a straight line is multiplied out.</summary>
    private SqlNumber OfBands(Expr.Parameter parameter)
    {
        var (key, bands) = (Number(parameter.Key!), parameters.Bands[parameter.Id]);
        var shared = Denominators.Of(parameter, method, parameters);
        var flat = bands.All(b => b.Slope == Fraction.Zero);
        var own = flat ? shared : shared / key.Denominator;
        var branches = bands
            .Reverse()
            .Select(b =>
            {
                var start = Over(Constant(b.Start), own);
                var value = flat
                    ? start
                    : $"{Widened(start)} * {key.Denominator} + {Over(Constant(b.Slope), own)} * {Widened(key.Numerator)}";
                return $" WHEN {Times(key.Numerator, b.From.Denominator)} >= {Widened(Constant(b.From).Numerator)} * {key.Denominator} THEN {value}";
            });
        return new SqlNumber($"(CASE{string.Concat(branches)} END)", shared);
    }

    /// <summary>The value that holds on a date; of a straight line, its days are counted.</summary>
    private SqlNumber OfDays(Expr.Parameter parameter)
    {
        var (day, bands) = (Other(parameter.Key!), parameters.Bands[parameter.Id]);
        var shared = Denominators.Of(parameter, method, parameters);
        var branches = bands
            .Reverse()
            .Select(b =>
            {
                var (from, value) = (Day(DateOnly.FromDayNumber((int)b.From.Numerator)), b.Start + (b.Slope * b.From));
                var since =
                    b.Slope == Fraction.Zero
                        ? ""
                        : $" + {Over(Constant(b.Slope), shared)} * {Widened($"{day} - {from}")}";
                return $" WHEN {day} >= {from} THEN {Over(Constant(value), shared)}{since}";
            });
        return new SqlNumber($"(CASE{string.Concat(branches)} END)", shared);
    }

    private static string Recorded(Expr.Needs needs, string of) =>
        $"(CASE WHEN {string.Join(" AND ", needs.Facts.Select(a => $"{Column(a)} IS NOT NULL"))} THEN {of} END)";

    private string IsSaid(Expr of)
    {
        if (of.Kind is not (Kind.Number or Kind.Ratio))
            return $"(({Other(of)}) IS NOT NULL)";
        var number = Number(of);
        var said = $"({number.Numerator}) IS NOT NULL";
        return number.Per is null ? $"({said})" : $"(CASE WHEN {number.Per} > 0 THEN {said} ELSE FALSE END)";
    }

    private string Folded(Expr.Members fold) => Quote($"f.{folds.IndexOf(fold)}");

    /// <summary>The folds as columns of the households; nothing is set for one without members.</summary>
    public IEnumerable<string> FoldColumns() => Earlier(folds);

    /// <summary>The folds that a pass asks, or the unit's own, under the name they have in the query.</summary>
    public IEnumerable<string> Earlier(IEnumerable<Expr.Members> asked) =>
        asked.Distinct().Select(f => $"{InPass(f, folds.IndexOf(f))} AS {Folded(f)}");

    private static string InPass(Expr.Members fold, int index)
    {
        if (fold.Of is null)
            return "coalesce(f0.heads, 0)";
        var pass = $"f{DepthOf(fold)}";
        var (bits, shift) = ($"coalesce({pass}.bits{index / FoldsInBits}, 0)", 2 * (index % FoldsInBits));
        var (decided, unknown) = ($"{bits} & {1 << shift} <> 0", $"{bits} & {2 << shift} <> 0");
        return fold.Fold switch
        {
            Plan.Fold.Exists => $"(CASE WHEN {decided} THEN TRUE WHEN {unknown} THEN NULL ELSE FALSE END)",
            Plan.Fold.All => $"(CASE WHEN {decided} THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE END)",
            Plan.Fold.Min or Plan.Fold.Max => $"(CASE WHEN NOT {unknown} THEN {pass}.f{index} END)",
            _ => $"(CASE WHEN NOT {unknown} THEN coalesce({pass}.f{index}, 0) END)",
        };
    }

    private string Fact(AttributeDef attribute)
    {
        var column = Column(attribute);
        if (attribute.Missing == MissingRule.Unknown)
            return column;
        return attribute.Type switch
        {
            FactType.Truth => $"coalesce({column}, FALSE)",
            FactType.Whole or FactType.Money or FactType.Decimal => $"coalesce({column}, 0)",
            FactType.Code => $"coalesce({column}, 'none')",
            FactType.Codes => $"coalesce({column}, {dialect.NoCodes})",
            _ => column,
        };
    }

    /// <summary>What a fact is called within the query: no id holds a point.</summary>
    public static string Column(AttributeDef attribute) => Quote($"{Table(attribute)}.{attribute.Id}");

    /// <summary>A fact of a table under that name.</summary>
    public static string Renamed(AttributeDef attribute) =>
        $"{Table(attribute)}.{Quote(attribute.Id)} AS {Column(attribute)}";

    private static string Table(AttributeDef attribute) => attribute.OfMember ? "m" : "h";

    private string Age(Expr.Age age)
    {
        var (born, until) = (Other(age.Born), Other(age.Until));
        string Part(string part, string date) => dialect.DatePart(part, date);
        return age.InMonths
            ? $"(({Part("year", until)} - {Part("year", born)}) * 12 + {Part("month", until)} - {Part("month", born)} - CASE WHEN {Part("day", born)} > {Part("day", until)} THEN 1 ELSE 0 END)"
            : $"({Part("year", until)} - {Part("year", born)} - CASE WHEN {Part("month", born)} * 100 + {Part("day", born)} > {Part("month", until)} * 100 + {Part("day", until)} THEN 1 ELSE 0 END)";
    }

    private static string Day(DateOnly day) => $"DATE '{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}'";

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
