using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>What can be wrong with the store itself. Codes TH0900 to TH0999.</summary>
public static class StoreProblems
{
    public static Problem CannotOpen(string address, string detail) =>
        new(
            "TH0900",
            new($"打不开数据库 {address}：{detail}", $"The database {address} cannot be opened: {detail}"),
            new(
                "请检查路径、权限、磁盘空间，或服务器是否运行。",
                "Check the path, its permissions and free space, or whether the server runs."
            )
        );

    public static Problem NotThere(string address) =>
        new(
            "TH0901",
            new($"没有数据库 {address}。", $"There is no database {address}."),
            new("请先运行 taihang init。", "Run taihang init first.")
        );

    public static Problem OldForm(string address) =>
        new(
            "TH0902",
            new($"数据库 {address} 的结构早于本程序。", $"The database {address} has an older form than this program."),
            new("请备份后运行 taihang init 升级。", "Back it up, then run taihang init to bring it up.")
        );

    public static Problem OldEngine(string engine, string version, string least) =>
        new(
            "TH0903",
            new($"{engine} {version} 太旧。", $"{engine} {version} is too old."),
            new($"至少需要 {least}。", $"At least {least} is needed.")
        );

    public static Problem CannotWrite(string detail) =>
        new(
            "TH0904",
            new($"数据库写入失败：{detail}", $"The database could not be written: {detail}"),
            new(
                "本次操作已全部撤销；请检查磁盘空间后重试。",
                "Everything of this step was taken back; check the free space and try again."
            )
        );
}
