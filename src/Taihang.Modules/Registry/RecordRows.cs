using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>
/// The one way in which households, persons, their facts and their sealed numbers enter the record, whether a workbook or a change request
/// brings them. Rows wait until <see cref="Flush"/>; changes of rows on record are made through the context.
/// </summary>
internal sealed class RecordRows(TaihangDb db, OrderedIds ids, Sealing sealing) : IDisposable
{
    private readonly BulkWriter<Household> householdRows = new(db);
    private readonly BulkWriter<Person> personRows = new(db);
    private readonly BulkWriter<Observation> observationRows = new(db);
    private readonly BulkWriter<BlindIndex> indexRows = new(db);
    private readonly List<Household> newHouseholds = [];
    private readonly List<Person> newPersons = [];
    private readonly List<Observation> newObservations = [];
    private readonly List<BlindIndex> newIndexes = [];

    public int Households { get; private set; }

    public int Persons { get; private set; }

    public int Observations { get; private set; }

    public void Register(Household household)
    {
        newHouseholds.Add(household);
        Households++;
    }

    /// <param name="indexes">Under every master key; where the person has those of an ID number already under another row, they move here.</param>
    public void Join(Person person, IReadOnlyList<(SealedKind Kind, byte[] Index)> indexes)
    {
        newPersons.Add(person);
        if (person.PreviousId is not null)
            foreach (var (kind, number) in indexes.Where(i => i.Kind == SealedKind.IdNumber))
                db.BlindIndexes.Where(b => b.Index == number && b.Kind == (int)kind).ExecuteDelete();
        Index(person.CountyNo, person.PersonId, indexes);
        Persons++;
    }

    public void Observe(
        int county,
        int kind,
        Guid subject,
        string @event,
        DateOnly observedOn,
        Guid act,
        string document
    )
    {
        newObservations.Add(
            new Observation
            {
                CountyNo = county,
                ObservationId = ids.Next(),
                SubjectKind = kind,
                SubjectId = subject,
                Event = @event,
                ObservedOn = observedOn,
                ActId = act,
                Document = document,
            }
        );
        Observations++;
    }

    /// <summary>Seals anew and puts the blind indexes of the stated numbers in the place of the recorded ones.</summary>
    public void Reseal(int county, Guid personId, SealedValues recorded, SealedValues stated)
    {
        var row = db.Persons.Single(p => p.CountyNo == county && p.PersonId == personId);
        (row.WrappedKey, row.Sealed) = sealing.Seal(stated, personId);
        row.Version++;
        foreach (var (kind, index) in PreparedMember.AllIndexesOf(recorded, sealing))
            db.BlindIndexes.Where(b =>
                    b.Index == index && b.Kind == (int)kind && b.CountyNo == county && b.PersonId == personId
                )
                .ExecuteDelete();
        Index(county, personId, PreparedMember.AllIndexesOf(stated, sealing));
    }

    /// <summary>An observation like any other: so the log knows when a leaving became known, which may be long after its day.</summary>
    public void Leave(int county, Guid personId, DateOnly day, Guid act)
    {
        Observe(county, 2, personId, Observation.Leaving, day, act, "{}");
        var row = db.Persons.Single(p => p.CountyNo == county && p.PersonId == personId);
        (row.LeftOn, row.Version) = (day, row.Version + 1);
    }

    /// <summary>Saves the context, and writes what waits.</summary>
    public void Flush()
    {
        db.SaveChanges();
        db.ChangeTracker.Clear();
        householdRows.Write(newHouseholds);
        personRows.Write(newPersons);
        observationRows.Write(newObservations);
        // In order of the index, so that neighbours in the tree are written together.
        indexRows.Write([.. newIndexes.OrderBy(i => BitConverter.ToUInt64([.. i.Index[..8].Reverse()]))]);
        newHouseholds.Clear();
        newPersons.Clear();
        newObservations.Clear();
        newIndexes.Clear();
    }

    public void Dispose()
    {
        householdRows.Dispose();
        personRows.Dispose();
        observationRows.Dispose();
        indexRows.Dispose();
    }

    private void Index(int county, Guid person, IReadOnlyList<(SealedKind Kind, byte[] Index)> indexes)
    {
        foreach (var (kind, index) in indexes)
            newIndexes.Add(
                new BlindIndex
                {
                    Index = index,
                    Kind = (int)kind,
                    CountyNo = county,
                    PersonId = person,
                }
            );
    }
}
