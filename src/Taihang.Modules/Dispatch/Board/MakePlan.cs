using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>Puts a plan on the board: made anew from the record, or copied from another to be changed.</summary>
public static class MakePlan
{
    private const int LongestTitle = 60;

    /// <param name="planId">Made by the sender; sending it again makes no second plan.</param>
    /// <param name="title">Shown in lists; blank takes the day.</param>
    public static Outcome<DispatchPlan> Run(
        TaihangDb db,
        DispatchRequest request,
        Guid planId,
        string title,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        ActContext context
    )
    {
        if (db.DispatchPlans.Find(request.CountyNo, planId) is { } sent)
            return sent;
        var solved = SolveRound.Run(db, request, rules, shapes);
        if (!solved.Ok)
            return Outcome<DispatchPlan>.Refused(solved.Problems);
        var (facts, free) = (solved.Value.Facts, solved.Value.Round);
        if (facts.Villages.IsEmpty)
            return DispatchProblems.NothingToPlan(
                request.AsOf,
                Terms.On(db, request.CountyNo, rules, request.AsOf).NextOver
            );
        var round = ChosenPlan.Under(free, [], ChosenPlan.Incumbents(free, facts.Villages));
        return Write(
            db,
            new DispatchPlan
            {
                CountyNo = request.CountyNo,
                PlanId = planId,
                Title = TitleOf(title, request.AsOf),
                AsOf = request.AsOf,
                State = PlanState.Draft,
                Rules = StoredRound.Write(solved.Value.Rules),
                Facts = StoredRound.Write(new PlanFacts(facts.Villages, facts.Cadres, facts.HomeOf)),
                Choices = "[]",
                Free = StoredRound.Write(free),
                Certificate = StoredRound.Write(round),
                CertificateHash = round.Hash(),
                Version = 1,
            },
            context
        );
    }

    /// <summary>The same plan once more, as a draft: what was laid down comes with it.</summary>
    public static Outcome<DispatchPlan> Copy(
        TaihangDb db,
        int countyNo,
        Guid from,
        Guid planId,
        string title,
        ActContext context
    )
    {
        if (db.DispatchPlans.Find(countyNo, planId) is { } sent)
            return sent;
        if (db.DispatchPlans.Find(countyNo, from) is not { } row)
            return DispatchProblems.NoSuchPlan();
        return Write(
            db,
            new DispatchPlan
            {
                CountyNo = countyNo,
                PlanId = planId,
                Title = TitleOf(title, row.AsOf),
                CopyOf = from,
                AsOf = row.AsOf,
                State = PlanState.Draft,
                Rules = row.Rules,
                Facts = row.Facts,
                Choices = row.Choices,
                Free = row.Free,
                Certificate = row.Certificate,
                CertificateHash = row.CertificateHash,
                Version = 1,
            },
            context
        );
    }

    private static Outcome<DispatchPlan> Write(TaihangDb db, DispatchPlan row, ActContext context)
    {
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, row.CountyNo);
        row.ActId = RecordAct
            .Append(
                db,
                row.CountyNo,
                "dispatch.plan",
                context,
                new
                {
                    plan = row.PlanId,
                    copy_of = row.CopyOf,
                    as_of = row.AsOf,
                    certificate_sha256 = row.CertificateHash,
                }
            )
            .ActId;
        db.DispatchPlans.Add(row);
        try
        {
            db.SaveChanges();
            transaction.Commit();
            return row;
        }
        catch (DbUpdateException)
        {
            // Sent twice at once, or somebody else wrote: the first of them counts.
            db.ChangeTracker.Clear();
            return DispatchProblems.PlanChanged();
        }
    }

    private static string TitleOf(string title, DateOnly day)
    {
        var text = ReceiptCode.WithoutNumbers(title.Trim());
        return text.Length == 0 ? $"{day:yyyy-MM-dd}"
            : text.Length > LongestTitle ? text[..LongestTitle]
            : text;
    }
}
