using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

/// <summary>One fact of a flip: what stands on record (null for a blank that the form reads as no or zero), and what it would have to be instead.</summary>
internal sealed record FlippedFact(AttributeDef Attribute, string? MemberName, object? Recorded, Words Instead);

internal sealed record FlipFound(IReadOnlyList<FlippedFact> Facts, string Outcome);

/// <param name="Pairs">Whether pairs were looked at, no single fact being enough.</param>
/// <param name="FactsLeftOut">Facts of which no pair was tried, because there are too many.</param>
internal sealed record FlipSearch(IReadOnlyList<FlipFound> Found, bool Pairs, int FactsLeftOut);

/// <summary>
/// Looks for the smallest sets of recorded facts which, if wrong, would change the answer: single facts first, pairs only when no single
/// one does. A number is moved to the nearest value at which the answer changes.
/// </summary>
internal static class Flips
{
    private const int Most = 12;
    private const int FactsPaired = 40;

    public static FlipSearch Find(
        Pack pack,
        MethodPlan method,
        Evaluator evaluator,
        NotedFacts noted,
        UnitResult result
    )
    {
        var places = Places(method, noted).ToList();
        var looked = new FactsLookedAt();
        evaluator.OutcomeOf(noted.Facts, looked);
        var singles = places
            .Where(p => p.In(noted.Facts, looked))
            .Select(p => Single(pack, evaluator, noted.Facts, p, result.Outcome))
            .OfType<FlipFound>()
            .Take(Most)
            .ToList();
        if (singles.Count > 0)
            return new FlipSearch(singles, Pairs: false, FactsLeftOut: 0);
        var pairs = Pairs(pack, evaluator, noted.Facts, [.. places.Take(FactsPaired)], result.Outcome).Take(Most);
        return new FlipSearch([.. pairs], Pairs: true, Math.Max(0, places.Count - FactsPaired));
    }

    /// <summary>
    /// Every recorded fact the method reads, and every blank that the form reads as no or zero: that too may be wrong. What stays unknown
    /// is no record, and the summary names it.
    /// </summary>
    private static IEnumerable<FactPlace> Places(MethodPlan method, NotedFacts noted)
    {
        foreach (var attribute in method.Facts())
            if (!attribute.OfMember)
            {
                if (Of(attribute, noted.Facts.Household, -1) is { } place)
                    yield return place;
            }
            else
                for (var i = 0; i < noted.Facts.Members.Count; i++)
                    if (Of(attribute, noted.Facts.Members[i], i) is { } place)
                        yield return place;

        FactPlace? Of(AttributeDef attribute, IReadOnlyDictionary<string, object> values, int member) =>
            values.GetValueOrDefault(attribute.Id) is var recorded && (recorded ?? attribute.WhenBlank) is { } read
                ? new FactPlace(attribute, member, member < 0 ? null : noted.Members[member].Name, recorded, read)
                : null;
    }

    private static FlipFound? Single(Pack pack, Evaluator evaluator, UnitFacts facts, FactPlace place, string outcome)
    {
        foreach (var other in Others(pack, place))
        {
            var changed = evaluator.OutcomeOf(With(facts, place, other));
            if (changed == outcome)
                continue;
            return place.Read is Fraction recorded && other is Fraction far
                ? Nearest(evaluator, facts, place, recorded, far, outcome)
                : new FlipFound([Fact(pack, place, other)], changed);
        }
        return null;
    }

    private static IEnumerable<FlipFound> Pairs(
        Pack pack,
        Evaluator evaluator,
        UnitFacts facts,
        List<FactPlace> places,
        string outcome
    )
    {
        for (var i = 0; i < places.Count; i++)
        {
            // With the first fact changed, which others are looked at at all: no other can make a difference.
            var changed = Others(pack, places[i])
                .Select(one =>
                {
                    var (with, looked) = (With(facts, places[i], one), new FactsLookedAt());
                    evaluator.OutcomeOf(with, looked);
                    return (One: one, With: with, Looked: looked);
                })
                .ToList();
            for (var j = i + 1; j < places.Count; j++)
                if (Pair(pack, evaluator, changed, places[i], places[j], outcome) is { } found)
                    yield return found;
        }
    }

