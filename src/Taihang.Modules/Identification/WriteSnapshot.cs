using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <summary>What one county adds to a snapshot.</summary>
/// <param name="Hash">As an identification run over the same facts keeps it.</param>
/// <param name="Set">What the county has set for the pack on that day, as exact numbers.</param>
public sealed record SnapshotCounty(
    int CountyNo,
    string Code,
    long Households,
    string Hash,
    IReadOnlyDictionary<string, string> Set
);

/// <summary>The registry as known on a day, in files that every run on files reads.</summary>
/// <param name="Hash">Of one county, that county's; of several, over theirs.</param>
public sealed record WrittenSnapshot(
    string Folder,
    DateOnly AsOf,
    long Households,
    long Members,
    string Hash,
    IReadOnlyList<SnapshotCounty> Counties,
    IReadOnlyList<string> Attributes
);

/// <summary>
/// Writes <c>household.parquet</c> and <c>member.parquet</c>: only the facts that a method reads, under the record's own ids,
/// without names, ID numbers or anything else that is sealed. What is written can be read by whoever holds the files, so it is an act.
/// </summary>
public static class WriteSnapshot
{
    /// <param name="keep">Attributes that are written beside those that the method reads.</param>
    /// <param name="folder">Not there yet, or empty.</param>
    public static Outcome<WrittenSnapshot> Run(
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        IReadOnlyList<AttributeDef> keep,
        IReadOnlyList<int> counties,
        DateOnly asOf,
        string folder,
        ActContext context,
        IProgress<Step>? progress = null
    )
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            return IdentificationProblems.SnapshotExists(folder);
        // A sealed value is never among the facts; asking for it by name would only write an empty column.
        List<AttributeDef> facts = [.. method.Facts().Concat(keep).Where(a => !a.Sealed).Distinct()];
        var tree = LoadRegions.Tree(db);
        var made = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        try
        {
            using var engine = new DuckDbEngine(folder);
            var laid = new List<SnapshotCounty>();
            foreach (var (county, i) in counties.Select((c, i) => (c, i)))
            {
                progress?.Report(new Step(new Words("快照", "Snapshot"), i, counties.Count));
                var (villageOf, hash) = Snapshot.Lay(engine, db, method, county, asOf, keep: facts);
                if (villageOf.Count == 0)
                    continue;
                foreach (var table in new[] { "household", "member" })
                    engine.Execute(
                        laid.Count == 0
                            ? $"CREATE TABLE all_{table} AS SELECT * FROM {table}"
                            : $"INSERT INTO all_{table} BY NAME SELECT * FROM {table}"
                    );
                laid.Add(
                    new SnapshotCounty(
                        county,
                        tree.County(county)?.Code ?? county.ToString(CultureInfo.InvariantCulture),
                        villageOf.Count,
                        hash,
                        AreaSettings
                            .On(db, county, pack.Id, asOf)
                            .ToDictionary(s => s.Key, s => s.Value.Value.ToString())
                    )
                );
            }
            progress?.Report(new Step(new Words("快照", "Snapshot"), counties.Count, counties.Count));
            if (laid.Count == 0)
                return Undone(IdentificationProblems.NoHouseholds(Name(), asOf));
            var members = engine.Query("SELECT count(*) FROM all_member", r => r.GetInt64(0))[0];
            using var transaction = db.Database.BeginTransaction();
            foreach (var county in laid)
                RecordAct.Append(
                    db,
                    county.CountyNo,
                    "identification.snapshot",
                    context,
                    new
                    {
                        Pack = pack.Id,
                        Method = method.Id,
                        AsOf = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        county.Hash,
                        Attributes = facts.Select(f => f.Id),
                    }
                );
            db.SaveChanges();
            Copy(engine, "household", "household_id");
            Copy(engine, "member", "household_id, member_id");
            transaction.Commit();
            return new WrittenSnapshot(
                folder,
                asOf,
                laid.Sum(c => c.Households),
                members,
                laid is [var one]
                    ? one.Hash
                    : Convert.ToHexStringLower(
                        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(laid.Select(c => $"{c.Code} {c.Hash}\n"))))
                    ),
                laid,
                [.. facts.Select(f => f.Id)]
            );
        }
        catch (DuckDBException error)
        {
            return Undone(IdentificationProblems.ResultsUnwritable(folder, error.Message.Split('\n')[0]));
        }

        string Name() =>
            counties is [var only]
                ? tree.County(only)?.Name ?? only.ToString(CultureInfo.InvariantCulture)
                : string.Join(", ", counties.Select(c => tree.County(c)?.Name));

        // In order of the ids, so that the same record gives the same bytes.
        void Copy(DuckDbEngine engine, string table, string order) =>
            engine.Execute(
                $"COPY (SELECT * FROM all_{table} ORDER BY {order}) TO {DuckDbEngine.Quote(Path.GetFullPath(Path.Combine(folder, table + ".parquet")))} (FORMAT parquet, USE_TMP_FILE false)"
            );

        Problem Undone(Problem problem)
        {
            foreach (var table in new[] { "household", "member" })
                File.Delete(Path.Combine(folder, table + ".parquet"));
            if (made)
                Directory.Delete(folder);
            return problem;
        }
    }
}
