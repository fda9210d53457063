using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Taihang.Core.Common;
using Taihang.Core.Measures;

namespace Taihang.Modules.Identification;

/// <summary>People of one sampling unit, area and line times divisor, in units of the smallest step of weight.</summary>
/// <param name="Full">z: the line times the divisor, in units of <see cref="GapSums.PerFull"/>.</param>
/// <param name="Amounts">Σ w·y over the poor, in the unit of the amounts.</param>
/// <param name="Squares">Σ w·y² over the poor.</param>
internal sealed record GapRow(
    int Unit,
    int Area,
    BigInteger Full,
    BigInteger Population,
    BigInteger Poor,
    BigInteger Amounts,
    BigInteger Squares
);

/// <summary>
/// P0, P1, P2 (Foster, Greer and Thorbecke 1984) of those below the method's line, or at it where the method says so,
/// a loss counting in full. A gap is
/// (line x per - amount) / (line x per): the amounts and their squares are summed in whole numbers within each line and divisor, the
/// rest is exact fractions.
/// </summary>
internal sealed class GapSums
{
    private readonly Dictionary<(int Unit, int Area, Int128 Full), Sums> sums = [];
    private readonly BigInteger step;
    private readonly BigInteger ofAmounts;
    private readonly BigInteger ofFull;
    private readonly bool sameUnit;
    private readonly LineRule rule;
    private GapRow[] rows = [];
    private GapRow[][][] byGroup = [];

    /// <param name="step">Smallest step of weight.</param>
    /// <param name="ofAmounts">What the amounts were multiplied by to be whole.</param>
    /// <param name="ofFull">What line times divisor was.</param>
    public GapSums(LineRule rule, BigInteger step, BigInteger ofAmounts, BigInteger ofFull) =>
        (this.rule, this.step, this.ofAmounts, this.ofFull, sameUnit) = (
            rule,
            step,
            ofAmounts,
            ofFull,
            ofAmounts == ofFull
        );

    /// <summary>What amounts over <see cref="GapRow.Full"/> must be multiplied by to be shares.</summary>
    public double PerFull => new Fraction(ofFull, ofAmounts).ToDouble();

    /// <param name="full">The line times the divisor, above zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add((int Unit, int Area) place, Int128 full, long weight, Int128 amount)
    {
        ref var own = ref Of(place, full);
        own.Population.Add(weight);
        if (!IsPoor(amount, full))
            return;
        own.Poor.Add(weight);
        own.Amounts.AddProduct(amount, weight);
        own.Squares.AddProduct(amount, amount, weight);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsPoor(Int128 amount, Int128 full)
    {
        var against = sameUnit
            ? amount.CompareTo(full)
            : ((BigInteger)amount * ofFull).CompareTo((BigInteger)full * ofAmounts);
        return rule == LineRule.PoorBelow ? against < 0 : against <= 0;
    }

    private ref Sums Of((int Unit, int Area) place, Int128 full) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (place.Unit, place.Area, full), out _);

    /// <summary>Puts what was added in the order of unit, area and line, so that no sum depends on the order of the rows.</summary>
    public void Close(PeoplePlaces places)
    {
        rows =
        [
            .. sums.OrderBy(s => s.Key)
                .Select(s => new GapRow(
                    s.Key.Unit,
                    s.Key.Area,
                    s.Key.Full,
                    s.Value.Population.Total,
                    s.Value.Poor.Total,
                    s.Value.Amounts.Total,
                    s.Value.Squares.Total
                )),
        ];
        sums.Clear();
        byGroup =
        [
            .. places.Values.Select(
                (values, i) =>
                {
                    var own = rows.ToLookup(r => places.Areas[r.Area][i]);
                    return values.Select((_, code) => own[code].ToArray()).ToArray();
                }
            ),
        ];
    }

    public IReadOnlyList<GapRow> In(PeopleGroup group) => group.Index < 0 ? rows : byGroup[group.Index][group.Code];

    public PovertyGaps? Of(PeopleGroup group)
    {
        // One fraction for each line, not for each row.
        var found = In(group)
            .GroupBy(r => r.Full)
            .Select(same =>
            {
                var full = new Fraction(same.Key, ofFull);
                var poor = Sum(same, r => r.Poor);
                var amounts = new Fraction(Sum(same, r => r.Amounts), ofAmounts) / full;
                var squares = new Fraction(Sum(same, r => r.Squares), ofAmounts * ofAmounts) / (full * full);
                return new FgtSums(
                    Sum(same, r => r.Population),
                    poor,
                    new Fraction(poor, 1) - amounts,
                    new Fraction(poor, 1) - (amounts + amounts) + squares
                );
            })
            .Aggregate(FgtSums.Nobody, (sum, one) => sum + one);
        return found.P0 is { } p0
            ? new PovertyGaps((decimal)found.Population / (decimal)step, p0, found.P1!.Value, found.P2!.Value)
            : null;
    }

    private static BigInteger Sum(IEnumerable<GapRow> all, Func<GapRow, BigInteger> of) =>
        all.Aggregate(BigInteger.Zero, (sum, one) => sum + of(one));

    private struct Sums
    {
        public ExactSum Population;
        public ExactSum Poor;
        public ExactSum Amounts;
        public ExactSum Squares;
    }
}
