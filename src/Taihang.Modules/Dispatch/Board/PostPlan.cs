using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>
/// Posts by an approved plan, just as it was approved: nothing is made best anew. Where the record has moved on so that it cannot be
/// carried out in full, nobody is posted and what stands in the way is named.
/// </summary>
public static class PostPlan
{
    /// <param name="rules">The pack's, as when the plan was made: the reasons are told by them.</param>
    /// <param name="today">Nobody is posted into the past: a plan approved after its first day begins today.</param>
    /// <returns>The round.</returns>
    public static Outcome<DispatchRound> Run(
        TaihangDb db,
        PlanRecord plan,
        int version,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        DateOnly today,
        ActContext context
    )
    {
        var row = plan.Row;
        if (row.Version != version)
            return DispatchProblems.PlanChanged();
        if (row.State != PlanState.Submitted || !Approved(db, row))
            return DispatchProblems.NotApproved();
        try
        {
            using var transaction = db.Database.BeginTransaction();
            RecordAct.Hold(db, row.CountyNo);
            var from = row.AsOf < today ? today : row.AsOf;
            if (PlanCheck.Run(db, plan, rules, shapes, from, out var ending) is { } problem)
                return problem;
            var pair = SolveRound.Pairs(plan.Facts.Stored, LoadRegions.Tree(db), shapes);
            var free = new SolvedRound(plan.Rules, plan.Facts.Stored, plan.Free, pair);
            var round = PostRound.Write(db, row.CountyNo, from, free, plan.Round, rules, ending, context, row.PlanId);
            row.AsOf = from;
            row.State = PlanState.Posted;
            row.RoundId = round.RoundId;
            row.ActId = round.ActId;
            row.Version++;
            db.SaveChanges();
            transaction.Commit();
            return round;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return DispatchProblems.PlanChanged();
        }
    }

    /// <summary>Whether the case about the plan ended with its approval.</summary>
    public static bool Approved(TaihangDb db, DispatchPlan row) => Outcome(db, row) == Procedure.PlanApproved;

    /// <summary>How the case about the plan ended; null while it runs, or where there is none.</summary>
    public static string? Outcome(TaihangDb db, DispatchPlan row) =>
        db
            .ProcedureCases.Where(c => c.CountyNo == row.CountyNo && c.CaseId == row.CaseId)
            .Select(c => c.Outcome)
            .SingleOrDefault();
}
