using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Evaluate;

/// <summary>What a method says of one unit; equal, bit for bit, to what the printed SQL says.</summary>
/// <param name="Outcome">Outcome id, <see cref="MethodPlan.Unknown"/> or <see cref="Evaluator.Excluded"/>.</param>
/// <param name="Score">Sum of the weights of indicators that hold, over the method's denominator.</param>
public sealed record UnitResult(string Outcome, bool Counted, long Score, long Mask, long UnknownMask, Fraction? Line);

/// <summary>Runs a method on one unit at a time, in exact numbers: for reasons, for the field and as the oracle of the SQL.</summary>
public sealed class Evaluator(MethodPlan method, ParameterValues parameters, DateOnly asOf)
{
    public const string Excluded = "excluded";

    private readonly Dictionary<string, Expr> definitions = method
        .Derived.Select(d => (d.Id, d.Is))
        .Concat(method.Indicators.Select(i => (i.Id, Is: i.When)))
        .ToDictionary(d => d.Id, d => d.Is);

    public UnitResult Run(UnitFacts facts) => new Evaluation(this, facts, null).Result();

    /// <summary>The outcome alone, for which no more is worked out than it needs.</summary>
    /// <param name="looked">Takes every fact that was looked at; to change any other changes nothing.</param>
    public string OutcomeOf(UnitFacts facts, FactsLookedAt? looked = null) =>
        new Evaluation(this, facts, looked).Outcome().Id;

    /// <summary>The value of one expression for a unit; null when it cannot be said.</summary>
    public object? Value(Expr expr, UnitFacts facts) => new Evaluation(this, facts, null).Of(expr, null);

    private sealed class Evaluation(Evaluator run, UnitFacts facts, FactsLookedAt? looked)
    {
        private readonly Dictionary<string, object?> locals = [];

        public UnitResult Result()
        {
            foreach (var derived in run.Method.Derived)
                Local(derived.Id);
            var (score, mask, unknown) = Score();
            var line = run.Method.Welfare is { } welfare ? (Fraction?)Of(welfare.Line, null) : null;
            var (outcome, counted) = Outcome();
            return new UnitResult(outcome, counted, score, mask, unknown, line);
        }

        private (long Score, long Mask, long Unknown) Score()
        {
            var (score, unknownScore, mask, unknown) = (0L, 0L, 0L, 0L);
            for (var i = 0; i < run.Method.Indicators.Length; i++)
            {
                var indicator = run.Method.Indicators[i];
                var holds = (bool?)Local(indicator.Id);
                if (holds == true)
                    (score, mask) = (score + indicator.WeightNumerator, mask | (1L << i));
                else if (holds is null)
                    (unknownScore, unknown) = (unknownScore + indicator.WeightNumerator, unknown | (1L << i));
            }
            locals[MethodPlan.WeightedScore] = unknown == 0 ? new Fraction(score, run.Method.Denominator) : null;
            if (run.Method.Cutoff is { } cutoff)
            {
                var needed = cutoff * new Fraction(run.Method.Denominator, 1);
                locals[MethodPlan.ScorePoor] =
                    score >= needed ? true
                    : score + unknownScore < needed ? false
                    : (object?)null;
            }
            return (score, mask, unknown);
        }

        private object? Local(string id)
        {
            if (locals.TryGetValue(id, out var known))
                return known;
            if (run.definitions.TryGetValue(id, out var definition))
                return locals[id] = Of(definition, null);
            Score();
            return locals[id];
        }

        public (string Id, bool Counted) Outcome()
        {
            foreach (var exclusion in run.Method.Exclusions)
                switch (Of(exclusion.When, null))
                {
                    case true:
                        return (Excluded, false);
                    case null:
                        return (MethodPlan.Unknown, false);
                }
            foreach (var outcome in run.Method.Outcomes)
                switch (outcome.When is null ? true : Of(outcome.When, null))
                {
                    case true:
                        return (outcome.Id, outcome.Counted);
                    case null:
                        return (MethodPlan.Unknown, false);
                }
            throw new InvalidOperationException("The last outcome has no condition.");
        }

        public object? Of(Expr expr, IReadOnlyDictionary<string, object>? member) =>
            expr switch
            {
                Expr.Literal l => l.Kind switch
                {
                    Kind.Truth => l.Truth,
                    Kind.Number => l.Number,
                    Kind.Date => DateOnly.ParseExact(l.Text, "yyyy-MM-dd"),
                    _ => l.Text,
                },
                Expr.Fact f => Fact(f.Attribute, member) ?? f.Attribute.WhenBlank,
                Expr.Known k => Fact(k.Attribute, member) is not null,
                Expr.Local l => Local(l.Id),
                Expr.Parameter p => Parameter(p, member),
                Expr.Not n => Of(n.Of, member) is bool b ? !b : null,
                Expr.Logic l => Logic(l, member),
                Expr.Compare c => Compare(c, member),
                Expr.OneOf o => Of(o.Of, member) is string code ? o.Codes.Contains(code) : null,
                Expr.Contains c => Of(c.Codes, member) is IReadOnlyList<string> codes ? codes.Contains(c.Code) : null,
                Expr.CountCodes c => Of(c.Codes, member) is IReadOnlyList<string> codes
                    ? new Fraction(codes.Count, 1)
                    : null,
                Expr.Arithmetic a => Arithmetic(a, member),
                Expr.Choice c => Of(c.If, member) is bool yes ? Of(yes ? c.Then : c.Else, member) : null,
                Expr.ByCode b => Of(b.Of, member) is string code
                && b.Values.FirstOrDefault(v => v.Code == code).Value is { } chosen
                    ? Of(chosen, member)
                    : null,
                Expr.RunDay => run.Day,
                Expr.Age a => Of(a.Born, member) is DateOnly born && Of(a.Until, member) is DateOnly until
                    ? new Fraction(a.InMonths ? Months(born, until) : Years(born, until), 1)
                    : null,
                Expr.CalendarPart c => Of(c.Of, member) is DateOnly day
                    ? new Fraction(c.Month ? day.Month : day.Year, 1)
                    : null,
                Expr.Rounded r => Of(r.Of, member) is Fraction number ? Rounded(r.How, number) : null,
                Expr.Members m => Members(m),
                Expr.Said s => Of(s.Of, member) is not null,
                Expr.Named n => Of(n.Of, member),
                Expr.Needs n => n.Facts.All(a => Fact(a, member) is not null) ? Of(n.Of, member) : null,
                Expr.Per p => Of(p.Amount, member) is Fraction amount
                && Of(p.Divisor, member) is Fraction by
                && by > Fraction.Zero
                    ? amount / by
                    : null,
                _ => throw new InvalidOperationException($"{expr.GetType().Name} is not evaluated."),
            };

