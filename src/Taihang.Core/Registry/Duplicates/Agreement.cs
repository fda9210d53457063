namespace Taihang.Core.Registry.Duplicates;

/// <summary>How far two names agree, the closest first.</summary>
public enum NameAgreement
{
    Same,

    /// <summary>Every character may be read alike.</summary>
    SameSound,

    /// <summary>Every character sounds alike to an ear of the area.</summary>
    NearSound,

    /// <summary>All but one character, or one character more.</summary>
    OneCharacter,

    /// <summary>Parts of a longer name are left out, or stand in another order.</summary>
    SomeParts,
    Different,
}

/// <summary>How far two birth dates agree.</summary>
public enum BirthAgreement
{
    Same,

    /// <summary>Day and month, or two neighbouring digits, exchanged.</summary>
    Exchanged,
    OneDigit,
    SameYear,
    Different,
    NotKnown,
}

/// <summary>How far two ID numbers agree.</summary>
public enum NumberAgreement
{
    /// <summary>The same number in another form: of 15 digits, or a disability card's that begins with it.</summary>
    OtherForm,

    /// <summary>One digit differs, or two neighbours are exchanged.</summary>
    Slip,
    Different,
    NotKnown,
}

/// <summary>Where the two stand to each other in the record.</summary>
public enum PlaceAgreement
{
    SameHousehold,
    SameVillage,
    SameTownship,
    SameCounty,
    Elsewhere,
}

/// <summary>Something that agrees, does not, or is not known of both.</summary>
public enum PlainAgreement
{
    Same,
    Different,
    NotKnown,
}

/// <summary>How many others of their households have the same name.</summary>
public enum KinAgreement
{
    None,
    One,
    Several,

    /// <summary>One of them lives alone, or both in one household.</summary>
    NotKnown,
}

/// <summary>Compares two values of one kind. Nothing here decides that two people are one.</summary>
public static class Agreement
{
    private const int ShortestLongName = 5;

    public static NameAgreement Of(SoundedName a, SoundedName b)
    {
        if (a.Folded == b.Folded)
            return NameAgreement.Same;
        if (a.Sounds.Length == b.Sounds.Length)
        {
            var (unlike, unlikeNear) = (0, 0);
            for (var i = 0; i < a.Sounds.Length; i++)
            {
                if (!Meet(a.Sounds[i], b.Sounds[i]))
                    unlike++;
                if (!Meet(a.Near[i], b.Near[i]))
                    unlikeNear++;
            }
            if (unlike == 0)
                return NameAgreement.SameSound;
            if (unlikeNear == 0)
                return NameAgreement.NearSound;
            if (unlike == 1 && a.Sounds.Length > 2)
                return NameAgreement.OneCharacter;
        }
        else if (Math.Min(a.Sounds.Length, b.Sounds.Length) >= 2 && OneMore(a, b))
            return NameAgreement.OneCharacter;
        return SomeParts(a, b) ? NameAgreement.SomeParts : NameAgreement.Different;
    }

    /// <param name="a">The day as yyyyMMdd; 0 where it is not known.</param>
    public static BirthAgreement Of(int a, int b)
    {
        if (a == 0 || b == 0)
            return BirthAgreement.NotKnown;
        if (a == b)
            return BirthAgreement.Same;
        if (a / 10_000 == b / 10_000 && a / 100 % 100 == b % 100 && a % 100 == b / 100 % 100)
            return BirthAgreement.Exchanged;
        Span<char> one = stackalloc char[8],
            other = stackalloc char[8];
        a.TryFormat(one, out _, "00000000");
        b.TryFormat(other, out _, "00000000");
        return Slip(one, other) switch
        {
            SlipKind.Exchanged => BirthAgreement.Exchanged,
            SlipKind.OneDigit => BirthAgreement.OneDigit,
            _ => a / 10_000 == b / 10_000 ? BirthAgreement.SameYear : BirthAgreement.Different,
        };
    }

    /// <param name="a">As <see cref="IdNumber.Normal"/> writes it; null where it is not known.</param>
    public static NumberAgreement Of(string? a, string? b)
    {
        if (a is null || b is null)
            return NumberAgreement.NotKnown;
        var (shorter, longer) = a.Length <= b.Length ? (a, b) : (b, a);
        if (shorter.Length == 18 && longer.Length > 18 && longer.StartsWith(shorter, StringComparison.Ordinal))
            return NumberAgreement.OtherForm;
        // The form before 1999: no century, no check character.
        if (
            shorter.Length == 15
            && longer.Length == 18
            && string.CompareOrdinal(shorter, 0, longer, 0, 6) == 0
            && string.CompareOrdinal(shorter, 6, longer, 8, 9) == 0
        )
            return NumberAgreement.OtherForm;
        return a.Length == b.Length && Slip(a, b) != SlipKind.More ? NumberAgreement.Slip : NumberAgreement.Different;
    }

    private enum SlipKind
    {
        OneDigit,
        Exchanged,
        More,
    }

    private static SlipKind Slip(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var (first, differ) = (-1, 0);
        for (var i = 0; i < a.Length; i++)
            if (a[i] != b[i])
            {
                first = first < 0 ? i : first;
                if (++differ > 2)
                    return SlipKind.More;
            }
        return differ <= 1 ? SlipKind.OneDigit
            : first + 1 < a.Length && a[first] == b[first + 1] && a[first + 1] == b[first] ? SlipKind.Exchanged
            : SlipKind.More;
    }

    private static bool Meet(ushort[] a, ushort[] b)
    {
        foreach (var one in a)
        foreach (var other in b)
            if (one == other)
                return true;
        return false;
    }

    /// <summary>The longer name is the shorter one with one character put in.</summary>
    private static bool OneMore(SoundedName a, SoundedName b)
    {
        var (shorter, longer) = a.Sounds.Length < b.Sounds.Length ? (a.Sounds, b.Sounds) : (b.Sounds, a.Sounds);
        if (longer.Length - shorter.Length != 1)
            return false;
        var skipped = 0;
        for (var i = 0; i < shorter.Length; i++)
            while (!Meet(shorter[i], longer[i + skipped]))
                if (++skipped > 1)
                    return false;
        return true;
    }

    /// <summary>Of a long name, as of several parts: the shorter one's parts are all in the longer, in whatever order.</summary>
    private static bool SomeParts(SoundedName a, SoundedName b)
    {
        var (shorter, longer) = a.Folded.Length < b.Folded.Length ? (a, b) : (b, a);
        if (longer.Folded.Length < ShortestLongName || shorter.Folded.Length < 2)
            return false;
        return shorter.Parts.Count > 1 || longer.Parts.Count > 1
            ? shorter.Parts.All(part => longer.Parts.Contains(part))
            : longer.Folded.StartsWith(shorter.Folded, StringComparison.Ordinal);
    }
}
