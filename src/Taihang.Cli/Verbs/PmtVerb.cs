using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang pmt --pack P --data PATH</c>: fits a method's proxy means test anew and says whom it misses.</summary>
public static class PmtVerb
{
    private static readonly Dictionary<string, TieRule> TieRules = new()
    {
        ["by_id"] = TieRule.ByKey,
        ["all_in"] = TieRule.AllIn,
        ["all_out"] = TieRule.AllOut,
    };

    private static readonly Option<string> Quotas = new("--quotas")
    {
        Description = "Shares of the people that a programme would reach · 覆盖比例",
        DefaultValueFactory = _ => "0.1,0.2,0.3,0.4",
    };
    private static readonly Option<string?> Model = new("--model")
    {
        Description = "ols, logit or quantile; left out: as the pack says · 模型",
    };
    private static readonly Option<string?> Share = new("--quantile")
    {
        Description = "Of --model quantile, such as 1/4 (1/2) · 分位",
    };
    private static readonly Option<string?> Below = new("--below")
    {
        Description = "Of --model logit: the line, in the unit of the predicted amount · 界线",
    };
    private static readonly Option<string?> Budget = new("--budget")
    {
        Description = "What may be spent, with --benefit · 预算",
    };
    private static readonly Option<string?> Benefit = new("--benefit")
    {
        Description = "What each gets, in the unit of --budget · 每份金额",
    };
    private static readonly Option<string> Per = new("--per")
    {
        Description = "One benefit for each household or head · 按户或按人",
        DefaultValueFactory = _ => "household",
    };
    private static readonly Option<string> Ties = new("--ties")
    {
        Description = "by_id, all_in or all_out: who of equals on the border gets in · 同分规则",
        DefaultValueFactory = _ => "by_id",
    };
    private static readonly Option<string?> Curve = new("--curve")
    {
        Description = "Write the ROC curve of each quota to this .csv or .json file · 曲线文件",
    };
    private static readonly Option<string?> Write = new("--write")
    {
        Description = "Write the pack with these coefficients into this new folder · 写出规则包",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("pmt", "Fit a proxy means test and its errors · 代理收入测试")
        {
            Quotas,
            Model,
            Share,
            Below,
            Budget,
            Benefit,
            Per,
            Ties,
            Curve,
            Write,
        };
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
        var (request, own) = (Request(parsed, chosen.Value.By), Fit(parsed));
        if (!request.Ok || !own.Ok)
            return Screen.Refuse(request.Problems.Concat(own.Problems), language);
        var (curve, folder) = (parsed.GetValue(Curve), parsed.GetValue(Write));
        if (curve is not null && File.Exists(curve))
            return Screen.Refuse([IdentificationProblems.ResultsExist(curve)], language);
        if (folder is not null && Path.Exists(folder))
            return Screen.Refuse([IdentificationProblems.FitFolderTaken(folder)], language);
        var run = chosen.Value with { Method = FitProxy.Only(Refitted(chosen.Value.Method, own.Value)) };
        var fit = run.OnFiles<ProxyFit>(
            parsed,
            path,
            null,
            new Words("拟合", "Fitting"),
            (engine, _) => FitProxy.Run(engine, run.Method, request.Value)
        );
        if (!fit.Ok)
            return Screen.Refuse(fit.Problems, language);
        if (curve is not null && WriteCurve(curve, fit.Value) is { } unwritten)
            return Screen.Refuse([unwritten], language);
        var written = folder is null
            ? null
            : (Outcome<WrittenFit>?)
                WriteFit.Run(
                    Deployment.Pack(parsed),
                    folder,
                    run.Method,
                    fit.Value,
                    own.Value,
                    FittedOn(path, run.Day, fit.Value)
                );
        return written is { Ok: false } refused
            ? Screen.Refuse(refused.Problems, language)
            : Screen.Answer(parsed, fit.Value, PmtText.Of(fit.Value, written?.Value));
    }

