using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>What a plan is made from, as it was read.</summary>
public sealed record PlanFacts(
    ImmutableArray<DispatchVillage> Villages,
    ImmutableArray<DispatchCadre> Cadres,
    ImmutableArray<int> HomeOf
)
{
    internal DispatchFacts Stored => new(Villages, Cadres, HomeOf);
}

/// <summary>How a plan stands.</summary>
public static class PlanState
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string Posted = "posted";
    public const string Dropped = "dropped";

    public static Words Title(string state) =>
        state switch
        {
            Draft => new("草案", "draft"),
            Submitted => new("报批中", "submitted"),
            Posted => new("已任命", "posted"),
            Dropped => new("已作废", "dropped"),
            _ => Words.Same(state),
        };
}

/// <summary>A plan in a list.</summary>
public sealed record PlanRow(
    Guid PlanId,
    string Title,
    DateOnly AsOf,
    string State,
    Guid? CopyOf,
    Guid? CaseId,
    int Version
);

/// <summary>A plan with all that it holds.</summary>
/// <param name="Free">The best plan with nothing laid down.</param>
/// <param name="Round">The best plan under what is.</param>
public sealed record PlanRecord(DispatchPlan Row, StoredRules Rules, PlanFacts Facts, Round Free, Round Round)
{
    /// <summary>A county's plans, the newest first; those dropped stand last.</summary>
    public static IReadOnlyList<PlanRow> List(TaihangDb db, int countyNo) =>
        [
            .. db
                .DispatchPlans.AsNoTracking()
                .Where(p => p.CountyNo == countyNo)
                .Select(p => new PlanRow(p.PlanId, p.Title, p.AsOf, p.State, p.CopyOf, p.CaseId, p.Version))
                .AsEnumerable()
                .OrderBy(p => p.State == PlanState.Dropped)
                .ThenByDescending(p => p.PlanId),
        ];

    /// <summary>The plan that a case is about; null for none.</summary>
    public static Guid? OfCase(TaihangDb db, int countyNo, Guid caseId) =>
        db
            .DispatchPlans.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.CaseId == caseId)
            .Select(p => (Guid?)p.PlanId)
            .FirstOrDefault();

    /// <returns>Refused where there is no such plan (TH0650) or its proof no longer holds (TH0600, TH0617, TH0619).</returns>
    public static Outcome<PlanRecord> Read(TaihangDb db, int countyNo, Guid planId)
    {
        var row = db.DispatchPlans.SingleOrDefault(p => p.CountyNo == countyNo && p.PlanId == planId);
        if (row is null)
            return DispatchProblems.NoSuchPlan();
        var (free, round) = (StoredRound.Certificate(row.Free), StoredRound.Certificate(row.Certificate));
        if (!free.Ok || !round.Ok)
            return Outcome<PlanRecord>.Refused([.. free.Problems, .. round.Problems]);
        if (round.Value.Hash() is var hash && hash != row.CertificateHash)
            return DispatchProblems.HashDiffers(row.CertificateHash, hash);
        var faults = Certificate.Check(round.Value.Problem, round.Value.Plan);
        return faults.Count > 0
            ? Outcome<PlanRecord>.Refused(faults)
            : new PlanRecord(
                row,
                StoredRound.Read<StoredRules>(row.Rules),
                StoredRound.Read<PlanFacts>(row.Facts),
                free.Value,
                round.Value
            );
    }

    /// <summary>Per seat: whose post it is now, or -1.</summary>
    public int[] Serving => ChosenPlan.Incumbents(Free, Facts.Villages);

    /// <summary>Number of the township that a village lies in; of the village itself where the tree has none.</summary>
    public static int TownshipOf(RegionTree tree, int villageNo) =>
        tree.PathTo(villageNo).FirstOrDefault(p => p.Level == "township")?.RegionNo ?? villageNo;

    public PlanFigures Figures(Func<int, int> areaOf) => PlanFigures.Of(Round, Facts.Villages, Facts.Cadres, areaOf);
}
