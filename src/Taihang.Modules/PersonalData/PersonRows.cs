using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>A person is known under one row for each household they belonged to; the rows point back.</summary>
public static class PersonRows
{
    /// <summary>All rows of the person of whom one is given, the oldest first; empty where there is none.</summary>
    public static IReadOnlyList<Person> Of(TaihangDb db, int countyNo, Guid personId)
    {
        var rows = new List<Person>();
        var persons = db.Persons.AsNoTracking().Where(p => p.CountyNo == countyNo);
        for (
            var next = persons.SingleOrDefault(p => p.PersonId == personId);
            next is not null && rows.TrueForAll(r => r.PersonId != next.PersonId);
            next = next.PreviousId is { } before ? persons.SingleOrDefault(p => p.PersonId == before) : null
        )
            rows.Insert(0, next);
        while (rows.Count > 0)
        {
            var last = rows[^1].PersonId;
            if (
                persons.FirstOrDefault(p => p.PreviousId == last) is not { } later
                || rows.Exists(r => r.PersonId == later.PersonId)
            )
                break;
            rows.Add(later);
        }
        return rows;
    }

    /// <summary>For the operator: by identifier, or by the household's number and the name as <c>NUMBER/NAME</c>.</summary>
    /// <returns>Null where that is nobody, or more than one.</returns>
    public static Person? Find(TaihangDb db, string person)
    {
        List<Person> found;
        if (Guid.TryParse(person, out var id))
            found = [.. db.Persons.AsNoTracking().Where(p => p.PersonId == id).Take(2)];
        else
        {
            var cut = person.IndexOf('/', StringComparison.Ordinal);
            if (cut < 0)
                return null;
            var (number, name) = (person[..cut], person[(cut + 1)..]);
            found =
            [
                .. db
                    .Persons.AsNoTracking()
                    .Where(p =>
                        p.Name == name
                        && db.Households.Any(h =>
                            h.CountyNo == p.CountyNo && h.HouseholdId == p.HouseholdId && h.Number == number
                        )
                    )
                    .Take(2),
            ];
        }
        return found.Count == 1 ? found[0] : null;
    }
}
