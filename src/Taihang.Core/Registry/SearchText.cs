namespace Taihang.Core.Registry;

/// <summary>What somebody typed to find a record, and all that it may be.</summary>
/// <param name="Words">As typed, blanks taken together; what names and places are compared with.</param>
/// <param name="IdNumber">Where it could be a certificate number.</param>
/// <param name="HouseholdNumber">Where it could be a household's number.</param>
public sealed record SearchText(string Words, string? IdNumber, string? HouseholdNumber)
{
    public const int Shortest = 2;
    private const int Longest = 60;

    /// <returns>Refused (TH0490) when too short or too long to find anything by.</returns>
    public static Common.Outcome<SearchText> Read(string typed)
    {
        var words = string.Join(' ', typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length is < Shortest or > Longest)
            return RegistryProblems.SearchTooShort(Shortest, Longest);
        var compact = Core.Registry.IdNumber.Normal(words);
        return new SearchText(
            words,
            compact.Length is 18 or 20 or 22 && compact.Count(char.IsAsciiDigit) >= 17 ? compact : null,
            compact.Any(char.IsAsciiDigit) ? compact : null
        );
    }
}
