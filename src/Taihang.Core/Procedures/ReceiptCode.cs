using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Taihang.Core.Procedures;

/// <summary>
/// What somebody without an account holds of a case: the county's number and 80 random bits in letters that are not mistaken for one
/// another (Crockford's base 32). The record keeps only the hash.
/// </summary>
public static partial class ReceiptCode
{
    public const int Bytes = 10;
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Make(int countyNo, ReadOnlySpan<byte> random)
    {
        var text = new StringBuilder($"{countyNo:000}");
        var (bits, held) = (0, 0);
        var at = 0;
        foreach (var value in random)
        {
            (bits, held) = (bits << 8 | value, held + 8);
            while (held >= 5)
            {
                if (at++ % 4 == 0)
                    text.Append('-');
                text.Append(Letters[bits >> (held - 5) & 31]);
                held -= 5;
            }
        }
        return text.ToString();
    }

    /// <summary>As people write it down: small letters, spaces, O for 0 and I or L for 1 are forgiven.</summary>
    /// <returns>The county's number and the hash, or null when this is no receipt code.</returns>
    public static (int CountyNo, string Hash)? Read(string? written)
    {
        var text = new string([
            .. (written ?? "")
                .Normalize(NormalizationForm.FormKC)
                .ToUpperInvariant()
                .Where(char.IsAsciiLetterOrDigit)
                .Select(c =>
                    c switch
                    {
                        'O' => '0',
                        'I' or 'L' => '1',
                        _ => c,
                    }
                ),
        ]);
        if (text.Length < 17 || text.Length > 24 || !int.TryParse(text[..^16], out var county))
            return null;
        return (
            county,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"taihang receipt {county} {text[^16..]}")))
        );
    }

    /// <summary>A free text without long numbers: an ID number, phone or account has no place in it, and it is taken all the same.</summary>
    public static string WithoutNumbers(string? text) => LongNumber().Replace((text ?? "").Trim(), "•••");

    /// <summary>The first character of a name, as it is shown to whoever need not know it.</summary>
    public static string Masked(string name) =>
        name.Length == 0 ? "＊" : name[..(char.IsHighSurrogate(name[0]) ? 2 : 1)] + "＊＊";

    [GeneratedRegex(@"(?>(?:[0-9０-９][\s\-－]*){7,})[XxＸｘ]?", RegexOptions.None, 1000)]
    private static partial Regex LongNumber();
}
