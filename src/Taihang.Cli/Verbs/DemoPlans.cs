using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>Two drafts for the rotation at the end of the demo's first term: as the rules have it, and changed by people.</summary>
internal static class DemoPlans
{
    /// <param name="posted">First day of the term that ends.</param>
    /// <returns>What went wrong; nothing when all is well.</returns>
    public static IReadOnlyList<Problem> Run(
        TaihangDb db,
        int countyNo,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        DateOnly posted
    )
    {
        var day = posted.AddMonths(rules.TermMonths);
        var made = MakePlan.Run(
            db,
            new DispatchRequest(countyNo, day),
            Guid.CreateVersion7(),
            "期满轮换草案",
            rules,
            shapes,
            Deployment.Acting("demo: a plan for the rotation")
        );
        if (!made.Ok)
            return made.Problems;
        var copy = MakePlan.Copy(
            db,
            countyNo,
            made.Value.PlanId,
            Guid.CreateVersion7(),
            "两村对调草案",
            Deployment.Acting("demo: the same, to be changed")
        );
        if (!copy.Ok)
            return copy.Problems;
        var plan = PlanRecord.Read(db, countyNo, copy.Value.PlanId);
        if (!plan.Ok)
            return plan.Problems;
        var villages = plan.Value.Round.Villages;
        var swapped = ChangePlan.Swap(
            db,
            plan.Value,
            villages[1],
            villages[2],
            "两村和两人都同意对调",
            "县选派办",
            posted
        );
        if (!swapped.Ok)
            return swapped.Problems;
        if (Write(1, swapped.Value) is { } unswapped)
            return [unswapped];
        plan = PlanRecord.Read(db, countyNo, copy.Value.PlanId);
        var first = plan.Value.Round.Cadres[plan.Value.Round.Plan.PersonOf[0]];
        var away = ChangePlan.Lay(
            db,
            plan.Value,
            [new PlanChoice(ChoiceKind.Absent, null, first, "本人申请，单位同意", "县选派办", posted)]
        );
        return away.Ok
            ? Write(2, away.Value) is { } problem
                ? [problem]
                : []
            : away.Problems;

        Problem? Write(int version, PlanPreview preview) =>
            ChangePlan.Write(db, plan.Value, preview, version, Deployment.Acting("demo: what people laid down"));
    }
}
