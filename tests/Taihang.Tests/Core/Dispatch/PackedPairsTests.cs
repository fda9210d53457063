using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class PackedPairsTests
{
    private static readonly Gen<ulong> Levels = Gen.Int[0, 3].Array[7].Select(Packed);

    private static readonly Gen<PackedVillage> Villages = Gen.Select(
            Levels,
            Gen.Int[-300, 300],
            Gen.Int[-300, 300],
            Gen.Int[0, 10],
            Gen.Int[0, 4],
            Gen.Int[0, 1],
            Gen.Int[-1, 3]
        )
        .Select(
            (need, x, y, difficulty, dialect, tier, incumbent) =>
                new PackedVillage(
                    need,
                    x == 300 ? PackedPairs.Unknown : (short)x,
                    (short)y,
                    (byte)(difficulty == 10 ? 255 : difficulty),
                    (byte)(new[] { 0, 0x11, 0x12, 0x21, 0x22 }[dialect]),
                    (byte)tier,
                    incumbent
                )
        );

    private static readonly Gen<PackedCadre> Cadres = Gen.Select(
            Levels,
            Gen.Int[-300, 300],
            Gen.Int[-300, 300],
            Gen.Int[0, 9],
            Gen.Int[0, 4]
        )
        .Select(
            (skill, x, y, seniority, dialect) =>
                new PackedCadre(
                    skill,
                    x == 300 ? PackedPairs.Unknown : (short)x,
                    (short)y,
                    (byte)seniority,
                    (byte)(new[] { 0, 0x11, 0x12, 0x21, 0x22 }[dialect]),
                    0,
                    int.MaxValue
                )
        );

    /// <summary>A small nation: spans of villages to serve in and to avoid; skills few enough for ties.</summary>
    internal static readonly Gen<(PackedPairs Pairs, long[] Penalty)> Nations =
        from villages in Villages.Array[1, 7]
        from cadres in Cadres.Array[1, 7]
        from spans in Gen.Int[0, 7].Array[28]
        from penalty in Gen.Long[0, 40_000].Array[villages.Length]
        select (
            new PackedPairs(
                Rules.China,
                villages,
                [
                    .. cadres.Select(
                        (c, i) =>
                            c with
                            {
                                From = Math.Min(spans[4 * i], spans[(4 * i) + 1]) % (villages.Length + 1),
                                To = Math.Max(
                                    Math.Min(spans[4 * i], spans[(4 * i) + 1]) % (villages.Length + 1),
                                    Math.Min(villages.Length, Math.Max(spans[4 * i], spans[(4 * i) + 1]))
                                ),
                                AvoidFrom = spans[(4 * i) + 2],
                                AvoidTo = spans[(4 * i) + 3],
                            }
                    ),
                ]
            ),
            penalty
        );

    [Fact]
    public void The_fit_of_two_packed_records_is_that_of_the_scoring_to_the_basis_point() =>
        Gen.Select(Villages, Cadres, Gen.Int[0, 3])
            .Sample(
                (village, cadre, number) =>
                {
                    // The cadre stands at a number, so that some are the incumbent.
                    var cadres = Enumerable.Repeat(cadre, number + 1).ToArray();
                    var pairs = new PackedPairs(Rules.China, [village], cadres);
                    var unpacked = new DispatchVillage(
                        1,
                        village.Tier,
                        [.. Unpacked(village.Needs)],
                        village.Difficulty > 9 ? null : village.Difficulty,
                        [1],
                        village.Incumbent < 0 ? null : Id(village.Incumbent)
                    );
                    var sent = new DispatchCadre(
                        Id(number),
                        [.. Unpacked(cadre.Skills)],
                        cadre.Seniority,
                        true,
                        0,
                        false
                    );
                    var fit = new Scoring(Rules.China).Fit(unpacked, sent, Facts(village, cadre));
                    Assert.Equal(fit, pairs.Fit(0, number));
                    Assert.Equal((village.Tier == 0 ? 3 : 2) * (10_000 - fit), pairs.Cost(0, number));
                    Assert.InRange(pairs.Cost(0, number), 0, pairs.GreatestCost);
                },
                iter: 20_000
            );

    [Fact]
    public void The_spans_hold_just_the_seats_that_are_allowed() =>
        Nations.Sample(nation =>
        {
            var (pairs, _) = nation;
            long allowed = 0;
            for (var person = 0; person < pairs.People; person++)
            {
                var (before, after) = pairs.SpansOf(person);
                var seats = Enumerable
                    .Range(before.From, before.To - before.From)
                    .Concat(Enumerable.Range(after.From, after.To - after.From))
                    .ToList();
                Assert.Equal(Enumerable.Range(0, pairs.Seats).Where(seat => pairs.IsAllowed(seat, person)), seats);
                allowed += seats.Count;
                foreach (var (from, to) in new[] { before, after })
                {
                    var costs = new int[to - from];
                    pairs.Costs(person, from, costs);
                    Assert.Equal(Enumerable.Range(from, to - from).Select(seat => pairs.Cost(seat, person)), costs);
                }
            }
            Assert.Equal(allowed, pairs.Allowed);
        });

    [Fact]
    public void More_skills_than_a_record_holds_are_refused()
    {
        var nine = Rules.China with
        {
            Skills = [.. Enumerable.Range(0, 9).Select(i => new Skill($"s{i}", Words.Same($"s{i}")))],
        };
        Assert.Throws<ArgumentException>(() => new PackedPairs(nine, [], []));
    }

    private static PairFacts Facts(PackedVillage village, PackedCadre cadre) =>
        new(
            village.XKm == PackedPairs.Unknown || cadre.XKm == PackedPairs.Unknown
                ? null
                : (int)Math.Sqrt(Math.Pow(village.XKm - cadre.XKm, 2) + Math.Pow(village.YKm - cadre.YKm, 2)),
            village.Dialect == 0 || cadre.Dialect == 0 ? null
                : village.Dialect == cadre.Dialect ? new Fraction(1, 1)
                : village.Dialect / 16 == cadre.Dialect / 16 ? new Fraction(1, 2)
                : Fraction.Zero
        );

    private static ulong Packed(int[] levels)
    {
        ulong packed = 0;
        for (var skill = levels.Length - 1; skill >= 0; skill--)
            packed = (packed << 8) | (uint)levels[skill];
        return packed;
    }

    private static IEnumerable<int> Unpacked(ulong packed) =>
        Enumerable.Range(0, 7).Select(skill => (int)((packed >> (8 * skill)) & 255));

    private static Guid Id(int number) => new(number + 1, 0, 0, new byte[8]);
}