    /// <summary>How the command line wants it fitted; null to leave it to the pack.</summary>
    private static Outcome<ProxyFitPlan?> Fit(ParseResult parsed)
    {
        var (model, share, below) = (parsed.GetValue(Model), parsed.GetValue(Share), parsed.GetValue(Below));
        if ((share is not null && model != "quantile") || (below is not null && model != "logit"))
            return CliProblems.Usage("--quantile goes with --model quantile, --below with --model logit");
        switch (model)
        {
            case null:
                return (ProxyFitPlan?)null;
            case "ols":
                return new ProxyFitPlan(ProxyFitKind.LeastSquares, null, null);
            case "quantile":
                return
                    Fraction.TryParse(share ?? "1/2", out var quantile)
                    && quantile > Fraction.Zero
                    && quantile < Fraction.One
                    ? new ProxyFitPlan(ProxyFitKind.Quantile, quantile, null)
                    : CliProblems.Usage($"--quantile {share}: 1/4");
            case "logit":
                return Fraction.TryParse(below, out var line)
                    ? new ProxyFitPlan(ProxyFitKind.Logit, null, new Expr.Literal(Kind.Number, Number: line))
                    : CliProblems.Usage("--model logit --below 1500");
            default:
                return CliProblems.Usage($"--model {model}: ols, logit, quantile");
        }
    }

    /// <summary>A logit asks who is below a line, so what is predicted keeps its own unit.</summary>
    private static MethodPlan Refitted(MethodPlan method, ProxyFitPlan? fit) =>
        fit is null || method.Proxy is not { } proxy
            ? method
            : method with
            {
                Proxy = proxy with { Fit = fit, Log = proxy.Log && fit.Kind != ProxyFitKind.Logit },
            };

    private static Outcome<ProxyRequest> Request(ParseResult parsed, IReadOnlyList<string> by)
    {
        var quotas = new List<Fraction>();
        foreach (var text in parsed.GetRequiredValue(Quotas).Split(',', StringSplitOptions.TrimEntries))
            if (Fraction.TryParse(text, out var quota) && quota > Fraction.Zero && quota < Fraction.One)
                quotas.Add(quota);
            else
                return CliProblems.Usage($"--quotas {text}: 0.1,0.2");
        if (!TieRules.TryGetValue(parsed.GetRequiredValue(Ties), out var ties))
            return CliProblems.Usage($"--ties {parsed.GetRequiredValue(Ties)}: by_id, all_in, all_out");
        var per = parsed.GetRequiredValue(Per);
        if (per is not ("household" or "head"))
            return CliProblems.Usage($"--per {per}: household, head");
        var (budget, benefit) = (parsed.GetValue(Budget), parsed.GetValue(Benefit));
        if (budget is null && benefit is null)
            return new ProxyRequest(quotas, by, null, per == "head", ties);
        return
            Fraction.TryParse(budget, out var spent)
            && Fraction.TryParse(benefit, out var each)
            && spent > Fraction.Zero
            && each > Fraction.Zero
            ? new ProxyRequest(quotas, by, spent / each, per == "head", ties)
            : CliProblems.Usage($"--budget {budget} --benefit {benefit}: --budget 1000000 --benefit 250");
    }

    private static Words FittedOn(string path, DateOnly day, ProxyFit fit)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return new Words(
            $"{name}，{day:yyyy-MM-dd}：{fit.Rows.ToString("N0", CultureInfo.InvariantCulture)} 户",
            $"{name}, {day:yyyy-MM-dd}: {fit.Rows.ToString("N0", CultureInfo.InvariantCulture)} households"
        );
    }

    private static Problem? WriteCurve(string path, ProxyFit fit)
    {
        var json = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        if (!json && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return IdentificationProblems.NotATable(path);
        // The first point lies below every score.
        var sign = fit.Kind == ProxyFitKind.Logit ? -1 : 1;
        var points = fit
            .Errors.SelectMany(e =>
                e.Curve.Select(p => (Quota: e.Quota.ToString(), Point: p with { Score = sign * p.Score }))
            )
            .ToList();
        var text = new StringBuilder();
        if (json)
            text.Append(
                JsonSerializer.Serialize(
                    points.Select(p => new
                    {
                        quota = p.Quota,
                        score = double.IsFinite(p.Point.Score) ? p.Point.Score : (double?)null,
                        false_positives = p.Point.FalsePositives,
                        true_positives = p.Point.TruePositives,
                    })
                )
            );
        else
        {
            text.Append("quota,score,false_positives,true_positives\n");
            foreach (var (quota, p) in points)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{quota},{(double.IsFinite(p.Score) ? p.Score.ToString("R", CultureInfo.InvariantCulture) : "")},{p.FalsePositives:R},{p.TruePositives:R}\n"
                );
        }
        try
        {
            File.WriteAllText(path, text.ToString());
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IdentificationProblems.ResultsUnwritable(path, error.Message);
        }
    }
}
