using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang key list|rotate|retire|split|join|check</c>: the master keys of a deployment, changed while others work, and kept in shares by
/// several people.
/// </summary>
public static class KeyVerb
{
    /// <summary>The ciphers of a new key.</summary>
    public static Option<string> Suite { get; } =
        new("--cipher")
        {
            Description = "aes (AES-256-GCM, SHA-256) or sm (SM4-GCM, SM3) for a new key · 算法",
            DefaultValueFactory = _ => SealingSuites.First.Name,
        };

    private static readonly Option<string> Basis = new("--basis")
    {
        Description = "Document, notice or request · 依据",
        Required = true,
    };

    private static readonly Option<bool> Stopped = new("--stopped")
    {
        Description = "Neither the site nor an import runs: no need to wait · 网站与导入均已停止",
    };

    private static readonly Option<int> Need = new("--need")
    {
        Description = "Shares that together have the key · 凭几份可恢复",
        DefaultValueFactory = _ => 2,
    };

    private static readonly Option<int> Of = new("--of")
    {
        Description = "Shares in all · 共几份",
        DefaultValueFactory = _ => 3,
    };

    private static readonly Option<string> Out = new("--out") { Description = "Where to · 写到", Required = true };

    private static readonly Argument<string[]> Files = new("shares")
    {
        Description = "Files of shares · 分存文件",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var list = new Command("list", "Keys, their ciphers, and how many people lie under each · 列出密钥");
        list.SetAction(List);
        var rotate = new Command("rotate", "A new key; everything is sealed anew while others work · 更换密钥")
        {
            Suite,
            Basis,
        };
        rotate.SetAction((parsed, cancel) => Task.FromResult(Rotate(parsed, cancel)));
        var retire = new Command("retire", "The older key goes for good, a day after the change · 停用旧密钥")
        {
            Stopped,
            Basis,
        };
        retire.SetAction((parsed, cancel) => Task.FromResult(Retire(parsed, cancel)));
        var split = new Command("split", "The key in shares for several people to keep · 分存密钥") { Need, Of, Out };
        split.SetAction(Split);
        var join = new Command("join", "A key file again from enough shares · 合成密钥") { Files, Out };
        join.SetAction(Join);
        var check = new Command("check", "Whether these shares make the key in use; writes nothing · 核对分存")
        {
            Files,
        };
        check.SetAction(Check);
        return new Command("key", "Master keys: change, divide, restore · 主密钥")
        {
            list,
            rotate,
            retire,
            split,
            join,
            check,
        };
    }

    /// <returns>Refused (TH0464) where there are no such ciphers.</returns>
    public static Outcome<SealingSuite> SuiteOf(ParseResult parsed) =>
        SealingSuites.Find(parsed.GetRequiredValue(Suite)) is { } found
            ? found
            : KeyProblems.NoSuite(
                parsed.GetRequiredValue(Suite),
                string.Join(", ", SealingSuites.All.Select(s => s.Name))
            );

    private static int List(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var ring = KeyRing.Read(Deployment.KeyFile(parsed));
        if (!ring.Ok)
            return Screen.Refuse(ring.Problems, language);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var counts = ChangeKeys.Count(db);
        var keys = ring
            .Value.Select(k => new
            {
                k.Number,
                Cipher = k.Suite.Title,
                k.Fingerprint,
                Persons = counts.GetValueOrDefault(k.Number),
            })
            .ToList();
        return Screen.Answer(
            parsed,
            keys,
            new Words(
                string.Join('\n', keys.Select(k => $"{k.Number} 号\t{k.Cipher}\t{k.Fingerprint}\t{k.Persons:N0} 人")),
                string.Join(
                    '\n',
                    keys.Select(k => $"key {k.Number}\t{k.Cipher}\t{k.Fingerprint}\t{k.Persons:N0} persons")
                )
            )
        );
    }

