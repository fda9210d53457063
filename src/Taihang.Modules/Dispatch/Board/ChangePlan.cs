using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>A plan as it would be after a change, beside what it is.</summary>
/// <param name="Change">From the plan as it is to the plan as it would be.</param>
public sealed record PlanPreview(ImmutableArray<PlanChoice> Choices, Round Round, OtherPlan Change);

/// <summary>
/// Changes what is laid down in a draft. Each change is looked at before it is made: the same decision gives the preview and the effect.
/// </summary>
public static class ChangePlan
{
    private const int LongestReason = 400;

    /// <summary>What the plan would be with these laid down too; a swap is two locks.</summary>
    public static Outcome<PlanPreview> Lay(TaihangDb db, PlanRecord plan, IReadOnlyList<PlanChoice> added)
    {
        if (plan.Row.State != PlanState.Draft)
            return DispatchProblems.NotADraft();
        var choices = plan.Round.Choices;
        foreach (var one in added)
        {
            var choice = one with { Reason = Reason(one.Reason) };
            if (ChosenPlan.MayLay(plan.Free, choices, choice) is { } fault)
                return Told(db, plan, choice, fault);
            choices = choices.Add(choice);
        }
        return Preview(plan, choices);
    }

    /// <summary>What the plan would be if two villages changed their cadres: locks of either fall, and both are locked the other way.</summary>
    public static Outcome<PlanPreview> Swap(
        TaihangDb db,
        PlanRecord plan,
        int villageNo,
        int otherNo,
        string reason,
        string byName,
        DateOnly day
    )
    {
        var (seat, other) = (plan.Free.Villages.IndexOf(villageNo), plan.Free.Villages.IndexOf(otherNo));
        if (seat < 0 || other < 0 || seat == other)
            return DispatchProblems.NotInPlan();
        var (here, there) = (plan.Round.Plan.PersonOf[seat], plan.Round.Plan.PersonOf[other]);
        var added = new List<PlanChoice>();
        if (there >= 0)
            added.Add(new(ChoiceKind.Lock, villageNo, plan.Free.Cadres[there], reason, byName, day));
        if (here >= 0)
            added.Add(new(ChoiceKind.Lock, otherNo, plan.Free.Cadres[here], reason, byName, day));
        if (added.Count == 0)
            return DispatchProblems.NotInPlan();
        var kept = plan with
        {
            Round = plan.Round with
            {
                Choices = plan.Round.Choices.RemoveAll(c =>
                    c.Kind == ChoiceKind.Lock && (c.VillageNo == villageNo || c.VillageNo == otherNo)
                ),
            },
        };
        var laid = Lay(db, kept, added);
        return laid.Ok ? Preview(plan, laid.Value.Choices) : laid;
    }

    /// <summary>What the plan would be if everybody serving stayed whose moving gains less than the price.</summary>
    public static Outcome<PlanPreview> KeepServing(
        PlanRecord plan,
        int priceBp,
        string reason,
        string byName,
        DateOnly day
    )
    {
        if (plan.Row.State != PlanState.Draft)
            return DispatchProblems.NotADraft();
        var choices = plan.Round.Choices;
        foreach (var (seat, person) in ChosenPlan.Kept(plan.Free, choices, plan.Serving, priceBp))
        {
            var choice = new PlanChoice(
                ChoiceKind.Lock,
                plan.Free.Villages[seat],
                plan.Free.Cadres[person],
                Reason(reason),
                byName,
                day
            );
            if (!choices.Any(c => c.SameAs(choice)))
                choices = choices.Add(choice);
        }
        return Preview(plan, choices);
    }

    /// <summary>What the plan would be with one taken back.</summary>
    /// <param name="at">Its place among the choices.</param>
    public static Outcome<PlanPreview> TakeBack(PlanRecord plan, int at) =>
        plan.Row.State != PlanState.Draft ? DispatchProblems.NotADraft()
        : at < 0 || at >= plan.Round.Choices.Length ? DispatchProblems.NotInPlan()
        : Preview(plan, plan.Round.Choices.RemoveAt(at));

