using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>
/// Whose the ID numbers in a workbook are. One number belongs to one person: stated twice, it is a fault. A person on record in
/// another household may be stated in a new one; it is a move if the workbook also states the old household without them, wherever in
/// the file that stands, and a fault if it does not.
/// </summary>
internal sealed class NumberOwners(TaihangDb db, HouseholdDrafts drafts)
{
    private readonly IdNumberHolders holders = new(db);
    private readonly Dictionary<string, HouseholdDraft> statedBy = [];
    private readonly Dictionary<Guid, Problem> moving = [];
    private readonly HashSet<Guid> gone = [];
    private Dictionary<string, (int CountyNo, Guid PersonId)> holding = [];

    /// <summary>Call before the households of a batch.</summary>
    public void Begin(ImportHouseholds.Batch batch)
    {
        statedBy.Clear();
        holding = holders.Find([.. batch.Prepared.Values.Select(p => p.IdIndex).OfType<byte[]>()]);
    }

    /// <summary>The person on record whose number each member carries; null, with faults, when a number is stated twice.</summary>
    public Dictionary<MemberDraft, Person>? Of(
        HouseholdDraft draft,
        IReadOnlyList<Person> members,
        Dictionary<MemberDraft, PreparedMember> prepared,
        FaultList faults
    )
    {
        var owners = new Dictionary<MemberDraft, Person>();
        var fine = true;
        foreach (var member in draft.Members)
        {
            if (prepared[member].IdIndex is not { } index)
                continue;
            var number = Convert.ToHexString(index);
            if (!statedBy.TryAdd(number, draft))
            {
                fine = false;
                faults.Add([Twice(member, statedBy[number].Number, null)]);
            }
            else if (holding.TryGetValue(number, out var holder))
                owners[member] =
                    members.FirstOrDefault(m => m.PersonId == holder.PersonId)
                    ?? Elsewhere(member, holder.CountyNo, holder.PersonId);
        }
        return fine ? owners : null;
    }

    /// <summary>The workbook states this person's household without them.</summary>
    public void Left(Person person)
    {
        moving.Remove(person.PersonId);
        gone.Add(person.PersonId);
    }

    /// <summary>After the last batch: who was stated in a new household and never left the old one.</summary>
    public IEnumerable<Problem> Unresolved => moving.Values.OrderBy(p => p.Where?.Row);

    private Person Elsewhere(MemberDraft member, int countyNo, Guid personId)
    {
        var person = db.Persons.AsNoTracking().Single(p => p.CountyNo == countyNo && p.PersonId == personId);
        if (person.LeftOn is not null || gone.Contains(personId))
            return person;
        var household = db
            .Households.AsNoTracking()
            .Single(h => h.CountyNo == countyNo && h.HouseholdId == person.HouseholdId);
        moving[personId] = Twice(member, household.Number, person.Name);
        return person;
    }

    private Problem Twice(MemberDraft member, string household, string? name) =>
        RegistryProblems.DuplicateIdNumber(
            drafts.AtAttribute(member.Row, "id_number"),
            name is null
                ? $"{household} 户 / household {household}"
                : $"{household} 户 {name} / household {household}, {name}"
        );
}
