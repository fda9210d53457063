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
        "age",
        "months",
        "year",
        "month",
        "date",
        "coalesce",
        "exists_one",
        "size",
        "exists",
        "all",
        "filter",
        "sum",
        "min",
        "max",
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
                ("coalesce", 2) => Coalesce(call),
                ("per" or "coalesce", _) => throw Arguments(call, 2),
                ("has" or "age" or "months" or "year" or "month" or "date", _) => throw Arguments(call, 1),
                _ => throw Unknown(call, call.Function, Functions),
            };
        if (call.On is CelNode.Name { Id: "math" })
            return Math(call);
        if (call is { On: CelNode.Name { Id: "members" }, Function: "exists_one" })
            return Sugar.ExistsOne(OverMembers(call, "filter"));
        if (call.On is CelNode.Name { Id: "members" })
            return OverMembers(call, call.Function);
        if (
            call is
            {
                Function: "size",
                Arguments.Count: 0,
                On: CelNode.Call { Function: "filter", On: CelNode.Name { Id: "members" } } filter
            }
        )
            return OverMembers(filter, "filter");
        if (call is { Function: "size", Arguments.Count: 0 })
            return new Expr.CountCodes(Typed(call.On, Kind.Codes));
        throw Unknown(call, call.Function, Functions);
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
            ("least", > 1) => Sugar.Least(of),
            ("greatest", > 1) => Sugar.Greatest(of),
            ("abs", 1) => Sugar.Abs(of[0]),
            ("abs", _) => throw Arguments(call, 1),
            ("least" or "greatest", _) => throw Arguments(call, 2),
            _ => throw Unknown(call, call.Function, ["least", "greatest", "abs", .. Roundings.Keys]),
        };
    }

    private Expr Coalesce(CelNode.Call call) =>
        Type(call.Arguments[0]) is Expr.Fact { Kind: Kind.Number or Kind.Truth or Kind.Date } fact
            ? Sugar.Coalesce(fact, Typed(call.Arguments[1], fact.Kind))
            : throw Wrong(
                call.Arguments[0],
                "这里应是一项数字、是非或日期的事实",
                "a fact that is a number, a truth or a date belongs here"
            );

    private Expr.Members OverMembers(CelNode.Call call, string function)
    {
        if (member is not null)
            throw Wrong(call, "成员条件不能再套成员条件", "a condition on members cannot hold another");
        if (function == "size" && call.Arguments.Count == 0)
            return new Expr.Members(Fold.Count, null, Kind.Number);
        var fold = function switch
        {
            "exists" => Fold.Exists,
            "all" => Fold.All,
            "filter" => Fold.Count,
            "sum" => Fold.Sum,
            "min" => Fold.Min,
            "max" => Fold.Max,
            _ => throw Unknown(call, function, Functions),
        };
        if (call.Arguments.Count != 2 || call.Arguments[0] is not CelNode.Name variable)
            throw Wrong(call, $"应写成 members.{function}(m, …)", $"it is written members.{function}(m, …)");
        if (
            variable.Id is "members" or "person"
            || Carriers.ContainsKey(variable.Id)
            || scope.Locals.ContainsKey(variable.Id)
        )
            throw Wrong(variable, $"“{variable.Id}”已有别的含义", $"\"{variable.Id}\" means something else already");
        var truth = fold is Fold.Exists or Fold.All or Fold.Count;
        var of = new Checker(scope, variable.Id).Typed(call.Arguments[1], truth ? Kind.Truth : Kind.Number);
        return new Expr.Members(fold, of, fold is Fold.Exists or Fold.All ? Kind.Truth : Kind.Number);
    }
}
