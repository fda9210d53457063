using System.Runtime.InteropServices;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>A person as compared: places are numbers whose equality alone counts.</summary>
/// <param name="Name">Place in the table of distinct names.</param>
/// <param name="BornOn">yyyyMMdd; 0 where it is not known.</param>
/// <param name="Sex">1 or 2; 0 where it is not known.</param>
/// <param name="Number">The ID number, without spaces; null where there is none.</param>
/// <param name="Phone">A hash; 0 where there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonKey(
    int Name,
    int BornOn,
    byte Sex,
    string? Number,
    ulong Phone,
    int Household,
    int Village,
    int Township,
    int County
);

/// <summary>Two persons who may be one: places in the list of persons, the first below the second.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonPair(int A, int B, PairPattern Pattern, double Probability);

/// <summary>What a search for duplicates did.</summary>
/// <param name="Compared">Pairs that were compared.</param>
/// <param name="LeftOut">
/// Persons by pass who share a key with too many others for that pass to compare them; the other passes still do.
/// </param>
/// <param name="Pairs">Those at or above the probability asked for, the surest first.</param>
public sealed record DuplicateSearch(
    DuplicateModel Model,
    long Compared,
    IReadOnlyList<int> LeftOut,
    IReadOnlyList<PersonPair> Pairs
);
