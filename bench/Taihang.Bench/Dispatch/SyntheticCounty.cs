using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Bench.Dispatch;

/// <summary>
/// A made-up county for task forces: villages in townships with one great need and one or two smaller ones, a fifth of them in deep poverty;
/// cadres with one strong skill, three in ten eligible to lead, three in ten women, twelve to a unit, who avoid the home township; each lists
/// forty villages, two thirds of them those that fit best. One pair in sixty serves together. Fixed by its seed.
/// </summary>
internal static class SyntheticCounty
{
    private const int Skills = 7;
    private const int Listed = 40;
    private const int VillagesOfATownship = 10;
    private const int PeopleOfAUnit = 12;

    public static TeamProblem Make(int villages, int people, ulong seed)
    {
        var dice = new SeededStream(seed);
        var rules = SyntheticNation.Rules.Teams!;
        var (places, spots) = Villages(rules, villages, ref dice);
        var who = ImmutableArray.CreateBuilder<TeamPerson>(people);
        var pairs = new List<(int, int, int)>();
        for (var p = 0; p < people; p++)
        {
            var home = dice.NextBelow(villages);
            var seniority = dice.NextBelow(7);
            who.Add(
                new TeamPerson(
                    Guid.Empty,
                    Has(ref dice),
                    dice.NextBelow(people / PeopleOfAUnit),
                    AvoidsRegionNo: Township(home),
                    MayLead: dice.NextBelow(10) < 3,
                    Woman: dice.NextBelow(10) < 3,
                    Dialects: dice.NextBelow(2) == 0 ? ImmutableArray.Create(places[home].Dialect!) : []
                )
            );
            var fits = new List<(int Village, int FitBp)>();
            for (var v = 0; v < villages; v++)
                if (TeamProblem.Excludes(places[v], who[p]) is null)
                    fits.Add(
                        (v, Fit(places[v], who[p], Km(spots[v], spots[home]), Math.Abs(seniority - spots[v].Hard)))
                    );
            fits.Sort((a, b) => a.FitBp != b.FitBp ? b.FitBp - a.FitBp : a.Village - b.Village);
            for (var listed = 0; listed < Listed && fits.Count > 0; listed++)
            {
                var at = listed < Listed * 2 / 3 ? 0 : dice.NextBelow(fits.Count);
                pairs.Add((fits[at].Village, p, fits[at].FitBp));
                fits.RemoveAt(at);
            }
        }
        return TeamProblem.From(
            rules,
            SyntheticNation.Rules.Tiers.Length,
            places,
            who.MoveToImmutable(),
            pairs,
            [.. Enumerable.Range(0, people / 60).Select(pair => ImmutableArray.Create(pair * 17, (pair * 17) + 5))],
            []
        );
    }

    private static (ImmutableArray<TeamVillage>, (int X, int Y, int Hard)[]) Villages(
        TeamRules rules,
        int villages,
        ref SeededStream dice
    )
    {
        var scales = TeamProblem.Scales(SyntheticNation.Rules);
        var places = ImmutableArray.CreateBuilder<TeamVillage>(villages);
        var spots = new (int, int, int)[villages];
        for (var v = 0; v < villages; v++)
        {
            var need = new int[Skills];
            need[dice.NextBelow(Skills)] = 3;
            for (var more = 1 + dice.NextBelow(2); more > 0; more--)
                if (dice.NextBelow(Skills) is var skill && need[skill] == 0)
                    need[skill] = 1 + dice.NextBelow(2);
            var tier = dice.NextBelow(5) == 0 ? 0 : 1;
            spots[v] = (dice.NextBelow(50), dice.NextBelow(50), dice.NextBelow(10));
            places.Add(
                new TeamVillage(
                    v + 1,
                    tier,
                    scales[tier],
                    [.. need],
                    [Township(v)],
                    rules.Sizes[tier].Minimum,
                    rules.Sizes[tier].Maximum,
                    Dialect: $"{3 * v / villages}"
                )
            );
        }
        return (places.MoveToImmutable(), spots);
    }

    private static int Township(int village) => 1 + (village / VillagesOfATownship);

    private static ImmutableArray<int> Has(ref SeededStream dice)
    {
        var skills = new int[Skills];
        skills[dice.NextBelow(Skills)] = 2 + dice.NextBelow(2);
        for (var more = dice.NextBelow(3); more > 0; more--)
            if (dice.NextBelow(Skills) is var skill && skills[skill] == 0)
                skills[skill] = 1 + dice.NextBelow(2);
        return [.. skills];
    }

    private static int Km((int X, int Y, int) a, (int X, int Y, int) b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y);

    /// <summary>Six tenths need, the rest distance, seniority against difficulty, dialect.</summary>
    private static int Fit(TeamVillage village, TeamPerson person, int km, int apart)
    {
        var (met, all) = (0, 0);
        for (var s = 0; s < Skills; s++)
        {
            met += village.Need[s] * Math.Min(village.Need[s], person.Skill[s]);
            all += village.Need[s] * village.Need[s];
        }
        return (6000 * met / all)
            + (15 * Math.Max(0, 100 - km))
            + (1500 * (9 - apart) / 9)
            + (person.Dialects!.Value.Contains(village.Dialect!) ? 1000 : 0);
    }
}
