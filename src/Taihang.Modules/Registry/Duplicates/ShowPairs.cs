using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Duplicates;

/// <summary>One of a pair as a reviewer sees them; only the place where they are of another county.</summary>
/// <param name="Facts">Newest values by attribute id, as JSON texts; nothing sealed is among them.</param>
public sealed record PairSide(
    int CountyNo,
    Guid PersonId,
    Guid HouseholdId,
    int VillageNo,
    string HouseholdNumber,
    string Name,
    DateOnly JoinedOn,
    IReadOnlyDictionary<string, RecordedFact> Facts
);

/// <summary>A pair with what speaks for and against its being one person.</summary>
public sealed record PairShown(DuplicatePair Pair, IReadOnlyList<FieldEvidence> Reasons, PairSide? A, PairSide? B);

/// <summary>Lists a county's pairs, the surest first.</summary>
public static class ShowPairs
{
    public static (IReadOnlyList<PairShown> Pairs, int Total) Run(
        TaihangDb db,
        int countyNo,
        string state,
        int page,
        int size
    )
    {
        var all = db.DuplicatePairs.AsNoTracking().Where(p => p.CountyNo == countyNo && p.State == state);
        var (total, skipped) = (all.Count(), (page - 1L) * size);
        if (skipped < 0 || skipped >= total)
            return ([], total);
        var rows = all.OrderByDescending(p => p.ProbabilityPpm)
            .ThenBy(p => p.PairId)
            .Skip((int)skipped)
            .Take(size)
            .ToList();
        return ([.. rows.Select(row => Shown(db, row))], total);
    }

    public static PairShown? Find(TaihangDb db, int countyNo, Guid pairId) =>
        db.DuplicatePairs.AsNoTracking().SingleOrDefault(p => p.CountyNo == countyNo && p.PairId == pairId) is { } row
            ? Shown(db, row)
            : null;

    private static PairShown Shown(TaihangDb db, DuplicatePair pair) =>
        new(
            pair,
            JsonSerializer.Deserialize<List<FieldEvidence>>(pair.Reasons)!,
            Side(db, pair.CountyNo, pair.PersonA),
            Side(db, pair.CountyNoB, pair.PersonB)
        );

    private static PairSide? Side(TaihangDb db, int countyNo, Guid personId)
    {
        using var widened = db.Widen(Widening.DuplicatePair, countyNo);
        var found = (
            from person in db.Persons.AsNoTracking()
            join household in db.Households
                on new { person.CountyNo, person.HouseholdId } equals new { household.CountyNo, household.HouseholdId }
            where person.CountyNo == countyNo && person.PersonId == personId
            select new { person, household }
        ).SingleOrDefault();
        return found is null
            ? null
            : new PairSide(
                countyNo,
                personId,
                found.household.HouseholdId,
                found.household.VillageNo,
                found.household.Number,
                found.person.Name,
                found.person.JoinedOn,
                HouseholdFacts.OfPerson(db, countyNo, personId)
            );
    }
}
