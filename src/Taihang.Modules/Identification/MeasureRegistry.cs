using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Regions;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Methods.Read;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <param name="Measures">Grouped by attributes of the dictionary, or by <see cref="MeasureRegistry.PlaceLevels"/>.</param>
/// <param name="StaleMonths">After how many months every fact is old; null for the attributes' own limits.</param>
public sealed record RegistryRequest(
    IReadOnlyList<int> Counties,
    DateOnly AsOf,
    IReadOnlyDictionary<string, (Fraction, Words)> Trial,
    MeasureRequest Measures,
    Language Language,
    int? StaleMonths = null
);

/// <summary>
/// Every measure of a method over the registry as known on a day, each county by what it has itself set. It keeps nothing: the figures can
/// be made again from the record at any time.
/// </summary>
public static class MeasureRegistry
{
    /// <summary>What households can be grouped by beside the attributes, unless an attribute has that name.</summary>
    public static readonly IReadOnlyList<string> PlaceLevels = ["county", "township", "village"];

    private const string PlacesOf = "places_of";

    /// <param name="engine">Empty; holds the run's rows afterwards, so that a table can be written with it.</param>
    public static Outcome<MeasureTable> Run(
        DuckDbEngine engine,
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        RegistryRequest request,
        IProgress<Step>? progress = null
    )
    {
        var tree = LoadRegions.Tree(db);
        var qualities = new List<RecordQuality>();
        var run = Identify.Exactly(dialect =>
        {
            qualities.Clear();
            return Decide(engine, db, pack, method, request, dialect, tree, qualities, progress);
        });
        if (!run.Ok)
            return Outcome<MeasureTable>.Refused(run.Problems);
        var table = Identify.Exactly(_ => Measure.Run(engine, run.Value, method, request.Measures));
        return table.Ok ? table.Value with { Record = RecordQuality.Sum(qualities) } : table;
    }

    private static Outcome<DecidedRun> Decide(
        DuckDbEngine engine,
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        RegistryRequest request,
        SqlDialect dialect,
        RegionTree tree,
        List<RecordQuality> qualities,
        IProgress<Step>? progress
    )
    {
        var attributes = request.Measures.By.Where(by => !IsPlace(pack, by)).ToList();
        var (runs, problems) = (new List<DecidedRun>(), new List<Problem>());
        foreach (var (county, i) in request.Counties.Select((c, i) => (c, i)))
        {
            progress?.Report(new Step(new Words("测度", "Measuring"), i, request.Counties.Count));
            var set = AreaSettings.On(db, county, pack.Id, request.AsOf);
            foreach (var (name, value) in request.Trial)
                set[name] = value;
            var parameters = ParameterValues.Resolve(pack, method, request.AsOf, set);
            if (!parameters.Ok)
            {
                var place = new Place(tree.County(county)?.NameIn(request.Language) ?? $"{county}");
                problems.AddRange(parameters.Problems.Select(p => p with { Where = p.Where ?? place }));
                continue;
            }
            var (villageOf, _) = Snapshot.Lay(
                engine,
                db,
                method,
                county,
                request.AsOf,
                keep: Identify.Kept(pack, method, attributes)
            );
            if (villageOf.Count == 0)
                continue;
            LayPlaces(engine, villageOf, tree, request.Language);
            var decided = Identify.Decide(
                engine,
                pack,
                method,
                parameters.Value,
                request.AsOf,
                attributes,
                [],
                dialect: dialect
            );
            if (!decided.Ok)
                return decided;
            engine.Execute(
                $"CREATE OR REPLACE TEMP TABLE result_{runs.Count} AS SELECT r.*{string.Concat(PlaceLevels.Where(l => IsPlace(pack, l)).Select(l => $", p.{l}"))} FROM {Identify.Result} r LEFT JOIN {PlacesOf} p USING (household_id)"
            );
            runs.Add(decided.Value);
            qualities.Add(MeasureRecord.Run(db, pack, method, county, request.AsOf, tree, request.StaleMonths));
        }
        progress?.Report(new Step(new Words("测度", "Measuring"), request.Counties.Count, request.Counties.Count));
        if (problems.Count > 0)
            return Outcome<DecidedRun>.Refused(problems);
        if (runs.Count == 0)
            return IdentificationProblems.NoHouseholds(
                request.Counties is [var only]
                    ? tree.County(only)?.NameIn(request.Language) ?? only.ToString(CultureInfo.InvariantCulture)
                    : new Words("登记库", "The registry").In(request.Language),
                request.AsOf
            );
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Identify.Result} AS {string.Join(" UNION ALL ", runs.Select((_, i) => $"SELECT * FROM result_{i}"))}"
        );
        for (var i = 0; i < runs.Count; i++)
            engine.Execute($"DROP TABLE result_{i}");
        return runs[0] with
        {
            ParameterHash = HashOf([.. runs.Select(r => r.ParameterHash).Distinct()]),
            Selection = [.. runs.SelectMany(r => r.Selection)],
        };
    }

    /// <summary>Whether a name to group by means a place and no attribute of the pack.</summary>
    public static bool IsPlace(Pack pack, string by) =>
        PlaceLevels.Contains(by) && !pack.Dictionary.Attributes.Any(a => a.Id == by);

    /// <summary>Of counties that have set the same, that hash; else the hash over all.</summary>
    private static string HashOf(IReadOnlyList<string> hashes) =>
        hashes is [var one]
            ? one
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', hashes))));

    private static void LayPlaces(
        DuckDbEngine engine,
        IReadOnlyDictionary<Guid, int> villageOf,
        RegionTree tree,
        Language language
    )
    {
        engine.Execute(
            $"CREATE OR REPLACE TABLE {PlacesOf} (household_id VARCHAR, {string.Join(", ", PlaceLevels.Select(l => $"{l} VARCHAR"))})"
        );
        var named = villageOf
            .Values.Distinct()
            .ToDictionary(
                village => village,
                village =>
                    PlaceLevels
                        .Select(level =>
                            tree.PathTo(village).FirstOrDefault(p => p.Level == level) is { } place
                                ? $"{place.Code} {place.NameIn(language)}"
                                : null
                        )
                        .ToList()
            );
        using var appender = engine.Connection.CreateAppender(PlacesOf);
        foreach (var (household, village) in villageOf)
        {
            var row = appender.CreateRow().AppendValue(household.ToString());
            foreach (var place in named[village])
                row = place is null ? row.AppendNullValue() : row.AppendValue(place);
            row.EndRow();
        }
    }
}
