namespace Taihang.Core.Registry;

/// <summary>What a certificate number tells of its holder; null where the kind of number does not say.</summary>
public sealed record IdNumberFacts(DateOnly? BirthDate, bool? Male);

/// <summary>Why a certificate number cannot be right.</summary>
public enum IdNumberFault
{
    None,
    Length,
    Character,
    BirthDate,
    CheckDigit,
}

/// <summary>
/// The citizen number of GB 11643-1999: six digits of address, eight of birth date, three of order (odd: male), one check
/// character by ISO 7064 MOD 11-2. The address code is not compared with today's table: codes that were abolished stay valid in
/// numbers issued under them. Numbers of 20 digits (disability card: citizen number, kind, grade) are checked by their first 18;
/// numbers of 22 are taken by length only, since no published rule for them is at hand.
/// </summary>
public static class IdNumber
{
    private const string CheckCharacters = "10X98765432";
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <param name="number">Spaces removed, upper case.</param>
    public static IdNumberFault Check(string number, DateOnly today, out IdNumberFacts facts)
    {
        facts = new IdNumberFacts(null, null);
        if (number.Length == 22)
            return number.All(char.IsAsciiLetterOrDigit) ? IdNumberFault.None : IdNumberFault.Character;
        if (number.Length is not (18 or 20))
            return IdNumberFault.Length;
        if (
            !number.AsSpan(0, 17).ContainsOnlyDigits()
            || !(char.IsAsciiDigit(number[17]) || number[17] == 'X')
            || !number.AsSpan(18).ContainsOnlyDigits()
        )
            return IdNumberFault.Character;
        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", out var born) || born > today || born.Year < 1850)
            return IdNumberFault.BirthDate;
        if (number[17] != CheckCharacter(number.AsSpan(0, 17)))
            return IdNumberFault.CheckDigit;
        facts = new IdNumberFacts(born, (number[16] - '0') % 2 == 1);
        return IdNumberFault.None;
    }

    /// <param name="body">The first 17 digits.</param>
    public static char CheckCharacter(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (body[i] - '0') * Weights[i];
        return CheckCharacters[sum % 11];
    }

    /// <summary>As people write it: spaces and full-width digits are forgiven, a small x is an X.</summary>
    public static string Normal(string written) =>
        string.Create(
            written.Count(c => !char.IsWhiteSpace(c)),
            written,
            (span, text) =>
            {
                var at = 0;
                foreach (var c in text)
                    if (!char.IsWhiteSpace(c))
                        span[at++] = c is >= '０' and <= '９' ? (char)(c - '０' + '0') : char.ToUpperInvariant(c);
            }
        );

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
