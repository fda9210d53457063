using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Modules.Quality;

/// <summary>A value in force: its JSON text, when it was observed, and by which act.</summary>
internal readonly record struct FactNow(string Json, DateOnly On, Guid ActId);

/// <summary>A household as the look reads it.</summary>
/// <param name="YearAgo">Values in force a year before.</param>
internal sealed record HouseholdNow(
    Guid Id,
    int Village,
    int Township,
    DateOnly RegisteredOn,
    Dictionary<string, FactNow> Facts,
    Dictionary<string, string> YearAgo,
    List<Dictionary<string, FactNow>> Members
);

/// <summary>Who recorded by which act, when; an empty account for a workbook, the program and the operator.</summary>
internal readonly record struct ActNow(Guid Account, DateOnly On, bool ByHand);

/// <summary>
/// A county's record as of a day, read in one pass over its observations in the order in which they hold. Of members only the facts that
/// a line or an age asks for are kept.
/// </summary>
internal sealed record CountyRecord(
    DateOnly AsOf,
    IReadOnlyList<HouseholdNow> Households,
    IReadOnlyList<SeenOnce> Seen,
    IReadOnlyList<Entry> Entries,
    IReadOnlyDictionary<Guid, ActNow> Acts
)
{
    public static CountyRecord Read(
        TaihangDb db,
        RegionTree tree,
        Pack pack,
        int countyNo,
        DateOnly asOf,
        LinesInForce lines
    )
    {
        var yearAgo = asOf.AddYears(-1);
        var registered = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == countyNo && h.RegisteredOn <= asOf && (h.ClosedOn == null || h.ClosedOn > asOf))
            .OrderBy(h => h.HouseholdId)
            .Select(h => new
            {
                h.HouseholdId,
                h.VillageNo,
                h.RegisteredOn,
            })
            .AsEnumerable()
            .Select(h => new HouseholdNow(
                h.HouseholdId,
                h.VillageNo,
                tree.ByNumber(h.VillageNo)?.ParentNo ?? h.VillageNo,
                h.RegisteredOn,
                [],
                [],
                []
            ))
            .ToList();
        var byId = registered.ToDictionary(h => h.Id);
        var members = new Dictionary<Guid, Dictionary<string, FactNow>>();
        foreach (var (household, person) in Snapshot.Members(db, countyNo, asOf, []))
            if (byId.TryGetValue(household, out var own))
                own.Members.Add(members[person] = []);
        // A day of birth does not age; it is read only where a line asks for it.
        var ofMembers = (lines.Method?.Facts() ?? [])
            .Where(f => f.OfMember && f.Type != FactType.Date)
            .Concat(lines.Wanted.Where(f => f.OfMember))
            .Select(f => f.Id)
            .ToHashSet(StringComparer.Ordinal);
        var acts = ReadActs(db, countyNo);
        var (seen, entries, account) = (new List<SeenOnce>(), new Dictionary<(Guid, Guid), Entry>(), lines.Account);
        var watched = account.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        foreach (
            var o in db
                .Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && o.ObservedOn <= asOf && o.SubjectKind != 3)
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
                .Select(o => new
                {
                    o.SubjectKind,
                    o.SubjectId,
                    o.Event,
                    o.ObservedOn,
                    o.ActId,
                    o.Document,
                })
        )
        {
            var act = acts.GetValueOrDefault(o.ActId);
            if (o.SubjectKind == 2)
            {
                if (ofMembers.Count > 0 && members.TryGetValue(o.SubjectId, out var values))
                    Take(o.Document, o.ObservedOn, o.ActId, values, ofMembers.Contains);
                continue;
            }
            if (!byId.TryGetValue(o.SubjectId, out var household))
                continue;
            if (act.ByHand && act.Account != Guid.Empty && act.On <= asOf)
                entries.TryAdd((o.ActId, o.SubjectId), new Entry(act.Account, act.On, o.ObservedOn, o.SubjectId));
            var recorded = Take(o.Document, o.ObservedOn, o.ActId, household.Facts, _ => true);
            if (o.ObservedOn <= yearAgo)
                foreach (var (id, json) in recorded)
                    if (watched.Contains(id))
                        household.YearAgo[id] = json;
            // Single values say nothing of a copy.
            if (o.Event is not "procedure" && recorded.Count > 2)
                seen.Add(AtOnce(pack.Dictionary, household, act, o.ObservedOn, recorded));
        }
        return new CountyRecord(asOf, registered, seen, [.. entries.Values], acts);
    }

    /// <summary>Those facts of one household that the lines ask for, as an evaluator reads them.</summary>
    public static UnitFacts Facts(LinesInForce lines, HouseholdNow household) =>
        new(
            Facts(lines.Wanted.Where(f => !f.OfMember), household.Facts),
            [.. household.Members.Select(m => Facts(lines.Wanted.Where(f => f.OfMember), m))]
        );

    private static Dictionary<string, object> Facts(
        IEnumerable<AttributeDef> wanted,
        Dictionary<string, FactNow> values
    )
    {
        var facts = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var attribute in wanted)
            if (values.TryGetValue(attribute.Id, out var value))
                facts[attribute.Id] = UnitFacts.FromJson(attribute, value.Json);
        return facts;
    }

    private static List<(string Id, string Json)> Take(
        string text,
        DateOnly on,
        Guid actId,
        Dictionary<string, FactNow> into,
        Func<string, bool> wanted
    )
    {
        var recorded = new List<(string, string)>();
        using var document = JsonDocument.Parse(text);
        foreach (var value in document.RootElement.EnumerateObject())
            if (wanted(value.Name))
            {
                var json = value.Value.GetRawText();
                into[value.Name] = new FactNow(json, on, actId);
                recorded.Add((value.Name, json));
            }
        return recorded;
    }

    private static SeenOnce AtOnce(
        Dictionary dictionary,
        HouseholdNow household,
        ActNow act,
        DateOnly on,
        List<(string Id, string Json)> values
    ) =>
        new(
            household.Id,
            act.Account == Guid.Empty ? $"v{household.Village}" : $"a{act.Account}",
            on,
            [
                .. values.Select(v => new SeenValue(
                    v.Id,
                    v.Json,
                    // A zero is as coarse as a no.
                    v.Json != "0"
                        && dictionary.Carried(v.Id)?.Type
                            is FactType.Money
                                or FactType.Whole
                                or FactType.Decimal
                                or FactType.Date
                )),
            ]
        );

    /// <summary>Whoever asked for a change recorded it, not whoever approved it.</summary>
    private static Dictionary<Guid, ActNow> ReadActs(TaihangDb db, int countyNo)
    {
        var asked = (
            from decision in db.ChangeDecisions.AsNoTracking()
            join request in db.ChangeRequests.AsNoTracking()
                on new { decision.CountyNo, decision.ChangeId } equals new { request.CountyNo, request.ChangeId }
            where decision.CountyNo == countyNo
            select new
            {
                decision.ActId,
                request.RequestedBy,
                request.RequestedOn,
            }
        ).ToDictionary(d => d.ActId, d => (d.RequestedBy, d.RequestedOn));
        return db
            .Acts.AsNoTracking()
            .Where(a =>
                a.CountyNo == countyNo && db.Observations.Any(o => o.CountyNo == countyNo && o.ActId == a.ActId)
            )
            .Select(a => new
            {
                a.ActId,
                a.ActorId,
                a.AtUnixMs,
                a.Kind,
            })
            .AsEnumerable()
            .ToDictionary(
                a => a.ActId,
                a =>
                    asked.TryGetValue(a.ActId, out var by)
                        ? new ActNow(by.RequestedBy, by.RequestedOn, true)
                        : new ActNow(
                            a.ActorId,
                            DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(a.AtUnixMs).UtcDateTime),
                            a.Kind is not ("registry.import" or "registry.take_up_outcome")
                        )
            );
    }
}
