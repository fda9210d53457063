using System.Collections.Frozen;
using System.Text;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>A character of names: the standard character it is written for, and its readings without tones, the usual one first.</summary>
public sealed record NameCharacter(string Character, string Standard, IReadOnlyList<string> Readings);

/// <summary>Two beginnings, or two endings, of a syllable that are easily taken for one another in the area's speech.</summary>
public sealed record NearSound(string One, string Other, bool AtEnd);

/// <summary>A name as it is compared: standard characters, and for each the readings it may have.</summary>
/// <param name="Folded">Standard characters and small letters alone, without spaces and dots.</param>
/// <param name="Parts">The same, cut at the dots or spaces that names of several parts are written with.</param>
/// <param name="Sounds">For each character its readings, as numbers.</param>
/// <param name="Near">The same, with near sounds under one number.</param>
public sealed record SoundedName(string Folded, IReadOnlyList<string> Parts, ushort[][] Sounds, ushort[][] Near);

/// <summary>
/// How names are written and sound: variant characters are folded into the standard one, and characters have readings, so that a name
/// typed by ear is found again. The table is the pack's; a character that is not in it sounds like itself alone.
/// </summary>
public sealed class NameSounds
{
    private readonly FrozenDictionary<int, (int Standard, ushort[] Sounds, ushort[] Near)> characters;
    private readonly ushort firstFree;

    public NameSounds(IEnumerable<NameCharacter> table, IReadOnlyList<NearSound> near)
    {
        var rows = table.ToList();
        var sounds = Numbered(rows.SelectMany(r => r.Readings));
        var classes = Numbered(rows.SelectMany(r => r.Readings).Select(r => Class(r, near)));
        characters = rows.ToFrozenDictionary(
            r => Rune.GetRuneAt(r.Character, 0).Value,
            r =>
                (
                    Rune.GetRuneAt(r.Standard.Length == 0 ? r.Character : r.Standard, 0).Value,
                    r.Readings.Select(s => sounds[s]).ToArray(),
                    r.Readings.Select(s => classes[Class(s, near)]).Distinct().ToArray()
                )
        );
        firstFree = (ushort)(Math.Max(sounds.Count, classes.Count) + 1);
    }

    public SoundedName Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        var parts = new List<string>();
        var (sounds, near) = (new List<ushort[]>(name.Length), new List<ushort[]>(name.Length));
        var from = 0;
        foreach (var written in name.EnumerateRunes())
        {
            // Full-width letters and digits are the plain ones typed in another mode.
            var rune = written.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(written.Value - 0xFEE0) : written;
            if (!Rune.IsLetterOrDigit(rune))
            {
                Close();
                continue;
            }
            if (characters.TryGetValue(rune.Value, out var known))
            {
                folded.Append(new Rune(known.Standard));
                sounds.Add(known.Sounds);
                near.Add(known.Near);
                continue;
            }
            var own = Rune.ToLowerInvariant(rune);
            folded.Append(own);
            // Beyond all readings, and the same for the same letter.
            ushort[] itself = [(ushort)(firstFree + (own.Value % (ushort.MaxValue - firstFree)))];
            sounds.Add(itself);
            near.Add(itself);
        }
        Close();
        return new SoundedName(folded.ToString(), parts, [.. sounds], [.. near]);

        void Close()
        {
            if (folded.Length > from)
                parts.Add(folded.ToString(from, folded.Length - from));
            from = folded.Length;
        }
    }

    /// <summary>A reading with each near sound replaced by the first of its pair.</summary>
    private static string Class(string reading, IReadOnlyList<NearSound> near)
    {
        foreach (var (one, other, atEnd) in near)
            if (!atEnd && reading.StartsWith(other, StringComparison.Ordinal))
                reading = one + reading[other.Length..];
            else if (atEnd && reading.EndsWith(other, StringComparison.Ordinal))
                reading = reading[..^other.Length] + one;
        return reading;
    }

    private static Dictionary<string, ushort> Numbered(IEnumerable<string> texts) =>
        texts
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select((text, i) => (text, i))
            .ToDictionary(t => t.text, t => (ushort)(t.i + 1));
}
