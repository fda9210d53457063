using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>One place in a report: people, and the households they live in.</summary>
public sealed record PlaceChange(
    int RegionNo,
    decimal Population,
    decimal Stays,
    decimal Enters,
    decimal Leaves,
    decimal CannotSay,
    int HouseholdsEnter,
    int HouseholdsLeave
);

/// <summary>A condition that newly holds for people who enter, or no longer for those who leave.</summary>
public sealed record ChangeCause(string Indicator, decimal Newly, decimal NoLonger);

/// <summary>What a rule, tried on a county's record, would change.</summary>
/// <param name="Before">Parameters as they stand, as exact numbers; only those that were tried.</param>
/// <param name="ProxyMisses">Where the method has a proxy test: whom it misses among the poorest of this record. Null without one.</param>
public sealed record TrialReport(
    IReadOnlyDictionary<string, string> Before,
    ChangeFigures All,
    IReadOnlyList<Change> Changes,
    IReadOnlyList<ChangeCause> Causes,
    IReadOnlyList<PlaceChange> Places,
    int Households,
    int HouseholdsEnter,
    int HouseholdsLeave,
    IReadOnlyList<ProxyMiss>? ProxyMisses = null
);

/// <summary>Tries a method with other numbers on a county's record and keeps the report. It changes nobody's answer.</summary>
public static class TryRule
{
    public static Outcome<LabTrial> Run(
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        int countyNo,
        DateOnly asOf,
        IReadOnlyDictionary<string, Fraction> tried,
        ActContext context
    )
    {
        if (method.Unit != Unit.Household)
            return IdentificationProblems.NotAWholeHousehold(pack.Id);
        var read = method.Expressions().OfType<Expr.Parameter>().Select(p => p.Id).Distinct().ToList();
        if (tried.Keys.FirstOrDefault(name => !read.Contains(name)) is { } unread)
            return PackProblems.UnknownParameter(unread, Nearest.To(unread, read));
        var set = AreaSettings.On(db, countyNo, pack.Id, asOf);
        var trial = new Dictionary<string, (Fraction, Words)>(set);
        foreach (var (name, value) in tried)
            trial[name] = (value, new Words("试用", "tried"));
        var (before, after) = (
            ParameterValues.Resolve(pack, method, asOf, set),
            ParameterValues.Resolve(pack, method, asOf, trial)
        );
        if (!before.Ok || !after.Ok)
            return Outcome<LabTrial>.Refused([.. before.Problems.Concat(after.Problems).Distinct()]);
        if (before.Value.Hash == after.Value.Hash)
            return IdentificationProblems.NothingTried(method.Id);
        // What was given as it stands was not tried, and must not come into force on another document.
        tried = tried
            .Where(t => !(before.Value.Values.TryGetValue(t.Key, out var stands) && stands == t.Value))
            .ToDictionary();
        using var engine = new DuckDbEngine();
        var (villageOf, snapshotHash) = Snapshot.Lay(engine, db, method, countyNo, asOf);
        if (villageOf.Count == 0)
            return IdentificationProblems.NoHouseholds(countyNo.ToString(CultureInfo.InvariantCulture), asOf);
        LayPlaces(engine, villageOf);
        var compared = CompareRuns.Run(
            engine,
            pack,
            (method, before.Value),
            (method, after.Value),
            asOf,
            [],
            [],
            places: true
        );
        if (!compared.Ok)
            return Outcome<LabTrial>.Refused(compared.Problems);
        var report = Report(engine, compared.Value, method, before.Value, tried.Keys);
        if (method.Proxy is not null)
        {
            var misses = MissedByShare.Run(engine, pack, method, after.Value, asOf);
            if (!misses.Ok)
                return Outcome<LabTrial>.Refused(misses.Problems);
            report = report with { ProxyMisses = misses.Value };
        }
        var row = new LabTrial
        {
            CountyNo = countyNo,
            TrialId = Guid.CreateVersion7(context.At),
            Pack = pack.Id,
            Method = method.Id,
            PackHash = pack.Hash,
            SnapshotHash = snapshotHash,
            AsOf = asOf,
            Tried = JsonSerializer.Serialize(tried.ToDictionary(t => t.Key, t => t.Value.ToString())),
            Report = JsonSerializer.Serialize(report),
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
        };
        using var transaction = db.Database.BeginTransaction();
        row.ActId = RecordAct
            .Append(
                db,
                countyNo,
                "identification.try",
                context,
                new
                {
                    row.TrialId,
                    row.Pack,
                    row.Method,
                    row.PackHash,
                    row.SnapshotHash,
                    AsOf = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    row.Tried,
                }
            )
            .ActId;
        db.LabTrials.Add(row);
        db.SaveChanges();
        transaction.Commit();
        return row;
    }

