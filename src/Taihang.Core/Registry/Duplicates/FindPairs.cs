using System.Collections.Concurrent;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>
/// Finds who may be recorded twice: persons who share a key of some pass are compared, patterns of agreement are counted, the model is
/// learned from the counts, and every pair is weighed. The result depends on neither the number of threads nor on how they run.
/// </summary>
public sealed class FindPairs
{
    private readonly IReadOnlyList<PersonKey> persons;
    private readonly IReadOnlyList<SoundedName> names;
    private readonly int[] rarity;
    private readonly int[] soundRarity;
    private readonly int[] nearRarity;
    private readonly Dictionary<int, int[]> namesOfHousehold;
    private readonly ulong[][] keys;
    private readonly HashSet<ulong>[] tooMany;
    private readonly CancellationToken cancel;

    private FindPairs(
        IReadOnlyList<PersonKey> persons,
        IReadOnlyList<SoundedName> names,
        int mostAlike,
        CancellationToken cancel
    )
    {
        (this.persons, this.names, this.cancel) = (persons, names, cancel);
        rarity = Rarity(n => BlockingKeys.Text(n.Folded));
        soundRarity = Rarity(n => BlockingKeys.Sound(n.Sounds, 0));
        nearRarity = Rarity(n => BlockingKeys.Sound(n.Near, 0));
        namesOfHousehold = Enumerable
            .Range(0, persons.Count)
            .GroupBy(i => persons[i].Household)
            .ToDictionary(g => g.Key, g => g.Select(i => persons[i].Name).ToArray());
        keys = BlockingKeys.Of(persons, names);
        tooMany =
        [
            .. keys.Select(pass =>
                pass.Where(k => k != 0).GroupBy(k => k).Where(g => g.Count() > mostAlike).Select(g => g.Key).ToHashSet()
            ),
        ];
    }

    /// <param name="names">The distinct names, which the persons point to.</param>
    /// <param name="from">The least probability of a pair that is given back.</param>
    /// <param name="mostAlike">A pass compares nobody who shares its key with more people than this.</param>
    public static DuplicateSearch Run(
        IReadOnlyList<PersonKey> persons,
        IReadOnlyList<SoundedName> names,
        double from,
        int mostAlike = 100,
        CancellationToken cancel = default
    )
    {
        var search = new FindPairs(persons, names, mostAlike, cancel);
        var (chance, sameNames) = ChanceAgreement.Count(persons, search.Compare);
        var patterns = new ConcurrentDictionary<int, long>();
        search.Each(
            () => new Dictionary<int, long>(),
            (own, a, b) =>
            {
                var bits = search.Compare(a, b).Bits;
                own[bits] = own.GetValueOrDefault(bits) + 1;
            },
            own =>
            {
                foreach (var (bits, count) in own)
                    patterns.AddOrUpdate(bits, count, (_, before) => before + count);
            }
        );
        var allPairs = Math.Max(1, persons.Count * (persons.Count - 1.0) / 2);
        var model = DuplicateModel.Learn(chance, sameNames, patterns, allPairs);
        var sure = patterns.Keys.ToDictionary(bits => bits, bits => model.Probability(PairPattern.From(bits)));
        var found = new ConcurrentBag<List<PersonPair>>();
        search.Each(
            () => new List<PersonPair>(),
            (own, a, b) =>
            {
                var pattern = search.Compare(a, b);
                if (sure[pattern.Bits] is var probability && probability >= from)
                    own.Add(new PersonPair(Math.Min(a, b), Math.Max(a, b), pattern, probability));
            },
            found.Add
        );
        return new DuplicateSearch(
            model,
            patterns.Values.Sum(),
            [.. search.keys.Select((pass, i) => pass.Count(search.tooMany[i].Contains))],
            [.. found.SelectMany(f => f).OrderByDescending(p => p.Probability).ThenBy(p => p.A).ThenBy(p => p.B)]
        );
    }

