using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Changes;

/// <summary>What the use cases for changes need beside the store: the form that names the attributes, the places, the key.</summary>
public sealed record ChangeSetting(Pack Pack, RegistrationForm Form, RegionTree Tree, Sealing Sealing, DateOnly Today);

/// <summary>A change that could be submitted: what it says, and the real differences it would make today.</summary>
/// <param name="Other">The other household of a merger.</param>
public sealed record PreparedChange(
    ChangeContent Content,
    KnownRecord Known,
    ImmutableArray<Difference> Differences,
    int VillageNo,
    int? OtherVillageNo,
    Guid? Other
);

/// <summary>Reads a form into a change and works out its differences; it writes nothing.</summary>
public static class PrepareChange
{
    /// <param name="problems">Receives everything that is wrong, each beside its field.</param>
    /// <returns>Null when something is.</returns>
    public static PreparedChange? Run(
        TaihangDb db,
        ChangeSetting setting,
        Viewer viewer,
        ChangeDraft draft,
        List<FieldProblem> problems
    )
    {
        if (!ChangeKind.All.Contains(draft.Kind))
            problems.Add(new(null, ChangeProblems.NoSuchKind(draft.Kind, Nearest.To(draft.Kind, ChangeKind.All))));
        var other = draft.Kind == ChangeKind.Merge ? Other(db, setting, viewer, draft, problems) : null;
        if (problems.Count > 0)
            return null;
        IReadOnlyList<Guid> former =
            draft.Kind == ChangeKind.Return && Guid.TryParse(draft.Text(ChangeDraft.WhoField), out var left)
                ? [left]
                : [];
        var known = KnownRecord.Read(
            db,
            setting.Sealing,
            draft.CountyNo,
            draft.Kind == ChangeKind.Register ? []
                : other is { } second ? [draft.HouseholdId, second]
                : [draft.HouseholdId],
            former
        );
        // A list that is worked from is a list of one's own area; so is what one may ask to have changed in it.
        int?[] villages =
            draft.Kind == ChangeKind.Register
                ? [draft.VillageNo]
                : [.. known.Households.Values.Select(h => h.VillageNo)];
        if (
            !villages.All(v =>
                v is { } number
                && setting.Tree.ByNumber(number) is { } place
                && place.CountyNo == draft.CountyNo
                && viewer.SeesHouseholds(place, setting.Tree)
            )
        )
        {
            problems.Add(new(null, ChangeProblems.NotYourArea()));
            return null;
        }
        if (draft.Kind != ChangeKind.Register && !known.Households.ContainsKey(draft.HouseholdId))
        {
            problems.Add(new(null, ChangeProblems.HouseholdGone()));
            return null;
        }
        var read = new ReadDraft(
            db,
            setting.Form,
            setting.Tree,
            setting.Sealing,
            draft,
            known,
            setting.Today,
            problems
        ).Read(other);
        if (read is not { } content)
            return null;
        var after = MakeChange.After(known.State, content.Change, content.ObservedOn);
        if (!after.Ok)
        {
            problems.AddRange(after.Problems.Select(p => new FieldProblem(FieldOf(p), p)));
            return null;
        }
        var differences = Differences.Between(known.State, after.Value);
        if (differences.IsEmpty)
        {
            problems.Add(new(null, ChangeProblems.NoEffect()));
            return null;
        }
        return new PreparedChange(
            content,
            known,
            differences,
            draft.VillageNo ?? known.Households[draft.HouseholdId].VillageNo,
            content.Change switch
            {
                MoveHousehold move => move.VillageNo,
                MergeHouseholds merge => known.Households[merge.OtherId].VillageNo,
                _ => null,
            },
            content.Change switch
            {
                MergeHouseholds merge => merge.OtherId,
                SplitHousehold split => split.NewHouseholdId,
                _ => null,
            }
        );
    }

    /// <summary>The household of that number, where the viewer may see it.</summary>
    public static Guid? Other(TaihangDb db, ChangeSetting setting, Viewer viewer, int countyNo, string number) =>
        db
            .Households.AsNoTracking()
            .SingleOrDefault(h => h.CountyNo == countyNo && h.Number == number && h.ClosedOn == null)
            is { } found
        && setting.Tree.ByNumber(found.VillageNo) is { } village
        && viewer.SeesHouseholds(village, setting.Tree)
            ? found.HouseholdId
            : null;

    private static Guid? Other(
        TaihangDb db,
        ChangeSetting setting,
        Viewer viewer,
        ChangeDraft draft,
        List<FieldProblem> problems
    )
    {
        var number = draft.Text(ChangeDraft.OtherField);
        if (Other(db, setting, viewer, draft.CountyNo, number) is { } found)
            return found;
        problems.Add(
            new(
                ChangeDraft.OtherField,
                ChangeProblems.NoHouseholdOfNumber(
                    new Place("更改申请 change request", Heading: "另一户的编号"),
                    number.Length > 40 ? number[..40] : number
                )
            )
        );
        return null;
    }

    private static string? FieldOf(Problem problem) =>
        problem.Code == ChangeProblems.TooEarly("").Code ? ChangeDraft.DayField
        : problem.Code == ChangeProblems.SameHousehold().Code ? ChangeDraft.OtherField
        : null;
}
