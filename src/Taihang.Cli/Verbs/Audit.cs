using System.CommandLine;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang audit head</c> prints each county's head, to be noted where nobody at this machine can change it;
/// <c>taihang audit verify</c> reads the logs again and holds them against a noted head.
/// </summary>
public static class Audit
{
    private static readonly Option<string?> County = new("--county")
    {
        Description = "County code; all counties when left out · 县区划代码",
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
                ? Screen.Refuse(
                    [CliProblems.Usage("--head 需要 --county", "--head needs --county")],
                    Setting.In(parsed)
                )
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
        var tree = LoadRegions.Tree(db);
        var counties = VerifyAudit.Counties(db);
        if (parsed.GetValue(County) is { } code)
        {
            // A code of any day: the log of a county that was renamed goes on under its number.
            var county = tree.OfLevel("county").LastOrDefault(c => c.Code == code);
            if (county is null)
                return Screen.Refuse(
                    tree.Resolve(code, DateOnly.FromDateTime(DateTime.Today), "county").Problems,
                    language
                );
            counties = [county.CountyNo];
        }
        var found = counties.Select(c => (Place: Of(tree, c), Check: VerifyAudit.Run(db, c, noted))).ToList();
        var broken = found.Where(f => f.Check.BrokenAt is not null).ToList();
        if (broken.Count > 0)
            return Screen.Refuse(
                broken.Select(f => AccessProblems.AuditBroken(f.Place.Name, f.Check.BrokenAt!.Value, f.Check.Why!)),
                language
            );
        return Screen.Answer(
            parsed,
            found.Select(f => new
            {
                County = f.Place.Code,
                f.Place.Name,
                f.Check.Leaves,
                f.Check.Head,
            }),
            new Words(Table(Language.Chinese), Table(Language.English))
        );

        string Table(Language language) =>
            string.Join(
                '\n',
                found.Select(f => $"{f.Place.Code}\t{f.Place.Name.In(language)}\t{f.Check.Leaves}\t{f.Check.Head}")
            );
    }

    /// <summary>Acts above the counties (an account of the whole area) stand in a log of their own.</summary>
    private static (string Code, Words Name) Of(RegionTree tree, int countyNo) =>
        tree.OfLevel("county").LastOrDefault(c => c.CountyNo == countyNo) is { } county
            ? (county.Code, new Words(county.Name, county.NameIn(Language.English)))
            : ("-", new Words("县以上", "above the counties"));
}
