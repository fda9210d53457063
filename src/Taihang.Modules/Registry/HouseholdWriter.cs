using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>
/// Compares what a workbook states with what is on record and writes the difference: new households and persons, changed values as
/// new observations, members who left. A household that says nothing new writes nothing.
/// </summary>
internal sealed partial class HouseholdWriter(
    TaihangDb db,
    ImportRequest request,
    HouseholdDrafts drafts,
    FaultList faults
) : IDisposable
{
    private readonly Dictionary<int, Guid> actOf = [];
    private readonly Dictionary<int, bool> isNew = [];
    private readonly Dictionary<int, DateOnly?> newestFile = [];
    private readonly Dictionary<int, HashSet<int>> villagesOf = [];
    private readonly NumberOwners numbers = new(db, drafts);
    private readonly OrderedIds ids = new(request.Context.At);
    private readonly DeliveryLog? log = request.Delivery?.Log;
    private RecordRows? opened;
    private int changed;
    private int unchanged;
    private int left;
    private int resealed;
    private int withoutIdNumber;

    public int Rows { get; private set; }

    private RecordRows Entering => opened ??= new RecordRows(db, ids, request.Sealing);

    public void Write(ImportHouseholds.Batch batch)
    {
        Rows += batch.Rows;
        faults.Add(batch.Faults);
        foreach (var county in batch.Drafts.Select(d => d.Village.CountyNo).Distinct())
            if (!isNew.ContainsKey(county))
                Meet(county);
        var known = KnownHouseholds.Read(db, batch.Drafts, county => isNew[county]);
        numbers.Begin(batch);
        foreach (var draft in batch.Drafts)
        {
            var household = known.Household(draft);
            var members = household is null ? [] : known.Members(household);
            if (numbers.Of(draft, members, batch.Prepared, faults) is not { } owners)
                continue;
            if (household is { ClosedOn: { } closed })
                Closed(draft, closed);
            else if (household is not null)
                Update(draft, household, known, batch.Prepared, owners);
            else
                Register(draft, batch.Prepared, owners);
        }
        Entering.Flush();
    }

    /// <summary>Call once, after the last batch: what only the whole file can tell to be wrong.</summary>
    public void Close() => faults.Add(numbers.Unresolved);

    /// <summary>Remembers the file, which had no fault.</summary>
    public void Finish(string contentHash)
    {
        foreach (var (county, act) in actOf)
            db.ImportedFiles.Add(
                new ImportedFile
                {
                    CountyNo = county,
                    ContentHash = contentHash,
                    ObservedOn = request.ObservedOn,
                    FileName = Path.GetFileName(request.Path),
                    ActId = act,
                    MappingHash = request.Delivery?.Mapping.Hash,
                }
            );
        foreach (var (county, act) in actOf)
            request.Delivery?.Mapping.Keep(db, county, act);
        db.SaveChanges();
    }

    public ImportReport Report() =>
        new(
            false,
            Rows,
            Entering.Households,
            changed,
            unchanged,
            Entering.Persons,
            left,
            Entering.Observations,
            withoutIdNumber
        );

    public void Dispose() => opened?.Dispose();

    private void Meet(int county)
    {
        isNew[county] = !db.Households.Any(h => h.CountyNo == county);
        villagesOf[county] = [.. db.Villages.Where(v => v.CountyNo == county).Select(v => v.VillageNo)];
        var newest = db.ImportedFiles.Where(f => f.CountyNo == county).Max(f => (DateOnly?)f.ObservedOn);
        newestFile[county] = newest;
        if (newest > request.ObservedOn)
            faults.Add([
                RegistryProblems.OlderThanRecord(request.Tree.County(county)!.Name, request.ObservedOn, newest.Value),
            ]);
    }

    private void Register(
        HouseholdDraft draft,
        Dictionary<MemberDraft, PreparedMember> prepared,
        Dictionary<MemberDraft, Person> owners
    )
    {
        var county = draft.Village.CountyNo;
        EnsureVillage(draft);
        var household = new Household
        {
            CountyNo = county,
            HouseholdId = ids.Next(),
            VillageNo = draft.Village.RegionNo,
            Number = draft.Number,
            RegisteredOn = draft.ObservedOn,
        };
        Observe(county, 1, household.HouseholdId, "registration", draft.Values, draft.ObservedOn);
        log?.Households.Add(new HouseholdVerdict(draft, Verdict.New));
        foreach (var member in draft.Members)
        {
            var id = Join(county, household.HouseholdId, member, prepared[member], owners.GetValueOrDefault(member));
            if (member == draft.Head)
                household.HeadId = id;
        }
        Entering.Register(household);
    }

    private void Update(
        HouseholdDraft draft,
        Household household,
        KnownHouseholds known,
        Dictionary<MemberDraft, PreparedMember> prepared,
        Dictionary<MemberDraft, Person> owners
    )
    {
        var county = household.CountyNo;
        var before = (Entering.Observations, Entering.Persons, left, resealed);
        var remaining = known.Members(household).ToList();
        var conflicts = log?.Conflicts ?? 0;
        Observe(
            county,
            1,
            household.HouseholdId,
            "update",
            Changed(draft, null, draft.Row, known, county, household.HouseholdId, draft.Values, draft.ObservedOn),
            draft.ObservedOn
        );
        var head = household.HeadId;
        foreach (var member in draft.Members.OrderByDescending(owners.ContainsKey))
        {
            if (
                log is not null
                && owners.GetValueOrDefault(member) is { LeftOn: { } leftOn }
                && leftOn > member.ObservedOn
            )
            {
                log.Conflict(draft, member.Row, FindingKind.LeftSince, null, null, leftOn);
                continue;
            }
            var person =
                owners.TryGetValue(member, out var owner) && remaining.Contains(owner)
                    ? owner
                    : Match(member, remaining, known, county, prepared);
            Guid id;
            if (person is null)
            {
                id = Join(county, household.HouseholdId, member, prepared[member], owner);
                log?.Difference(draft, member.Row, FindingKind.Joined);
            }
            else
            {
                id = person.PersonId;
                remaining.Remove(person);
                Observe(
                    county,
                    2,
                    id,
                    "update",
                    Changed(draft, member, member.Row, known, county, id, member.Values, member.ObservedOn),
                    member.ObservedOn
                );
                Reseal(draft, person, member);
            }
            if (member == draft.Head)
                head = id;
        }
        foreach (var gone in remaining)
            Leave(draft, gone);
        var moved = head != household.HeadId || household.VillageNo != draft.Village.RegionNo;
        if (
            moved
            && log is not null
            && (
                household.RegisteredOn > draft.ObservedOn
                || (household.Version > 0 && MayBeLater(county, household.HouseholdId, draft.ObservedOn))
            )
        )
        {
            log.Conflict(draft, draft.Row, FindingKind.HeadOrVillage, null, null, null);
            moved = false;
        }
        if (moved)
        {
            log?.Difference(draft, draft.Row, FindingKind.HeadOrVillage);
            EnsureVillage(draft);
            EnsureAct(county);
            var row = db.Households.Single(h => h.CountyNo == county && h.HouseholdId == household.HouseholdId);
            (row.HeadId, row.VillageNo, row.Version) = (head, draft.Village.RegionNo, row.Version + 1);
            changed++;
        }
        else if (before == (Entering.Observations, Entering.Persons, left, resealed))
            unchanged++;
        else
            changed++;
        log?.Households.Add(
            new HouseholdVerdict(
                draft,
                log.Conflicts > conflicts ? Verdict.Conflict
                    : moved || before != (Entering.Observations, Entering.Persons, left, resealed) ? Verdict.Changed
                    : Verdict.Unchanged
            )
        );
    }

    /// <summary>Without a number on both sides, a member is known again by name and birth date.</summary>
    private Person? Match(
        MemberDraft member,
        List<Person> remaining,
        KnownHouseholds known,
        int county,
        Dictionary<MemberDraft, PreparedMember> prepared
    ) =>
        remaining.FirstOrDefault(p =>
            p.Name == member.Name
            && (
                !member.Values.TryGetValue("birth_date", out var born)
                || known.Value(county, p.PersonId, "birth_date") is not { } recorded
                || recorded == born
            )
            && (prepared[member].IdIndex is null || !HasIdNumber(p))
        );

    private bool HasIdNumber(Person person) =>
        request.Sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId)?.IdNumber is not null;

    private Guid Join(int county, Guid householdId, MemberDraft member, PreparedMember ready, Person? before)
    {
        Entering.Join(
            new Person
            {
                CountyNo = county,
                PersonId = ready.PersonId,
                HouseholdId = householdId,
                Name = member.Name,
                WrappedKey = ready.WrappedKey,
                Sealed = ready.Sealed,
                JoinedOn = member.ObservedOn,
                PreviousId = before?.PersonId,
            },
            ready.Indexes
        );
        Observe(county, 2, ready.PersonId, "registration", member.Values, member.ObservedOn, ready.Document);
        if (ready.IdIndex is null)
            withoutIdNumber++;
        return ready.PersonId;
    }

    /// <summary>Seals anew when the workbook states another number, phone or account; a blank takes nothing away.</summary>
    private void Reseal(HouseholdDraft draft, Person person, MemberDraft member)
    {
        if (member.Sealed.Empty)
            return;
        var recorded =
            request.Sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId)
            ?? new SealedValues(null, null, null);
        var stated = new SealedValues(
            member.Sealed.IdNumber ?? recorded.IdNumber,
            member.Sealed.Phone ?? recorded.Phone,
            member.Sealed.BankAccount ?? recorded.BankAccount
        );
        if (stated == recorded)
            return;
        if (log is not null && (stated = Newer(draft, person, member, recorded, stated)) == recorded)
            return;
        EnsureAct(person.CountyNo);
        Entering.Reseal(person.CountyNo, person.PersonId, recorded, stated);
        resealed++;
    }

    private void Leave(HouseholdDraft draft, Person person)
    {
        // Whoever was seen in the household after the old register's day had not left it by then.
        if (
            log is not null
            && (
                person.JoinedOn > draft.ObservedOn
                || db.Observations.Any(o =>
                    o.CountyNo == person.CountyNo && o.SubjectId == person.PersonId && o.ObservedOn > draft.ObservedOn
                )
            )
        )
        {
            log.Conflict(draft, draft.Row, FindingKind.JoinedSince, null, null, person.JoinedOn);
            return;
        }
        log?.Difference(draft, draft.Row, FindingKind.Left);
        Entering.Leave(person.CountyNo, person.PersonId, draft.ObservedOn, EnsureAct(person.CountyNo));
        numbers.Left(person);
        left++;
    }

    private void Observe(
        int county,
        int kind,
        Guid subject,
        string @event,
        Dictionary<string, string> values,
        DateOnly day,
        string? document = null
    )
    {
        if (values.Count == 0 && document is null)
            return;
        Entering.Observe(
            county,
            kind,
            subject,
            log is null ? @event : Observation.TakenOver,
            day,
            EnsureAct(county),
            document ?? ObservationDocument.Write(values)
        );
    }

    private void EnsureVillage(HouseholdDraft draft)
    {
        if (!villagesOf[draft.Village.CountyNo].Add(draft.Village.RegionNo))
            return;
        db.Villages.Add(
            new Village
            {
                CountyNo = draft.Village.CountyNo,
                VillageNo = draft.Village.RegionNo,
                SubjectId = ids.Next(),
            }
        );
    }

    /// <summary>One act per county and import, made when the first change is; nothing changed, no act.</summary>
    private Guid EnsureAct(int county)
    {
        if (actOf.TryGetValue(county, out var known))
            return known;
        var act = RecordAct.Append(
            db,
            county,
            "registry.import",
            request.Context,
            request.Delivery is { Mapping: var mapping }
                ? new
                {
                    File = Path.GetFileName(request.Path),
                    ObservedOn = request.ObservedOn.ToString("yyyy-MM-dd"),
                    Mapping = mapping.Hash,
                    Source = mapping.Source.Zh,
                }
                : new { File = Path.GetFileName(request.Path), ObservedOn = request.ObservedOn.ToString("yyyy-MM-dd") }
        );
        return actOf[county] = act.ActId;
    }
}
