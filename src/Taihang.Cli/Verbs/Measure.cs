using System.CommandLine;
using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang measure --pack P --data PATH</c>: every poverty measure of a method, nationally and by group, with standard errors.</summary>
public static class Measure
{
    private static readonly Option<string?> Cutoffs = new("--k")
    {
        Description = "Cut-offs of the counting measures, such as 1/6,1/3 (the method's own) · 临界值",
    };
    private static readonly Option<string?> Weights = new("--weights")
    {
        Description =
            "Weights of the indicators in their order, such as 1/2,1/4,1/4 (the method's own), or equal · 权重",
    };
    private static readonly Option<double> Level = new("--level")
    {
        Description = "Level of the confidence intervals · 置信水平",
        DefaultValueFactory = _ => 0.95,
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write the table to this .csv, .json, .parquet or .xlsx file · 测度表文件",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("measure", "Poverty measures with standard errors · 贫困测度")
        {
            Cutoffs,
            Weights,
            Level,
            Out,
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
            return Screen.Refuse([CliProblems.Usage("measure needs --data")], language) + 1;
        var request = Request(parsed, chosen.Value.Method, chosen.Value.By);
        if (!request.Ok)
            return Screen.Refuse(request.Problems, language) + 1;
        var results = parsed.GetValue(Out);
        if (results is not null && MeasureFile.Check(results) is { } cannot)
            return Screen.Refuse([cannot], language);
        var table = chosen.Value.OnFiles<MeasureTable>(
            parsed,
            path,
            results,
            new Words("测度", "Measuring"),
            (engine, run) =>
            {
                var made = Modules.Identification.Measure.Run(engine, run, chosen.Value.Method, request.Value);
                return made.Ok && results is not null && MeasureFile.Write(engine, made.Value, results) is { } problem
                    ? problem
                    : made;
            }
        );
        return table.Ok
            ? Screen.Answer(parsed, table.Value, Text(chosen.Value.Method, table.Value))
            : Screen.Refuse(table.Problems, language);
    }

    private static Outcome<MeasureRequest> Request(ParseResult parsed, MethodPlan method, IReadOnlyList<string> by)
    {
        var level = parsed.GetValue(Level);
        if (level is not (> 0 and < 1))
            return CliProblems.Usage($"--level {level.ToString(CultureInfo.InvariantCulture)}: 0.95");
        var cutoffs = Fractions(parsed.GetValue(Cutoffs));
        if (cutoffs is null)
            return CliProblems.Usage($"--k {parsed.GetValue(Cutoffs)}: 1/6,1/3");
        if (parsed.GetValue(Weights) is not { } named)
            return new MeasureRequest(by, cutoffs, Level: level);
        var n = method.Indicators.Length;
        var shares = named == "equal" ? [.. Enumerable.Repeat(new Fraction(1, n), n)] : Fractions(named);
        return shares is null || shares.Count != n
            ? CliProblems.Usage($"--weights {named}: {n} × 1/{n}, or equal")
            : new MeasureRequest(by, cutoffs, (named, shares), level);
    }

    private static List<Fraction>? Fractions(string? text)
    {
        var fractions = new List<Fraction>();
        foreach (var part in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            if (Fraction.TryParse(part, out var fraction))
                fractions.Add(fraction);
            else
                return null;
        return fractions;
    }

    private static Words Text(MethodPlan method, MeasureTable table) =>
        new(Text(method, table, Language.Chinese), Text(method, table, Language.English));

    /// <summary>The table as a statistician reads it: one line per figure, groups below one another.</summary>
    private static string Text(MethodPlan method, MeasureTable table, Language language)
    {
        var text = new StringBuilder();
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{method.Title.In(language)} · {table.AsOf:yyyy-MM-dd}{(table.WeightSet is { } set ? Say($" · 权重 {set}", $" · weights {set}") : "")}"
        );
        text.AppendLine(
            table.DegreesOfFreedom is { } degrees
                ? Say(
                    $"标准误按抽样设计线性化，自由度 {degrees:N0}。",
                    $"Standard errors by linearisation over the sample's design, {degrees:N0} degrees of freedom."
                )
            : table.Weighted
                ? Say(
                    "抽样数据，但方法没有写明抽样设计（survey）：不给出标准误。",
                    "A sample whose design the method does not give (survey): no standard errors."
                )
            : Say(
                "全面登记：没有抽样误差；误差来自漏评与缺失，见下。",
                "A full register has no sampling error; what it leaves open is who was missed and what is missing, below."
            )
        );
        if (table.Coverage.CannotSay is { } unsaid)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Say("无法判定的人口", "People of whom the facts cannot say")}: {unsaid:P3}"
            );
        foreach (var (id, share) in table.Coverage.UnknownByIndicator.Where(u => u.Value > 0))
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Say("缺失", "Missing")} {method.Indicators.First(i => i.Id == id).Title.In(language)}: {share:P3}"
            );
        (string?, string?)? group = null;
        foreach (var row in table.Rows)
        {
            if (group != (row.By, row.Value))
            {
                group = (row.By, row.Value);
                text.AppendLine().AppendLine(row.By is null ? Say("全部", "Everybody") : $"{row.By} = {row.Value}");
            }
            var item = row.Item is null
                ? ""
                : method.Indicators.FirstOrDefault(i => i.Id == row.Item)?.Title.In(language)
                    ?? method.Outcomes.First(o => o.Id == row.Item).Title.In(language);
            var name = $"{row.Measure}{(row.Cutoff is { } k ? $" k={k}" : "")} {item}".TrimEnd();
            var estimate = row.Estimate?.ToString("0.0000000", CultureInfo.InvariantCulture) ?? Say("无", "none");
            var error = row.StandardError is { } se
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"  ± {se:0.0000000}  [{row.Low:0.0000}, {row.High:0.0000}]"
                )
                : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name}  {estimate}{error}  ({row.Population:N0})");
        }
        return text.ToString().TrimEnd();
    }
}
