namespace Taihang.Core.Quality;

/// <summary>A value of an observation. A fine one is a number or a date; coarse ones (yes or no, a code) are weighed together.</summary>
public readonly record struct SeenValue(string Attribute, string Value, bool Fine);

/// <summary>What was recorded of a household at once.</summary>
/// <param name="Source">Whoever recorded it; a village where a workbook did.</param>
public sealed record SeenOnce(Guid Household, string Source, DateOnly On, IReadOnlyList<SeenValue> Values);

/// <summary>Households whose records agree as they would not by chance.</summary>
/// <param name="Agreeing">Fine values that all of them share, or the least of what two of them share.</param>
/// <param name="ByChance">Pairs as alike that the whole county would have by chance, for the most likely pair of them.</param>
public sealed record CopyGroup(
    string Source,
    IReadOnlyList<Guid> Households,
    DateOnly From,
    DateOnly To,
    int Agreeing,
    int Exact,
    double ByChance
);

/// <summary>
/// Records of different households by one source that agree beyond chance. How much an agreement says is how rare the value is in the county
/// (without the pair itself), so that households which are simply alike say nothing: everybody has tap water, few have 23,417 yuan of wages.
/// Coarse values hang together and are weighed as one, by how often the whole of them occurs. The bits of a pair are held against the
/// number of pairs that were compared and of ways in which a near copy can differ (as in the chance agreement of record linkage, Fellegi and
/// Sunter 1969).
/// </summary>
public static class Copies
{
    /// <summary>Values that more households of a source share are read from the rarer ones.</summary>
    private const int MostAlike = 200;

    public static IReadOnlyList<CopyGroup> Find(IReadOnlyList<SeenOnce> seen, QualityRules rules)
    {
        var common = new Commonness(seen);
        var bySource = seen.Select((s, i) => (s.Source, i)).GroupBy(s => s.Source, s => s.i).ToList();
        var pairs = bySource.Sum(g => (double)g.Count() * (g.Count() - 1) / 2);
        var most = rules.CopiesByChance;
        var found = new List<CopyGroup>();
        foreach (
            var source in bySource
                .Where(g => g.Count() >= rules.LeastCopies)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
        )
        {
            var (joined, alike) = (new Dictionary<int, int>(), new List<(int A, int B, PairAgreement Agreement)>());
            foreach (var (a, b) in Candidates(seen, [.. source]))
            {
                if (seen[a].Household == seen[b].Household)
                    continue;
                var agreement = common.Of(a, b);
                if (
                    agreement.Agreeing < rules.NearlyAll * agreement.Compared
                    || pairs * Math.Pow(2, -agreement.Bits) > most
                )
                    continue;
                alike.Add((a, b, agreement));
                Join(joined, a, b);
            }
            foreach (var group in alike.GroupBy(p => Root(joined, p.A)).OrderBy(g => g.Key))
            {
                var members = group.SelectMany(p => new[] { p.A, p.B }).Distinct().ToList();
                List<Guid> households = [.. members.Select(m => seen[m].Household).Distinct().Order()];
                if (households.Count < rules.LeastCopies)
                    continue;
                found.Add(
                    new CopyGroup(
                        source.Key,
                        households,
                        members.Min(m => seen[m].On),
                        members.Max(m => seen[m].On),
                        group.Min(p => p.Agreement.Agreeing),
                        group.Count(p => p.Agreement.Agreeing == p.Agreement.Compared),
                        group.Max(p => pairs * Math.Pow(2, -p.Agreement.Bits))
                    )
                );
            }
        }
        return found;
    }

