using System.Globalization;
using System.Text;

namespace Taihang.Core.Registry.Attachments;

/// <summary>Digits that stand together, and what parts them from the digits before.</summary>
/// <param name="Digits">In ASCII, whatever they were written with; an X may stand at the end.</param>
/// <param name="At">Offset in the text.</param>
/// <param name="End">Offset after the last.</param>
/// <param name="Gap">What parts it from the group before; null where a number cannot go on across it.</param>
/// <param name="Letters">Letters of a word or code stand on both sides.</param>
internal readonly record struct DigitGroup(string Digits, int At, int End, string? Gap, bool Letters);

/// <summary>
/// A text as groups of digits. A digit is one in whatever script or shape: full-width, circled, raised, a Chinese numeral. Signs that show
/// nothing part nothing.
/// </summary>
internal static class DigitText
{
    private const int LongestGap = 3;
    private const int LongestBreak = 40;
    private const string Chinese = "〇一二三四五六七八九";
    private const string Formal = "零壹贰叁肆伍陆柒捌玖";
    private const string Dashes = "-‐‑‒–—―−－﹣~～·•・.．。_＿*＊";

    public static List<DigitGroup> Groups(string text)
    {
        var groups = new List<DigitGroup>();
        var digits = new StringBuilder();
        var gap = new StringBuilder();
        var (open, start, end, chinese, first) = (true, 0, 0, false, true);
        var before = '\0';
        foreach (var (at, rune) in Runes(text))
        {
            if (Silent(rune))
                continue;
            var (digit, numeral) = Digit(rune);
            if (digit >= 0)
            {
                // Numerals of another kind are another group, parted by nothing.
                if (digits.Length > 0 && numeral != chinese)
                    Close('\0');
                if (digits.Length == 0)
                    start = at;
                chinese = numeral;
                digits.Append((char)('0' + digit));
                end = at + rune.Utf16SequenceLength;
                continue;
            }
            // An X ends a citizen number, and only after seventeen digits.
            if (IsX(rune) && Before(groups, digits.Length, open && !first ? Gap(gap) : null) is 17)
            {
                if (digits.Length == 0)
                    start = at;
                digits.Append('X');
                end = at + rune.Utf16SequenceLength;
                Close('\0');
                continue;
            }
            if (digits.Length > 0)
                Close(rune.IsBmp ? (char)rune.Value : '\0');
            if (open && Parts(rune))
                gap.Append(rune.ToString());
            else
                open = false;
            before = rune.IsBmp ? (char)rune.Value : '\0';
        }
        if (digits.Length > 0)
            Close('\0');
        return groups;

        void Close(char after)
        {
            groups.Add(
                new DigitGroup(
                    digits.ToString(),
                    start,
                    end,
                    first || !open ? null : Gap(gap),
                    char.IsAsciiLetter(before) && char.IsAsciiLetter(after) && gap.Length == 0
                )
            );
            digits.Clear();
            gap.Clear();
            (open, first, before) = (true, false, '\0');
        }
    }

    /// <summary>How many digits stand together with these, over gaps; at most one more than a citizen number has.</summary>
    private static int Before(List<DigitGroup> groups, int length, string? gap)
    {
        if (length >= 17)
            return length == 17 ? 17 : 0;
        var open = gap is not null;
        for (var i = groups.Count - 1; i >= 0 && open && length < 17; i--)
        {
            length += groups[i].Digits.Length;
            open = groups[i].Gap is not null;
        }
        return length;
    }

    /// <summary>A gap in the form in which it is compared with others; null where it is too wide.</summary>
    private static string? Gap(StringBuilder gap)
    {
        var text = gap.ToString();
        if (text.AsSpan().ContainsAny('\n', '\r'))
            return text.Length > LongestBreak ? null
                : text.Any(c => Dashes.Contains(c, StringComparison.Ordinal)) ? "-\n"
                : "\n";
        return text.Length > LongestGap ? null : text;
    }

    private static bool Parts(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune.IsBmp && Dashes.Contains((char)rune.Value, StringComparison.Ordinal);

    /// <summary>Zero-width and other signs of format, marks over a letter, soft hyphens, choices of a shape.</summary>
    private static bool Silent(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0;

    private static bool IsX(Rune rune) =>
        rune.Value is 'x' or 'X' or 'ｘ' or 'Ｘ' or 'Х' or 'х' or 'Χ' or 'χ' or '×' or 'Ⅹ' or 'ⅹ';

    private static (int Digit, bool Chinese) Digit(Rune rune)
    {
        if (rune.Value is >= '0' and <= '9')
            return (rune.Value - '0', false);
        if (!rune.IsBmp)
            return (
                Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                    ? (int)Rune.GetNumericValue(rune)
                    : -1,
                false
            );
        var c = (char)rune.Value;
        if (Chinese.IndexOf(c, StringComparison.Ordinal) is var plain and >= 0)
            return (plain, true);
        if (Formal.IndexOf(c, StringComparison.Ordinal) is var formal and >= 0)
            return (formal, true);
        if (c == '幺')
            return (1, true);
        return c < 0x80
            ? (-1, false)
            : (
                Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber
                && Rune.GetNumericValue(rune) is >= 0 and <= 9 and var value
                && value == Math.Floor(value)
                    ? (int)value
                    : -1,
                false
            );
    }

    /// <summary>With the offset of each; half a pair counts as a sign of its own.</summary>
    private static IEnumerable<(int At, Rune Rune)> Runes(string text)
    {
        for (var at = 0; at < text.Length; )
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                yield return (at++, Rune.ReplacementChar);
                continue;
            }
            yield return (at, rune);
            at += rune.Utf16SequenceLength;
        }
    }
}