    private static int Rotate(ParseResult parsed, CancellationToken cancel)
    {
        var suite = SuiteOf(parsed);
        return suite.Ok
            ? With(
                parsed,
                (db, progress) =>
                    ChangeKeys.Begin(
                        db,
                        Deployment.KeyFile(parsed),
                        suite.Value,
                        Acting(parsed, ChangeKeys.BeginKind),
                        progress,
                        cancel
                    ),
                done => new Words(
                    $"{done.Number} 号密钥（{done.Fingerprint}）已启用：{done.Persons:N0} 人中重新封存 {done.Sealed:N0} 人，新增索引 {done.Indexes:N0} 条。\n旧密钥仍在密钥文件中，{ChangeKeys.Wait.TotalHours:N0} 小时后用 taihang key retire 停用。请重新备份或分存密钥文件。",
                    $"Key {done.Number} ({done.Fingerprint}) is in use: of {done.Persons:N0} persons {done.Sealed:N0} were sealed anew, {done.Indexes:N0} indexes added.\nThe older key is still in the key file; retire it after {ChangeKeys.Wait.TotalHours:N0} hours (taihang key retire). Back up or divide the key file anew."
                )
            )
            : Screen.Refuse(suite.Problems, Setting.In(parsed));
    }

    private static int Retire(ParseResult parsed, CancellationToken cancel) =>
        With(
            parsed,
            (db, progress) =>
                ChangeKeys.Retire(
                    db,
                    Deployment.KeyFile(parsed),
                    parsed.GetValue(Stopped),
                    Acting(parsed, ChangeKeys.RetireKind),
                    progress,
                    cancel
                ),
            done => new Words(
                $"{done.Number} 号密钥（{done.Fingerprint}）已停用：{done.Persons:N0} 人，删除旧索引 {done.Indexes:N0} 条。\n此前的备份仍须凭旧密钥读取：在这些备份销毁之前，旧密钥的分存请勿销毁。",
                $"Key {done.Number} ({done.Fingerprint}) is retired: {done.Persons:N0} persons, {done.Indexes:N0} older indexes removed.\nBackups made before still need the older key: keep its shares until those backups are destroyed."
            )
        );

    private static int Split(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var ring = KeyRing.Read(Deployment.KeyFile(parsed));
        if (!ring.Ok)
            return Screen.Refuse(ring.Problems, language);
        var (need, of) = (parsed.GetValue(Need), parsed.GetValue(Of));
        var made = KeyCustody.Split(ring.Value, need, of, parsed.GetRequiredValue(Out));
        return made.Ok
            ? Screen.Answer(
                parsed,
                made.Value,
                new Words(
                    $"{string.Join('\n', made.Value)}\n共 {of} 份，凭其中任意 {need} 份可恢复；请交不同的人分开保管，并用 taihang key check 核对。",
                    $"{string.Join('\n', made.Value)}\n{of} shares, any {need} of which have the key: give each to somebody else, and try them with taihang key check."
                )
            )
            : Screen.Refuse(made.Problems, language);
    }

    private static int Join(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var joined = KeyCustody.Join(parsed.GetRequiredValue(Files));
        if (!joined.Ok)
            return Screen.Refuse(joined.Problems, language);
        var file = parsed.GetRequiredValue(Out);
        if (File.Exists(file))
            return Screen.Refuse([KeyProblems.Exists(file)], language);
        KeyRing.Replace(file, joined.Value);
        return Screen.Answer(
            parsed,
            new { file, keys = joined.Value.Select(k => new { k.Number, k.Fingerprint }) },
            new Words($"已合成密钥文件 {file}。", $"The key file {file} was joined.")
        );
    }

    private static int Check(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var joined = KeyCustody.Join(parsed.GetRequiredValue(Files));
        if (!joined.Ok)
            return Screen.Refuse(joined.Problems, language);
        var ring = KeyRing.Read(Deployment.KeyFile(parsed));
        if (!ring.Ok)
            return Screen.Refuse(ring.Problems, language);
        return KeyRing.Text(joined.Value) == KeyRing.Text(ring.Value)
            ? Screen.Answer(
                parsed,
                new { fits = true, keys = joined.Value.Select(k => new { k.Number, k.Fingerprint }) },
                new Words(
                    "相符：凭这几份可以恢复正在使用的密钥。",
                    "They fit: with these the key in use can be restored."
                )
            )
            : Screen.Refuse([KeyProblems.NotThisKey()], language);
    }

    private static Modules.Access.ActContext Acting(ParseResult parsed, string kind) =>
        Deployment.Acting(kind) with
        {
            Basis = parsed.GetRequiredValue(Basis),
        };

    private static int With(
        ParseResult parsed,
        Func<TaihangDb, IProgress<Step>, Outcome<KeysChanged>> work,
        Func<KeysChanged, Words> say
    )
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var done = Screen.WithProgress(language, progress => work(db, progress));
        return done.Ok ? Screen.Answer(parsed, done.Value, say(done.Value)) : Screen.Refuse(done.Problems, language);
    }
}
