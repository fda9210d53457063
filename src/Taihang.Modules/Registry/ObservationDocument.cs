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
}