        private object? Fact(AttributeDef attribute, IReadOnlyDictionary<string, object>? member)
        {
            var values = attribute.OfMember ? member ?? facts.Members[facts.Person] : facts.Household;
            looked?.Add(attribute, values);
            return values.GetValueOrDefault(attribute.Id);
        }

        private object? Parameter(Expr.Parameter parameter, IReadOnlyDictionary<string, object>? member)
        {
            if (parameter.Key is null)
                return run.Values[parameter.Id, null];
            return Of(parameter.Key, member) switch
            {
                string code => run.Values[parameter.Id, code],
                Fraction number => run.Values.At(parameter.Id, number),
                DateOnly day => run.Values.At(parameter.Id, day.DayNumber),
                _ => null,
            };
        }

        private object? Logic(Expr.Logic logic, IReadOnlyDictionary<string, object>? member)
        {
            var left = (bool?)Of(logic.Left, member);
            if (left == !logic.And)
                return left;
            var right = (bool?)Of(logic.Right, member);
            if (right == !logic.And)
                return right;
            return left is null || right is null ? null : logic.And;
        }

        private object? Compare(Expr.Compare compare, IReadOnlyDictionary<string, object>? member)
        {
            if (Of(compare.Left, member) is not { } left || Of(compare.Right, member) is not { } right)
                return null;
            var order = (left, right) switch
            {
                (Fraction a, Fraction b) => a.CompareTo(b),
                (DateOnly a, DateOnly b) => a.CompareTo(b),
                _ => left.Equals(right) ? 0 : 1,
            };
            return compare.Operator switch
            {
                "==" => order == 0,
                "!=" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
        }

        private object? Arithmetic(Expr.Arithmetic arithmetic, IReadOnlyDictionary<string, object>? member)
        {
            if (Of(arithmetic.Left, member) is not Fraction a || Of(arithmetic.Right, member) is not Fraction b)
                return null;
            return arithmetic.Operator switch
            {
                "+" => a + b,
                "-" => a - b,
                _ => a * b,
            };
        }

        private object? Members(Expr.Members fold)
        {
            if (fold.Of is null)
                return new Fraction(facts.Members.Count, 1);
            var asked = facts.Members;
            if (fold.Where is { } where)
            {
                var chosen = asked.Select(m => (bool?)Of(where, m)).ToList();
                if (chosen.Contains(null))
                    return null;
                asked = [.. asked.Where((_, i) => chosen[i] == true)];
            }
            var values = asked.Select(m => Of(fold.Of, m)).ToList();
            switch (fold.Fold)
            {
                case Fold.Exists:
                    return values.Contains(true) ? true
                        : values.Contains(null) ? null
                        : false;
                case Fold.All:
                    return values.Contains(false) ? false
                        : values.Contains(null) ? null
                        : true;
            }
            if (values.Contains(null))
                return null;
            return fold.Fold switch
            {
                Fold.Count => new Fraction(values.Count(v => v is true), 1),
                Fold.Sum => values.Aggregate(Fraction.Zero, (sum, v) => sum + (Fraction)v!),
                _ when values.Count == 0 => null,
                Fold.Min => values.Min(v => (Fraction)v!),
                _ => values.Max(v => (Fraction)v!),
            };
        }
    }

    public static Fraction Rounded(Rounding how, Fraction number)
    {
        var (n, d) = (number.Numerator, number.Denominator);
        return how switch
        {
            Rounding.Floor => Floor(n, d),
            Rounding.Ceil => -Floor(-n, d),
            Rounding.Trunc => new Fraction(BigInteger.Divide(n, d), 1),
            _ => n.Sign < 0 ? -Floor((-2 * n) + d, 2 * d) : Floor((2 * n) + d, 2 * d),
        };

        static Fraction Floor(BigInteger n, BigInteger d) => new((n - (((n % d) + d) % d)) / d, 1);
    }

    public static int Years(DateOnly born, DateOnly day) =>
        day.Year - born.Year - ((born.Month * 100) + born.Day > (day.Month * 100) + day.Day ? 1 : 0);

    public static int Months(DateOnly born, DateOnly day) =>
        ((day.Year - born.Year) * 12) + day.Month - born.Month - (born.Day > day.Day ? 1 : 0);

    private MethodPlan Method => method;

    private ParameterValues Values => parameters;

    private DateOnly Day => asOf;
}
