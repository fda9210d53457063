using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Duplicates;

/// <summary>What a search left behind.</summary>
/// <param name="Open">Pairs that wait for somebody to look at them, those of earlier searches among them.</param>
public sealed record DuplicatesFound(int Persons, long Compared, int Pairs, int New, int Gone, int Open, int LeftOut);

/// <summary>
/// Looks for persons who may be recorded twice, within the counties and across them, and puts the pairs before people. It merges nobody:
/// what people decided earlier stands, and an open pair that is no longer found is taken away.
/// </summary>
public static class FindDuplicates
{
    public const string Open = "open";
    public const string Same = "same";
    public const string Different = "different";

    /// <summary>Larger groups of alike are left to the other passes.</summary>
    private const int MostAlike = 200;

    public static Outcome<DuplicatesFound> Run(
        TaihangDb db,
        RegionTree tree,
        Sealing sealing,
        DuplicateRules rules,
        NameSounds sounds,
        IReadOnlyCollection<int> counties,
        ActContext context,
        CancellationToken cancel = default
    )
    {
        var read = PersonKeys.Read(db, tree, sealing, rules, counties, cancel);
        var search = FindPairs.Run(
            read.Keys,
            [.. read.Names.Select(sounds.Of)],
            rules.ReviewFrom.ToDouble(),
            MostAlike,
            cancel
        );
        using var transaction = db.Database.BeginTransaction();
        var known = db
            .DuplicatePairs.Where(p => counties.Contains(p.CountyNo))
            .ToDictionary(p => (p.CountyNo, p.PersonA, p.PersonB));
        var (ids, acts, fresh, seen) = (
            new OrderedIds(context.At),
            new Dictionary<int, Guid>(),
            0,
            new HashSet<(int, Guid, Guid)>()
        );
        foreach (var pair in search.Pairs)
        {
            var ((county, a), (countyB, b)) = (read.Persons[pair.A], read.Persons[pair.B]);
            seen.Add((county, a, b));
            var (sure, reasons) = (
                (int)Math.Floor(pair.Probability * 1_000_000),
                JsonSerializer.Serialize(search.Model.Reasons(pair.Pattern).Select(Rounded))
            );
            if (known.TryGetValue((county, a, b), out var row))
            {
                if (row.State == Open && (row.ProbabilityPpm, row.Reasons) != (sure, reasons))
                    (row.ProbabilityPpm, row.Reasons, row.FoundActId) = (sure, reasons, ActOf(county));
                continue;
            }
            fresh++;
            db.DuplicatePairs.Add(
                new DuplicatePair
                {
                    CountyNo = county,
                    PairId = ids.Next(),
                    PersonA = a,
                    CountyNoB = countyB,
                    PersonB = b,
                    ProbabilityPpm = sure,
                    Reasons = reasons,
                    State = Open,
                    FoundActId = ActOf(county),
                }
            );
        }
        var gone = known
            .Values.Where(p => p.State == Open && !seen.Contains((p.CountyNo, p.PersonA, p.PersonB)))
            .ToList();
        foreach (var row in gone)
            ActOf(row.CountyNo);
        db.DuplicatePairs.RemoveRange(gone);
        db.SaveChanges();
        transaction.Commit();
        return new DuplicatesFound(
            read.Keys.Count,
            search.Compared,
            search.Pairs.Count,
            fresh,
            gone.Count,
            db.DuplicatePairs.Count(p => counties.Contains(p.CountyNo) && p.State == Open),
            search.LeftOut.Max()
        );

        // One act for each county in which something changes.
        Guid ActOf(int county)
        {
            if (!acts.TryGetValue(county, out var act))
                acts[county] = act = RecordAct
                    .Append(
                        db,
                        county,
                        "registry.find_duplicates",
                        context,
                        new { Persons = read.Keys.Count, ReviewFrom = rules.ReviewFrom.ToString() }
                    )
                    .ActId;
            return act;
        }
    }

    /// <summary>A tenth of a bit is more than anybody weighs, and the same on every machine.</summary>
    private static FieldEvidence Rounded(FieldEvidence evidence) =>
        evidence with
        {
            Bits = Math.Round(evidence.Bits, 1, MidpointRounding.ToEven),
        };
}
