using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Registry.Changes;

/// <summary>
/// The request that takes an applied one back: another change of the record, to be decided like any other. The identifiers it brings in are
/// given by the caller.
/// </summary>
public static class ReverseChange
{
    /// <param name="change">What was applied.</param>
    /// <param name="written">The differences that were written.</param>
    /// <param name="now">The households concerned as they stand, see <see cref="Concerned"/>, and the rows of those who left them.</param>
    /// <param name="next">Makes an identifier.</param>
    public static Outcome<Change> Of(
        Change change,
        ImmutableArray<Difference> written,
        RecordState now,
        Func<Guid> next
    )
    {
        switch (change)
        {
            case CorrectFacts correct:
                // What was not known before cannot be un-said; what was sealed before is not opened to be put back.
                var facts = written
                    .Where(d => d.Before is not null && RecordField.IsAttribute(d.Key.Field))
                    .Select(d => new StatedFact(d.Key.Kind, d.Key.Subject, d.Key.Field, d.Before!))
                    .ToImmutableArray();
                return facts.IsEmpty ? ChangeProblems.NothingToReverse() : correct with { Facts = facts, Numbers = [] };
            case AddMember add:
                return new RemoveMember(add.HouseholdId, add.Member.PersonId, false, []);
            case ReturnMember back:
                return new RemoveMember(back.HouseholdId, back.Member.NewPersonId, false, []);
            case RemoveMember remove when now[SubjectKind.Household, remove.HouseholdId, RecordField.Closed] is null:
                return new ReturnMember(
                    remove.HouseholdId,
                    new MovingMember(
                        remove.PersonId,
                        next(),
                        now[SubjectKind.Person, remove.PersonId, RecordField.Relation] ?? "\"other\""
                    )
                );
            case MoveHousehold move:
                return
                    written.FirstOrDefault(d => d.Key.Field == RecordField.Village)?.Before is { } village
                    && int.TryParse(village, out var villageNo)
                    ? move with
                    {
                        VillageNo = villageNo,
                    }
                    : ChangeProblems.NothingToReverse();
            case SplitHousehold split:
                return new MergeHouseholds(
                    split.HouseholdId,
                    split.NewHouseholdId,
                    [
                        .. now.Members(split.NewHouseholdId)
                            .Select(m => new MovingMember(m, next(), Before(split.Members, now, m))),
                    ]
                );
            case MergeHouseholds merge:
                return new SplitHousehold(
                    merge.HouseholdId,
                    next(),
                    "",
                    [
                        .. merge
                            .Members.Where(m => now.Members(merge.HouseholdId).Contains(m.NewPersonId))
                            .Select(m => new MovingMember(
                                m.NewPersonId,
                                next(),
                                now[SubjectKind.Person, m.PersonId, RecordField.Relation] ?? m.Relation
                            )),
                    ],
                    []
                );
            default:
                return ChangeProblems.NothingToReverse();
        }
    }

    /// <summary>Households whose present state a reversal is made from.</summary>
    public static ImmutableArray<Guid> Concerned(Change change) =>
        change switch
        {
            SplitHousehold split => [split.HouseholdId, split.NewHouseholdId],
            _ => change.Households.IsEmpty ? [change.HouseholdId] : change.Households,
        };

    /// <summary>How somebody stood to the head before they went, by the row they left.</summary>
    private static string Before(ImmutableArray<MovingMember> members, RecordState now, Guid person) =>
        members.FirstOrDefault(m => m.NewPersonId == person) is { } moved
            ? now[SubjectKind.Person, moved.PersonId, RecordField.Relation] ?? moved.Relation
            : "\"other\"";
}
