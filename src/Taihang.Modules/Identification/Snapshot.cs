using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>Lays a county's registry, as known on a day, into the two tables of a run: no names, no numbers, only the facts the method reads.</summary>
public static class Snapshot
{
    /// <param name="keep">Facts laid beside those that the method reads.</param>
    /// <param name="known">Only what the county's log held up to this leaf; null for everything.</param>
    /// <returns>Village of each household laid, and the snapshot's hash: SHA-256 over households, members and values in order of their IDs,
    /// every value marked as recorded (1) or not (0), so that a fact that moves from one attribute to another changes it.</returns>
    public static (IReadOnlyDictionary<Guid, int> VillageOf, string Hash) Lay(
        DuckDbEngine engine,
        TaihangDb db,
        MethodPlan method,
        int countyNo,
        DateOnly asOf,
        long? known = null,
        IReadOnlyList<AttributeDef>? keep = null
    )
    {
        var later = known is { } last
            ? db
                .AuditLeaves.AsNoTracking()
                .Where(l => l.CountyNo == countyNo && l.Seq > last)
                .Select(l => l.ActId)
                .ToHashSet()
            : [];
        List<AttributeDef> facts = [.. method.Facts().Concat(keep ?? []).Distinct()];
        var (ofHousehold, ofMember) = (facts.Where(a => !a.OfMember).ToList(), facts.Where(a => a.OfMember).ToList());
        var latest = Latest(db, countyNo, asOf, later, facts.Select(a => a.Id).ToHashSet(StringComparer.Ordinal));
        // Whoever has no observation yet was not yet on record.
        var households = Households(db, countyNo, asOf, ClosedLater(db, countyNo, later))
            .Where(h => later.Count == 0 || latest.ContainsKey(h.HouseholdId))
            .ToList();
        var subjectOf = db
            .Villages.AsNoTracking()
            .Where(v => v.CountyNo == countyNo)
            .ToDictionary(v => v.VillageNo, v => v.SubjectId);
        var villageOf = households.ToDictionary(h => h.HouseholdId, h => h.VillageNo);
        var members = Members(db, countyNo, asOf, LeftLater(db, countyNo, asOf, later))
            .Where(p => later.Count == 0 || latest.ContainsKey(p.PersonId))
            .ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(
            engine,
            "household",
            ["household_id"],
            ofHousehold,
            households.Select(h =>
                (new[] { h.HouseholdId.ToString() }, h.HouseholdId, subjectOf.GetValueOrDefault(h.VillageNo))
            ),
            latest,
            hash
        );
        Append(
            engine,
            "member",
            ["household_id", "member_id"],
            ofMember,
            members
                .Where(m => villageOf.ContainsKey(m.HouseholdId))
                .Select(m => (new[] { m.HouseholdId.ToString(), m.PersonId.ToString() }, m.PersonId, Guid.Empty)),
            latest,
            hash
        );
        return (villageOf, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Households on record on a day, in order of their IDs.</summary>
    /// <param name="still">Which count although their closing is on record.</param>
    internal static List<(Guid HouseholdId, int VillageNo)> Households(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        HashSet<Guid> still
    ) =>
        [
            .. db
                .Households.AsNoTracking()
                .Where(h => h.CountyNo == countyNo && h.RegisteredOn <= asOf)
                .OrderBy(h => h.HouseholdId)
                .Select(h => new
                {
                    h.HouseholdId,
                    h.VillageNo,
                    h.ClosedOn,
                })
                .AsEnumerable()
                .Where(h => h.ClosedOn is null || h.ClosedOn > asOf || still.Contains(h.HouseholdId))
                .Select(h => (h.HouseholdId, h.VillageNo)),
        ];

    /// <summary>Members on a day, in order of their households and IDs.</summary>
    /// <param name="still">Who counts as one although a leaving is on record.</param>
    internal static List<(Guid HouseholdId, Guid PersonId)> Members(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        HashSet<Guid> still
    ) =>
        [
            .. db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && p.JoinedOn <= asOf)
                .OrderBy(p => p.HouseholdId)
                .ThenBy(p => p.PersonId)
                .Select(p => new
                {
                    p.HouseholdId,
                    p.PersonId,
                    p.LeftOn,
                })
                .AsEnumerable()
                .Where(p => p.LeftOn is null || p.LeftOn > asOf || still.Contains(p.PersonId))
                .Select(p => (p.HouseholdId, p.PersonId)),
        ];

    /// <summary>Households whose closing the log learned only in a later act: as it stood then they were households still.</summary>
    private static HashSet<Guid> ClosedLater(TaihangDb db, int countyNo, HashSet<Guid> later) =>
        later.Count == 0
            ? []
            :
            [
                .. db
                    .Observations.AsNoTracking()
                    .Where(o => o.CountyNo == countyNo && o.Event == Observation.Closing)
                    .Select(o => new { o.SubjectId, o.ActId })
                    .AsEnumerable()
                    .Where(o => later.Contains(o.ActId))
                    .Select(o => o.SubjectId),
            ];

    /// <summary>
    /// Members whose leaving, by the day asked for, the log learned only in a later act: as it stood then they were members still. Where
    /// a leaving is not an observation of its own, in older records, every workbook of its day must have come later.
    /// </summary>
    private static HashSet<Guid> LeftLater(TaihangDb db, int countyNo, DateOnly asOf, HashSet<Guid> later)
    {
        if (later.Count == 0)
            return [];
        var observed = db
            .Observations.AsNoTracking()
            .Where(o => o.CountyNo == countyNo && o.Event == Observation.Leaving)
            .Select(o => new { o.SubjectId, o.ActId })
            .ToDictionary(o => o.SubjectId, o => o.ActId);
        var workbooks = db
            .ImportedFiles.AsNoTracking()
            .Where(f => f.CountyNo == countyNo)
            .Select(f => new { f.ObservedOn, f.ActId })
            .ToLookup(f => f.ObservedOn, f => f.ActId);
        return
        [
            .. db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && p.LeftOn != null && p.LeftOn <= asOf)
                .Select(p => new { p.PersonId, p.LeftOn })
                .AsEnumerable()
                .Where(p =>
                    observed.TryGetValue(p.PersonId, out var act)
                        ? later.Contains(act)
                        : workbooks[p.LeftOn!.Value].Any() && workbooks[p.LeftOn.Value].All(later.Contains)
                )
                .Select(p => p.PersonId),
        ];
    }

