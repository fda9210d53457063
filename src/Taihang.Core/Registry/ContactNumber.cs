namespace Taihang.Core.Registry;

/// <summary>Phones and accounts as people write them, brought to the one form in which they are sealed and found again.</summary>
public static class ContactNumber
{
    /// <summary>Digits only, with a plus before a foreign country's code; China's own (+86, 0086) goes, as it is written or left out at will.</summary>
    public static string Phone(string written)
    {
        var digits = Digits(written);
        var abroad = written.TrimStart().StartsWith('+') || written.TrimStart().StartsWith('＋');
        if (digits.StartsWith("00", StringComparison.Ordinal))
            (digits, abroad) = (digits[2..], true);
        if (!abroad)
            return digits;
        return digits.StartsWith("86", StringComparison.Ordinal) ? digits[2..] : "+" + digits;
    }

    /// <summary>Letters and digits only, letters large: bank cards are written in groups of four, foreign accounts with letters.</summary>
    public static string Account(string written) =>
        string.Concat(written.Select(Narrow).Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static string Digits(string written) => string.Concat(written.Select(Narrow).Where(char.IsAsciiDigit));

    /// <summary>Full-width letters and digits (U+FF01 to U+FF5E) as their ASCII fellows.</summary>
    private static char Narrow(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
}
