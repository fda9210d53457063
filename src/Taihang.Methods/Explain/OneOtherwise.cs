using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Taihang.Methods.Explain;

/// <summary>The facts of one household or member with one of them otherwise; not a copy, for a search tries thousands.</summary>
internal sealed class OneOtherwise(IReadOnlyDictionary<string, object> others, string id, object otherwise)
    : IReadOnlyDictionary<string, object>
{
    public object this[string key] => key == id ? otherwise : others[key];

    public IEnumerable<string> Keys => others.Keys.Where(key => key != id).Append(id);

    public IEnumerable<object> Values => Keys.Select(key => this[key]);

    public int Count => others.ContainsKey(id) ? others.Count : others.Count + 1;

    public bool ContainsKey(string key) => key == id || others.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value)
    {
        if (key != id)
            return others.TryGetValue(key, out value);
        value = otherwise;
        return true;
    }

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() =>
        Keys.Select(key => KeyValuePair.Create(key, this[key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
