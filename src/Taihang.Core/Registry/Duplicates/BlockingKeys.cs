namespace Taihang.Core.Registry.Duplicates;

/// <summary>
/// The passes of a search: persons with the same key of a pass are compared. A slip that parts two records in one pass leaves them
/// together in another. 0 is no key.
/// </summary>
public static class BlockingKeys
{
    private const int AlternativeReadings = 2;

    /// <returns>By pass, the key of each person.</returns>
    public static ulong[][] Of(IReadOnlyList<PersonKey> persons, IReadOnlyList<SoundedName> names)
    {
        ulong[] first = [.. names.Select(n => Sound(n.Near, 0))];
        ulong[] other = [.. names.Select(n => Sound(n.Near, 1))];
        ulong[] surname = [.. names.Select(n => n.Near.Length > 0 ? Sound(n.Near[..1], 0) : 0)];
        ulong[] given = [.. names.Select(n => n.Near.Length > 1 ? Sound(n.Near[1..], 0) : 0)];
        return
        [
            // The whole name by its sound, and the year of birth.
            Each(p => p.BornOn == 0 ? 0 : Mix(1, first[p.Name], (ulong)(p.BornOn / 10_000))),
            // The same by the other reading of characters that have one, so that it meets a name typed by that reading.
            Each(p => p.BornOn == 0 ? 0 : Mix(1, other[p.Name], (ulong)(p.BornOn / 10_000))),
            // The day of birth and the surname.
            Each(p => p.BornOn == 0 ? 0 : Mix(3, surname[p.Name], (ulong)p.BornOn)),
            // The day of birth and the village: whatever happened to the name.
            Each(p => p.BornOn == 0 ? 0 : Mix(4, (ulong)p.Village, (ulong)p.BornOn)),
            // The whole name in the township: whatever happened to the birth date.
            Each(p => Mix(5, first[p.Name], (ulong)p.Township)),
            // The given name in the village: a surname mistyped or changed.
            Each(p => given[p.Name] == 0 ? 0 : Mix(6, given[p.Name], (ulong)p.Village)),
            Each(p => p.Phone == 0 ? 0 : Mix(7, p.Phone, p.Sex)),
            // The number but its last four characters, and but its first six: a slip is in one half of it.
            Each(p => p.Number is { Length: >= 15 } n ? Mix(8, Text(n.AsSpan(0, n.Length >= 18 ? 14 : 12)), 0) : 0),
            Each(p => p.Number is { Length: >= 18 } n ? Mix(9, Text(n.AsSpan(8, 10)), 0) : 0),
            Each(p => p.Number is { Length: 15 } n ? Mix(9, Text(n.AsSpan(6, 9)), 1) : 0),
        ];

        ulong[] Each(Func<PersonKey, ulong> key)
        {
            var all = new ulong[persons.Count];
            for (var i = 0; i < all.Length; i++)
                all[i] = key(persons[i]);
            return all;
        }
    }

    /// <param name="reading">Which reading of each character that has so many.</param>
    internal static ulong Sound(ushort[][] sounds, int reading)
    {
        var hash = 14695981039346656037UL;
        foreach (var readings in sounds)
            hash = Step(hash, readings[Math.Min(Math.Min(reading, AlternativeReadings - 1), readings.Length - 1)]);
        return hash;
    }

    /// <summary>A text as one number; equal texts give equal numbers.</summary>
    public static ulong Text(ReadOnlySpan<char> text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = Step(hash, character);
        return hash;
    }

    private static ulong Mix(ulong pass, ulong a, ulong b) =>
        Math.Max(1, Step(Step(Step(14695981039346656037UL, pass), a), b));

    /// <summary>FNV-1a by whole numbers, stirred so that near numbers part.</summary>
    private static ulong Step(ulong hash, ulong value)
    {
        unchecked
        {
            hash = (hash ^ value) * 1099511628211UL;
            return hash ^ (hash >> 29);
        }
    }
}
