using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>
/// Puts what a trial tried into force for its county: only once somebody has confirmed that they read its report, only while the pack is
/// the one that was tried and its cases pass, and only what the pack leaves to the area.
/// </summary>
public static class PutInForce
{
    /// <summary>Says that a report was read. Saying it again changes nothing.</summary>
    public static Outcome<LabTrial> Confirm(TaihangDb db, int countyNo, Guid trialId, ActContext context)
    {
        if (db.LabTrials.FirstOrDefault(t => t.CountyNo == countyNo && t.TrialId == trialId) is not { } trial)
            return IdentificationProblems.NoTrial();
        if (trial.ReadActId is not null)
            return trial;
        using var transaction = db.Database.BeginTransaction();
        trial.ReadActId = RecordAct
            .Append(db, countyNo, "identification.read_report", context, new { TrialId = trialId })
            .ActId;
        db.SaveChanges();
        transaction.Commit();
        return trial;
    }

    /// <param name="from">The day from which it holds.</param>
    /// <param name="document">The document that sets it.</param>
    /// <param name="fictitious">In a demonstration.</param>
    public static Outcome<LabTrial> Run(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid trialId,
        DateOnly from,
        string document,
        bool fictitious,
        ActContext context
    )
    {
        if (db.LabTrials.FirstOrDefault(t => t.CountyNo == countyNo && t.TrialId == trialId) is not { } trial)
            return IdentificationProblems.NoTrial();
        if (trial.InForceActId is not null)
            return trial;
        if (trial.ReadActId is null)
            return IdentificationProblems.ReportNotRead();
        if (trial.PackHash != pack.Hash)
            return IdentificationProblems.TrialIsOld(pack.Id);
        var tried = TryRule.TriedIn(trial);
        foreach (var name in tried.Keys.Where(name => pack.Parameter(name) is not { SetByArea: true }))
            return IdentificationProblems.NotTheAreas(name);
        // What the report calls "before" must be what would go on without it.
        var stands = AreaSettings.On(db, countyNo, pack.Id, from);
        var before = TryRule.ReportOf(trial).Before;
        foreach (var name in tried.Keys)
            if (
                stands.TryGetValue(name, out var now)
                && now.Value != tried[name]
                && before.GetValueOrDefault(name) != now.Value.ToString()
            )
                return IdentificationProblems.TrialIsOld(name);
        if (CheckCases.Run(pack) is { Count: > 0 } failing)
            return IdentificationProblems.CasesFail(pack.Id, failing.Count);
        using var transaction = db.Database.BeginTransaction();
        foreach (var (name, value) in tried)
        {
            var set = SetAreaParameter.Run(
                db,
                countyNo,
                new AreaSetting(pack.Id, name, value, from, null, document, fictitious),
                context,
                supersede: true
            );
            if (!set.Ok)
            {
                // What was set before it is rolled back: the context must forget it too, or the next act would be chained to nothing.
                db.ChangeTracker.Clear();
                return Outcome<LabTrial>.Refused(set.Problems);
            }
        }
        trial.InForceActId = RecordAct
            .Append(
                db,
                countyNo,
                "identification.put_in_force",
                context,
                new
                {
                    TrialId = trialId,
                    From = from.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    Document = document,
                }
            )
            .ActId;
        db.SaveChanges();
        transaction.Commit();
        return trial;
    }
}
