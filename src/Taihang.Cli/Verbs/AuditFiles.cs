using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang audit verify</c> and <c>taihang audit witness</c>: what anybody can do who has a public key and a checkpoint. With
/// <c>--log</c>, <c>--proof</c> or <c>--dossier</c> no database is touched; without, the record itself is read.
/// </summary>
internal static class AuditFiles
{
    private static readonly Option<string?> Log = new("--log") { Description = "Exported log · 导出的留痕" };
    private static readonly Option<string?> Proof = new("--proof") { Description = "Proof of an act · 行为证明" };
    private static readonly Option<string?> Dossier = new("--dossier") { Description = "Dossier · 卷宗" };
    private static readonly Option<string[]> Kept = new("--checkpoint")
    {
        Description = "Checkpoint kept elsewhere; may be given more than once · 别处保存的检查点",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<string?> PublicKey = new("--public-key")
    {
        Description = "Public key (PEM); for the record at hand, its own unless said · 公钥",
    };
    private static readonly Option<string> MustKey = new("--public-key")
    {
        Description = "Public key (PEM) · 公钥",
        Required = true,
    };
    private static readonly Option<string> Seen = new("--seen")
    {
        Description = "Folder in which the witness keeps the newest checkpoint of each log · 见证人保存检查点的目录",
        DefaultValueFactory = _ => "witness",
    };
    private static readonly Argument<string> Offered = new("file")
    {
        Description = "Checkpoint, or checkpoint with proof · 检查点或带证明的检查点",
    };

    public static Command Verify()
    {
        var verify = new Command("verify", "Check a log, a proof or a dossier · 校验留痕、证明或卷宗")
        {
            Audit.County,
            Log,
            Proof,
            Dossier,
            Kept,
            PublicKey,
        };
        verify.SetAction(Check);
        return verify;
    }

    public static Command Witness()
    {
        var add = new Command("add", "Take a newer checkpoint, or refuse it · 接收或拒绝新的检查点")
        {
            Offered,
            MustKey,
            Seen,
        };
        add.SetAction(Take);
        return new Command("witness", "Keep checkpoints of somebody else's logs · 见证他人的留痕") { add };
    }

    private static int Check(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var key = Key(parsed);
        if (!key.Ok)
            return Screen.Refuse(key.Problems, language);
        var kept = new List<Checkpoint>();
        foreach (var file in parsed.GetRequiredValue(Kept))
        {
            var one = Checkpoint.Open(File.ReadAllText(file), key.Value);
            var all = one switch
            {
                { Ok: false } => Outcome<IReadOnlyList<Checkpoint>>.Refused(one.Problems),
                { Value: var c } when c.Origin == Checkpoint.NationOrigin(key.Value) => c.Counties(key.Value),
                _ => new List<Checkpoint> { one.Value },
            };
            if (!all.Ok)
                return Screen.Refuse(all.Problems, language);
            kept.AddRange(all.Value);
        }
        if (parsed.GetValue(Log) is { } log)
            return CheckLog(parsed, log, key.Value, kept);
        if (parsed.GetValue(Proof) is { } proof)
            return CheckProof(parsed, proof, key.Value);
        return parsed.GetValue(Dossier) is { } dossier
            ? CheckDossier(parsed, dossier, key.Value)
            : Audit.WithStore(parsed, (_, db) => CheckRecord(parsed, db, key.Value, kept));
    }

    private static int CheckLog(ParseResult parsed, string path, LogKey key, List<Checkpoint> kept)
    {
        // A national checkpoint binds every county; the log at hand is one of them.
        using var file = File.OpenRead(path);
        using var again = File.OpenRead(path);
        var origin = VerifyLogFile.CountyNo(again) is { } county ? Checkpoint.CountyOrigin(key, county) : null;
        var own = kept.Where(k => k.Origin == origin).ToList();
        var found = VerifyLogFile.Run(file, key, own.Count > 0 ? own : kept);
        if (!found.Ok)
            return Screen.Refuse(found.Problems, Setting.In(parsed));
        var (f, after) = (found.Value, found.Value.Entries - found.Value.Bound);
        return Screen.Answer(
            parsed,
            f,
            new Words(
                $"{f.Entries:N0} 条，根值 {f.Root}。检查点约束前 {f.Bound:N0} 条，全部相符。"
                    + (after > 0 ? $"其后 {after:N0} 条须由更新的检查点约束。" : ""),
                $"{f.Entries:N0} entries, root {f.Root}. The checkpoint binds the first {f.Bound:N0}, and all fit."
                    + (after > 0 ? $" The {after:N0} after it are bound only by a newer checkpoint." : "")
            )
        );
    }

    private static int CheckProof(ParseResult parsed, string path, LogKey key)
    {
        var language = Setting.In(parsed);
        var proof = InclusionProof.Read(File.ReadAllText(path));
        if (!proof.Ok)
            return Screen.Refuse(proof.Problems, language);
        var under = proof.Value.Verify(key);
        return under.Ok
            ? Screen.Answer(
                parsed,
                new
                {
                    proof.Value.Index,
                    proof.Value.Line,
                    proof.Value.Act,
                    log = under.Value.Origin,
                    under.Value.Size,
                },
                new Words(
                    $"成立：这是 {under.Value.Origin} 的第 {proof.Value.Index + 1} 条。\n{proof.Value.Line}",
                    $"It holds: this is entry {proof.Value.Index + 1} of {under.Value.Origin}.\n{proof.Value.Line}"
                )
            )
            : Screen.Refuse(under.Problems, language);
    }

    private static int CheckDossier(ParseResult parsed, string path, LogKey key)
    {
        using var file = File.OpenRead(path);
        var found = DossierFile.Verify(path, file, key);
        return found.Ok
            ? Screen.Answer(
                parsed,
                found.Value,
                new Words(
                    $"卷宗 {found.Value.Subject}：{found.Value.Files} 个文件与清单相符，{found.Value.Acts} 个行为都在 {found.Value.Log} 中。",
                    $"Dossier {found.Value.Subject}: {found.Value.Files} files are those listed, and {found.Value.Acts} acts stand in {found.Value.Log}."
                )
            )
            : Screen.Refuse(found.Problems, Setting.In(parsed));
    }

    private static int CheckRecord(ParseResult parsed, TaihangDb db, LogKey key, List<Checkpoint> kept)
    {
        var language = Setting.In(parsed);
        var tree = LoadRegions.Tree(db);
        // A log that is bound and no more there was taken away whole.
        IReadOnlyList<int> counties =
        [
            .. ReadLog
                .Counties(db)
                .Union(kept.Select(k => Checkpoint.CountyNo(k.Origin)).OfType<int>())
                .Union(db.AuditCheckpoints.Where(c => c.CountyNo != 0).Select(c => c.CountyNo))
                .Order(),
        ];
        if (parsed.GetValue(Audit.County) is { } code)
        {
            var one = Audit.CountyNo(tree, code);
            if (!one.Ok)
                return Screen.Refuse(one.Problems, language);
            counties = [one.Value];
        }
        if (
            RebuildLog
                .Needed(db)
                .Intersect(counties)
                .Select(c => AuditProblems.NoTree(Audit.Of(tree, c).Name))
                .ToList() is
            { Count: > 0 } old
        )
            return Screen.Refuse(old, language);
        var found = new List<((string Code, Words Name) Place, LogCheck Check)>();
        foreach (var county in counties)
        {
            // Without a checkpoint from outside, at least those that the record itself keeps.
            var own = kept.Count > 0 ? (Outcome<IReadOnlyList<Checkpoint>>)kept : IssueCheckpoint.Kept(db, key, county);
            if (!own.Ok)
                return Screen.Refuse(own.Problems, language);
            var of = own.Value.Where(k => k.Origin == Checkpoint.CountyOrigin(key, county)).ToList();
            found.Add((Audit.Of(tree, county), VerifyAudit.Run(db, county, of)));
        }
        var broken = found.Where(f => f.Check.BrokenAt is not null).ToList();
        if (broken.Count > 0)
            return Screen.Refuse(
                broken.Select(f => AuditProblems.Broken(f.Place.Name, f.Check.BrokenAt!.Value, f.Check.Why!)),
                language
            );
        return Screen.Answer(
            parsed,
            found.Select(f => new
            {
                County = f.Place.Code,
                f.Place.Name,
                f.Check.Leaves,
                f.Check.Root,
            }),
            new Words(Table(Language.Chinese), Table(Language.English))
        );

        string Table(Language language) =>
            string.Join(
                '\n',
                found.Select(f => $"{f.Place.Code}\t{f.Place.Name.In(language)}\t{f.Check.Leaves}\t{f.Check.Root}")
            );
    }

    private static int Take(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var key = LogKey.Read(File.ReadAllText(parsed.GetRequiredValue(MustKey)));
        if (!key.Ok)
            return Screen.Refuse(key.Problems, language);
        var offered = GrowthProof.Read(File.ReadAllText(parsed.GetRequiredValue(Offered)));
        if (!offered.Ok)
            return Screen.Refuse(offered.Problems, language);
        var opened = Checkpoint.Open(offered.Value.Note, key.Value);
        if (!opened.Ok)
            return Screen.Refuse(opened.Problems, language);
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(Seen)).FullName;
        var file = Path.Combine(folder, opened.Value.Origin.Replace('/', '_') + ".checkpoint");
        Checkpoint? held = null;
        if (File.Exists(file))
        {
            var before = Checkpoint.Open(File.ReadAllText(file), key.Value);
            if (!before.Ok)
                return Screen.Refuse(before.Problems, language);
            held = before.Value;
        }
        var taken = Core.Access.Witness.Take(held, offered.Value, key.Value);
        if (!taken.Ok)
            return Screen.Refuse(taken.Problems, language);
        File.WriteAllText(file + ".new", offered.Value.Note);
        File.Move(file + ".new", file, overwrite: true);
        return Screen.Answer(
            parsed,
            new
            {
                taken.Value.Origin,
                taken.Value.Size,
                held = held?.Size,
            },
            held is null
                ? new Words($"首次见到 {taken.Value.Origin}，已保存。", $"First sight of {taken.Value.Origin}; kept.")
                : new Words(
                    $"{taken.Value.Origin} 由 {held.Size:N0} 增至 {taken.Value.Size:N0}，历史一致，已保存。",
                    $"{taken.Value.Origin} grew from {held.Size:N0} to {taken.Value.Size:N0} without a change to what was; kept."
                )
        );
    }

    /// <summary>Somebody else's key from a file; the deployment's own where the record at hand is read.</summary>
    private static Outcome<LogKey> Key(ParseResult parsed)
    {
        if (parsed.GetValue(PublicKey) is { } file)
            return LogKey.Read(File.ReadAllText(file));
        var own = SigningKey.Open(SigningKey.Beside(Deployment.KeyFile(parsed)));
        if (!own.Ok)
            return Outcome<LogKey>.Refused(own.Problems);
        using var key = own.Value;
        return key.Public;
    }
}
