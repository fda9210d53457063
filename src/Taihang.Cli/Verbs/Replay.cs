using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang replay</c>: makes kept runs again and says whether every household's answer comes out the same.</summary>
public static class Replay
{
    private static readonly Argument<Guid?> RunId = new("run")
    {
        Description = "Run; left out: every run of the county, or of all · 运行编号",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private static readonly Option<string?> County = new("--county") { Description = "County code · 县区划代码" };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("replay", "Make kept runs again, to the same answers · 重算核对") { RunId, County };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var runs = db.IdentificationRuns.AsNoTracking().OrderBy(r => r.CountyNo).ThenBy(r => r.RunId).AsQueryable();
        if (parsed.GetValue(RunId) is { } one)
            runs = runs.Where(r => r.RunId == one);
        if (parsed.GetValue(County) is { } code)
        {
            var county = LoadRegions.Tree(db).Resolve(code, DateOnly.FromDateTime(DateTime.Today), "county");
            if (!county.Ok)
                return Screen.Refuse(county.Problems, language);
            var number = county.Value.CountyNo;
            runs = runs.Where(r => r.CountyNo == number);
        }
        var kept = runs.ToList();
        if (kept.Count == 0)
            return Screen.Refuse([IdentificationProblems.NoRun()], language);
        var (replayed, problems) = (new List<Replayed>(), new List<Problem>());
        Screen.WithProgress(
            language,
            progress =>
            {
                for (var i = 0; i < kept.Count; i++)
                {
                    var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), kept[i].Pack);
                    var again = pack.Ok
                        ? ReplayRun.Run(db, pack.Value, kept[i])
                        : Outcome<Replayed>.Refused(pack.Problems);
                    problems.AddRange(again.Problems);
                    if (again.Ok)
                        replayed.Add(again.Value);
                    progress.Report(new Step(new Words("重算", "Replaying"), i + 1, kept.Count));
                }
                return 0;
            }
        );
        if (problems.Count > 0)
            return Screen.Refuse(problems.Distinct(), language);
        return Screen.Answer(
            parsed,
            replayed,
            new Words(
                $"{replayed.Count:N0} 次运行、{replayed.Sum(r => r.Households):N0} 户结果，重算后逐户一致。",
                $"{replayed.Count:N0} runs with {replayed.Sum(r => r.Households):N0} answers came out the same, household by household."
            )
        );
    }
}
