namespace Taihang.Web;

/// <summary>What somebody typed, without the characters that no keyboard types and no store takes.</summary>
internal static class FormText
{
    /// <summary>One line, trimmed.</summary>
    public static string Line(string? typed) => string.Concat((typed ?? "").Where(c => !char.IsControl(c))).Trim();

    /// <summary>Lines, trimmed and cut to a length.</summary>
    public static string Lines(string? typed, int most)
    {
        var text = string.Concat((typed ?? "").Where(c => !char.IsControl(c) || c is '\n' or '\r' or '\t')).Trim();
        return text.Length > most ? text[..most] : text;
    }
}
