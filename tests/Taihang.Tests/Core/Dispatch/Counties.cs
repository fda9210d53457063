using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Dispatch;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>Made-up counties, small enough to go through every plan.</summary>
internal static class Counties
{
    public static readonly Gen<Round> Rounds =
        from villages in Gen.Int[1, 5]
        from cadres in Gen.Int[1, 5]
        from deep in Gen.Bool.Array[villages]
        from need in Gen.Int[0, 3].Array[7].Array[villages]
        from skill in Gen.Int[0, 3].Array[7].Array[cadres]
        from home in Gen.Int[0, villages].Array[cadres]
        from eligible in Gen.Int[0, 5].Array[cadres]
        from kin in Gen.Int[0, 12].Array[cadres]
        from most in Gen.Int[0, 120].Array[cadres]
        select Round.Solve(
            Rules.China,
            [
                .. Enumerable
                    .Range(0, villages)
                    .Select(v => new DispatchVillage(v + 1, deep[v] ? 0 : 1, [.. need[v]], v, [100, v + 1], null)),
            ],
            [
                .. Enumerable
                    .Range(0, cadres)
                    .Select(c => new DispatchCadre(
                        Id(c),
                        [.. skill[c]],
                        c,
                        eligible[c] > 0,
                        home[c],
                        false,
                        Stated(kin[c], most[c])
                    )),
            ],
            (v, c) => new PairFacts(10 * (v + c))
        );

    /// <summary>Most state nothing; some have kin in a village, some cannot go far, some are away.</summary>
    private static CadreLimits? Stated(int kin, int most) =>
        kin > 8 && most > 60 ? null : new CadreLimits(kin <= 5 ? [kin] : [], most <= 60 ? most : null, kin == 12, []);

    public static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    /// <summary>Two villages in need of health and of law, with one cadre for each.</summary>
    public static Round Two() =>
        Round.Solve(
            Rules.China,
            [
                new(1, 1, [.. Rules.Levels(("health", 3))], null, [1], null),
                new(2, 1, [.. Rules.Levels(("law", 3))], null, [2], null),
            ],
            [
                new(Id(0), [.. Rules.Levels(("health", 3))], 0, true, 0, false),
                new(Id(1), [.. Rules.Levels(("law", 3))], 0, true, 0, false),
            ],
            (_, _) => new PairFacts(100)
        );

    /// <summary>Two villages and three cadres, of whom one may not serve and another only in the first village.</summary>
    public static (ImmutableArray<DispatchVillage> Villages, ImmutableArray<DispatchCadre> Cadres) OneHome() =>
        (
            [
                new(1, 1, [.. Rules.Levels(("health", 3))], null, [1], null),
                new(2, 1, [.. Rules.Levels(("law", 3))], null, [2], null),
            ],
            [
                new(Id(0), [.. Rules.Levels(("law", 3))], 0, false, 0, false),
                new(Id(1), [.. Rules.Levels(("health", 3))], 0, true, 2, false),
                new(Id(2), [.. Rules.Levels(("law", 1))], 0, true, 2, false),
            ]
        );
}
