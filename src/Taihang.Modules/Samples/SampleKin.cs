using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>Who is who in a made-up household, and ages that can be true together.</summary>
internal static class SampleKin
{
    /// <summary>
    /// Ages in full years, each a year off the donor's at most before it is made coherent: a spouse within 15 years of the head, children
    /// 16 years younger than both (so 15 whatever the birthdays), their spouses likewise, grandchildren 34, parents 16 years older.
    /// </summary>
    public static int[] Ages(ImmutableArray<DonorMember> donors, ref SeededStream stream)
    {
        var ages = new int[donors.Length];
        for (var i = 0; i < ages.Length; i++)
            ages[i] = Math.Max(0, donors[i].Age + stream.NextBelow(3) - 1);
        var elder = donors.Any(d => d.Relation is 5 or 6) ? 36 : 18;
        ages[0] = Math.Clamp(ages[0], elder, donors.Any(d => d.Relation == 4) ? 80 : 99);
        var younger = ages[0];
        for (var i = 1; i < ages.Length; i++)
            if (donors[i].Relation == 2)
                younger = Math.Min(
                    younger,
                    ages[i] = Math.Clamp(ages[i], Math.Max(elder, ages[0] - 15), Math.Min(99, ages[0] + 15))
                );
        for (var i = 1; i < ages.Length; i++)
            ages[i] = donors[i].Relation switch
            {
                3 => Math.Min(ages[i], younger - 16),
                4 => Math.Clamp(ages[i], ages[0] + 16, 99),
                5 => Math.Clamp(ages[i], 18, younger - 16),
                6 => Math.Min(ages[i], younger - 34),
                _ => ages[i],
            };
        return ages;
    }

    /// <summary>Which members are disabled: as many as the donor had, the old far more often than the young.</summary>
    public static bool[] Disabled(int[] ages, int count, ref SeededStream stream)
    {
        var disabled = new bool[ages.Length];
        var weights = ages.Select(age =>
                age < 16 ? 1
                : age < 50 ? 5
                : 20
            )
            .ToArray();
        for (; count > 0 && weights.Sum() is > 0 and var sum; count--)
        {
            var (at, left) = (0, stream.NextBelow(sum));
            for (; left >= weights[at]; at++)
                left -= weights[at];
            disabled[at] = true;
            weights[at] = 0;
        }
        return disabled;
    }

    /// <summary>The relation's code in the dictionary.</summary>
    public static string Relation(DonorMember member, DonorMember head) =>
        (member.Relation, member.Male) switch
        {
            (1, _) => "head",
            (2, _) => "spouse",
            (3, true) => "son",
            (3, false) => "daughter",
            (4, true) => head.Male ? "father" : "husbands_father",
            (4, false) => head.Male ? "mother" : "husbands_mother",
            (5, true) => "son_in_law",
            (5, false) => "daughter_in_law",
            (6, true) => "grandson",
            (6, false) => "granddaughter",
            _ => "other",
        };
}
