using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class ScoringTests
{
    private static readonly Scoring Scoring = new(Rules.China);

    private static readonly DispatchVillage Village = new(
        30,
        Rules.China.OrdinaryTier,
        [.. Rules.Levels(("health", 3), ("industry", 2), ("engineering", 1))],
        Difficulty: 6,
        Within: [1, 2, 3, 20, 30],
        Incumbent: null
    );

    private static readonly DispatchCadre Cadre = new(
        new Guid("00000000-0000-0000-0000-000000000001"),
        [.. Rules.Levels(("health", 2), ("industry", 3))],
        Seniority: 3,
        Eligible: true,
        AvoidsRegionNo: 0,
        InTerm: false
    );

    private static readonly Gen<DispatchVillage> Villages = Gen.Select(
        Gen.Int[0, 3].Array[7],
        Gen.Int[0, 9].Nullable(),
        Gen.Bool,
        (need, difficulty, served) =>
            Village with
            {
                Need = [.. need],
                Difficulty = difficulty,
                Incumbent = served ? Cadre.CadreId : null,
            }
    );

    private static readonly Gen<DispatchCadre> Cadres = Gen.Select(
        Gen.Int[0, 3].Array[7],
        Gen.Int[0, 9],
        (skill, seniority) => Cadre with { Skill = [.. skill], Seniority = seniority }
    );

    private static readonly Gen<PairFacts> Facts = Gen.Select(
        Gen.Int[0, 500].Nullable(),
        Gen.Int[0, 2].Nullable(),
        (km, dialect) => new PairFacts(km, dialect is { } half ? new Fraction(half, 2) : null)
    );

    [Fact]
    public void The_parts_follow_their_formulas_to_the_point()
    {
        var parts = Scoring.Parts(Village, Cadre, new PairFacts(Km: 50, Dialect: new Fraction(1, 2)));
        // Known: need cover 5/9, dialect 1/9, distance 1/9, seniority 1/9; continuity drops out, so the eighths.
        Assert.Equal(new Fraction((3 * 2) + (2 * 2) + 0, 9 + 4 + 1), Value(ScorePart.NeedCover));
        Assert.Equal(4464, Points(ScorePart.NeedCover)); // 5/8 of 10/14 is 0.446428…
        Assert.Equal(625, Points(ScorePart.Dialect)); // 1/8 of 1/2
        Assert.Equal(938, Points(ScorePart.FamilyDistance)); // 1/8 of 3/4 is 0.09375, half up
        Assert.Equal(833, Points(ScorePart.Seniority)); // 1/8 of 6/9
        Assert.Null(Value(ScorePart.Continuity));
        Assert.Null(Value(ScorePart.Department));
        Assert.Equal(4464 + 625 + 938 + 833, Scoring.Fit(Village, Cadre, new(50, new Fraction(1, 2))));

        Fraction? Value(ScorePart part) => parts.Single(p => p.Part == part).Value;
        int Points(ScorePart part) => parts.Single(p => p.Part == part).PointsBp;
    }

    [Fact]
    public void The_table_always_adds_up_to_the_fit_and_the_fit_stays_in_bounds() =>
        Gen.Select(Villages, Cadres, Facts)
            .Sample(
                (village, cadre, facts) =>
                {
                    var fit = Scoring.Fit(village, cadre, facts);
                    Assert.InRange(fit, 0, Scoring.Perfect);
                    Assert.Equal(fit, Scoring.Parts(village, cadre, facts).Sum(p => p.PointsBp));
                }
            );

    [Fact]
    public void A_better_skill_never_lowers_the_fit() =>
        Gen.Select(Villages, Cadres, Facts, Gen.Int[0, 6])
            .Sample(
                (village, cadre, facts, skill) =>
                {
                    var better = cadre with { Skill = cadre.Skill.SetItem(skill, Math.Min(3, cadre.Skill[skill] + 1)) };
                    Assert.True(Scoring.Fit(village, better, facts) >= Scoring.Fit(village, cadre, facts));
                }
            );

    [Fact]
    public void An_unknown_part_leaves_its_weight_to_the_others_instead_of_counting_as_nothing()
    {
        var perfect = Cadre with { Skill = [.. Enumerable.Repeat(3, 7)], Seniority = 6 };
        Assert.Equal(Scoring.Perfect, Scoring.Fit(Village, perfect, new PairFacts(Km: 0)));
        Assert.Equal(Scoring.Perfect, Scoring.Fit(Village, perfect, new PairFacts(Km: null)));
    }

    [Fact]
    public void Whoever_is_at_home_there_in_term_or_not_eligible_is_excluded()
    {
        Assert.Null(Scoring.Excludes(Village, Cadre, 10));
        Assert.Equal(Exclusion.NotEligible, Scoring.Excludes(Village, Cadre with { Eligible = false }, 10));
        Assert.Equal(Exclusion.InTerm, Scoring.Excludes(Village, Cadre with { InTerm = true }, 10));
        Assert.Equal(Exclusion.Home, Scoring.Excludes(Village, Cadre with { AvoidsRegionNo = 20 }, 10));
        Assert.Equal(Exclusion.Home, Scoring.Excludes(Village, Cadre with { AvoidsRegionNo = 30 }, 10));
        Assert.Null(Scoring.Excludes(Village, Cadre with { AvoidsRegionNo = 21 }, 10));
    }

    [Fact]
    public void What_a_cadre_states_only_keeps_them_from_villages_and_a_doubt_counts_for_them()
    {
        Assert.Null(Excluded(new([], null, false, [20]), 10));
        Assert.Equal(Exclusion.Kin, Excluded(new([20], null, false, []), 10));
        Assert.Null(Excluded(new([21], null, false, []), 10));
        Assert.Null(Excluded(new([], 10, false, []), 10));
        Assert.Equal(Exclusion.Stated, Excluded(new([], 9, false, []), 10));
        Assert.Equal(Exclusion.Stated, Excluded(new([], 9, false, []), null));
        Assert.Equal(Exclusion.Stated, Excluded(new([], null, true, []), 10));
        Assert.True(new CadreLimits([], null, false, [99, 20]).Wished(Village));
        Assert.False(new CadreLimits([], null, false, [99]).Wished(Village));

        static Exclusion? Excluded(CadreLimits stated, int? km) =>
            Scoring.Excludes(Village, Cadre with { Stated = stated }, km);
    }

    [Fact]
    public void Needs_follow_the_share_of_counted_households_and_their_causes()
    {
        HouseholdCauses[] households =
        [
            new("illness", []),
            new("illness", ["illness", "funds", "funds"]),
            new("skill", ["funds"]),
            new(null, []),
        ];
        // Health 2 of 4 households, finance 2 x 1/2 of 4, industry and education 1 of 4.
        Assert.Equal(
            Rules.Levels(("health", 3), ("finance", 2), ("industry", 2), ("education", 2)),
            Need.Of(Rules.China, households)
        );
        Assert.Equal(Rules.Levels(), Need.Of(Rules.China, []));
    }

    [Fact]
    public void A_share_exactly_on_a_level_reaches_it()
    {
        HouseholdCauses[] ten = [new("funds", []), .. Enumerable.Repeat(new HouseholdCauses("other", []), 9)];
        Assert.Equal(Rules.Levels(("finance", 1)), Need.Of(Rules.China, ten));
        Assert.Equal(Rules.Levels(), Need.Of(Rules.China, [.. ten, new HouseholdCauses("other", [])]));
    }

    [Fact]
    public void The_hardest_village_of_the_county_is_9_and_one_without_counted_persons_0()
    {
        var greatest = new Fraction(1, 2);
        Assert.Equal(9, Need.Difficulty(50, 100, greatest));
        Assert.Equal(5, Need.Difficulty(25, 100, greatest)); // 4.5, half up
        Assert.Equal(0, Need.Difficulty(0, 100, greatest));
        Assert.Null(Need.Difficulty(0, 0, greatest));
    }
}
