using System.Collections.Immutable;

namespace Taihang.Core.Measures;

/// <summary>Who gets in when several share the last score and the quota cannot hold all of them.</summary>
public enum TieRule
{
    /// <summary>In the order of the key, until the quota is reached: a drawn or registered number, never the order of the rows.</summary>
    ByKey,

    /// <summary>All of them; the quota is exceeded.</summary>
    AllIn,

    /// <summary>None of them; the quota is not used up.</summary>
    AllOut,
}

public enum RankOrder
{
    /// <summary>The lowest score is the neediest (predicted welfare).</summary>
    LowestFirst,

    /// <summary>The highest score is the neediest (weighted deprivations).</summary>
    HighestFirst,
}

/// <param name="Score">A total order: exact where a rule decides, a floating number only where a fit is judged.</param>
/// <param name="Weight">What one selection uses of the quota: 1 for a household, its members, or its benefit; above zero.</param>
public sealed record Candidate<TKey, TScore>(TKey Key, TScore Score, long Weight)
    where TScore : IComparable<TScore>;

/// <summary>Selection of the neediest until a quota is used, with the tie rule named and never left to the order of the rows.</summary>
public static class Quota
{
    /// <param name="quota">In the unit of the candidates' weights, zero or more.</param>
    /// <param name="overrun">By key: whether the last one in may use more than is left.</param>
    /// <param name="keys">A total order of the keys; for text an ordinal one.</param>
    /// <returns>
    /// The selected keys, neediest first. All-in, and by key with an overrun: the shortest list that reaches the quota (or everyone).
    /// By key without: the longest from the top that stays within it. All-out: every score of which all candidates fit.
    /// </returns>
    public static ImmutableArray<TKey> Select<TKey, TScore>(
        IEnumerable<Candidate<TKey, TScore>> candidates,
        long quota,
        RankOrder order,
        TieRule ties,
        IComparer<TKey> keys,
        bool overrun = true
    )
        where TScore : IComparable<TScore>
    {
        var ranked = candidates.ToList();
        ranked.Sort(
            (a, b) =>
            {
                var byScore = order == RankOrder.LowestFirst ? a.Score.CompareTo(b.Score) : b.Score.CompareTo(a.Score);
                return byScore != 0 ? byScore : keys.Compare(a.Key, b.Key);
            }
        );
        var selected = ImmutableArray.CreateBuilder<TKey>();
        Int128 used = 0;
        for (var start = 0; start < ranked.Count && used < quota; )
        {
            var end = start;
            Int128 together = 0;
            while (end < ranked.Count && ranked[end].Score.CompareTo(ranked[start].Score) == 0)
                together += ranked[end++].Weight;
            if (ties == TieRule.AllOut && used + together > quota)
                break;
            for (; start < end && (ties != TieRule.ByKey || used < quota); start++)
            {
                if (ties == TieRule.ByKey && !overrun && used + ranked[start].Weight > quota)
                    return selected.ToImmutable();
                used += ranked[start].Weight;
                selected.Add(ranked[start].Key);
            }
            start = end;
        }
        return selected.ToImmutable();
    }
}
