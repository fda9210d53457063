using System.CommandLine;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang restore FILE [--drill]</c>: a backup into a store that is not there yet; the drill does the same and throws it away.</summary>
public static class Restore
{
    private static readonly Argument<string> File = new("file") { Description = "Made by taihang backup · 备份文件" };
    private static readonly Option<bool> Drill = new("--drill")
    {
        Description = "Restore into a temporary file, compare, and leave nothing · 恢复演练",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("restore", "A backup into a new store, or a drill of it · 恢复") { File, Drill };
        verb.SetAction(
            (parsed, cancel) =>
            {
                var drill = parsed.GetValue(Drill);
                var work = drill ? Directory.CreateTempSubdirectory("taihang-drill-").FullName : null;
                try
                {
                    return Task.FromResult(
                        Run(
                            parsed,
                            work is null
                                ? Deployment.Store(parsed)
                                : StoreAddress.Parse(Path.Combine(work, "drill.db")),
                            drill,
                            cancel
                        )
                    );
                }
                finally
                {
                    if (work is not null)
                        Directory.Delete(work, recursive: true);
                }
            }
        );
        return verb;
    }

    private static int Run(ParseResult parsed, StoreAddress target, bool drill, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var file = Path.GetFullPath(parsed.GetRequiredValue(File));
        var restored = Screen.WithProgress(
            language,
            progress =>
                BackupFile.Restore(
                    file,
                    target,
                    progress,
                    StoredFiles.Beside(target, drill ? target.Shown : Deployment.KeyFile(parsed)),
                    cancel
                )
        );
        if (!restored.Ok)
            return Screen.Refuse(restored.Problems, language);
        if (restored.Value.FilesMissing > 0)
            Screen.Warn([StoreProblems.FilesMissing(restored.Value.FilesMissing)], language);
        var (made, rows) = (restored.Value.MadeAt.ToLocalTime(), restored.Value.Rows);
        var day = made.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Screen.Answer(
            parsed,
            new
            {
                file,
                store = drill ? null : target.Shown,
                restored.Value.MadeAt,
                rows,
                restored.Value.Tables,
                restored.Value.Files,
            },
            drill
                ? new Words(
                    $"演练通过：{day} 的备份可以恢复，{rows:N0} 行逐表一致；没有留下任何文件。",
                    $"The drill passed: the backup of {day} restores, {rows:N0} rows equal table by table; nothing was left behind."
                )
                : new Words(
                    $"{target.Shown} 已由 {day} 的备份恢复，{rows:N0} 行逐表一致。请把主密钥放到 {Deployment.KeyFile(parsed)}，audit.key 放在其旁，再运行 taihang audit verify。",
                    $"{target.Shown} was restored from the backup of {day}, {rows:N0} rows equal table by table. Put the master key to {Deployment.KeyFile(parsed)} and audit.key beside it, then run taihang audit verify."
                )
        );
    }
}