    /// <summary>Pairs that share a fine value; a pair that shares none says nothing.</summary>
    private static HashSet<(int A, int B)> Candidates(IReadOnlyList<SeenOnce> seen, IReadOnlyList<int> own)
    {
        var pairs = new HashSet<(int, int)>();
        var holders = own.SelectMany(i =>
                seen[i].Values.Where(v => v.Fine).Select(v => (Key: (v.Attribute, v.Value), i))
            )
            .GroupBy(v => v.Key, v => v.i);
        foreach (var group in holders)
        {
            List<int> members = [.. group];
            if (members.Count < 2 || members.Count > MostAlike)
                continue;
            for (var x = 0; x < members.Count; x++)
            for (var y = x + 1; y < members.Count; y++)
                pairs.Add((members[x], members[y]));
        }
        return pairs;
    }

    private static int Root(Dictionary<int, int> joined, int of)
    {
        while (joined.TryGetValue(of, out var above) && above != of)
            of = above;
        return of;
    }

    private static void Join(Dictionary<int, int> joined, int a, int b)
    {
        var (one, other) = (Root(joined, a), Root(joined, b));
        joined[Math.Max(one, other)] = Math.Min(one, other);
    }
}

/// <param name="Agreeing">Fine values that agree; of <paramref name="Compared"/> that both have.</param>
internal readonly record struct PairAgreement(int Agreeing, int Compared, double Bits);

/// <summary>How common each value is among the households of a county.</summary>
internal sealed class Commonness
{
    /// <summary>By visit: the fine values in order of their attributes, and the whole of the coarse ones.</summary>
    private readonly (int Attribute, int Value)[][] fine;
    private readonly int[] whole;
    private readonly List<int> holders = [];
    private readonly List<int> recorded = [];
    private readonly List<int> wholes = [];

    public Commonness(IReadOnlyList<SeenOnce> seen)
    {
        (fine, whole) = (new (int, int)[seen.Count][], new int[seen.Count]);
        var (attributes, values, kinds) = (
            new Dictionary<string, int>(StringComparer.Ordinal),
            new Dictionary<(string, string), int>(),
            new Dictionary<string, int>(StringComparer.Ordinal)
        );
        for (var i = 0; i < seen.Count; i++)
        {
            fine[i] =
            [
                .. seen[i]
                    .Values.Where(v => v.Fine)
                    .Select(v =>
                        (Number(attributes, recorded, v.Attribute), Number(values, holders, (v.Attribute, v.Value)))
                    )
                    .OrderBy(v => v.Item1),
            ];
            whole[i] = Number(
                kinds,
                wholes,
                string.Join('\u0001', seen[i].Values.Where(v => !v.Fine).Select(v => $"{v.Attribute}\u0002{v.Value}"))
            );
        }
    }

    /// <param name="a">Places of two visits.</param>
    public PairAgreement Of(int a, int b)
    {
        var (agreeing, compared, bits, at) = (0, 0, 0.0, 0);
        var other = fine[b];
        foreach (var (attribute, value) in fine[a])
        {
            while (at < other.Length && other[at].Attribute < attribute)
                at++;
            if (at == other.Length || other[at].Attribute != attribute)
                continue;
            compared++;
            if (other[at].Value != value)
                continue;
            agreeing++;
            bits += Bits(holders[value], recorded[attribute]);
        }
        if (whole[a] == whole[b])
            bits += Bits(wholes[whole[a]], whole.Length);
        // A near copy may differ in any of so many ways.
        for (var i = 0; i < compared - agreeing; i++)
            bits -= Math.Log2((double)(compared - i) / (i + 1));
        return new PairAgreement(agreeing, compared, bits);
    }

    /// <summary>Counts what has been met before under the same number.</summary>
    private static int Number<T>(Dictionary<T, int> numbers, List<int> counts, T what)
        where T : notnull
    {
        if (!numbers.TryGetValue(what, out var number))
        {
            numbers[what] = number = counts.Count;
            counts.Add(0);
        }
        counts[number]++;
        return number;
    }

    /// <summary>Without the pair itself, and never as if a value could not come again.</summary>
    private static double Bits(int holders, int of) => -Math.Log2((holders - 1.0) / Math.Max(1, of - 1));
}
