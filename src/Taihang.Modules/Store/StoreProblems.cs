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

    public static Problem NotEmpty(string table) =>
        new(
            "TH0905",
            new(
                $"目标数据库不是空的（表 {table} 已有数据）。",
                $"The target database is not empty ({table} has rows)."
            ),
            new("请给出新的文件或空的数据库。", "Name a new file or an empty database.")
        );

    public static Problem CopyDiffers(string table, long before, long after) =>
        new(
            "TH0906",
            new(
                $"复制后表 {table} 与原来不一致（{before} 行，{after} 行）。",
                $"After copying, {table} differs from what it was ({before} rows, {after} rows)."
            ),
            new(
                "已全部撤销；请检查磁盘与内存后重试。",
                "Everything was taken back; check disk and memory and try again."
            )
        );

    public static Problem NoBackup(string path) =>
        new(
            "TH0907",
            new(
                $"{path} 不存在，或不是 taihang backup 生成的备份。",
                $"{path} is no backup made by taihang backup, or is not there."
            ),
            new("请用 taihang backup --out 生成备份。", "Make one with taihang backup --out.")
        );

    public static Problem BackupDamaged(string path, string where) =>
        new(
            "TH0908",
            new($"备份 {path} 已损坏：{where}", $"The backup {path} is damaged: {where}"),
            new("什么也没有写入；请用另一份备份。", "Nothing was written; use another backup.")
        );

    public static Problem FileExists(string path) =>
        new(
            "TH0909",
            new($"{path} 已经存在，未作改动。", $"{path} exists already and was not touched."),
            new("请换一个文件名。", "Choose another name.")
        );

    public static Problem RoleAbovePolicies(string role) =>
        new(
            "TH0911",
            new(
                $"PostgreSQL 角色 {role} 不受行级策略约束：程序若漏查县界，数据库不会拦住。",
                $"The PostgreSQL role {role} stands above the row policies: where the program forgets to ask for the county, the database will not stop it."
            ),
            new(
                "请改用既非超级用户、也没有 BYPASSRLS 的角色，见 docs/backup.md。",
                "Use a role that is neither superuser nor BYPASSRLS; see docs/backup.md."
            )
        );

    public static Problem TablesWithoutPolicy(string tables) =>
        new(
            "TH0912",
            new($"这些表没有行级策略：{tables}。", $"These tables have no row policy in force: {tables}."),
            new(
                "有人在程序之外改动了数据库；请查明原因，再从备份恢复到新库。",
                "Somebody changed the database outside the program; find out why, then restore a backup into a new one."
            )
        );

    public static Problem NewerBackup(string path, string form) =>
        new(
            "TH0910",
            new(
                $"备份 {path} 的结构（{form}）晚于本程序。",
                $"The backup {path} has a newer form ({form}) than this program."
            ),
            new("请用生成它的版本或更新的版本恢复。", "Restore it with the version that made it or a later one.")
        );

    public static Problem NoRoom(string folder, long freeMiB) =>
        new(
            "TH0915",
            new($"{folder} 所在磁盘只剩 {freeMiB:N0} MiB。", $"The disk of {folder} has {freeMiB:N0} MiB left."),
            new("请清理或扩容：写满后新的记录不能保存。", "Make room: once it is full, nothing new can be kept.")
        );

    public static Problem FilesMissing(int count) =>
        new(
            "TH0919",
            new(
                $"有 {count} 个附件文件不在文件库中或已损坏，未能一并带走。",
                $"Files of attachments ({count}) are not in the store of files or are damaged, and were not carried over."
            ),
            new("请从较早的备份恢复这些文件，再做一次。", "Put them back from an older backup and do it again.")
        );
}
