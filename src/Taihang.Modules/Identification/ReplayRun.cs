using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>A run that was made again and came out the same, household by household.</summary>
public sealed record Replayed(
    Guid RunId,
    string Pack,
    string Method,
    DateOnly AsOf,
    int Households,
    string SnapshotHash
);

/// <summary>
/// Makes a kept run again from what it names: the pack by its hash, the numbers the area had set, and the facts as the county's log held
/// them just before it. Facts recorded since, also for that day, do not count.
/// </summary>
public static class ReplayRun
{
    public static Outcome<Replayed> Run(TaihangDb db, Pack pack, IdentificationRun run)
    {
        if (pack.Hash != run.PackHash)
            return IdentificationProblems.OtherPack(run.RunId, run.Pack, run.PackHash, pack.Hash);
        var method = pack.Methods.Single(m => m.Id == run.Method);
        var act = db.Acts.AsNoTracking().Single(a => a.CountyNo == run.CountyNo && a.ActId == run.ActId);
        // An act of before the numbers were kept in it: what the county had set on that day may still be on record, and the hash tells.
        var kept = SetBy(act);
        var parameters = ParameterValues.Resolve(
            pack,
            method,
            run.AsOf,
            kept ?? AreaSettings.On(db, run.CountyNo, pack.Id, run.AsOf)
        );
        if (kept is null && (!parameters.Ok || parameters.Value.Hash != run.ParameterHash))
            return IdentificationProblems.RunWithoutNumbers(run.RunId);
        if (!parameters.Ok)
            return Outcome<Replayed>.Refused(parameters.Problems);
        if (parameters.Value.Hash != run.ParameterHash)
            return IdentificationProblems.NotReplayed(run.RunId, new("参数", "the numbers set"));
        var leaf = db
            .AuditLeaves.AsNoTracking()
            .Where(l => l.CountyNo == run.CountyNo && l.ActId == run.ActId)
            .Select(l => l.Seq)
            .Single();
        using var engine = new DuckDbEngine();
        var (villageOf, snapshot) = Snapshot.Lay(engine, db, method, run.CountyNo, run.AsOf, leaf);
        if (snapshot != run.SnapshotHash)
            return IdentificationProblems.NotReplayed(run.RunId, new("当时的事实", "the facts as they stood"));
        var summary = Identify.Run(engine, pack, method, parameters.Value, run.AsOf, [], []);
        if (!summary.Ok)
            return Outcome<Replayed>.Refused(summary.Problems);
        var again = IdentifyCounty.Results(engine, run, villageOf).Select(Said).ToHashSet();
        var answers = db
            .IdentificationResults.AsNoTracking()
            .Where(r => r.CountyNo == run.CountyNo && r.RunId == run.RunId)
            .AsEnumerable()
            .Select(Said)
            .ToHashSet();
        var apart = answers.Except(again).Union(again.Except(answers)).Select(r => r.HouseholdId).Distinct().Count();
        return apart > 0
            ? IdentificationProblems.NotReplayed(
                run.RunId,
                new($"{apart:N0} 户的结果", $"the answers of {apart:N0} households")
            )
            : new Replayed(run.RunId, run.Pack, run.Method, run.AsOf, answers.Count, snapshot);
    }

    /// <summary>What a row says of its household; which village it lies in may be put right later.</summary>
    private static (Guid HouseholdId, string, bool, int, long, long, long, long?) Said(IdentificationResult r) =>
        (r.HouseholdId, r.Outcome, r.Counted, r.Persons, r.Score, r.Mask, r.UnknownMask, r.LineFen);

    /// <returns>Null where the act holds no numbers at all, not even that there were none.</returns>
    private static Dictionary<string, (Fraction, Words)>? SetBy(Act act)
    {
        using var content = JsonDocument.Parse(act.Content);
        if (!content.RootElement.TryGetProperty("Set", out var kept))
            return null;
        var set = new Dictionary<string, (Fraction, Words)>();
        foreach (var value in kept.EnumerateObject())
            if (Fraction.TryParse(value.Value.GetString(), out var number))
                set[value.Name] = (number, Words.Same(act.Basis));
        return set;
    }
}
