using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>Somebody of the roster, as a plan's pages name them.</summary>
public sealed record PlanCadre(Guid CadreId, string Name, string Unit);

/// <summary>A village of a plan: who serves there, who would.</summary>
/// <param name="Laid">What was laid down that sends the cadre here; null where the plan chose.</param>
public sealed record PlanVillage(
    int VillageNo,
    bool FirstTier,
    PlanCadre? Serving,
    PlanCadre? Cadre,
    int? FitBp,
    PlanChoice? Laid
)
{
    /// <summary>Whoever serves there would not any more.</summary>
    public bool Moves => Serving is not null && Serving.CadreId != Cadre?.CadreId;
}

/// <summary>Somebody who may go to a village, and what that would cost the whole plan.</summary>
/// <param name="Change">From the best plan for the village to the best plan with them there.</param>
public sealed record Candidate(PlanCadre Cadre, int FitBp, OtherPlan Change);

/// <summary>A village in a plan with everybody who may go there.</summary>
/// <param name="KeptOut">The others, by what keeps them out.</param>
/// <param name="Shortage">Why it stays empty; null where somebody goes there.</param>
public sealed record VillageInPlan(
    PlanVillage Village,
    ImmutableArray<NeedShown> Needs,
    ImmutableArray<Candidate> Candidates,
    ImmutableArray<(Exclusion Why, ImmutableArray<PlanCadre> Who)> KeptOut,
    ShortageShown? Shortage
);

/// <param name="Villages">Which together have fewer cadres than villages.</param>
public sealed record ShortageShown(ImmutableArray<int> Villages, ImmutableArray<PlanCadre> Cadres);

/// <summary>Somebody in a plan: where they go, and where else they could.</summary>
/// <param name="KeptOut">The rule, or what was laid down, that keeps them from every village; null where they may go somewhere.</param>
public sealed record CadreInPlan(
    PlanCadre Cadre,
    PlanVillage? Village,
    ImmutableArray<(Words Skill, int Level)> Skills,
    Exclusion? KeptOut,
    PlanChoice? Absent,
    ImmutableArray<(int VillageNo, int FitBp, OtherPlan Change)> Villages
);

