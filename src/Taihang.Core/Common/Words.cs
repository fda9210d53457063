namespace Taihang.Core.Common;

/// <summary>The languages the screens speak. Packs may carry more; the program's own words exist in both of these.</summary>
public enum Language
{
    /// <summary>中文, tag <c>zh-Hans</c>.</summary>
    Chinese,

    /// <summary>English, tag <c>en</c>.</summary>
    English,
}

/// <summary>One thing said in both languages. There is no fallback: whoever writes a text writes it twice.</summary>
public sealed record Words(string Zh, string En)
{
    public string In(Language language) => language == Language.Chinese ? Zh : En;

    /// <summary>The same text in both languages: a code, a number, a proper name.</summary>
    public static Words Same(string text) => new(text, text);
}

public static class Languages
{
    public static string Tag(this Language language) => language == Language.Chinese ? "zh-Hans" : "en";

    public static Language FromTag(string? tag) =>
        tag is not null && tag.StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? Language.English
            : Language.Chinese;
}
