using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang move --to ADDRESS</c>: the record from one engine to the other; the old store is left as it is.</summary>
public static class Move
{
    private static readonly Option<string> To = new("--to")
    {
        Description = "New SQLite file, or connection string of an empty PostgreSQL database · 目标数据库",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("move", "The record to another store, of either engine · 迁移数据库") { To };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var language = Setting.In(parsed);
                var (from, to) = (Deployment.Store(parsed), StoreAddress.Parse(parsed.GetRequiredValue(To)));
                var store = OpenStore.Existing(from);
                if (!store.Ok)
                    return Task.FromResult(Screen.Refuse(store.Problems, language));
                using var db = store.Value;
                var missing = 0;
                var moved = Screen.WithProgress(
                    language,
                    progress =>
                        NewStore.Fill(
                            to,
                            target =>
                            {
                                Screen.Warn(PolicyCheck.Run(target), language);
                                var copied = CopyStore.Run(db, target, progress, cancel);
                                if (copied.Ok)
                                    (_, missing) = StoredFiles.Carry(
                                        target,
                                        StoredFiles.Beside(from, Deployment.KeyFile(parsed)).Read,
                                        (_, bytes) => StoredFiles.Beside(to, Deployment.KeyFile(parsed)).Keep(bytes),
                                        cancel
                                    );
                                return copied;
                            }
                        )
                );
                if (!moved.Ok)
                    return Task.FromResult(Screen.Refuse(moved.Problems, language));
                if (missing > 0)
                    Screen.Warn([StoreProblems.FilesMissing(missing)], language);
                var rows = moved.Value.Sum(t => t.Rows);
                return Task.FromResult(
                    Screen.Answer(
                        parsed,
                        new
                        {
                            from = from.Shown,
                            to = to.Shown,
                            rows,
                            tables = moved.Value,
                            filesMissing = missing,
                        },
                        new Words(
                            $"{from.Shown} → {to.Shown}：{rows:N0} 行，逐表一致。今后请用 --database 指向新库；旧库保持原样，主密钥不变（{Deployment.KeyFile(parsed)}）。",
                            $"{from.Shown} → {to.Shown}: {rows:N0} rows, equal table by table. Point --database to the new store from now on; the old one is as it was, and the master key stays the same ({Deployment.KeyFile(parsed)})."
                        )
                    )
                );
            }
        );
        return verb;
    }
}