/// <summary>Reads a plan for its pages; changes nothing.</summary>
public static class ShowPlan
{
    public static IReadOnlyDictionary<Guid, PlanCadre> Cadres(TaihangDb db, int countyNo)
    {
        var units = db
            .SendingUnits.AsNoTracking()
            .Where(u => u.CountyNo == countyNo)
            .ToDictionary(u => u.UnitId, u => u.Name);
        return db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == countyNo)
            .AsEnumerable()
            .ToDictionary(c => c.CadreId, c => new PlanCadre(c.CadreId, c.Name, units[c.UnitId]));
    }

    public static ImmutableArray<PlanVillage> Villages(PlanRecord plan, IReadOnlyDictionary<Guid, PlanCadre> cadres) =>
        [.. Enumerable.Range(0, plan.Facts.Villages.Length).Select(seat => Seat(plan, cadres, seat))];

    /// <summary>The same of a plan that is not kept.</summary>
    public static ImmutableArray<PlanVillage> Villages(
        SolvedRound solved,
        Round round,
        IReadOnlyDictionary<Guid, PlanCadre> cadres
    ) => [.. solved.Facts.Villages.Select((village, seat) => Seat(village, round, cadres, seat))];

    /// <returns>Null where the plan has no such village.</returns>
    public static VillageInPlan? Village(PlanRecord plan, IReadOnlyDictionary<Guid, PlanCadre> cadres, int villageNo)
    {
        var seat = plan.Free.Villages.IndexOf(villageNo);
        if (seat < 0)
            return null;
        var shown = Seat(plan, cadres, seat);
        // Asked as if nothing were locked here: else only the locked one would be a candidate.
        var open = shown.Laid is null
            ? plan.Round
            : ChosenPlan.Under(plan.Free, plan.Round.Choices.Remove(shown.Laid), plan.Round.Plan.PersonOf);
        var whatIf = new WhatIf(open.Problem, open.Plan);
        var candidates = Enumerable
            .Range(0, open.Cadres.Length)
            .Where(person => open.Fit(seat, person) is not null)
            .Select(person => (person, other: whatIf.WithPair(seat, person)!))
            // By what it costs with the weight of an empty village of its tier.
            .OrderBy(c => c.other.Difference)
            .ThenByDescending(c => open.Fit(seat, c.person))
            .Select(c => new Candidate(
                Who(cadres, open.Cadres[c.person])!,
                open.Fit(seat, c.person)!.Value,
                open.Explain(c.other)
            ));
        var needs = plan.Facts.Villages[seat].Need;
        var person = plan.Round.Plan.PersonOf[seat];
        return new VillageInPlan(
            shown,
            [
                .. needs.Select(
                    (need, skill) =>
                        new NeedShown(
                            plan.Rules.Skills[skill].Title,
                            need,
                            person >= 0 && plan.Facts.Cadres[person].Skill[skill] is var has && has < need ? has : null
                        )
                ),
            ],
            [.. candidates],
            [
                .. Enumerable
                    .Range(0, open.Cadres.Length)
                    .Where(p => open.Fit(seat, p) is null)
                    .GroupBy(p => open.WhyExcluded(seat, p)!.Value, p => Who(cadres, open.Cadres[p])!)
                    .OrderBy(g => g.Key)
                    .Select(g => (g.Key, g.ToImmutableArray())),
            ],
            Shortage.Of(plan.Round, seat) is { } shortage
                ? new ShortageShown(
                    [.. shortage.Villages.Select(s => plan.Free.Villages[s])],
                    [.. shortage.People.Select(p => Who(cadres, plan.Free.Cadres[p])!)]
                )
                : null
        );
    }

    /// <returns>Null where the plan has no such cadre.</returns>
    public static CadreInPlan? Cadre(PlanRecord plan, IReadOnlyDictionary<Guid, PlanCadre> cadres, Guid cadreId)
    {
        var person = plan.Free.Cadres.IndexOf(cadreId);
        if (person < 0)
            return null;
        var absent = plan.Round.Choices.FirstOrDefault(c => c.Kind == ChoiceKind.Absent && c.CadreId == cadreId);
        var whatIf = new WhatIf(plan.Round.Problem, plan.Round.Plan);
        var seat = Array.IndexOf(plan.Round.Plan.PersonOf, person);
        return new CadreInPlan(
            Who(cadres, cadreId)!,
            seat < 0 ? null : Seat(plan, cadres, seat),
            [.. plan.Facts.Cadres[person].Skill.Select((level, skill) => (plan.Rules.Skills[skill].Title, level))],
            absent is not null ? Exclusion.Choice : plan.Free.Excluded[person],
            absent,
            [
                .. Enumerable
                    .Range(0, plan.Round.Villages.Length)
                    .Where(s => plan.Round.Fit(s, person) is not null)
                    .Select(s => (s, other: whatIf.WithPair(s, person)!))
                    .OrderBy(v => v.other.Difference)
                    .Select(v =>
                        (plan.Round.Villages[v.s], plan.Round.Fit(v.s, person)!.Value, plan.Round.Explain(v.other))
                    ),
            ]
        );
    }

    /// <summary>Numbers of those who may serve in some village, unit by unit.</summary>
    public static IReadOnlyList<int> ByUnit(PlanRecord plan, IReadOnlyDictionary<Guid, PlanCadre> cadres) =>
        [
            .. Enumerable
                .Range(0, plan.Free.Cadres.Length)
                .Where(person => plan.Free.Excluded[person] is null)
                .Where(person =>
                    !plan.Round.Choices.Any(c => c.Kind == ChoiceKind.Absent && c.CadreId == plan.Free.Cadres[person])
                )
                .OrderBy(person => Who(cadres, plan.Free.Cadres[person])!.Unit, StringComparer.Ordinal)
                .ThenBy(person => person),
        ];

    private static PlanVillage Seat(PlanRecord plan, IReadOnlyDictionary<Guid, PlanCadre> cadres, int seat) =>
        Seat(plan.Facts.Villages[seat], plan.Round, cadres, seat);

    private static PlanVillage Seat(
        DispatchVillage village,
        Round round,
        IReadOnlyDictionary<Guid, PlanCadre> cadres,
        int seat
    )
    {
        var person = round.Plan.PersonOf[seat];
        return new PlanVillage(
            village.VillageNo,
            village.Tier == 0,
            Who(cadres, village.Incumbent),
            Who(cadres, person < 0 ? null : round.Cadres[person]),
            person < 0 ? null : round.Fit(seat, person),
            round.Choices.FirstOrDefault(c => c.Kind == ChoiceKind.Lock && c.VillageNo == village.VillageNo)
        );
    }

    /// <summary>Whoever left the roster since is still in the plan, without a name.</summary>
    private static PlanCadre? Who(IReadOnlyDictionary<Guid, PlanCadre> cadres, Guid? id) =>
        id is not { } known ? null
        : cadres.TryGetValue(known, out var cadre) ? cadre
        : new PlanCadre(known, "—", "—");
}
