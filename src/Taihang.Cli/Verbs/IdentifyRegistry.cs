using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang identify</c> without <c>--data</c>: every county that has households on record.</summary>
internal static class IdentifyRegistry
{
    public static int Run(
        ParseResult parsed,
        Pack pack,
        MethodPlan method,
        DateOnly day,
        Dictionary<string, (Fraction, Words)> set
    )
    {
        return OnRegistry.Run(parsed, day, (db, counties) => Run(parsed, db, counties, pack, method, day, set));
    }

    private static int Run(
        ParseResult parsed,
        TaihangDb db,
        IReadOnlyList<int> counties,
        Pack pack,
        MethodPlan method,
        DateOnly day,
        Dictionary<string, (Fraction, Words)> set
    )
    {
        var language = Setting.In(parsed);
        var tree = LoadRegions.Tree(db);
        var summaries = new List<IdentifySummary>();
        var problems = new List<Problem>();
        Screen.WithProgress(
            language,
            progress =>
            {
                foreach (var county in counties)
                {
                    var run = IdentifyCounty.Run(
                        db,
                        pack,
                        method,
                        county,
                        day,
                        set,
                        Deployment.Acting($"identify {pack.Id} {method.Id} {day:yyyy-MM-dd}")
                    );
                    db.ChangeTracker.Clear();
                    var place = new Place(tree.County(county)?.NameIn(language) ?? $"{county}");
                    problems.AddRange(run.Problems.Select(p => p with { Where = p.Where ?? place }));
                    if (run.Ok)
                        summaries.Add(run.Value.Summary);
                    progress.Report(new Step(new Words("识别", "Identifying"), summaries.Count, counties.Count));
                }
                return 0;
            }
        );
        if (problems.Count > 0)
            return Screen.Refuse(problems.Distinct(), language);
        if (summaries.Count == 0)
            return Screen.Refuse([Core.Identification.IdentificationProblems.NoHouseholds("—", day)], language);
        var texts = summaries.Select(s => Identify.Text(pack, method, s)).ToList();
        return Screen.Answer(
            parsed,
            summaries,
            new Words(string.Join("\n\n", texts.Select(t => t.Zh)), string.Join("\n\n", texts.Select(t => t.En)))
        );
    }
}