    private static FlipFound? Pair(
        Pack pack,
        Evaluator evaluator,
        List<(object One, UnitFacts With, FactsLookedAt Looked)> changed,
        FactPlace first,
        FactPlace second,
        string outcome
    )
    {
        foreach (var (one, with, looked) in changed)
        {
            if (!second.In(with, looked))
                continue;
            foreach (var two in Others(pack, second))
                if (evaluator.OutcomeOf(With(with, second, two)) is var other && other != outcome)
                    return new FlipFound([Fact(pack, first, one), Fact(pack, second, two)], other);
        }
        return null;
    }

    /// <summary>Halves the way between the recorded number and one that changes the answer, down to the fact's own smallest step.</summary>
    private static FlipFound Nearest(
        Evaluator evaluator,
        UnitFacts facts,
        FactPlace place,
        Fraction recorded,
        Fraction far,
        string outcome
    )
    {
        // In steps, so that every value tried is one that can be recorded.
        var step = place.Attribute.Step;
        var (same, other) = (Steps(recorded), Steps(far));
        while (BigInteger.Abs(same - other) > 1)
        {
            var middle = (same + other) >> 1;
            if (evaluator.OutcomeOf(With(facts, place, At(middle))) == outcome)
                same = middle;
            else
                other = middle;
        }
        return Instead(At(other));

        BigInteger Steps(Fraction value) => (value / step) is var steps ? steps.Numerator / steps.Denominator : default;

        Fraction At(BigInteger steps) => new Fraction(steps, 1) * step;

        FlipFound Instead(Fraction nearest)
        {
            var least = Values.Show(place.Attribute, null!, nearest);
            var words =
                nearest > recorded
                    ? new Words($"{least.Zh}或更多", $"{least.En} or more")
                    : new Words($"{least.Zh}或更少", $"{least.En} or less");
            return new FlipFound(
                [new FlippedFact(place.Attribute, place.MemberName, place.Recorded, words)],
                evaluator.OutcomeOf(With(facts, place, nearest))
            );
        }
    }

    private static FlippedFact Fact(Pack pack, FactPlace place, object other) =>
        new(place.Attribute, place.MemberName, place.Recorded, Values.Show(place.Attribute, pack.Dictionary, other));

    /// <summary>What the fact could be instead: the other truth, another code, a number at either end of what is possible, a day long before or after.</summary>
    private static IEnumerable<object> Others(Pack pack, FactPlace place) =>
        place.Read switch
        {
            bool truth => [!truth],
            Fraction number => new[]
            {
                place.Attribute.Least ?? Fraction.Zero,
                place.Attribute.Most ?? ((number < Fraction.Zero ? Fraction.Zero : number) * 10) + 100_000_000,
            }
                .Where(n => n != number)
                .Select(n => (object)n),
            DateOnly day => [day.AddYears(-100), day.AddYears(30)],
            string code when place.Attribute.CodeList is { } list => pack
                .Dictionary.CodeLists[list]
                .Codes.Select(c => c.Id)
                .Where(id => id != code),
            IEnumerable<string> codes when place.Attribute.CodeList is { } list => pack
                .Dictionary.CodeLists[list]
                .Codes.Select(c => codes.Contains(c.Id) ? codes.Where(id => id != c.Id).ToList() : [.. codes, c.Id]),
            _ => [],
        };

    private static UnitFacts With(UnitFacts facts, FactPlace place, object value)
    {
        if (place.Member < 0)
            return facts with { Household = new OneOtherwise(facts.Household, place.Attribute.Id, value) };
        var members = facts.Members.ToArray();
        members[place.Member] = new OneOtherwise(members[place.Member], place.Attribute.Id, value);
        return facts with { Members = members };
    }

    /// <param name="Recorded">Null for a blank.</param>
    /// <param name="Read">What the rules make of it.</param>
    private sealed record FactPlace(
        AttributeDef Attribute,
        int Member,
        string? MemberName,
        object? Recorded,
        object Read
    )
    {
        /// <summary>Whether an evaluation of these facts looked at this one.</summary>
        public bool In(UnitFacts facts, FactsLookedAt looked) =>
            looked.Has(Attribute, Member < 0 ? facts.Household : facts.Members[Member]);
    }
}
