using Taihang.Core.Common;

namespace Taihang.Core.Registry.Duplicates;

/// <summary>
/// How often pairs of different people agree by chance: counted among pairs drawn by lot, and among pairs of one household or one
/// village, hardly any of which are one person.
/// </summary>
internal static class ChanceAgreement
{
    private const int Drawn = 400_000;

    /// <returns>Counts by surroundings, field and level; and how much likelier a shared name is there than anywhere.</returns>
    public static (long[][][] Counts, double[] SameNames) Count(
        IReadOnlyList<PersonKey> persons,
        Func<int, int, PairPattern> compare
    )
    {
        var counts = Enum.GetValues<Surroundings>()
            .Select(_ => Enum.GetValues<PairField>().Select(f => new long[PairPattern.Levels(f)]).ToArray())
            .ToArray();
        var stream = new SeededStream("pairs drawn by lot");
        var (drawn, sharing) = (new long[counts.Length], new long[counts.Length]);
        if (persons.Count > 1)
        {
            for (var i = 0; i < Drawn; i++)
                Note(Surroundings.Elsewhere, stream.NextBelow(persons.Count), stream.NextBelow(persons.Count));
            Among(p => p.Village, Surroundings.Village, ref stream);
            Among(p => p.Household, Surroundings.Household, ref stream);
            Exactly(PlaceAgreement.SameHousehold, p => p.Household);
            Exactly(PlaceAgreement.SameVillage, p => p.Village);
            Exactly(PlaceAgreement.SameTownship, p => p.Township);
            Exactly(PlaceAgreement.SameCounty, p => p.County);
        }
        foreach (var field in Enum.GetValues<PairField>())
        foreach (var around in counts)
            if (PairPattern.SaysNothing(field, PairPattern.Levels(field) - 1))
                around[(int)field] = around[(int)field][..^1];
        double Share(Surroundings around) => (sharing[(int)around] + 0.5) / (drawn[(int)around] + 1.0);
        return (
            counts,
            [
                .. Enum.GetValues<Surroundings>()
                    .Select(around => Math.Max(1, Share(around) / Share(Surroundings.Elsewhere))),
            ]
        );

        void Note(Surroundings around, int a, int b)
        {
            if (a == b)
                return;
            var pattern = compare(a, b);
            drawn[(int)around]++;
            if (pattern[PairField.Name] <= (int)NameAgreement.NearSound)
                sharing[(int)around]++;
            foreach (var field in Enum.GetValues<PairField>())
                counts[(int)around][(int)field][pattern[field]]++;
        }

        // Two of each group, as often as the group is large: small ones are not passed over.
        void Among(Func<PersonKey, int> group, Surroundings around, ref SeededStream lots)
        {
            var groups = Enumerable
                .Range(0, persons.Count)
                .GroupBy(i => group(persons[i]))
                .Select(g => g.ToArray())
                .Where(g => g.Length > 1)
                .ToList();
            var people = groups.Sum(g => (long)g.Length);
            foreach (var members in groups)
                for (var i = Math.Max(1, Drawn * (long)members.Length / Math.Max(1, people)); i > 0; i--)
                    Note(around, members[lots.NextBelow(members.Length)], members[lots.NextBelow(members.Length)]);
        }

        // Where people live needs no lot: all pairs are counted.
        void Exactly(PlaceAgreement level, Func<PersonKey, int> group)
        {
            var places = counts[(int)Surroundings.Elsewhere][(int)PairField.Place];
            if (level == PlaceAgreement.SameHousehold)
            {
                Array.Clear(places);
                places[(int)PlaceAgreement.Elsewhere] = (long)persons.Count * (persons.Count - 1) / 2;
            }
            var within = persons.GroupBy(group).Sum(g => g.LongCount() is var n ? n * (n - 1) / 2 : 0);
            var nearer = places[..(int)level].Sum();
            places[(int)level] = within - nearer;
            places[(int)PlaceAgreement.Elsewhere] -= within - nearer;
        }
    }
}
