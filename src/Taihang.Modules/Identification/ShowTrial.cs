using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>Who did something, and when.</summary>
/// <param name="Role">Null for whoever works at the command line.</param>
public sealed record TrialAct(DateTimeOffset At, string? Role, string Name);

/// <summary>Since when what was tried holds, and by which document.</summary>
public sealed record TrialInForce(TrialAct By, DateOnly From, string Document);

/// <summary>A trial with what became of it.</summary>
/// <param name="Read">Null while nobody has confirmed that they read the report.</param>
/// <param name="InForce">Null for a mere trial.</param>
public sealed record TrialShown(
    LabTrial Trial,
    TrialReport Report,
    IReadOnlyDictionary<string, Fraction> Tried,
    TrialAct? By,
    TrialAct? Read,
    TrialInForce? InForce
);

/// <summary>Reads one trial of a county with its acts.</summary>
public static class ShowTrial
{
    /// <returns>Null when the county has no such trial.</returns>
    public static TrialShown? Run(TaihangDb db, int countyNo, Guid trialId)
    {
        if (TryRule.Find(db, countyNo, trialId) is not { } trial)
            return null;
        var wanted = new[] { trial.ActId, trial.ReadActId, trial.InForceActId }.OfType<Guid>().ToList();
        var acts = db
            .Acts.AsNoTracking()
            .Where(a => a.CountyNo == countyNo && wanted.Contains(a.ActId))
            .ToDictionary(a => a.ActId);
        var actors = NamedActor.Of(db, acts.Values.Select(a => a.ActorId));
        TrialAct? By(Guid? id) =>
            id is { } known && acts.TryGetValue(known, out var act)
                ? new TrialAct(
                    DateTimeOffset.FromUnixTimeMilliseconds(act.AtUnixMs),
                    actors
                        .GetValueOrDefault(act.ActorId)
                        ?.RoleAt(DateTimeOffset.FromUnixTimeMilliseconds(act.AtUnixMs)),
                    actors.GetValueOrDefault(act.ActorId)?.Name ?? ""
                )
                : null;
        return new TrialShown(
            trial,
            TryRule.ReportOf(trial),
            TryRule.TriedIn(trial),
            By(trial.ActId),
            By(trial.ReadActId),
            By(trial.InForceActId) is { } put ? InForce(put, acts[trial.InForceActId!.Value].Content) : null
        );
    }

    private static TrialInForce InForce(TrialAct by, string content)
    {
        using var said = JsonDocument.Parse(content);
        return new TrialInForce(
            by,
            DateOnly.ParseExact(said.RootElement.GetProperty("From").GetString()!, "yyyy-MM-dd"),
            said.RootElement.GetProperty("Document").GetString()!
        );
    }
}
