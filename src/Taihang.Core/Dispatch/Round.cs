using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>
/// One posting of first secretaries: the problem, its cheapest plan and whom the seats and people stand for. This is what is kept,
/// so that anyone can check the plan and ask it questions later, whatever has happened to the records since.
/// </summary>
/// <param name="Villages">Village number per seat.</param>
/// <param name="Cadres">Per person of the problem.</param>
/// <param name="Excluded">Per person: the rule that keeps them from every village, or null.</param>
/// <param name="Avoids">Per person: the region around the home that is avoided; 0 for none.</param>
/// <param name="Scale">Cost per basis point of lacking fit, per seat: the tier's weight over the common denominator.</param>
/// <param name="CommonScale">The common denominator of the tiers' weights.</param>
/// <param name="Choices">What people laid down; the problem has only the pairs that it leaves.</param>
/// <param name="Apart">Pairs kept apart by what cadres stated, seat by seat.</param>
public sealed record Round(
    ImmutableArray<int> Villages,
    ImmutableArray<Guid> Cadres,
    ImmutableArray<Exclusion?> Excluded,
    ImmutableArray<int> Avoids,
    ImmutableArray<int> Scale,
    int CommonScale,
    AssignmentProblem Problem,
    AssignmentPlan Plan,
    ImmutableArray<PlanChoice> Choices = default,
    ImmutableArray<PairApart> Apart = default
)
{
    /// <inheritdoc cref="Round"/>
    public ImmutableArray<PlanChoice> Choices { get; init; } = Choices.IsDefault ? [] : Choices;

    /// <inheritdoc cref="Round"/>
    public ImmutableArray<PairApart> Apart { get; init; } = Apart.IsDefault ? [] : Apart;

    /// <summary>Fit of an allowed pair in basis points, as the plan was made with; null when the pair is not allowed.</summary>
    public int? Fit(int seat, int person) =>
        Problem.PairOf(seat, person) is >= 0 and var pair ? Scoring.Perfect - (Problem.Cost[pair] / Scale[seat]) : null;

    /// <summary>SHA-256 over the proof and whom it speaks of, hex.</summary>
    public string Hash()
    {
        var text = new StringBuilder(Certificate.Hash(Problem, Plan));
        foreach (var list in new[] { Villages, Avoids, Scale, [CommonScale] })
            text.Append('\n').AppendJoin(' ', list);
        text.Append('\n').AppendJoin(' ', Cadres).Append('\n').AppendJoin(' ', Excluded);
        foreach (var choice in Choices)
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{choice.Kind} {choice.VillageNo} {choice.CadreId} {choice.Day:yyyy-MM-dd} {choice.ByName}: {choice.Reason}"
            );
        foreach (var apart in Apart)
            text.Append(CultureInfo.InvariantCulture, $"\n{apart.Why} {apart.Seat} {apart.Person}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Scores every allowed pair and finds the plan of least cost; nothing is left out of the lists.</summary>
    /// <param name="villages">Rising by village number: ties are settled by this order.</param>
    /// <param name="cadres">Rising by identifier.</param>
    /// <param name="facts">What else is known of village i and cadre j.</param>
    public static Round Solve(
        PostingRules rules,
        ImmutableArray<DispatchVillage> villages,
        ImmutableArray<DispatchCadre> cadres,
        Func<int, int, PairFacts> facts
    )
    {
        var scoring = new Scoring(rules);
        var commonScale = rules.Tiers.Aggregate(
            1,
            (all, tier) =>
                (int)(all * tier.Weight.Denominator / BigInteger.GreatestCommonDivisor(all, tier.Weight.Denominator))
        );
        ImmutableArray<int> scale =
        [
            .. villages.Select(village =>
                (int)(
                    rules.Tiers[village.Tier].Weight.Numerator
                    * commonScale
                    / rules.Tiers[village.Tier].Weight.Denominator
                )
            ),
        ];
        var start = new int[villages.Length + 1];
        var (person, cost, apart) = (new List<int>(), new List<int>(), new List<PairApart>());
        for (var seat = 0; seat < villages.Length; seat++)
        {
            for (var who = 0; who < cadres.Length; who++)
            {
                var known = facts(seat, who);
                if (Scoring.Excludes(villages[seat], cadres[who], known.Km) is not { } why)
                {
                    person.Add(who);
                    cost.Add(scale[seat] * (Scoring.Perfect - scoring.Fit(villages[seat], cadres[who], known)));
                }
                else if (why is Exclusion.Kin || (why is Exclusion.Stated && cadres[who].Stated is { Away: false }))
                    apart.Add(new PairApart(seat, who, why));
            }
            start[seat + 1] = person.Count;
        }
        // Seats that can be filled together form a matroid, so filling the first tier first never fills fewer in all: B, 2B, 3B.
        var unit = ((long)villages.Length * Scoring.Perfect * scale.DefaultIfEmpty(1).Max()) + 1;
        var problem = new AssignmentProblem(
            cadres.Length,
            start,
            [.. person],
            [.. cost],
            [.. villages.Select(village => unit * (rules.Tiers.Length - village.Tier))]
        );
        return new Round(
            [.. villages.Select(v => v.VillageNo)],
            [.. cadres.Select(c => c.CadreId)],
            [.. cadres.Select(Scoring.Everywhere)],
            [.. cadres.Select(c => c.AvoidsRegionNo)],
            scale,
            commonScale,
            problem,
            Assignment.Solve(problem),
            [],
            [.. apart]
        );
    }

    /// <summary>Tells an alternative's cost apart: villages left with nobody, villages newly filled, and fit lost in the others.</summary>
    public OtherPlan Explain(Alternative alternative)
    {
        var (emptied, filled, lost) = (0, 0, 0L);
        var changes = ImmutableArray.CreateBuilder<SeatChange>();
        foreach (var (seat, from, to) in alternative.Moves)
        {
            int? before = from < 0 ? null : Fit(seat, from);
            int? after = to < 0 ? null : Fit(seat, to);
            if (after is null)
                emptied++;
            else if (before is null)
                filled++;
            else
                lost += (long)Scale[seat] * (before.Value - after.Value);
            changes.Add(
                new SeatChange(
                    Villages[seat],
                    from < 0 ? null : Cadres[from],
                    to < 0 ? null : Cadres[to],
                    before,
                    after
                )
            );
        }
        return new OtherPlan(emptied, filled, new Fraction(lost, CommonScale), changes.ToImmutable());
    }

    /// <summary>Why the cadre may not go to the village; null when they may.</summary>
    public Exclusion? WhyExcluded(int seat, int person) =>
        Problem.PairOf(seat, person) >= 0 ? null
        : Choices.Any(c => c.KeepsApart(Villages[seat], Cadres[person])) ? Exclusion.Choice
        : Excluded[person] ?? Apart.FirstOrDefault(a => a.Seat == seat && a.Person == person)?.Why ?? Exclusion.Home;
}

/// <summary>One village that would change hands; null stands for nobody.</summary>
public sealed record SeatChange(int VillageNo, Guid? From, Guid? To, int? FitFromBp, int? FitToBp);

/// <summary>Another plan beside the one made: the best there is under some condition.</summary>
/// <param name="Emptied">Villages that would have nobody.</param>
/// <param name="Filled">Villages without anybody that would have somebody.</param>
/// <param name="LostBp">Basis points of fit, by priority weight, that the villages filled both times lose in all.</param>
public sealed record OtherPlan(int Emptied, int Filled, Fraction LostBp, ImmutableArray<SeatChange> Changes);
