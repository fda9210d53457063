using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using static Taihang.Methods.Check.CheckFaults;

namespace Taihang.Methods.Check;

/// <summary>Functions and macros, and what each takes.</summary>
public sealed partial class Checker
{
    private static readonly string[] Functions =
    [
        "per",
        "has",
        "known",
        "age",
        "months",
        "year",
        "month",
        "date",
        "coalesce",
        "size",
    ];

    private static readonly SortedDictionary<string, Rounding> Roundings = new(StringComparer.Ordinal)
    {
        ["floor"] = Rounding.Floor,
        ["ceil"] = Rounding.Ceil,
        ["round"] = Rounding.Round,
        ["trunc"] = Rounding.Trunc,
    };

    private Expr Call(CelNode.Call call)
    {
        // CEL writes it both ways.
        if (call is { On: null, Function: "size", Arguments: [var list] })
            return Call(new CelNode.Call(list, "size", [], call.At));
        if (call.On is null)
            return (call.Function, call.Arguments.Count) switch
            {
                ("per", 2) => new Expr.Per(
                    Typed(call.Arguments[0], Kind.Number),
                    Typed(call.Arguments[1], Kind.Number)
                ),
                ("has", 1) => new Expr.Known(Attribute(call.Arguments[0])),
                ("age" or "months", 1 or 2) => new Expr.Age(
                    Typed(call.Arguments[0], Kind.Date),
                    call.Arguments.Count == 2 ? Typed(call.Arguments[1], Kind.Date) : new Expr.RunDay(),
                    InMonths: call.Function == "months"
                ),
                ("year" or "month", 1) => new Expr.CalendarPart(
                    Typed(call.Arguments[0], Kind.Date),
                    Month: call.Function == "month"
                ),
                ("date", 1) => Day(call),
                ("known", 1) => Known(call.Arguments[0]),
                ("coalesce", > 1) => Coalesce(call),
                ("per" or "coalesce", _) => throw Arguments(call, 2),
                ("has" or "known" or "age" or "months" or "year" or "month" or "date", _) => throw Arguments(call, 1),
                _ => throw Instead.Of(call, call.Function) ?? Unknown(call, call.Function, Functions),
            };
        if (call.On is CelNode.Name { Id: "math" })
            return Math(call);
        if (IsMembers(call.On))
            return OverMembers(call);
        if (call is { Function: "size", Arguments.Count: 0 })
            return new Expr.CountCodes(Typed(call.On, Kind.Codes));
        throw Instead.Of(call, call.Function) ?? Unknown(call, call.Function, Functions);
    }

    /// <summary>A day written out: <c>date('1982-01-01')</c>.</summary>
    private static Expr.Literal Day(CelNode.Call call) =>
        call.Arguments[0] is CelNode.Quote text && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", out _)
            ? new Expr.Literal(Kind.Date, Text: text.Value)
            : throw Wrong(
                call.Arguments[0],
                "这里应是日期，如 '1982-01-01'",
                "a day belongs here, such as '1982-01-01'"
            );

    private Expr Math(CelNode.Call call)
    {
        if (Roundings.TryGetValue(call.Function, out var rounding))
            return call.Arguments.Count != 1 ? throw Arguments(call, 1)
                : Type(call.Arguments[0]) is { Kind: Kind.Number or Kind.Ratio } number
                    ? new Expr.Rounded(rounding, number)
                : throw Wrong(call.Arguments[0], "这里应是数字", "a number belongs here");
        var of = call.Arguments.Select(a => Typed(a, Kind.Number)).ToList();
        return (call.Function, of.Count) switch
        {
            ("least", > 0) => Sugar.Least(of),
            ("greatest", > 0) => Sugar.Greatest(of),
            ("abs", 1) => Sugar.Abs(of[0]),
            ("sign", 1) => Sugar.Sign(of[0]),
            ("abs" or "sign" or "least" or "greatest", _) => throw Arguments(call, 1),
            _ => throw Instead.Of(call, call.Function)
                ?? Unknown(call, call.Function, ["least", "greatest", "abs", "sign", .. Roundings.Keys]),
        };
    }

    private Expr.Said Known(CelNode of) =>
        Type(of) is { Kind: Kind.Number or Kind.Truth or Kind.Date or Kind.Ratio } value
            ? new Expr.Said(value)
            : throw Wrong(
                of,
                "这里应是数字、是非、日期或人均数；代码请用 has(事实)",
                "a number, a truth, a date or an amount per head belongs here; of a code ask has(fact)"
            );

    private Expr Coalesce(CelNode.Call call)
    {
        var first = Type(call.Arguments[0]);
        if (first.Kind is not (Kind.Number or Kind.Truth or Kind.Date))
            throw Wrong(call.Arguments[0], "这里应是数字、是非或日期", "a number, a truth or a date belongs here");
        return call
            .Arguments.Skip(1)
            .Select(a => Typed(a, first.Kind))
            .Prepend(first)
            .Reverse()
            .Aggregate((other, of) => Sugar.Coalesce(of, other));
    }
}
