using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>Hands a draft in to be approved by the pack's procedure about plans; from then on nobody changes it.</summary>
public static class SubmitPlan
{
    /// <returns>Null when it is handed in; the case is the plan's.</returns>
    public static Problem? Run(
        TaihangDb db,
        Pack pack,
        PlanRecord plan,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        RegionPlace county,
        int version,
        string said,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        if (plan.Row.State != PlanState.Draft)
            return DispatchProblems.NotADraft();
        if (plan.Row.Version != version)
            return DispatchProblems.PlanChanged();
        if (Procedure(pack, day) is not { } procedure)
            return DispatchProblems.NoProcedure();
        if (PlanCheck.Run(db, plan, rules, shapes, plan.Row.AsOf < day ? day : plan.Row.AsOf, out _) is { } standing)
            return standing;
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, county.CountyNo);
        var started = StartCase.Run(
            db,
            pack,
            new StartRequest(
                Guid.CreateVersion7(context.At),
                county.CountyNo,
                county.RegionNo,
                procedure.Id,
                null,
                plan.Row.Title,
                "office",
                said,
                actor,
                byName
            ),
            day,
            context
        );
        if (!started.Ok)
            return started.Problems[0];
        plan.Row.State = PlanState.Submitted;
        plan.Row.CaseId = started.Value.CaseId;
        if (ChangePlan.Save(db, plan, "dispatch.submit", context) is { } problem)
            return problem;
        transaction.Commit();
        return null;
    }

    /// <summary>The pack's procedure about plans that is in force; null where it has none.</summary>
    public static Procedure? Procedure(Pack pack, DateOnly day) =>
        pack.Procedures.FirstOrDefault(p => p.About == CaseAbout.Plan && p.ValidOn(day));
}
