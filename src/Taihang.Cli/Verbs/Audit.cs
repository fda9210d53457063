using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang audit head</c> prints each county's head, to be noted where nobody at this machine can change it;
/// <c>taihang audit verify</c> reads the logs again and holds them against a noted head.
/// </summary>
public static class Audit
{
    private static readonly Option<int?> County = new("--county")
    {
        Description = "Permanent number of one county, as head prints it; all when left out · 县编号",
    };

    private static readonly Option<string?> Head = new("--head")
    {
        Description = "A head noted earlier, which must still lie on the log (with --county) · 先前记下的链头",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var head = new Command("head", "Print the heads of the logs · 输出各县链头") { County };
        head.SetAction(parsed => Run(parsed, null));
        var verify = new Command("verify", "Check the logs from the first leaf on · 校验留痕") { County, Head };
        verify.SetAction(parsed =>
            parsed.GetValue(Head) is not null && parsed.GetValue(County) is null
                ? Screen.Refuse([CliProblems.Usage("--head needs --county")], Setting.In(parsed)) + 1
                : Run(parsed, parsed.GetValue(Head))
        );
        return new Command("audit", "The tamper-evident log of acts · 留痕") { head, verify };
    }

    private static int Run(ParseResult parsed, string? noted)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        IReadOnlyList<int> counties = parsed.GetValue(County) is { } one ? [one] : VerifyAudit.Counties(db);
        var found = counties.Select(c => (County: c, Check: VerifyAudit.Run(db, c, noted))).ToList();
        var broken = found.Where(f => f.Check.BrokenAt is not null).ToList();
        if (broken.Count > 0)
            return Screen.Refuse(
                broken.Select(f => AccessProblems.AuditBroken(f.County, f.Check.BrokenAt!.Value, f.Check.Why!)),
                language
            );
        return Screen.Answer(
            parsed,
            found.Select(f => new
            {
                f.County,
                f.Check.Leaves,
                f.Check.Head,
            }),
            Words.Same(string.Join('\n', found.Select(f => $"{f.County}\t{f.Check.Leaves}\t{f.Check.Head}")))
        );
    }
}
