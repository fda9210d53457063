using System.CommandLine;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang explain HOUSEHOLD</c>: why a household has its answer, and which recorded facts, if wrong, would change it.</summary>
public static class Explain
{
    private static readonly Argument<string> Household = new("household")
    {
        Description = "Household number, or its identifier · 户编号",
    };
    private static readonly Option<string?> Method = new("--method")
    {
        Description = "Method of the pack; left out: the one in force · 方法",
    };
    private static readonly Option<DateOnly?> AsOf = new("--as-of")
    {
        Description = "Day whose rules and facts hold; left out: today · 基准日",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("explain", "Say why a household has its answer · 说明理由") { Household, Method, AsOf };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var pack = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var day = parsed.GetValue(AsOf) ?? DateOnly.FromDateTime(DateTime.Today);
        if (pack.Value.Method(parsed.GetValue(Method), day) is not { } method)
            return Screen.Refuse([PackProblems.NoMethod(pack.Value.Id, parsed.GetValue(Method), day, null)], language);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var asked = parsed.GetRequiredValue(Household);
        var id = Guid.TryParse(asked, out var guid) ? guid : Guid.Empty;
        var households = db.Households.Where(h => h.Number == asked || h.HouseholdId == id).Take(2).ToList();
        if (households.Count != 1)
            return Screen.Refuse([IdentificationProblems.NoHousehold(asked)], language);
        var explanation = ExplainHousehold.Run(
            db,
            households[0].CountyNo,
            households[0].HouseholdId,
            pack.Value,
            method,
            day
        );
        return explanation.Ok
            ? Screen.Answer(parsed, explanation.Value, Text(explanation.Value))
            : Screen.Refuse(explanation.Problems, language);
    }

    private static Words Text(Explanation e)
    {
        var (zh, en) = (new StringBuilder(e.Summary.Zh).AppendLine(), new StringBuilder(e.Summary.En).AppendLine());
        foreach (var line in e.Lines)
        {
            var mark = line.Holds switch
            {
                Answer.Yes => new Words("成立　", "holds   "),
                Answer.No => new Words("不成立", "does not"),
                _ => new Words("未知　", "unknown "),
            };
            zh.AppendLine(
                $"  {mark.Zh} {line.Title.Zh}{(line.Threshold is { } t ? $"；{t.Zh}" : "")}{(line.Source is { } s ? $"  [{s.Zh}]" : "")}"
            );
            en.AppendLine(
                $"  {mark.En} {line.Title.En}{(line.Threshold is { } u ? $"; {u.En}" : "")}{(line.Source is { } o ? $"  [{o.En}]" : "")}"
            );
            foreach (var fact in line.Facts)
            {
                zh.AppendLine(
                    $"         {fact.MemberName}{(fact.MemberName is null ? "" : "：")}{fact.Title.Zh} {fact.Value.Zh}{(fact.ObservedOn is { } day1 ? $"（{day1:yyyy-MM-dd}）" : "")}"
                );
                en.AppendLine(
                    $"           {fact.MemberName}{(fact.MemberName is null ? "" : ": ")}{fact.Title.En}: {fact.Value.En}{(fact.ObservedOn is { } day2 ? $" ({day2:yyyy-MM-dd})" : "")}"
                );
            }
        }
        foreach (var term in e.Proxy)
        {
            var points = term.Points?.ToDouble().ToString("+0.######;-0.######") ?? "?";
            zh.AppendLine($"  {points}  {term.Title.Zh} {term.Value?.ToString() ?? "未知"} × {Coefficient(term)}");
            en.AppendLine(
                $"  {points}  {term.Title.En}: {term.Value?.ToString() ?? "not known"} x {Coefficient(term)}"
            );
        }
        foreach (var flip in e.Flips)
        {
            zh.AppendLine(flip.Text.Zh);
            en.AppendLine(flip.Text.En);
        }
        if (e.FlipsNote is { } note)
        {
            zh.AppendLine(note.Zh);
            en.AppendLine(note.En);
        }
        return new Words(zh.ToString().TrimEnd(), en.ToString().TrimEnd());
    }

    private static string Coefficient(ProxyLine term) => term.Coefficient?.ToDouble().ToString("0.######") ?? "?";
}
