using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using static Taihang.Methods.Check.CheckFaults;

namespace Taihang.Methods.Check;

/// <summary>Macros over the members of a household, or over those of them whom a filter chooses.</summary>
public sealed partial class Checker
{
    private static readonly string[] Macros =
    [
        "exists",
        "exists_one",
        "all",
        "filter",
        "size",
        "sum",
        "min",
        "max",
        "avg",
        "share",
    ];

    private static bool IsMembers(CelNode node) =>
        node is CelNode.Name { Id: "members" }
        || (node is CelNode.Call { Function: "filter", On: { } on } && IsMembers(on));

    private Expr OverMembers(CelNode.Call call)
    {
        var conditions = new List<Expr>();
        for (var on = call.On; on is CelNode.Call filter; on = filter.On)
            conditions.Insert(0, Asked(filter, Kind.Truth));
        var chosen = conditions.Count == 0 ? null : Sugar.And(conditions);
        switch (call.Function)
        {
            case "size" when call.Arguments.Count == 0:
                return Count(chosen);
            case "exists":
                return new Expr.Members(Fold.Exists, Both(Asked(call, Kind.Truth)), Kind.Truth);
            case "all":
                var holds = Asked(call, Kind.Truth);
                return new Expr.Members(
                    Fold.All,
                    chosen is null ? holds : new Expr.Logic(And: false, new Expr.Not(chosen), holds),
                    Kind.Truth
                );
            case "exists_one":
                return Sugar.ExistsOne(Count(Both(Asked(call, Kind.Truth))));
            case "share":
                return new Expr.Per(Count(Both(Asked(call, Kind.Truth))), Count(chosen));
            case "avg":
                return new Expr.Per(Sum(Asked(call, Kind.Number)), Count(chosen));
            case "sum":
                return Sum(Asked(call, Kind.Number));
            case "min" or "max":
                var fold = call.Function == "min" ? Fold.Min : Fold.Max;
                return new Expr.Members(fold, Asked(call, Kind.Number), Kind.Number, chosen);
            case "filter":
                throw Wrong(
                    call,
                    "filter 之后要写问什么，如 .size()、.exists(m, …)、.sum(m, …)",
                    "after filter say what is asked of them: .size(), .exists(m, …), .sum(m, …)"
                );
            default:
                throw Instead.Of(call, call.Function) ?? Unknown(call, call.Function, Macros);
        }

        static Expr.Members Count(Expr? condition) => new(Fold.Count, condition, Kind.Number);

        Expr.Members Sum(Expr amount) => new(Fold.Sum, Sugar.OfThose(chosen, amount), Kind.Number);

        Expr Both(Expr condition) => chosen is null ? condition : Sugar.And([chosen, condition]);
    }

    /// <summary>What a macro asks of one member.</summary>
    private Expr Asked(CelNode.Call call, Kind kind)
    {
        if (call.Arguments.Count != 2 || call.Arguments[0] is not CelNode.Name variable)
            throw Wrong(call, $"应写成 members.{call.Function}(m, …)", $"it is written members.{call.Function}(m, …)");
        if (
            variable.Id is "members" or "person" or "math" or RunDayName
            || Carriers.ContainsKey(variable.Id)
            || scope.Locals.ContainsKey(variable.Id)
            || scope.Parameters.Any(p => p.Id == variable.Id)
        )
            throw Wrong(variable, $"“{variable.Id}”已有别的含义", $"\"{variable.Id}\" means something else already");
        return new Checker(scope, variable.Id, member).Typed(call.Arguments[1], kind);
    }
}