    /// <summary>A county's trials, the newest first.</summary>
    public static IReadOnlyList<LabTrial> All(TaihangDb db, int countyNo, int skip = 0, int take = int.MaxValue) =>
        [
            .. db
                .LabTrials.AsNoTracking()
                .Where(t => t.CountyNo == countyNo)
                .OrderByDescending(t => t.AtUnixMs)
                .ThenByDescending(t => t.TrialId)
                .Skip(skip)
                .Take(take),
        ];

    public static int Count(TaihangDb db, int countyNo) => db.LabTrials.Count(t => t.CountyNo == countyNo);

    public static LabTrial? Find(TaihangDb db, int countyNo, Guid trial) =>
        db.LabTrials.AsNoTracking().FirstOrDefault(t => t.CountyNo == countyNo && t.TrialId == trial);

    /// <summary>By its identifier alone, which no other county's trial has.</summary>
    public static LabTrial? Find(TaihangDb db, Guid trial) =>
        db.LabTrials.AsNoTracking().FirstOrDefault(t => t.TrialId == trial);

    public static TrialReport ReportOf(LabTrial trial) => JsonSerializer.Deserialize<TrialReport>(trial.Report)!;

    public static IReadOnlyDictionary<string, Fraction> TriedIn(LabTrial trial) =>
        JsonSerializer
            .Deserialize<Dictionary<string, string>>(trial.Tried)!
            .ToDictionary(
                t => t.Key,
                t => Fraction.TryParse(t.Value, out var value) ? value : throw new FormatException(t.Value)
            );

    private static TrialReport Report(
        DuckDbEngine engine,
        RunComparison compared,
        MethodPlan method,
        ParameterValues before,
        IEnumerable<string> tried
    )
    {
        var households = engine
            .Query(
                $"SELECT place, count(*) FILTER (WHERE NOT counted AND counted_after), count(*) FILTER (WHERE counted AND NOT counted_after) FROM {CompareRuns.Compared} WHERE place IS NOT NULL AND NOT {CompareRuns.Unsure} GROUP BY place",
                r => (Place: r.GetInt32(0), Enter: (int)r.GetInt64(1), Leave: (int)r.GetInt64(2))
            )
            .ToDictionary(r => r.Place);
        var counted = method.Outcomes.Where(o => o.Counted).Select(o => o.Id).ToHashSet();
        int Moving(bool enter) =>
            (int)
                compared
                    .Changes.Where(c => c.Before != MethodPlan.Unknown && c.After != MethodPlan.Unknown)
                    .Where(c => counted.Contains(enter ? c.After : c.Before))
                    .Where(c => !counted.Contains(enter ? c.Before : c.After))
                    .Sum(c => c.Units);
        return new TrialReport(
            tried
                .Where(name => before.Values.ContainsKey(name))
                .ToDictionary(name => name, name => before[name, null].ToString()),
            compared.All,
            compared.Changes,
            [.. compared.Causes.Select(c => new ChangeCause(c.Key, c.Value.Newly, c.Value.NoLonger))],
            [
                .. compared
                    .Groups.Where(g => g.By == "place" && g.Value is not null)
                    .Select(g =>
                    {
                        var place = int.Parse(g.Value!, CultureInfo.InvariantCulture);
                        var moved = households.GetValueOrDefault(place);
                        return new PlaceChange(
                            place,
                            g.Population,
                            g.Stays,
                            g.Enters,
                            g.Leaves,
                            g.CannotSay,
                            moved.Enter,
                            moved.Leave
                        );
                    }),
            ],
            (int)compared.Before.Rows,
            Moving(enter: true),
            Moving(enter: false)
        );
    }

    private static void LayPlaces(DuckDbEngine engine, IReadOnlyDictionary<Guid, int> villageOf)
    {
        engine.Execute($"CREATE TABLE {CompareRuns.Places} (household_id VARCHAR, place INTEGER)");
        using var appender = engine.Connection.CreateAppender(CompareRuns.Places);
        foreach (var (household, village) in villageOf)
            appender.CreateRow().AppendValue(household.ToString()).AppendValue(village).EndRow();
    }
}
