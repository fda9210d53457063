using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Check;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>What a method may have beside its rules: welfare and its line, gaps, a selection, a proxy test, a sample's design.</summary>
public sealed partial class MethodReader
{
    private static readonly Dictionary<string, LonelyPsu> LonelyRules = new()
    {
        ["refuse"] = LonelyPsu.Refuse,
        ["certain"] = LonelyPsu.Certain,
        ["adjust"] = LonelyPsu.Adjust,
    };

    private static readonly Dictionary<string, LineRule> LineRules = new()
    {
        ["below"] = LineRule.PoorBelow,
        ["at_or_below"] = LineRule.PoorAtOrBelow,
    };

    private static readonly Dictionary<string, QuantileRule> QuantileRules = new()
    {
        ["lowest_reaching"] = QuantileRule.LowestReaching,
        ["halfway_when_exact"] = QuantileRule.HalfwayWhenExact,
    };

    private static readonly Dictionary<string, GiniForm> GiniForms = new()
    {
        ["population"] = GiniForm.Population,
        ["small_sample"] = GiniForm.SmallSample,
    };

    private static readonly Dictionary<string, RankOrder> FirstRules = new()
    {
        ["lowest"] = RankOrder.LowestFirst,
        ["highest"] = RankOrder.HighestFirst,
    };

    private static readonly Dictionary<string, TieRule> TieRules = new()
    {
        ["by_id"] = TieRule.ByKey,
        ["all_in"] = TieRule.AllIn,
        ["all_out"] = TieRule.AllOut,
    };

    private Welfare ReadWelfare(YamlReader welfare, ImmutableArray<OutcomePlan> outcomes)
    {
        welfare.Only("amount", "per", "line", "outcome", "poor", "quantile", "gini", "non_positive");
        var outcome = Outcome(welfare.Must("outcome"), outcomes);
        var nonPositive = welfare.Child("non_positive")?.Only("watts", "mean_log_deviation");
        return new Welfare(
            Expression(welfare.Must("amount"), Kind.Number),
            welfare.Child("per") is { } per ? Expression(per, Kind.Number) : null,
            Expression(welfare.Must("line"), Kind.Number),
            outcome,
            welfare.Must("poor").OneOf(LineRules),
            welfare.Must("quantile").OneOf(QuantileRules),
            welfare.Must("gini").OneOf(GiniForms),
            OfNothing(nonPositive?.Child("watts")),
            OfNothing(nonPositive?.Child("mean_log_deviation"))
        );
    }

    /// <summary>Undefined unless the method says otherwise: nothing, or an amount above zero.</summary>
    private static NotPositive OfNothing(YamlReader? rule)
    {
        if (rule is null || rule.Text() == "undefined")
            return new NotPositive(false, null);
        if (rule.Text() == "adds_nothing")
            return new NotPositive(true, null);
        if (Fraction.TryParse(rule.Text(), out var amount) && amount > Fraction.Zero)
            return new NotPositive(true, amount);
        rule.Report(
            PackProblems.WrongForm(
                rule.Place,
                new("undefined、adds_nothing 或大于零的数额", "undefined, adds_nothing or an amount above zero")
            )
        );
        return new NotPositive(false, null);
    }

    private Expr Needing(YamlReader item, Expr when) =>
        item.ItemsOrNone("needs").Select(Fact).OfType<AttributeDef>().ToList() is { Count: > 0 } facts
            ? new Expr.Needs(facts, when)
            : when;

    private IndicatorGap ReadGap(YamlReader gap)
    {
        gap.Only("amount", "cutoff");
        return new IndicatorGap(
            Expression(gap.Must("amount"), Kind.Number),
            Expression(gap.Must("cutoff"), Kind.Number)
        );
    }

    private SelectionPlan ReadSelection(YamlReader select, ImmutableArray<OutcomePlan> outcomes, bool scored)
    {
        select.Only("among", "order", "fills", "quota", "per", "ties", "overrun", "reserve");
        if (scored)
            locals[MethodPlan.WeightedScore] = new NamedValue(
                new("加权得分", "Weighted score"),
                Kind.Number,
                null,
                false
            );
        var among = select.Must("among").Items().Select(o => Outcome(o, outcomes)).ToImmutableArray();
        var order = select
            .Must("order")
            .Items()
            .Select(item =>
            {
                item.Only("by", "first");
                return new SelectionOrder(
                    Expression(item.Must("by"), Kind.Number),
                    item.Must("first").OneOf(FirstRules)
                );
            })
            .ToImmutableArray();
        if (order.IsEmpty)
            select.Report(
                PackProblems.WrongForm(select.Must("order").Place, new("至少一项次序", "at least one key of the order"))
            );
        var fills = select.Child("fills") is { } uses
            ? Expression(uses, Kind.Number)
            : new Expr.Literal(Kind.Number, Number: Fraction.One);
        var quota = Expression(select.Must("quota"), Kind.Number);
        var per =
            select.Child("per") is { } place && Fact(place) is { } fact
                ? new Expr.Fact(fact, Checker.KindOf(fact))
                : null;
        if (per is { Kind: not (Kind.Code or Kind.Text) })
            select.Report(
                PackProblems.WrongForm(
                    select.Must("per").Place,
                    new("代码或文字的事实", "a fact that is a code or a text")
                )
            );
        if (quota.WithParts().Any(p => p is Expr.Known or Expr.Local or Expr.Members || (p is Expr.Fact f && f != per)))
            select.Report(
                PackProblems.WrongForm(
                    select.Must("quota").Place,
                    new("只由参数与 per 决定的名额", "a quota that only parameters and the fact in per decide")
                )
            );
        var reserve = select.Child("reserve")?.Fraction() ?? Fraction.Zero;
        if (reserve < Fraction.Zero)
            select.Report(
                PackProblems.WrongForm(select.Must("reserve").Place, new("不小于零的份额", "a share of zero or more"))
            );
        return new SelectionPlan(
            among,
            order,
            fills,
            quota,
            per,
            select.Must("ties").OneOf(TieRules),
            select.Child("overrun")?.Truth() ?? false,
            reserve
        );
    }

    private static string Outcome(YamlReader at, ImmutableArray<OutcomePlan> outcomes)
    {
        var id = at.Text();
        if (!outcomes.Any(o => o.Id == id))
            at.Report(PackProblems.UnknownName(at.Place, id, Nearest.To(id, outcomes.Select(o => o.Id))));
        return id;
    }

    private SurveyDesign? ReadSurvey(YamlReader survey)
    {
        survey.Only("strata", "psu", "lonely");
        var (strata, psu) = (Fact(survey.Must("strata")), Fact(survey.Must("psu")));
        var lonely = survey.Must("lonely").OneOf(LonelyRules);
        return strata is null || psu is null ? null : new SurveyDesign(strata, psu, lonely);
    }
}