    internal PairPattern Compare(int first, int second)
    {
        var (a, b) = (persons[first], persons[second]);
        var name = a.Name == b.Name ? NameAgreement.Same : Agreement.Of(names[a.Name], names[b.Name]);
        var rare = name switch
        {
            NameAgreement.Same => rarity[a.Name],
            NameAgreement.SameSound => Math.Min(soundRarity[a.Name], soundRarity[b.Name]),
            NameAgreement.NearSound => Math.Min(nearRarity[a.Name], nearRarity[b.Name]),
            _ => 0,
        };
        return PairPattern.Of(
            name,
            rare,
            Agreement.Of(a.BornOn, b.BornOn),
            Plain(a.Sex, b.Sex),
            Agreement.Of(a.Number, b.Number),
            Plain(a.Phone, b.Phone),
            a.Household == b.Household ? PlaceAgreement.SameHousehold
                : a.Village == b.Village ? PlaceAgreement.SameVillage
                : a.Township == b.Township ? PlaceAgreement.SameTownship
                : a.County == b.County ? PlaceAgreement.SameCounty
                : PlaceAgreement.Elsewhere,
            Kin(a, b)
        );
    }

    private static PlainAgreement Plain(ulong a, ulong b) =>
        a == 0 || b == 0 ? PlainAgreement.NotKnown
        : a == b ? PlainAgreement.Same
        : PlainAgreement.Different;

    private KinAgreement Kin(PersonKey a, PersonKey b)
    {
        if (a.Household == b.Household)
            return KinAgreement.NotKnown;
        var (around, others) = (namesOfHousehold[a.Household], namesOfHousehold[b.Household]);
        if (around.Length == 1 || others.Length == 1)
            return KinAgreement.NotKnown;
        var alike = 0;
        foreach (var one in around)
            if (one != a.Name && one != b.Name && Array.IndexOf(others, one) >= 0)
                alike++;
        return alike switch
        {
            0 => KinAgreement.None,
            1 => KinAgreement.One,
            _ => KinAgreement.Several,
        };
    }

    /// <summary>Every pair that some pass puts together, once: in the first pass that does.</summary>
    private void Each<T>(Func<T> begin, Action<T, int, int> pair, Action<T> end)
    {
        for (var pass = 0; pass < keys.Length; pass++)
        {
            var (own, at) = (keys[pass], pass);
            int[] order = [.. Enumerable.Range(0, own.Length).Where(i => own[i] != 0 && !tooMany[at].Contains(own[i]))];
            Array.Sort([.. order.Select(i => own[i])], order);
            var starts = new List<int>();
            for (var i = 0; i < order.Length; i++)
                if (i == 0 || own[order[i]] != own[order[i - 1]])
                    starts.Add(i);
            Parallel.ForEach(
                Partitioner.Create(0, Math.Max(1, starts.Count)),
                new ParallelOptions { CancellationToken = cancel },
                begin,
                (range, _, state) =>
                {
                    for (var block = range.Item1; block < Math.Min(range.Item2, starts.Count); block++)
                    {
                        var to = block + 1 < starts.Count ? starts[block + 1] : order.Length;
                        for (var i = starts[block]; i < to; i++)
                        for (var j = i + 1; j < to; j++)
                            if (!Earlier(at, order[i], order[j]))
                                pair(state, order[i], order[j]);
                    }
                    return state;
                },
                state =>
                {
                    lock (keys)
                        end(state);
                }
            );
        }
    }

    private bool Earlier(int pass, int a, int b)
    {
        for (var before = 0; before < pass; before++)
            if (keys[before][a] is var key && key != 0 && key == keys[before][b] && !tooMany[before].Contains(key))
                return true;
        return false;
    }

    /// <summary>Minus the binary logarithm of the share of people whose name has the same form.</summary>
    private int[] Rarity(Func<SoundedName, ulong> form)
    {
        ulong[] forms = [.. names.Select(form)];
        var bearers = new Dictionary<ulong, int>();
        foreach (var person in persons)
            bearers[forms[person.Name]] = bearers.GetValueOrDefault(forms[person.Name]) + 1;
        return
        [
            .. forms.Select(f =>
                (int)Math.Floor(Math.Log2(persons.Count / (double)Math.Max(1, bearers.GetValueOrDefault(f, 1))))
            ),
        ];
    }
}
