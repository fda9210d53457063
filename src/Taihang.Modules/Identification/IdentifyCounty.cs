using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>Identifies every household of a county as known on a day, and keeps run and results inside an act. The same run again changes nothing.</summary>
public static class IdentifyCounty
{
    /// <param name="trial">Values set for this run only; they go before what the county has set.</param>
    public static Outcome<(IdentifySummary Summary, IdentificationRun Run, bool New)> Run(
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        int countyNo,
        DateOnly asOf,
        IReadOnlyDictionary<string, (Fraction, Words)> trial,
        ActContext context
    )
    {
        if (method.Unit != Unit.Household)
            return IdentificationProblems.NotAWholeHousehold(pack.Id);
        var set = AreaSettings.On(db, countyNo, pack.Id, asOf);
        foreach (var (name, value) in trial)
            set[name] = value;
        var parameters = ParameterValues.Resolve(pack, method, asOf, set);
        if (!parameters.Ok)
            return Outcome<(IdentifySummary, IdentificationRun, bool)>.Refused(parameters.Problems);
        using var engine = new DuckDbEngine();
        var (villageOf, snapshotHash) = Snapshot.Lay(engine, db, method, countyNo, asOf);
        if (villageOf.Count == 0)
            return IdentificationProblems.NoHouseholds(countyNo.ToString(CultureInfo.InvariantCulture), asOf);
        var summary = Identify.Run(engine, pack, method, parameters.Value, asOf, [], []);
        if (!summary.Ok)
            return Outcome<(IdentifySummary, IdentificationRun, bool)>.Refused(summary.Problems);
        var known = db
            .IdentificationRuns.AsNoTracking()
            .FirstOrDefault(r =>
                r.CountyNo == countyNo
                && r.Pack == pack.Id
                && r.Method == method.Id
                && r.AsOf == asOf
                && r.PackHash == pack.Hash
                && r.ParameterHash == parameters.Value.Hash
                && r.SnapshotHash == snapshotHash
            );
        if (known is not null)
            return (summary.Value, known, false);
        using var transaction = db.Database.BeginTransaction();
        var act = RecordAct.Append(
            db,
            countyNo,
            "identification.run",
            context,
            new
            {
                Pack = pack.Id,
                Method = method.Id,
                AsOf = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                PackHash = pack.Hash,
                ParameterHash = parameters.Value.Hash,
                SnapshotHash = snapshotHash,
                // What the pack leaves to the area, by value: with the hashes, all that a replay needs.
                Set = set.ToDictionary(s => s.Key, s => s.Value.Item1.ToString()),
            }
        );
        var ids = new OrderedIds(context.At);
        var run = new IdentificationRun
        {
            CountyNo = countyNo,
            RunId = ids.Next(),
            Pack = pack.Id,
            Method = method.Id,
            PackHash = pack.Hash,
            ParameterHash = parameters.Value.Hash,
            SnapshotHash = snapshotHash,
            EngineVersion =
                $"taihang {typeof(IdentifyCounty).Assembly.GetName().Version}, duckdb {DuckDbEngine.Version}",
            AsOf = asOf,
            ActId = act.ActId,
            Households = (int)summary.Value.All.Units,
            Persons = (int)summary.Value.All.Population,
        };
        db.IdentificationRuns.Add(run);
        db.SaveChanges();
        using (var writer = new BulkWriter<IdentificationResult>(db))
            writer.Write(Results(engine, run, villageOf));
        transaction.Commit();
        return (summary.Value, run, true);
    }

    /// <summary>The rows that a run leaves, in order of the households.</summary>
    internal static List<IdentificationResult> Results(
        DuckDbEngine engine,
        IdentificationRun run,
        IReadOnlyDictionary<Guid, int> villageOf
    ) =>
        engine.Query(
            $"SELECT household_id, outcome, counted, heads, score, mask, unknown_mask, CAST(line AS BIGINT) FROM {Identify.Result} ORDER BY household_id",
            r =>
            {
                var household = Guid.Parse(r.GetString(0));
                return new IdentificationResult
                {
                    CountyNo = run.CountyNo,
                    RunId = run.RunId,
                    HouseholdId = household,
                    VillageNo = villageOf[household],
                    Outcome = r.GetString(1),
                    Counted = r.GetBoolean(2),
                    Persons = Convert.ToInt32(r.GetValue(3), CultureInfo.InvariantCulture),
                    Score = r.GetInt64(4),
                    Mask = r.GetInt64(5),
                    UnknownMask = r.GetInt64(6),
                    LineFen = r.IsDBNull(7) ? null : r.GetInt64(7),
                };
            }
        );
}
