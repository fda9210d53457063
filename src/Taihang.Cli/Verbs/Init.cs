using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang init</c>: makes or upgrades the record, makes the master key, loads the pack's region tree. Safe to repeat.</summary>
public static class Init
{
    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("init", "Make or upgrade the record and its key · 初始化或升级数据库") { KeyVerb.Suite };
        verb.SetAction(parsed =>
        {
            var language = Setting.In(parsed);
            var suite = KeyVerb.SuiteOf(parsed);
            if (!suite.Ok)
                return Screen.Refuse(suite.Problems, language);
            var store = OpenStore.Migrate(Deployment.Store(parsed));
            if (!store.Ok)
                return Screen.Refuse(store.Problems, language);
            using var db = store.Value;
            Screen.Warn(PolicyCheck.Run(db), language);
            var key = Deployment.KeyFile(parsed);
            var madeKey = !File.Exists(key);
            // A new key opens nothing of what is sealed already, and would hide that the right one is missing.
            if (madeKey && (db.Persons.Any(p => p.WrappedKey != null) || db.Attachments.Any()))
                return Screen.Refuse([KeyProblems.KeyMissing(key)], language);
            if (madeKey)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(key))!);
                KeyRing.Make(key, suite.Value);
            }
            var sealing = Sealing.Open(key);
            if (!sealing.Ok)
                return Screen.Refuse(sealing.Problems, language);
            sealing.Value.Dispose();
            var madeAuditKey = SigningKey.Make(SigningKey.Beside(key));
            // The log of the first version has no tree yet.
            var rebuilt = RebuildLog.All(db);
            if (!rebuilt.Ok)
                return Screen.Refuse(rebuilt.Problems, language);
            var regions = LoadRegions.Run(db, Path.Combine(Deployment.Pack(parsed), "regions"));
            if (!regions.Ok)
                return Screen.Refuse(regions.Problems, language);
            return Screen.Answer(
                parsed,
                new
                {
                    store = Deployment.Store(parsed).Shown,
                    key,
                    madeKey,
                    madeAuditKey,
                    rebuilt = rebuilt.Value,
                    regions.Value.Added,
                    regions.Value.Changed,
                    regions.Value.Unchanged,
                },
                new Words(
                    $"{Deployment.Store(parsed).Shown} 已就绪；区划新增 {regions.Value.Added}，变更 {regions.Value.Changed}。"
                        + (madeKey ? $"\n已生成主密钥 {key}：请离线备份；丢失后无法恢复证件号码。" : "")
                        + Audit.Heads(rebuilt.Value, Language.Chinese),
                    $"{Deployment.Store(parsed).Shown} is ready; {regions.Value.Added} places added, {regions.Value.Changed} changed."
                        + (
                            madeKey
                                ? $"\nMade the master key {key}: back it up offline; without it no ID number can be read again."
                                : ""
                        )
                        + Audit.Heads(rebuilt.Value, Language.English)
                )
            );
        });
        return verb;
    }
}
