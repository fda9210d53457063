using System.Text;
using System.Text.Json;

namespace Taihang.Modules.Registry;

/// <summary>An observation's values as one JSON object with sorted keys; the values stay as JSON text until somebody needs them.</summary>
public static class ObservationDocument
{
    public static string Write(IEnumerable<KeyValuePair<string, string>> values)
    {
        var text = new StringBuilder("{", 256);
        foreach (var (id, json) in values.OrderBy(v => v.Key, StringComparer.Ordinal))
            text.Append(text.Length > 1 ? "," : "").Append('"').Append(id).Append("\":").Append(json);
        return text.Append('}').ToString();
    }

    public static IEnumerable<KeyValuePair<string, string>> Read(string document)
    {
        using var json = JsonDocument.Parse(document);
        foreach (var value in json.RootElement.EnumerateObject())
            yield return new(value.Name, value.Value.GetRawText());
    }

    /// <summary>Stands in every document with a value and in none without.</summary>
    public const string Quote = "\"";

    /// <summary>What stands before a value: nowhere else, since a document holds texts, numbers and lists of codes and no object within.</summary>
    public static string Named(string id) => $"\"{id}\":";

    /// <summary>One value's JSON text without reading the others.</summary>
    /// <returns>Empty where the document does not name it.</returns>
    public static ReadOnlySpan<char> ValueOf(string document, string named)
    {
        var at = document.IndexOf(named, StringComparison.Ordinal);
        if (at < 0)
            return default;
        var rest = document.AsSpan(at + named.Length).TrimStart();
        return rest[..End(rest)];
    }

    private static int End(ReadOnlySpan<char> rest)
    {
        var (text, lists) = (false, 0);
        for (var i = 0; i < rest.Length; i++)
            switch (rest[i])
            {
                case '\\' when text:
                    i++;
                    break;
                case '"':
                    text = !text;
                    break;
                case '[' when !text:
                    lists++;
                    break;
                case ']' when !text:
                    lists--;
                    break;
                case ',' or '}' when !text && lists == 0:
                    return i;
                default:
                    break;
            }
        return rest.Length;
    }
}
