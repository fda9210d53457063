using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>One weight as a round used it.</summary>
public sealed record StoredWeight(string Part, string Weight, Words Title, string Source);

/// <summary>The rules as a round used them: what its reasons quote for ever, whatever the pack says later.</summary>
/// <param name="RunId">The identification run whose counted households gave the needs.</param>
/// <param name="Laid">How many things people laid down in the round.</param>
public sealed record StoredRules(
    string Id,
    DateOnly ValidFrom,
    Guid RunId,
    string Method,
    ImmutableArray<StoredWeight> Weights,
    ImmutableArray<Skill> Skills,
    QuotedRule EligibleRule,
    QuotedRule TermRule,
    QuotedRule HomeRule,
    QuotedRule? KinRule = null,
    QuotedRule? StatedRule = null,
    int Laid = 0
)
{
    public static StoredRules Of(PostingRules rules, Guid runId, string method) =>
        new(
            rules.Id,
            rules.ValidFrom,
            runId,
            method,
            [.. rules.Weights.Select(w => new StoredWeight(w.Part.ToString(), w.Weight.ToString(), w.Title, w.Source))],
            rules.Skills,
            rules.EligibleRule,
            rules.TermRule,
            rules.HomeRule,
            rules.KinRule,
            rules.StatedRule
        );

    public QuotedRule Rule(Exclusion exclusion) =>
        exclusion switch
        {
            Exclusion.NotEligible => EligibleRule,
            Exclusion.InTerm => TermRule,
            // A round of before these rules has none of their exclusions.
            Exclusion.Kin => KinRule ?? HomeRule,
            Exclusion.Stated => StatedRule ?? HomeRule,
            _ => HomeRule,
        };
}

/// <summary>One part of a posting's fit as it is kept; <paramref name="Value"/> is an exact fraction, null when not known.</summary>
public sealed record StoredPart(string Part, string? Value, int PointsBp);

/// <summary>What would come instead, as it is kept; <paramref name="LostBp"/> is an exact fraction.</summary>
public sealed record StoredPlan(int Emptied, int Filled, string LostBp, ImmutableArray<SeatChange> Changes)
{
    public static StoredPlan Of(OtherPlan plan) => new(plan.Emptied, plan.Filled, plan.LostBp.ToString(), plan.Changes);

    public OtherPlan Read() =>
        new(Emptied, Filled, Fraction.TryParse(LostBp, out var lost) ? lost : Fraction.Zero, Changes);
}

/// <summary>Why this cadre stands in this village, as it is kept with the posting.</summary>
/// <param name="DistanceKm">Between illustrative points; null when not known.</param>
/// <param name="Choice">What was laid down that sends this cadre here; null where the plan chose.</param>
public sealed record StoredReason(
    ImmutableArray<StoredPart> Parts,
    ImmutableArray<int> Need,
    ImmutableArray<UncoveredNeed> Uncovered,
    int? DistanceKm,
    StoredPlan Next,
    PlanChoice? Choice = null
);

/// <summary>The texts of a round in the store.</summary>
public static class StoredRound
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Options)!;

    /// <summary>A round of first secretaries.</summary>
    /// <param name="roundId">Null takes the newest.</param>
    public static DispatchRound? Find(TaihangDb db, int countyNo, Guid? roundId = null) =>
        db
            .DispatchRounds.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.Role == PostingRole.FirstSecretary)
            .Where(r => roundId == null || r.RoundId == roundId)
            .OrderByDescending(r => r.AsOf)
            .ThenByDescending(r => r.RoundId)
            .FirstOrDefault();

    /// <summary>The certificate with its problem and plan; null when the text is not one.</summary>
    public static Outcome<Round> Certificate(string text)
    {
        try
        {
            var round = Read<Round>(text);
            return Whole(round) ? round : DispatchProblems.NotCertificate("null");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or ArgumentException)
        {
            return DispatchProblems.NotCertificate(error.Message);
        }
    }

    private static bool Whole(Round? round) =>
        round
            is {
                Villages.IsDefault: false,
                Cadres.IsDefault: false,
                Excluded.IsDefault: false,
                Avoids.IsDefault: false,
                Scale.IsDefault: false,
                Problem: { Start: not null, Person: not null, Cost: not null, Penalty: not null },
                Plan: { PersonOf: not null, Value: not null, Price: not null }
            };
}