    /// <summary>Makes the plan what the preview showed.</summary>
    /// <param name="version">The plan's version when it was looked at.</param>
    public static Problem? Write(TaihangDb db, PlanRecord plan, PlanPreview preview, int version, ActContext context)
    {
        if (plan.Row.Version != version)
            return DispatchProblems.PlanChanged();
        if (preview.Choices.Any(c => c.Reason.Length == 0))
            return DispatchProblems.NoReason();
        var faults = Certificate.Check(preview.Round.Problem, preview.Round.Plan);
        if (faults.Count > 0)
            return faults[0];
        plan.Row.Choices = StoredRound.Write(preview.Choices);
        plan.Row.Certificate = StoredRound.Write(preview.Round);
        plan.Row.CertificateHash = preview.Round.Hash();
        return Save(db, plan, "dispatch.lay", context);
    }

    /// <summary>The plan is given up; it stays to be read. One that is handed in waits for the end of its case.</summary>
    public static Problem? Drop(TaihangDb db, PlanRecord plan, int version, ActContext context)
    {
        if (
            plan.Row.State != PlanState.Draft
            && !(plan.Row.State == PlanState.Submitted && PostPlan.Outcome(db, plan.Row) is not null)
        )
            return DispatchProblems.NotADraft();
        if (plan.Row.Version != version)
            return DispatchProblems.PlanChanged();
        plan.Row.State = PlanState.Dropped;
        return Save(db, plan, "dispatch.drop", context);
    }

    internal static Problem? Save(TaihangDb db, PlanRecord plan, string kind, ActContext context)
    {
        if (db.Entry(plan.Row).State == EntityState.Detached)
            throw new InvalidOperationException("The plan was read through another context, or forgotten since.");
        using var transaction = db.Database.CurrentTransaction is null ? db.Database.BeginTransaction() : null;
        // Whoever else writes into the county's record waits from here on.
        RecordAct.Hold(db, plan.Row.CountyNo);
        plan.Row.Version++;
        plan.Row.ActId = RecordAct
            .Append(
                db,
                plan.Row.CountyNo,
                kind,
                context,
                new
                {
                    plan = plan.Row.PlanId,
                    state = plan.Row.State,
                    case_id = plan.Row.CaseId,
                    certificate_sha256 = plan.Row.CertificateHash,
                }
            )
            .ActId;
        try
        {
            db.SaveChanges();
            transaction?.Commit();
            return null;
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return DispatchProblems.PlanChanged();
        }
    }

    private static PlanPreview Preview(PlanRecord plan, ImmutableArray<PlanChoice> choices)
    {
        var round = ChosenPlan.Under(plan.Free, choices, plan.Round.Plan.PersonOf);
        return new PlanPreview(choices, round, PlanPrices.Between(plan.Free, plan.Round, round));
    }

    private static string Reason(string reason)
    {
        var text = ReceiptCode.WithoutNumbers(reason.Trim());
        return text.Length > LongestReason ? text[..LongestReason] : text;
    }

    private static Problem Told(TaihangDb db, PlanRecord plan, PlanChoice choice, ChoiceFault fault)
    {
        var names = new Names(db, plan.Row.CountyNo);
        return fault switch
        {
            { Against: { } against } => DispatchProblems.AgainstChoice(
                PostingWords.What(choice, names.Cadre, names.Village),
                PostingWords.What(against, names.Cadre, names.Village)
            ),
            { Rule: { } rule } => DispatchProblems.PairExcluded(
                names.Cadre(choice.CadreId),
                names.Village(choice.VillageNo!.Value),
                plan.Rules.Rule(rule)
            ),
            _ => DispatchProblems.NotInPlan(),
        };
    }
}
