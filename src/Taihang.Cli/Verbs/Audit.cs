using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang audit</c>: the log of acts. What needs the record stands here; what is checked from files alone, without one, in
/// <see cref="AuditFiles"/>.
/// </summary>
public static class Audit
{
    internal static readonly Option<string?> County = new("--county")
    {
        Description = "County code; left out: every county · 县区划代码",
    };
    private static readonly Option<string> OneCounty = new("--county")
    {
        Description = "County code, or 0 for acts above the counties · 县区划代码",
        Required = true,
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "File to write; left out: the screen · 输出文件",
    };
    private static readonly Option<string> OutFile = new("--out")
    {
        Description = "File to write · 输出文件",
        Required = true,
    };
    private static readonly Option<string?> Since = new("--since")
    {
        Description =
            "Older checkpoint that somebody holds; adds the proof that the log only grew · 见证人手中的检查点",
    };
    private static readonly Option<bool> Open = new("--open")
    {
        Description = "With reason, basis and content of every act · 含理由、依据和内容",
    };
    private static readonly Argument<Guid> Act = new("act") { Description = "The act · 行为编号" };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var checkpoint = new Command("checkpoint", "Sign what the logs are now · 出具检查点") { County, Since, Out };
        checkpoint.SetAction(WithKey(MakeCheckpoint));
        var key = new Command("key", "Print the public key · 输出公钥") { Out };
        key.SetAction(WithKey((parsed, _, signing) => Give(parsed, signing.Public.Pem + "\n")));
        var export = new Command("export", "Write a county's log to a file · 导出留痕") { OneCounty, OutFile, Open };
        export.SetAction(WithKey(Export));
        var prove = new Command("prove", "Prove that an act stands in its log · 出具行为证明") { Act, Open, Out };
        prove.SetAction(WithKey(Prove));
        var rebuild = new Command("rebuild", "Build the trees of logs kept by an earlier version · 为旧日志建树");
        rebuild.SetAction(parsed => WithStore(parsed, Rebuild));
        return new Command("audit", "The tamper-evident log of acts · 留痕")
        {
            checkpoint,
            key,
            AuditFiles.Verify(),
            export,
            prove,
            AuditFiles.Witness(),
            DossierVerb.Make(),
            rebuild,
        };
    }

    internal static int WithStore(ParseResult parsed, Func<ParseResult, TaihangDb, int> work)
    {
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, Setting.In(parsed));
        using var db = store.Value;
        return work(parsed, db);
    }

    internal static Func<ParseResult, int> WithKey(Func<ParseResult, TaihangDb, SigningKey, int> work) =>
        parsed =>
        {
            var key = SigningKey.Open(SigningKey.Beside(Deployment.KeyFile(parsed)));
            if (!key.Ok)
                return Screen.Refuse(key.Problems, Setting.In(parsed));
            using var signing = key.Value;
            return WithStore(parsed, (_, db) => work(parsed, db, signing));
        };

    /// <summary>A code of any day: the log of a county that was renamed goes on under its number.</summary>
    internal static Outcome<int> CountyNo(RegionTree tree, string code)
    {
        if (code == "0")
            return 0;
        var county = tree.OfLevel("county").LastOrDefault(c => c.Code == code);
        if (county is not null)
            return county.CountyNo;
        var refused = tree.Resolve(code, DateOnly.FromDateTime(DateTime.Today), "county");
        return refused.Ok ? refused.Value.CountyNo : Outcome<int>.Refused(refused.Problems);
    }

    /// <summary>Acts above the counties (an account of the whole area) stand in a log of their own.</summary>
    internal static (string Code, Words Name) Of(RegionTree tree, int countyNo) =>
        tree.OfLevel("county").LastOrDefault(c => c.CountyNo == countyNo) is { } county
            ? (county.Code, new Words(county.Name, county.NameIn(Language.English)))
            : ("0", new Words("县以上", "above the counties"));

    private static int MakeCheckpoint(ParseResult parsed, TaihangDb db, SigningKey key)
    {
        var language = Setting.In(parsed);
        var now = DateTimeOffset.UtcNow;
        if (parsed.GetValue(County) is not { } code)
            return parsed.GetValue(Since) is null
                ? Give(parsed, IssueCheckpoint.Nation(db, key, now).Note)
                : Screen.Refuse([CliProblems.Usage("--since 需要 --county", "--since needs --county")], language);
        var county = CountyNo(LoadRegions.Tree(db), code);
        if (!county.Ok)
            return Screen.Refuse(county.Problems, language);
        if (parsed.GetValue(Since) is not { } file)
            return Give(parsed, IssueCheckpoint.Run(db, key, county.Value, now).Note);
        var held = Checkpoint.Open(File.ReadAllText(file), key.Public);
        if (!held.Ok)
            return Screen.Refuse(held.Problems, language);
        var proof = IssueCheckpoint.Since(db, key, held.Value, county.Value, now);
        return proof.Ok ? Give(parsed, proof.Value.Text()) : Screen.Refuse(proof.Problems, language);
    }

    /// <summary>The newest checkpoint is written beside the log, as FILE.checkpoint.</summary>
    private static int Export(ParseResult parsed, TaihangDb db, SigningKey key)
    {
        var language = Setting.In(parsed);
        var county = CountyNo(LoadRegions.Tree(db), parsed.GetRequiredValue(OneCounty));
        if (!county.Ok)
            return Screen.Refuse(county.Problems, language);
        var path = parsed.GetRequiredValue(OutFile);
        var newest = IssueCheckpoint.Run(db, key, county.Value, DateTimeOffset.UtcNow);
        long entries;
        using (var file = File.Create(path))
        {
            var written = ExportLog.Run(db, county.Value, newest.Size, parsed.GetValue(Open), file);
            if (!written.Ok)
                return Screen.Refuse(written.Problems, language);
            entries = written.Value;
        }
        File.WriteAllText(path + ".checkpoint", newest.Note);
        return Screen.Answer(
            parsed,
            new
            {
                entries,
                log = path,
                checkpoint = path + ".checkpoint",
            },
            new Words(
                $"已写出 {entries:N0} 条：{path}，检查点 {path}.checkpoint",
                $"{entries:N0} entries: {path}, checkpoint {path}.checkpoint"
            )
        );
    }

    private static int Prove(ParseResult parsed, TaihangDb db, SigningKey key)
    {
        var language = Setting.In(parsed);
        var id = parsed.GetRequiredValue(Act);
        var county = db.Acts.Where(a => a.ActId == id).Select(a => (int?)a.CountyNo).FirstOrDefault();
        if (county is not { } countyNo || ReadLog.Act(db, countyNo, id) is not { } logged)
            return Screen.Refuse([AuditProblems.NoSuchAct(id.ToString())], language);
        var checkpoint = IssueCheckpoint.Run(db, key, countyNo, DateTimeOffset.UtcNow);
        var proof = ReadLog.Prove(db, logged, checkpoint, parsed.GetValue(Open));
        return proof.Ok ? Give(parsed, proof.Value.Text()) : Screen.Refuse(proof.Problems, language);
    }

    private static int Rebuild(ParseResult parsed, TaihangDb db)
    {
        var built = RebuildLog.All(db);
        return built.Ok
            ? Screen.Answer(
                parsed,
                built.Value,
                new Words(
                    $"为 {built.Value.Sum(l => l.Leaves):N0} 条旧留痕建了树。{Heads(built.Value, Language.Chinese)}",
                    $"Built the trees over {built.Value.Sum(l => l.Leaves):N0} entries of an earlier version.{Heads(built.Value, Language.English)}"
                )
            )
            : Screen.Refuse(built.Problems, Setting.In(parsed));
    }

    /// <summary>The heads of the chains that the upgrade ended, for whoever noted one.</summary>
    internal static string Heads(IReadOnlyList<RebuiltLog> built, Language language) =>
        string.Concat(
            built.Select(log =>
                language == Language.Chinese
                    ? $"\n  县 {log.CountyNo}：{log.Leaves:N0} 条，旧链头 {log.FormerHead}"
                    : $"\n  county {log.CountyNo}: {log.Leaves:N0} entries, head of the former chain {log.FormerHead}"
            )
        );

    /// <summary>A text to a file, or to the screen as it is.</summary>
    private static int Give(ParseResult parsed, string text)
    {
        if (parsed.GetValue(Out) is not { } path)
        {
            Console.Write(text);
            return 0;
        }
        File.WriteAllText(path, text);
        return Screen.Answer(parsed, new { file = path }, new Words($"已写出 {path}", $"Wrote {path}"));
    }
}
