using System.CommandLine;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang lab --try …</c> on the registry, and <c>lab list | show | read | enforce</c>: trials that are kept.</summary>
internal static class LabTrials
{
    private static readonly Argument<Guid> Trial = new("trial")
    {
        Description = "Identifier, as lab list gives it · 试算编号",
    };
    private static readonly Option<DateOnly> From = new("--from")
    {
        Description = "Day from which it holds · 起期",
        Required = true,
    };
    private static readonly Option<string> Document = new("--document")
    {
        Description = "The document that sets it · 依据文件",
        Required = true,
    };

    public static IEnumerable<Command> Commands()
    {
        var list = new Command("list", "The trials of a county, or of all · 试算清单") { OnRegistry.County };
        list.SetAction(List);
        var show = new Command("show", "A trial's report · 试算报告") { Trial };
        show.SetAction(parsed => One(parsed, (_, trial) => trial));
        var read = new Command("read", "Show a trial's report and confirm that it was read · 阅读确认") { Trial };
        read.SetAction(parsed =>
            One(
                parsed,
                (db, trial) =>
                    PutInForce.Confirm(
                        db,
                        trial.CountyNo,
                        trial.TrialId,
                        Deployment.Acting($"lab read {trial.TrialId}")
                    )
            )
        );
        var enforce = new Command("enforce", "Put what was tried into force for its county · 付诸实施")
        {
            Trial,
            From,
            Document,
        };
        enforce.SetAction(parsed => One(parsed, (db, trial) => Enforce(parsed, db, trial)));
        return [list, show, read, enforce];
    }

    /// <summary>Tries the rule on each county's record and keeps every report.</summary>
    public static int Try(ParseResult parsed, MethodRun run, IReadOnlyDictionary<string, Fraction> tried) =>
        OnRegistry.Run(
            parsed,
            run.Day,
            (db, counties) =>
            {
                var language = Setting.In(parsed);
                var tree = LoadRegions.Tree(db);
                var (trials, problems) = (new List<LabTrial>(), new List<Problem>());
                Screen.WithProgress(
                    language,
                    progress =>
                    {
                        foreach (var county in counties)
                        {
                            var trial = TryRule.Run(
                                db,
                                run.Pack,
                                run.Method,
                                county,
                                run.Day,
                                tried,
                                Deployment.Acting($"lab {string.Join(' ', tried.Select(t => $"{t.Key}={t.Value}"))}")
                            );
                            db.ChangeTracker.Clear();
                            var place = new Place(tree.County(county)?.NameIn(language) ?? $"{county}");
                            problems.AddRange(trial.Problems.Select(p => p with { Where = p.Where ?? place }));
                            if (trial.Ok)
                                trials.Add(trial.Value);
                            progress.Report(
                                new Step(new Words("试算", "Trying"), trials.Count + problems.Count, counties.Count)
                            );
                        }
                        return 0;
                    }
                );
                if (problems.Count > 0)
                    return Screen.Refuse(problems.Distinct(), language);
                if (trials.Count == 0)
                    return Screen.Refuse(
                        [Core.Identification.IdentificationProblems.NoHouseholds("—", run.Day)],
                        language
                    );
                string Text(Language said) =>
                    string.Join(
                        "\n\n",
                        trials.Select(t =>
                            LabText.Of(run.Pack, t, tree, said)
                            + (said == Language.Chinese ? "\n下一步：" : "\nNext: ")
                            + $"taihang lab read {t.TrialId}"
                        )
                    );
                return Screen.Answer(
                    parsed,
                    trials.Select(ForScripts),
                    new Words(Text(Language.Chinese), Text(Language.English))
                );
            }
        );

    private static int List(ParseResult parsed) =>
        OnRegistry.Run(
            parsed,
            DateOnly.FromDateTime(DateTime.Today),
            (db, counties) =>
            {
                var (tree, packs) = (LoadRegions.Tree(db), new Dictionary<string, Pack?>());
                var trials = counties.SelectMany(c => TryRule.All(db, c)).ToList();
                string Text(Language said) =>
                    trials.Count == 0
                        ? new Words("还没有试算。", "No rule has been tried yet.").In(said)
                        : string.Join(
                            '\n',
                            trials.Select(t => LabText.OneLine(PackOf(parsed, packs, t), t, tree, said))
                        );
                return Screen.Answer(
                    parsed,
                    trials.Select(ForScripts),
                    new Words(Text(Language.Chinese), Text(Language.English))
                );
            }
        );

    private static int One(ParseResult parsed, Func<TaihangDb, LabTrial, Outcome<LabTrial>> work)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        if (TryRule.Find(db, parsed.GetValue(Trial)) is not { } trial)
            return Screen.Refuse([Core.Identification.IdentificationProblems.NoTrial()], language);
        var done = work(db, trial);
        if (!done.Ok)
            return Screen.Refuse(done.Problems, language);
        var (tree, pack) = (LoadRegions.Tree(db), PackOf(parsed, [], done.Value));
        return Screen.Answer(
            parsed,
            ForScripts(done.Value),
            new Words(
                LabText.Of(pack, done.Value, tree, Language.Chinese),
                LabText.Of(pack, done.Value, tree, Language.English)
            )
        );
    }

    private static Outcome<LabTrial> Enforce(ParseResult parsed, TaihangDb db, LabTrial trial)
    {
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), trial.Pack);
        return pack.Ok
            ? PutInForce.Run(
                db,
                pack.Value,
                trial.CountyNo,
                trial.TrialId,
                parsed.GetValue(From),
                parsed.GetRequiredValue(Document),
                fictitious: false,
                Deployment.Acting($"lab enforce {trial.TrialId}")
            )
            : Outcome<LabTrial>.Refused(pack.Problems);
    }

    private static Pack? PackOf(ParseResult parsed, Dictionary<string, Pack?> loaded, LabTrial trial)
    {
        if (!loaded.TryGetValue(trial.Pack, out var pack))
        {
            var read = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), trial.Pack);
            loaded[trial.Pack] = pack = read.Ok ? read.Value : null;
        }
        return pack;
    }

    /// <summary>A trial for scripts.</summary>
    private static object ForScripts(LabTrial trial) =>
        new
        {
            trial.TrialId,
            trial.CountyNo,
            trial.Pack,
            trial.Method,
            AsOf = trial.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            trial.PackHash,
            trial.SnapshotHash,
            Tried = TryRule.TriedIn(trial).ToDictionary(t => t.Key, t => t.Value.ToString()),
            Report = TryRule.ReportOf(trial),
            Read = trial.ReadActId is not null,
            InForce = trial.InForceActId is not null,
        };
}