    /// <summary>
    /// Per subject and attribute the latest value observed on or before the day, as the text DuckDB casts. Of two observed on one day the
    /// one recorded later holds: a workbook of the same day that is taken in again corrects the first.
    /// </summary>
    private static Dictionary<Guid, Dictionary<string, string>> Latest(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        HashSet<Guid> later,
        HashSet<string> wanted
    )
    {
        var latest = new Dictionary<Guid, Dictionary<string, string>>();
        foreach (
            var observation in db
                .Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && o.ObservedOn <= asOf)
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
                .Select(o => new
                {
                    o.SubjectId,
                    o.ActId,
                    o.Document,
                })
        )
        {
            if (later.Contains(observation.ActId))
                continue;
            if (!latest.TryGetValue(observation.SubjectId, out var values))
                latest[observation.SubjectId] = values = new Dictionary<string, string>(StringComparer.Ordinal);
            using var document = JsonDocument.Parse(observation.Document);
            foreach (var value in document.RootElement.EnumerateObject())
                if (wanted.Contains(value.Name))
                    values[value.Name] = Text(value.Value);
        }
        return latest;
    }

    private static string Text(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(c => c.GetString())),
            _ => value.GetRawText(),
        };

    private static void Append(
        DuckDbEngine engine,
        string table,
        string[] ids,
        List<AttributeDef> attributes,
        IEnumerable<(string[] Ids, Guid Subject, Guid Village)> rows,
        Dictionary<Guid, Dictionary<string, string>> latest,
        IncrementalHash hash
    )
    {
        var columns = ids.Concat(attributes.Select(a => a.Id)).ToList();
        engine.Execute(
            $"CREATE OR REPLACE TABLE {table}_text ({string.Join(", ", columns.Select(c => $"{DuckDbEngine.Name(c)} VARCHAR"))})"
        );
        using (var appender = engine.Connection.CreateAppender($"{table}_text"))
            foreach (var (key, subject, village) in rows)
            {
                var row = appender.CreateRow();
                foreach (var id in key)
                    row.AppendValue(Noted(id));
                var (own, around) = (latest.GetValueOrDefault(subject), latest.GetValueOrDefault(village));
                foreach (var attribute in attributes)
                    if (
                        (attribute.Level == Level.Village ? around : own) is var values
                        && values is not null
                        && values.TryGetValue(attribute.Id, out var value)
                    )
                        row.AppendValue(Noted(value));
                    else
                    {
                        row.AppendNullValue();
                        hash.AppendData("0\0"u8);
                    }
                row.EndRow();
                hash.AppendData("\n"u8);
            }
        var casts = attributes.Select(a =>
            a.Type == FactType.Codes
                ? $", string_split({DuckDbEngine.Name(a.Id)}, ' ') AS {DuckDbEngine.Name(a.Id)}"
                : $", CAST({DuckDbEngine.Name(a.Id)} AS {DataFiles.TypeOf(a)}) AS {DuckDbEngine.Name(a.Id)}"
        );
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {string.Join(", ", ids)}{string.Concat(casts)} FROM {table}_text"
        );
        engine.Execute($"DROP TABLE {table}_text");

        string Noted(string text)
        {
            hash.AppendData("1"u8);
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData("\0"u8);
            return text;
        }
    }
}
