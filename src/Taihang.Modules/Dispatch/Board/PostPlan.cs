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
        var running = db.Postings.Where(p => p.CountyNo == row.CountyNo && (p.To == null || p.To >= row.AsOf)).ToList();
        var (villages, cadres) = (plan.Round.Villages.ToHashSet(), Posted(plan.Round));
        var ending = running
            .Where(p =>
                p.To == null
                && p.Role == PostingRole.FirstSecretary
                && villages.Contains(p.VillageNo)
                && p.From.AddMonths(rules.TermMonths) <= row.AsOf
            )
            .ToList();
        var inTheWay = running
            .Except(ending)
            .Where(p =>
                cadres.Contains(p.CadreId) || (p.Role == PostingRole.FirstSecretary && villages.Contains(p.VillageNo))
            )
            .Select(p => new Words(
                $"{names.Cadre(p.CadreId).Zh}在{names.Village(p.VillageNo).Zh}任职",
                $"{names.Cadre(p.CadreId).En} serves in {names.Village(p.VillageNo).En}"
            ))
            .ToList();
        if (inTheWay.Count > 0)
            return DispatchProblems.RecordMoved(inTheWay);
        if (cadres.FirstOrDefault(id => !names.Cadres.ContainsKey(id)) is var gone && gone != default)
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

    private static HashSet<Guid> Posted(Round round) =>
        [.. round.Plan.PersonOf.Where(person => person >= 0).Select(person => round.Cadres[person])];

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
