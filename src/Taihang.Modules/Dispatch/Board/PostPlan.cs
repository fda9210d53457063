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
    /// <returns>The round.</returns>
    public static Outcome<DispatchRound> Run(
        TaihangDb db,
        PlanRecord plan,
        int version,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        ActContext context
    )
    {
        var row = plan.Row;
        if (row.Version != version)
            return DispatchProblems.PlanChanged();
        if (row.State != PlanState.Submitted || !Approved(db, row))
            return DispatchProblems.NotApproved();
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, row.CountyNo);
        var names = new Names(db, row.CountyNo);
        // As when a plan is made: whoever is within a term, or has a last day still to come, stays where they are.
        var ending = Terms
            .On(db, row.CountyNo, rules, row.AsOf)
            .Over.Where(p => plan.Round.Villages.Contains(p.VillageNo))
            .ToList();
        if (PostRound.InTheWay(db, row.CountyNo, row.AsOf, plan.Round, ending) is { } inTheWay)
            return inTheWay;
        if (Gone(plan.Round, names) is { } gone)
            return DispatchProblems.RecordMoved([new($"名册中已没有 {gone}", $"{gone} is not on the roster any more")]);
        var pair = SolveRound.Pairs(plan.Facts.Stored, LoadRegions.Tree(db), shapes);
        var free = new SolvedRound(plan.Rules, plan.Facts.Stored, plan.Free, pair);
        if (Rescored(plan, rules, pair) is { } other)
            return DispatchProblems.RecordMoved([other]);
        var round = PostRound.Write(db, row.CountyNo, row.AsOf, free, plan.Round, rules, ending, context, row.PlanId);
        row.State = PlanState.Posted;
        row.RoundId = round.RoundId;
        row.ActId = round.ActId;
        row.Version++;
        try
        {
            db.SaveChanges();
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return DispatchProblems.PlanChanged();
        }
        transaction.Commit();
        return round;
    }

    /// <summary>Whether the case about the plan ended with its approval.</summary>
    public static bool Approved(TaihangDb db, DispatchPlan row) =>
        db.ProcedureCases.Any(c =>
            c.CountyNo == row.CountyNo && c.CaseId == row.CaseId && c.Outcome == Procedure.PlanApproved
        );

    private static Guid? Gone(Round round, Names names) =>
        round
            .Plan.PersonOf.Where(person => person >= 0 && !names.Cadres.ContainsKey(round.Cadres[person]))
            .Select(person => (Guid?)round.Cadres[person])
            .FirstOrDefault();

    /// <summary>The reasons must add up to the fit that was approved: rules or distances that changed since would tell another story.</summary>
    private static Words? Rescored(PlanRecord plan, PostingRules rules, Func<int, int, PairFacts> pair)
    {
        var scoring = new Scoring(rules);
        for (var seat = 0; seat < plan.Round.Villages.Length; seat++)
            if (
                plan.Round.Plan.PersonOf[seat] is >= 0 and var person
                && scoring.Fit(plan.Facts.Villages[seat], plan.Facts.Cadres[person], pair(seat, person))
                    != plan.Round.Fit(seat, person)
            )
                return new("选派规则已经变动", "the posting rules have changed");
        return null;
    }
}
