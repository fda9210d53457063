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
        File.WriteAllText(file, html ? Html(pack, prose) : Markdown(pack, prose));
        return null;
    }

    private static string Markdown(Pack pack, Words prose)
    {
        var text = new StringBuilder();
        foreach (var language in new[] { Language.Chinese, Language.English })
        {
            text.Append($"# {pack.Title.In(language)}\n\n");
            foreach (var (depth, line) in Lines(prose.In(language)))
                text.Append(depth == 0 ? $"\n## {line}\n\n" : $"{new string(' ', 2 * (depth - 1))}- {Plain(line)}\n");
            text.Append('\n');
        }
        return text.ToString().TrimEnd() + "\n";

        // What Markdown would take for its own marks stays as it is said.
        static string Plain(string line) =>
            string.Concat(line.Select(c => c is '*' or '_' or '<' or '[' or ']' or '`' ? $"\\{c}" : c.ToString()));
    }

    private static string Html(Pack pack, Words prose)
    {
        var text = new StringBuilder(
            $"<!doctype html>\n<html lang=\"zh-Hans\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{Safe(pack.Title.Zh)} · {Safe(pack.Title.En)}</title>\n"
                + "<style>body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}li{margin:.2rem 0}</style>\n"
        );
        foreach (var language in new[] { Language.Chinese, Language.English })
        {
            text.Append($"<article lang=\"{language.Tag()}\">\n<h1>{Safe(pack.Title.In(language))}</h1>\n");
            var open = 0;
            foreach (var (depth, line) in Lines(prose.In(language)))
            {
                for (; open > depth; open--)
                    text.Append("</ul>\n");
                for (; open < depth; open++)
                    text.Append("<ul>\n");
                text.Append(depth == 0 ? $"<h2>{Safe(line)}</h2>\n" : $"<li>{Safe(line)}</li>\n");
            }
            for (; open > 0; open--)
                text.Append("</ul>\n");
            text.Append("</article>\n");
        }
        return text.Append("</html>\n").ToString();

        static string Safe(string line) => WebUtility.HtmlEncode(line);
    }

    /// <summary>The prose's lines with how far each stands in.</summary>
    private static IEnumerable<(int Depth, string Line)> Lines(string prose)
    {
        foreach (var line in prose.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return ((line.Length - line.TrimStart(' ').Length) / 2, line.Trim());
    }
}
