using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang retention due|end</c>: whose data is due to end, and ending it by two people of the county office.</summary>
public static class RetentionVerb
{
    private static readonly Option<string> Person = new("--person")
    {
        Description = "Identifier, or household number and name as NUMBER/NAME · 人员编号，或 户编号/姓名",
        Required = true,
    };

    private static readonly Option<string> First = new("--first")
    {
        Description = "Login of who proposes · 提出人登录名",
        Required = true,
    };

    private static readonly Option<string> Second = new("--second")
    {
        Description = "Login of who confirms · 确认人登录名",
        Required = true,
    };

    private static readonly Option<DateOnly> Today = new("--today")
    {
        Description = "Day that counts · 日期",
        DefaultValueFactory = _ => DateOnly.FromDateTime(DateTime.Now),
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var due = new Command("due", "Whose data is due to end; names nobody unless asked with --json · 到期清单")
        {
            OnRegistry.County,
            Today,
        };
        due.SetAction(Due);
        var end = new Command("end", "End it: two passwords on standard input, one line each · 两人办理")
        {
            Person,
            First,
            Second,
        };
        end.SetAction(End);
        var settle = new Command(
            "settle",
            "Write SQLite's file anew after endings; writing waits meanwhile, about a second for 100 MB · 整理数据库文件"
        );
        settle.SetAction(Settle);
        return new Command("retention", "How long personal data is kept, and its end · 保存期限") { due, end, settle };
    }

    private static int Due(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var today = parsed.GetValue(Today);
        return OnRegistry.Run(
            parsed,
            today,
            (db, counties) =>
            {
                var setting = new OwnSetting(pack.Value, LoadRegions.Tree(db), today);
                var lines = counties.SelectMany(c => ListRetention.Run(db, setting, c)).ToList();
                var due = lines.Where(l => l.Due(today)).ToList();
                return Screen.Answer(
                    parsed,
                    due.Select(l => new
                    {
                        l.Person.PersonId,
                        l.Number,
                        l.Reason,
                        l.EndedOn,
                        l.DueOn,
                        l.Open,
                        Proposed = l.Ending is not null,
                    }),
                    new Words(
                        $"{due.Count} 人到期，其中 {due.Count(l => l.Open)} 人有未办结事项；{lines.Count(l => l.DueOn is null)} 人没有规定期限。\n"
                            + Listed(due, Language.Chinese),
                        $"{due.Count} due, {due.Count(l => l.Open)} of them with something still open; {lines.Count(l => l.DueOn is null)} without a period set.\n"
                            + Listed(due, Language.English)
                    )
                );
            }
        );
    }

    private static string Listed(List<RetentionLine> due, Language language) =>
        string.Join(
            '\n',
            due.Select(l =>
                $"{l.Person.PersonId}\t{l.Number}\t{EndReason.Title(l.Reason).In(language)}\t{l.EndedOn:yyyy-MM-dd}\t{l.DueOn:yyyy-MM-dd}"
            )
        );

    private static int End(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var named = parsed.GetRequiredValue(Person);
        if (PersonRows.Find(db, named) is not { } person)
            return Screen.Refuse([PersonalDataProblems.NotKnown(named)], language);
        // The machine's own day: it cannot be taken back, so no other is taken for it.
        var today = DateOnly.FromDateTime(DateTime.Now);
        var people = new List<SignedIn>();
        foreach (var login in new[] { parsed.GetRequiredValue(First), parsed.GetRequiredValue(Second) })
        {
            if (Accounts.SignIn(db, login, Console.In.ReadLine() ?? "", today) is not { } who)
                return Screen.Refuse([PersonalDataProblems.NotSignedIn(login)], language);
            people.Add(who);
        }
        var setting = new OwnSetting(pack.Value, LoadRegions.Tree(db), today);
        using (var transaction = db.Database.BeginTransaction())
        {
            var (first, second) = (people[0].Viewer, people[1].Viewer);
            var proposed = EndRetention.Propose(
                db,
                setting,
                first,
                person.CountyNo,
                person.PersonId,
                new ActContext(first.AccountId, DateTimeOffset.UtcNow, EndRetention.ProposeKind, first.Role)
            );
            var ended = proposed.Ok
                ? EndRetention.Confirm(
                    db,
                    setting,
                    second,
                    person.CountyNo,
                    person.PersonId,
                    new ActContext(second.AccountId, DateTimeOffset.UtcNow, EndRetention.EndKind, second.Role)
                )
                : proposed;
            if (!ended.Ok)
                return Screen.Refuse(ended.Problems, language);
            transaction.Commit();
        }
        var settled = SettleStore.Run(db, Files(parsed));
        return Screen.Answer(
            parsed,
            new { person = person.PersonId, settled },
            new Words(
                "已办理并留痕：密钥销毁，姓名和个人情况删除。旧备份里仍有，请按规定销毁。"
                    + (settled ? "" : "\n数据库文件还没有整理：请在空闲时运行 taihang retention settle。"),
                "Done and logged: the key is destroyed, name and facts are erased. Older backups still hold them: destroy those as your rules say."
                    + (
                        settled
                            ? ""
                            : "\nThe file was not written anew yet: run taihang retention settle in a quiet hour."
                    )
            )
        );
    }

    private static StoredFiles Files(ParseResult parsed) =>
        StoredFiles.Beside(Deployment.Store(parsed), Deployment.KeyFile(parsed));

    private static int Settle(ParseResult parsed)
    {
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, Setting.In(parsed));
        using var db = store.Value;
        return SettleStore.Run(db, Files(parsed), long.MaxValue)
            ? Screen.Answer(parsed, new { settled = true }, new Words("已整理。", "The file is written anew."))
            : Screen.Refuse([PersonalDataProblems.NotSettled()], Setting.In(parsed));
    }
}
