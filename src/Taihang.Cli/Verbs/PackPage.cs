using System.Net;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Read;

namespace Taihang.Cli.Verbs;

/// <summary>A pack's prose as a page to hand on: 中文 first, English below, the form by the file's ending.</summary>
internal static class PackPage
{
    /// <returns>Why it cannot be written; null when it was.</returns>
    public static Problem? Write(Pack pack, Words prose, string file)
    {
        var html = file.EndsWith(".html", StringComparison.OrdinalIgnoreCase);
        if (!html && !file.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
            return CliProblems.NotAPage(file);
        if (File.Exists(file))
            return IdentificationProblems.ResultsExist(file);
        File.WriteAllText(file, html ? Html(pack, prose) : Markdown(prose));
        return null;
    }

    private static string Markdown(Words prose)
    {
        var text = new StringBuilder();
        foreach (var language in new[] { Language.Chinese, Language.English })
        foreach (var (depth, line, first) in Lines(prose.In(language)))
            text.Append(
                first ? $"{(text.Length > 0 ? "\n" : "")}# {line}\n\n"
                : depth == 0 ? $"\n## {line}\n\n"
                : $"{new string(' ', 2 * (depth - 1))}- {Plain(line)}\n"
            );
        return text.ToString();

        // What Markdown would take for its own marks stays as it is said.
        static string Plain(string line) =>
            string.Concat(line.Select(c => c is '*' or '_' or '<' or '[' or ']' or '`' ? $"\\{c}" : c.ToString()));
    }

    private static string Html(Pack pack, Words prose)
    {
        var text = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="zh-Hans">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{Safe(pack.Title.Zh)} · {Safe(pack.Title.En)}</title>
            <style>{Style}</style>

            """
        );
        foreach (var language in new[] { Language.Chinese, Language.English })
        {
            text.Append($"<article lang=\"{language.Tag()}\">\n");
            var open = 0;
            foreach (var (depth, line, first) in Lines(prose.In(language)))
            {
                Close(depth);
                if (first || depth == 0)
                    text.Append(first ? $"<h1>{Safe(line)}</h1>\n" : $"<h2>{Safe(line)}</h2>\n");
                else
                {
                    // A list within a list stands in the item before it, which is still open.
                    text.Append(open < depth ? "<ul>\n<li>" : "</li>\n<li>").Append(Safe(line));
                    open = depth;
                }
            }
            Close(0);
            text.Append("</article>\n");

            void Close(int depth)
            {
                for (; open > depth; open--)
                    text.Append("</li>\n</ul>\n");
            }
        }
        return text.Append("</html>\n").ToString();

        static string Safe(string line) => WebUtility.HtmlEncode(line);
    }

    private const string Style =
        "body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}li{margin:.2rem 0}";

    /// <summary>The prose's lines with how far each stands in; the first is the title.</summary>
    private static IEnumerable<(int Depth, string Line, bool First)> Lines(string prose) =>
        prose
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, i) => ((line.Length - line.TrimStart(' ').Length) / 2, line.Trim(), i == 0));
}
