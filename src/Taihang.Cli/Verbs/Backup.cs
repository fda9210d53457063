using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang backup --out FILE</c>: the record as it stands in one file, from either engine, while others work.</summary>
public static class Backup
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "File to write; must not exist · 备份文件",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("backup", "The record in one file, checked as it is written · 备份") { Out };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var language = Setting.In(parsed);
                var address = Deployment.Store(parsed);
                var store = OpenStore.Existing(address);
                if (!store.Ok)
                    return Task.FromResult(Screen.Refuse(store.Problems, language));
                using var db = store.Value;
                var path = Path.GetFullPath(parsed.GetRequiredValue(Out));
                var made = Screen.WithProgress(
                    language,
                    progress =>
                        BackupFile.Make(
                            db,
                            address.Shown,
                            path,
                            DateTimeOffset.UtcNow,
                            progress,
                            StoredFiles.Beside(address, Deployment.KeyFile(parsed)),
                            cancel
                        )
                );
                if (made is { Ok: true, Value.FilesMissing: > 0 and var missing })
                    Screen.Warn([StoreProblems.FilesMissing(missing)], language);
                return Task.FromResult(
                    made.Ok
                        ? Screen.Answer(
                            parsed,
                            new
                            {
                                file = path,
                                made.Value.Rows,
                                made.Value.Tables,
                                made.Value.Files,
                                made.Value.FilesMissing,
                            },
                            new Words(
                                $"{path}：{made.Value.Tables.Count} 张表，{made.Value.Rows:N0} 行，已逐表核对。\n密钥不在备份中：主密钥 {Deployment.KeyFile(parsed)} 及其旁的 audit.key，请另行保管；没有主密钥，证件号码无法恢复。",
                                $"{path}: {made.Value.Tables.Count} tables, {made.Value.Rows:N0} rows, compared table by table.\nThe keys are not in it: keep the master key {Deployment.KeyFile(parsed)} and audit.key beside it apart; without the master key no ID number can be read again."
                            )
                        )
                        : Screen.Refuse(made.Problems, language)
                );
            }
        );
        return verb;
    }
}
