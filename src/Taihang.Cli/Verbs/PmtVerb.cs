using System.CommandLine;
using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang pmt --pack P --data PATH</c>: fits a method's proxy means test anew and says whom it misses.</summary>
public static class PmtVerb
{
    private static readonly Option<string> Quotas = new("--quotas")
    {
        Description = "Shares of the people that a programme would reach · 覆盖比例",
        DefaultValueFactory = _ => "0.1,0.2,0.3,0.4",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("pmt", "Fit a proxy means test and its errors · 代理收入测试") { Quotas };
        foreach (var option in MethodRun.Options)
            verb.Add(option);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var chosen = MethodRun.Choose(parsed);
        if (!chosen.Ok)
            return Screen.Refuse(chosen.Problems, language);
        if (parsed.GetValue(MethodRun.Data) is not { } path)
            return Screen.Refuse([CliProblems.Usage("pmt 需要 --data", "pmt needs --data")], language);
        var quotas = new List<Fraction>();
        foreach (var text in parsed.GetRequiredValue(Quotas).Split(',', StringSplitOptions.TrimEntries))
            if (Fraction.TryParse(text, out var quota) && quota > Fraction.Zero && quota < Fraction.One)
                quotas.Add(quota);
            else
                return Screen.Refuse([CliProblems.Usage($"--quotas {text}: 0.1,0.2")], language);
        var run = chosen.Value with { Method = FitProxy.Only(chosen.Value.Method) };
        var fit = run.OnFiles<ProxyFit>(
            parsed,
            path,
            null,
            new Words("拟合", "Fitting"),
            (engine, _) => FitProxy.Run(engine, run.Method, quotas)
        );
        return fit.Ok
            ? Screen.Answer(
                parsed,
                fit.Value,
                new Words(Text(fit.Value, Language.Chinese), Text(fit.Value, Language.English))
            )
            : Screen.Refuse(fit.Problems, language);
    }

    private static string Text(ProxyFit fit, Language language)
    {
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        var text = new StringBuilder();
        text.AppendLine(
            Say(
                $"{fit.Rows:N0} 户拟合，{fit.LeftOut:N0} 户收入或特征不全未用；R² = {fit.RSquared:0.0000}",
                $"{fit.Rows:N0} households fitted, {fit.LeftOut:N0} without income or a sign left out; R² = {fit.RSquared:0.0000}"
            )
        );
        foreach (var term in fit.Terms)
            text.AppendLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {term.Id, -14} {term.Coefficient, 12:0.00000000}  ± {term.DesignError ?? term.ClassicalError:0.00000000}  {term.Title.In(language)}"
                )
            );
        text.AppendLine(
            Say(
                $"谁被漏掉、谁被误选（括号内为 {fit.Folds} 折外推，整群留出）：",
                $"Who is missed, and who is taken by mistake (in brackets: households never seen by the model, {fit.Folds} folds of whole sampling units):"
            )
        );
        foreach (var e in fit.Errors)
            text.AppendLine(
                Say(
                    $"  覆盖 {e.Fitted.Quota.ToDouble():P0}：最穷的同等比例中漏掉 {e.Fitted.Exclusion:P1}（{e.Held.Exclusion:P1}），选中者中 {e.Fitted.Inclusion:P1}（{e.Held.Inclusion:P1}）不在其中；AUC {e.AreaUnderCurve:0.0000}（{e.HeldArea:0.0000}）",
                    $"  reaching {e.Fitted.Quota.ToDouble():P0}: misses {e.Fitted.Exclusion:P1} ({e.Held.Exclusion:P1}) of the poorest such share; {e.Fitted.Inclusion:P1} ({e.Held.Inclusion:P1}) of the selected are not among them; AUC {e.AreaUnderCurve:0.0000} ({e.HeldArea:0.0000})"
                )
            );
        text.Append(
            Say("任何名单都须允许申诉，并入户核实。", "No list should be made from this without appeal and a visit.")
        );
        return text.ToString();
    }
}
