using System.Text;
using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// A text with signature lines below it, in the form of C2SP signed-note: the text ends with a line end, an empty line follows, then lines
/// <c>— name base64(hint ‖ signature)</c>.
/// </summary>
public static class SignedNote
{
    private const string Mark = "— ";

    /// <param name="signature">Over the text's UTF-8 bytes.</param>
    public static string Join(string text, LogKey key, ReadOnlySpan<byte> signature) =>
        $"{text}\n{Mark}{key.Name} {Convert.ToBase64String([.. key.Hint, .. signature])}\n";

    /// <returns>The text, once one of the signatures is found to be this key's; signatures of others are passed over.</returns>
    public static Outcome<string> Open(string note, LogKey key)
    {
        var cut = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (cut < 0 || !note.EndsWith('\n'))
            return AuditProblems.NotACheckpoint(new("没有签名行", "it has no line of a signature"));
        var (text, lines) = (note[..(cut + 1)], note[(cut + 2)..^1].Split('\n'));
        var signed = false;
        foreach (var line in lines)
        {
            var parts = line.StartsWith(Mark, StringComparison.Ordinal) ? line[Mark.Length..].Split(' ') : [];
            if (parts.Length != 2 || !TryBase64(parts[1], out var bytes) || bytes.Length < 5)
                return AuditProblems.NotACheckpoint(new("签名行写法有误", "a line of a signature is written wrongly"));
            if (parts[0] != key.Name || !bytes.AsSpan(0, 4).SequenceEqual(key.Hint))
                continue;
            if (!key.Signed(Encoding.UTF8.GetBytes(text), bytes.AsSpan(4)))
                return AuditProblems.NotSignedBy(key.Name);
            signed = true;
        }
        return signed ? text : AuditProblems.NotSignedBy(key.Name);
    }

    /// <summary>Only the one way to write these bytes, so that a note cannot be changed without its meaning being changed.</summary>
    public static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return false;
        bytes = bytes[..length];
        return Convert.ToBase64String(bytes) == text;
    }
}
