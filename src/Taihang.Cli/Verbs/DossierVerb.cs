using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang audit dossier CASE|HOUSEHOLD</c>: one bundle that somebody outside can check. Making it is logged.</summary>
internal static class DossierVerb
{
    private static readonly Argument<string> Subject = new("subject")
    {
        Description = "Household number or identifier, or a case's identifier · 户编号或案件编号",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "File to write (.zip) · 输出文件",
        Required = true,
    };
    private static readonly Option<bool> Unsealed = new("--unsealed")
    {
        Description = "With ID number, phone and account; needs --reason and is logged · 含证件号码、电话、账号",
    };
    private static readonly Option<string?> Reason = new("--reason") { Description = "What it is needed for · 理由" };

    public static Command Make()
    {
        var verb = new Command(
            "dossier",
            "Put a household's or case's record together, to be checked by others · 制作卷宗"
        )
        {
            Subject,
            Out,
            Unsealed,
            Reason,
        };
        verb.SetAction(Audit.WithKey(Run));
        return verb;
    }

    private static int Run(ParseResult parsed, TaihangDb db, SigningKey key)
    {
        var language = Setting.In(parsed);
        var (reason, unseal) = (parsed.GetValue(Reason), parsed.GetValue(Unsealed));
        if (unseal && string.IsNullOrWhiteSpace(reason))
            return Screen.Refuse([AuditProblems.NoReason()], language);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var sealing = unseal ? Sealing.Open(Deployment.KeyFile(parsed)) : (Outcome<Sealing>?)null;
        if (sealing is { Ok: false } closed)
            return Screen.Refuse(closed.Problems, language);
        using var unsealing = sealing?.Value;
        var made = MakeDossier.Run(
            db,
            new DossierRequest(
                parsed.GetRequiredValue(Subject),
                pack.Value,
                unseal,
                Deployment.Acting(reason ?? "dossier")
            ),
            key,
            unsealing
        );
        if (!made.Ok)
            return Screen.Refuse(made.Problems, language);
        var path = parsed.GetRequiredValue(Out);
        using (var file = File.Create(path))
            DossierFile.Write(file, made.Value.Subject, made.Value.Files, key);
        return Screen.Answer(
            parsed,
            new
            {
                file = path,
                made.Value.Acts,
                made.Value.Facts,
                made.Value.Answers,
            },
            new Words(
                $"{path}：{made.Value.Acts} 个行为、{made.Value.Facts} 条事实、{made.Value.Answers} 次评定。本次制作已留痕。",
                $"{path}: {made.Value.Acts} acts, {made.Value.Facts} facts, {made.Value.Answers} answers. That it was made is logged."
            )
        );
    }
}
