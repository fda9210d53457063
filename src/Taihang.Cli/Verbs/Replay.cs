using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang replay</c>: makes kept runs again and says whether every household's answer comes out the same.</summary>
public static class Replay
{
    private static readonly Argument<string?> RunId = new("run")
    {
        Description = "Run; left out: every run of the county, or of all · 运行编号",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("replay", "Make kept runs again, to the same answers · 重算核对")
        {
            RunId,
            OnRegistry.County,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed) =>
        OnRegistry.Run(parsed, DateOnly.FromDateTime(DateTime.Today), (db, counties) => Run(parsed, db, counties));

    private static int Run(ParseResult parsed, TaihangDb db, IReadOnlyList<int> counties)
    {
        var language = Setting.In(parsed);
        var runs = db
            .IdentificationRuns.AsNoTracking()
            .Where(r => counties.Contains(r.CountyNo))
            .OrderBy(r => r.CountyNo)
            .ThenBy(r => r.RunId)
            .AsQueryable();
        if (parsed.GetValue(RunId) is { } named)
        {
            if (!Guid.TryParse(named, out var one))
                return Screen.Refuse([IdentificationProblems.NoRun()], language);
            runs = runs.Where(r => r.RunId == one);
        }
        var kept = runs.ToList();
        if (kept.Count == 0)
            return Screen.Refuse([IdentificationProblems.NoRun()], language);
        var (replayed, problems) = (new List<Replayed>(), new List<Problem>());
        var packs = new PacksByHash(parsed.GetRequiredValue(Setting.Packs));
        Screen.WithProgress(
            language,
            progress =>
            {
                for (var i = 0; i < kept.Count; i++)
                {
                    var pack = packs.Of(kept[i]);
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
        Screen.Answer(
            parsed,
            replayed,
            new Words(
                $"{replayed.Count:N0} 次运行、{replayed.Sum(r => r.Households):N0} 户结果，重算后逐户一致。",
                $"{replayed.Count:N0} {(replayed.Count == 1 ? "run" : "runs")} with {replayed.Sum(r => r.Households):N0} answers came out the same, household by household."
            )
        );
        return problems.Count > 0 ? Screen.Refuse(problems.Distinct(), language) : 0;
    }

    /// <summary>The pack that a run used: the one of its id, or where that has changed since, any folder beside it that holds the old one.</summary>
    private sealed class PacksByHash(string folder)
    {
        private readonly Dictionary<string, Outcome<Pack>> byId = [];
        private readonly Dictionary<string, Outcome<Pack>> byHash = [];

        public Outcome<Pack> Of(IdentificationRun run)
        {
            if (byHash.TryGetValue(run.PackHash, out var known))
                return known;
            if (!byId.TryGetValue(run.Pack, out var named))
                byId[run.Pack] = named = PackFolder.Load(folder, run.Pack);
            return byHash[run.PackHash] =
                named.Ok && named.Value.Hash == run.PackHash
                    ? named
                    : PackFolder
                        .Ids(folder)
                        .Select(id => PackFolder.Load(folder, id))
                        .Where(p => p.Ok && p.Value.Hash == run.PackHash)
                        .DefaultIfEmpty(named)
                        .First();
        }
    }
}
