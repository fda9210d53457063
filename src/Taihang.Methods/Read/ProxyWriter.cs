using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Taihang.Methods.Read;

/// <summary>What a fit leaves in a method's file.</summary>
/// <param name="Fit">How it was fitted, where the file says otherwise; null to leave that as it stands.</param>
/// <param name="Models">The constant and the coefficients of each model, by its code; an empty code where one serves all.</param>
public sealed record ProxyWriting(
    ProxyFitPlan? Fit,
    Words FittedOn,
    string Fingerprint,
    IReadOnlyDictionary<string, (decimal Intercept, IReadOnlyDictionary<string, decimal> Coefficients)> Models
);

/// <summary>Puts coefficients into the text of a method, and leaves every other letter of it, comments too, as its author wrote it.</summary>
public sealed class ProxyWriter
{
    private readonly string text;
    private readonly List<(int From, int To, string Text)> edits = [];

    private ProxyWriter(string text) => this.text = text;

    /// <param name="text">A method's file that loads and has a proxy test.</param>
    public static string Write(string text, ProxyWriting writing)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        var proxy = Child<YamlMappingNode>(stream.Documents[0].RootNode, "proxy")!;
        return new ProxyWriter(text).Edited(proxy, writing);
    }

    private string Edited(YamlMappingNode proxy, ProxyWriting writing)
    {
        if (writing.Fit is { } fit)
        {
            Set(proxy, "fit", Flow(fit), before: "terms");
            if (fit.Kind == ProxyFitKind.Logit && Child<YamlMappingNode>(proxy, "predicts") is { } predicts)
                if (Child<YamlScalarNode>(predicts, "log") is { } log)
                    Replace(log, "false");
        }
        var (zh, en) = (Quoted(writing.FittedOn.Zh), Quoted(writing.FittedOn.En));
        Set(proxy, "fitted_on", $"{{zh: {zh}, en: {en}}}", before: "terms");
        Set(proxy, "fingerprint", writing.Fingerprint, before: "terms");
        if (writing.Models.TryGetValue("", out var one))
        {
            Set(proxy, "intercept", Number(one.Intercept), before: "terms");
            foreach (var term in Child<YamlSequenceNode>(proxy, "terms")!.Children.OfType<YamlMappingNode>())
                Set(term, "coefficient", Number(one.Coefficients[Child<YamlScalarNode>(term, "id")!.Value!]), "of");
        }
        foreach (var model in Child<YamlSequenceNode>(proxy, "models")?.Children.OfType<YamlMappingNode>() ?? [])
        {
            var (intercept, coefficients) = writing.Models[Child<YamlScalarNode>(model, "key")!.Value!];
            Set(model, "intercept", Number(intercept), before: "key");
            Set(
                model,
                "coefficients",
                $"{{{string.Join(", ", coefficients.Select(c => $"{c.Key}: {Number(c.Value)}"))}}}",
                before: "key"
            );
        }
        // From the end, so that what comes before keeps its place; of one place in the order they were asked for.
        var written = text;
        foreach (var edit in edits.Select((e, i) => (e, i)).OrderByDescending(x => x.e.From).ThenByDescending(x => x.i))
            written = string.Concat(written.AsSpan(0, edit.e.From), edit.e.Text, written.AsSpan(edit.e.To));
        return written;
    }

    /// <summary>Gives a key its value: in its place, or before another key in the way the map is written.</summary>
    private void Set(YamlMappingNode map, string key, string value, string before)
    {
        if (map.Children.TryGetValue(new YamlScalarNode(key), out var old))
        {
            Replace(old, value);
            return;
        }
        var next = map.Children.Keys.OfType<YamlScalarNode>().First(k => k.Value == before);
        var (at, indent) = ((int)next.Start.Index, new string(' ', (int)next.Start.Column - 1));
        edits.Add((at, at, map.Style == MappingStyle.Flow ? $"{key}: {value}, " : $"{key}: {value}\n{indent}"));
    }

    private void Replace(YamlNode old, string value) => edits.Add(((int)old.Start.Index, End(old), value));

    /// <summary>Where a value ends. The parser marks that of a scalar alone; a map or list ends with its last part, and its bracket.</summary>
    private int End(YamlNode node)
    {
        var (parts, bracket) = node switch
        {
            YamlMappingNode map => (map.Children.Values.ToList(), map.Style == MappingStyle.Flow ? '}' : (char?)null),
            YamlSequenceNode list => ([.. list.Children], list.Style == SequenceStyle.Flow ? ']' : null),
            _ => ([], null),
        };
        if (node is YamlScalarNode)
            return (int)node.End.Index;
        var last = parts.Count > 0 ? End(parts[^1]) : (int)node.Start.Index;
        return bracket is { } closing ? text.IndexOf(closing, last) + 1 : last;
    }

    private static string Flow(ProxyFitPlan fit) =>
        fit switch
        {
            { Kind: ProxyFitKind.Logit, Below: Expr.Literal below } =>
                $"{{link: logit, below: \"{Exact(below.Number)}\"}}",
            { Quantile: { } quantile } => $"{{quantile: {quantile}}}",
            _ => "{link: identity}",
        };

    private static string Exact(Fraction number) =>
        number.Denominator.IsOne ? number.ToString() : Number((decimal)number.Numerator / (decimal)number.Denominator);

    private static string Number(decimal value) =>
        (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static T? Child<T>(YamlNode node, string key)
        where T : YamlNode =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child)
            ? child as T
            : null;
}
