using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>What a pack says of finding persons who are recorded twice.</summary>
/// <param name="BirthDate">The attribute of a member that tells the day of birth.</param>
/// <param name="Sex">The attribute that tells the sex; null where the programme records none.</param>
/// <param name="Characters">File with the characters of names, from the pack's folder; null for a script that needs none.</param>
/// <param name="ReviewFrom">From this probability on a pair is shown to people.</param>
public sealed record DuplicateRules(
    Words Title,
    string BirthDate,
    string? Sex,
    string? Characters,
    ImmutableArray<NearSound> NearSounds,
    Fraction ReviewFrom
);
// x
