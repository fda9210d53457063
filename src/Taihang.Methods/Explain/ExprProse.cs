using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

/// <summary>Says an expression in words.</summary>
internal static class ExprProse
{
    private static readonly Dictionary<string, Words> Comparisons = new()
    {
        ["=="] = new("是", "is"),
        ["!="] = new("不是", "is not"),
        ["<"] = new("低于", "is below"),
        ["<="] = new("不高于", "is at most"),
        [">"] = new("高于", "is above"),
        [">="] = new("不低于", "is at least"),
    };

    private static readonly Dictionary<string, Words> Operators = new()
    {
        ["+"] = new("加", "plus"),
        ["-"] = new("减", "minus"),
        ["*"] = new("乘以", "times"),
    };

    private static readonly Dictionary<Rounding, Words> Roundings = new()
    {
        [Rounding.Floor] = new("向下取整", "rounded down"),
        [Rounding.Ceil] = new("向上取整", "rounded up"),
        [Rounding.Round] = new("四舍五入取整", "rounded to a whole number"),
        [Rounding.Trunc] = new("舍去小数", "cut off to a whole number"),
    };

    public static Words Say(Expr expr, Pack pack)
    {
        return expr switch
        {
            Expr.Literal { Kind: Kind.Truth } l => l.Truth ? new("是", "true") : new("否", "false"),
            Expr.Literal { Kind: Kind.Number } l => Words.Same(l.Number.ToString()),
            Expr.Literal l => Words.Same(l.Text),
            Expr.Fact f => f.Attribute.Title,
            Expr.Known k => Join("已记录", "", k.Attribute.Title, " is recorded"),
            Expr.Local l => Local(l.Id),
            Expr.Parameter { Key: { Kind: not Kind.Code } key } p => Say(key, pack) is var of
                ? new(
                    $"{pack.Parameter(p.Id)!.Title.Zh}（按{of.Zh}）",
                    $"{pack.Parameter(p.Id)!.Title.En} (by {of.En})"
                )
                : null!,
            Expr.Parameter p => pack.Parameter(p.Id)!.Title,
            Expr.Not n => Say(n.Of, pack) is var of && n.Of is Expr.Local or Expr.Fact
                ? new($"{of.Zh}为否", $"{of.En} is no")
            : Say(n.Of, pack) is var clause ? new($"并非（{clause.Zh}）", $"not ({clause.En})")
            : null!,
            Expr.Logic { And: true } l when Titled(l) is { } parts => AllOf(parts),
            Expr.Logic l => Both(l.Left, l.And ? "且" : "或", l.And ? "and" : "or", l.Right, l.And),
            Expr.Compare c => Compare(c),
            Expr.OneOf o => Say(o.Of, pack) is var of && o.Codes.Select(code => Code(o.Of, code)).ToList() is var codes
                ? new(
                    $"{of.Zh}为{string.Join("、", codes.Select(c => c.Zh))}之一",
                    $"{of.En} is one of {string.Join(", ", codes.Select(c => c.En))}"
                )
                : null!,
            Expr.Contains c => Say(c.Codes, pack) is var codes
                ? new($"{codes.Zh}中有{Code(c.Codes, c.Code).Zh}", $"{codes.En} include {Code(c.Codes, c.Code).En}")
                : null!,
            Expr.CountCodes c => Join("", "的项数", Say(c.Codes, pack), ", counted"),
            Expr.Arithmetic a => Operand(a.Left, a, right: false) is var left
            && Operand(a.Right, a, right: true) is var right
                ? new(
                    $"{left.Zh}{Operators[a.Operator].Zh}{right.Zh}",
                    $"{left.En} {Operators[a.Operator].En} {right.En}"
                )
                : null!,
            Expr.Per p => Bracketed(p.Amount) is var amount && Bracketed(p.Divisor) is var by
                ? new($"{amount.Zh}除以{by.Zh}", $"{amount.En} divided by {by.En}")
                : null!,
            Expr.Choice c => Say(c.If, pack) is var condition
            && Say(c.Then, pack) is var then
            && Say(c.Else, pack) is var other
                ? new(
                    $"若{condition.Zh}则{then.Zh}，否则{other.Zh}",
                    $"if {condition.En} then {then.En}, else {other.En}"
                )
                : null!,
            Expr.ByCode b => new(
                string.Join("；", b.Values.Select(v => $"{Code(b.Of, v.Code).Zh}：{Say(v.Value, pack).Zh}")),
                string.Join("; ", b.Values.Select(v => $"{Code(b.Of, v.Code).En}: {Say(v.Value, pack).En}"))
            ),
            Expr.Age a => Age(a),
            Expr.RunDay => new("基准日", "the day of the run"),
            Expr.CalendarPart c => Say(c.Of, pack) is var day
                ? new($"{day.Zh}的{(c.Month ? "月份" : "年份")}", $"the {(c.Month ? "month" : "year")} of {day.En}")
                : null!,
            Expr.Rounded r => Say(r.Of, pack) is var exact
                ? new($"{exact.Zh}（{Roundings[r.How].Zh}）", $"{exact.En} ({Roundings[r.How].En})")
                : null!,
            Expr.Members m => Members(m),
            Expr.Needs n => Say(n.Of, pack),
            Expr.Named n => n.Title,
            Expr.Said s => Say(s.Of, pack) is var of
                ? new($"能够判定（{of.Zh}）", $"it can be said whether or how much ({of.En})")
                : null!,
            _ => throw new InvalidOperationException($"{expr.GetType().Name} has no words."),
        };

        // Ages of one's birthday are said short; between two other days, both are named.
        Words Age(Expr.Age age)
        {
            var of = age.InMonths
                ? new Words("月龄", "age in completed months")
                : new("周岁", "age in completed years");
            if (age.Until is Expr.RunDay)
                return of;
            var (from, to) = (Say(age.Born, pack), Say(age.Until, pack));
            var unit = age.InMonths ? new Words("足月数", "completed months") : new("足年数", "completed years");
            return new($"从{from.Zh}到{to.Zh}的{unit.Zh}", $"{unit.En} from {from.En} to {to.En}");
        }

        static Words Join(string before, string after, Words middle, string english) =>
            new(before + middle.Zh + after, middle.En + english);

        Words Local(string id)
        {
            if (id == MethodPlan.WeightedScore)
                return new("加权得分", "weighted score");
            if (id == MethodPlan.ScorePoor)
                return new("得分达到临界值", "the score reaches the cut-off");
            var named = pack
                .Methods.SelectMany(m =>
                    m.Derived.Select(d => (d.Id, d.Title)).Concat(m.Indicators.Select(i => (i.Id, i.Title)))
                )
                .FirstOrDefault(n => n.Id == id)
                .Title;
            return named is null ? Words.Same(id) : new($"“{named.Zh}”", $"\"{named.En}\"");
        }

        // Conditions that have a title, all of which must hold or fail: what an outcome is made of.
        List<(Words Title, bool Holds)>? Titled(Expr part) =>
            part switch
            {
                Expr.Local l => [(Local(l.Id), true)],
                Expr.Not { Of: Expr.Local l } => [(Local(l.Id), false)],
                Expr.Logic { And: true } l when Titled(l.Left) is { } left && Titled(l.Right) is { } right =>
                [
                    .. left,
                    .. right,
                ],
                _ => null,
            };

        Words AllOf(List<(Words Title, bool Holds)> parts)
        {
            var (zh, en) = (new List<string>(), new List<string>());
            foreach (var group in parts.GroupBy(p => p.Holds).OrderByDescending(g => g.Key))
            {
                zh.Add((group.Key ? "同时符合：" : "不符合：") + string.Join("、", group.Select(p => p.Title.Zh)));
                en.Add((group.Key ? "holds: " : "does not hold: ") + string.Join(", ", group.Select(p => p.Title.En)));
            }
            return new(string.Join("；", zh), string.Join("; ", en));
        }

        Words Operand(Expr part, Expr.Arithmetic around, bool right) =>
            part is Expr.Choice
            || (part is Expr.Arithmetic inner && (right || (around.Operator == "*" && inner.Operator != "*")))
                ? Bracketed(part)
                : Say(part, pack);

        Words Bracketed(Expr part) =>
            Say(part, pack) is var said && part is Expr.Arithmetic or Expr.Choice
                ? new($"（{said.Zh}）", $"({said.En})")
                : Say(part, pack);

        Words Both(Expr left, string zh, string en, Expr right, bool and)
        {
            var (l, r) = (Inner(left, and), Inner(right, and));
            return new($"{l.Zh} {zh} {r.Zh}", $"{l.En} {en} {r.En}");
        }

        Words Inner(Expr part, bool and) =>
            Say(part, pack) is var said && part is Expr.Logic inner && inner.And != and
                ? new($"（{said.Zh}）", $"({said.En})")
                : said;

        Words Compare(Expr.Compare c)
        {
            var left = Say(c.Left, pack);
            var right = c.Right is Expr.Literal { Kind: Kind.Code } code ? Code(c.Left, code.Text) : Say(c.Right, pack);
            return new(
                $"{left.Zh}{Comparisons[c.Operator].Zh}{right.Zh}",
                $"{left.En} {Comparisons[c.Operator].En} {right.En}"
            );
        }

        Words Code(Expr fact, string code) =>
            fact is Expr.Fact { Attribute.CodeList: { } list }
            && pack.Dictionary.CodeLists[list].Find(code) is { } known
                ? known.Label
                : Words.Same(code);

        Words Members(Expr.Members m)
        {
            if (m.Of is null)
                return new("家庭人口数", "the number of members");
            var of = Say(m.Of, pack);
            if (m.Where is { } where && Say(where, pack) is var chosen)
                of = new($"{of.Zh}（限{chosen.Zh}者）", $"{of.En} (of those for whom {chosen.En})");
            return m.Fold switch
            {
                Fold.Exists => new($"有成员{of.Zh}", $"some member for whom {of.En}"),
                Fold.All => new($"所有成员{of.Zh}", $"every member has {of.En}"),
                Fold.Count => new($"{of.Zh}的成员数", $"the number of members for whom {of.En}"),
                Fold.Sum => new($"各成员{of.Zh}之和", $"the sum over members of {of.En}"),
                Fold.Min => new($"各成员{of.Zh}的最小值", $"the least over members of {of.En}"),
                _ => new($"各成员{of.Zh}的最大值", $"the greatest over members of {of.En}"),
            };
        }
    }
}
