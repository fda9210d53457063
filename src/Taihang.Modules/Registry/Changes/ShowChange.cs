using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>A request as its page shows it.</summary>
/// <param name="Content">Null when the request is not what was submitted.</param>
/// <param name="Submitted">What it would have changed at submission.</param>
/// <param name="Now">What it would change today; empty once it is closed, or when it no longer can be made.</param>
/// <param name="Impossible">Why it cannot be made on the record as it is.</param>
/// <param name="Overtaken">Values that somebody else changed since.</param>
/// <param name="Moved">Whether the record changed at all since the submission.</param>
/// <param name="Seen">Hash of the record that is shown, to be sent back with the decision.</param>
/// <param name="Names">Names of persons, numbers of households.</param>
/// <param name="Cannot">Why the viewer may not decide; null where they may.</param>
public sealed record ChangeShown(
    ChangeRequest Row,
    ChangeContent? Content,
    ImmutableArray<Difference> Submitted,
    ImmutableArray<Difference> Now,
    Problem? Impossible,
    ImmutableArray<Difference> Overtaken,
    bool Moved,
    string Seen,
    IReadOnlyDictionary<Guid, string> Names,
    ChangeDecision? Decision,
    (string Name, string Role)? RequestedBy,
    (string Name, string Role)? DecidedBy,
    Problem? Cannot,
    bool Own
)
{
    /// <summary>What was written, once it is applied; before that what it would write.</summary>
    public ImmutableArray<Difference> Shown =>
        Decision is { Answer: ChangeStanding.Applied } applied
            ? ChangeDocument.ReadDifferences(applied.Written)
            : Submitted;

    public IReadOnlyList<Guid> Households =>
        Row.OtherHouseholdId is { } other ? [Row.HouseholdId, other] : [Row.HouseholdId];
}

/// <summary>Reads one request beside the record as it is now.</summary>
public static class ShowChange
{
    /// <returns>Null when there is none in the viewer's area.</returns>
    public static ChangeShown? Run(TaihangDb db, ChangeSetting setting, Viewer viewer, int countyNo, Guid changeId)
    {
        if (
            db.ChangeRequests.AsNoTracking().SingleOrDefault(c => c.CountyNo == countyNo && c.ChangeId == changeId)
                is not { } row
            || !Sees(setting, viewer, row)
        )
            return null;
        var submitted = ChangeDocument.ReadDifferences(row.Submitted);
        var decision = db
            .ChangeDecisions.AsNoTracking()
            .SingleOrDefault(d => d.CountyNo == countyNo && d.ChangeId == changeId);
        var request = DecideChange.Read(db, row);
        var (now, seen, impossible, overtaken) = (
            ImmutableArray<Difference>.Empty,
            "",
            (Problem?)null,
            ImmutableArray<Difference>.Empty
        );
        if (request is { Standing: ChangeStanding.Open })
        {
            var state = DecideChange.Known(db, setting.Sealing, countyNo, request.Content.Change).State;
            var after = MakeChange.After(state, request.Content.Change, request.Content.ObservedOn);
            now = after.Ok ? Differences.Between(state, after.Value) : [];
            (seen, impossible, overtaken) = (
                state.Hash(),
                after.Ok ? null : after.Problems[0],
                Differences.Overtaken(submitted, state)
            );
        }
        var reviewer = new Reviewer(
            viewer.AccountId,
            DecideChange.Reviews(setting, viewer, row),
            DecideChange.IsBound(db, setting, row, viewer.AccountId)
        );
        return new ChangeShown(
            row,
            request?.Content,
            submitted,
            now,
            impossible,
            overtaken,
            seen.Length > 0 && seen != row.Base,
            seen,
            Names(db, countyNo, submitted.Concat(now)),
            decision,
            Account(db, row.RequestedBy, row.RequestedOn),
            decision is null ? null : Account(db, decision.DecidedBy, decision.DecidedOn),
            request is null ? Core.Registry.ChangeProblems.Altered() : ChangeRules.MayDecide(request, reviewer),
            row.RequestedBy == viewer.AccountId
        );
    }

    /// <summary>Whoever works with households of one of the villages.</summary>
    private static bool Sees(ChangeSetting setting, Viewer viewer, ChangeRequest row) =>
        new[] { row.VillageNo, row.OtherVillageNo ?? row.VillageNo }.Any(village =>
            setting.Tree.ByNumber(village) is { } place && viewer.SeesHouseholds(place, setting.Tree)
        );

    /// <summary>What subjects are called: as the record has it, or as the change brings it.</summary>
    public static Dictionary<Guid, string> Names(TaihangDb db, int countyNo, IEnumerable<Difference> differences)
    {
        var all = differences.ToList();
        var subjects = all.Select(d => d.Key.Subject).Distinct().ToList();
        foreach (var value in all.Where(d => d.Key.Field is RecordField.Head or RecordField.Household))
        foreach (var text in new[] { value.Before, value.After })
            if (Guid.TryParse(text, out var id))
                subjects.Add(id);
        var names = all.Where(d => d is { Key.Field: RecordField.Name or RecordField.Number, After: not null })
            .GroupBy(d => d.Key.Subject)
            .ToDictionary(g => g.Key, g => g.Last().After!);
        foreach (
            var person in db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && subjects.Contains(p.PersonId))
                .Select(p => new { p.PersonId, p.Name })
        )
            names[person.PersonId] = person.Name;
        foreach (
            var household in db
                .Households.AsNoTracking()
                .Where(h => h.CountyNo == countyNo && subjects.Contains(h.HouseholdId))
                .Select(h => new { h.HouseholdId, h.Number })
        )
            names[household.HouseholdId] = household.Number;
        return names;
    }

    private static (string Name, string Role)? Account(TaihangDb db, Guid id, DateOnly day) =>
        NamedActor.Of(db, [id]).GetValueOrDefault(id) is { } actor ? (actor.Name, actor.RoleOn(day) ?? "") : null;
}
