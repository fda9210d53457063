namespace Taihang.Core.Registry.Duplicates;

/// <summary>What chance makes alike: pairs of different people by where they stand to each other.</summary>
public enum Surroundings
{
    /// <summary>Kin share surnames, a generation's character, even birthdays.</summary>
    Household,

    /// <summary>A village has few surnames.</summary>
    Village,
    Elsewhere,
}

/// <summary>What one field of a pair says, in bits: each bit doubles the odds that the two are one person.</summary>
public sealed record FieldEvidence(PairField Field, int Level, double Bits);

/// <summary>
/// The probabilistic linkage of Fellegi and Sunter (1969, Journal of the American Statistical Association 64:1183-1210): each field's
/// agreement weighs log2(m/u), m its share among pairs that are one person, u among pairs that are not. u is counted in the data, apart
/// for pairs of one household, of one village and others, since chance is not alike there; a shared name weighs by its rarity (Winkler
/// 1989); m is learned by expectation and maximisation (Winkler 1988) from the counts of patterns, which keeps a start of its own where
/// the data has few duplicates.
/// </summary>
public sealed class DuplicateModel
{
    /// <summary>Where learning begins: Taihang's own guesses, in the order of the levels. A level that says nothing has none.</summary>
    private static readonly double[][] Start =
    [
        [0.80, 0.08, 0.02, 0.05, 0.02, 0.03],
        [0.90, 0.03, 0.03, 0.02, 0.02],
        [0.98, 0.02],
        [0.10, 0.70, 0.20],
        [0.50, 0.50],
        [0.10, 0.55, 0.20, 0.10, 0.05],
        [0.35, 0.25, 0.40],
    ];

    /// <summary>As many duplicates as the start counts for.</summary>
    private const double StartCounts = 50;
    private const int Rounds = 25;
    private readonly double[][] m;
    private readonly double[][][] u;
    private readonly double[] sameNames;

    private DuplicateModel(double[][] m, double[][][] u, double[] sameNames, double prior) =>
        (this.m, this.u, this.sameNames, Prior) = (m, u, sameNames, prior);

    /// <summary>The share of duplicates among all pairs of the record.</summary>
    public double Prior { get; }

    /// <param name="chance">Counts of levels by surroundings, field and level among pairs that are hardly ever one person.</param>
    /// <param name="sameNames">
    /// How much likelier two people of these surroundings share a name than any two: by surroundings, 1 for anywhere.
    /// </param>
    /// <param name="patterns">How many pairs that were compared show each pattern.</param>
    /// <param name="allPairs">All pairs that the record has, compared or not.</param>
    public static DuplicateModel Learn(
        long[][][] chance,
        double[] sameNames,
        IReadOnlyDictionary<int, long> patterns,
        double allPairs
    )
    {
        var u = chance.Select(fields => fields.Select(Shares).ToArray()).ToArray();
        var model = new DuplicateModel(Start, u, sameNames, 1 / allPairs);
        // In one order, so that the same record learns the same to the last bit.
        var ordered = patterns.OrderBy(p => p.Key).Select(p => (Pattern: PairPattern.From(p.Key), p.Value)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var duplicates = 0.0;
            double[][] counts = [.. Start.Select(levels => levels.Select(s => s * StartCounts).ToArray())];
            foreach (var (pattern, pairs) in ordered)
            {
                var expected = model.Probability(pattern) * pairs;
                duplicates += expected;
                foreach (var field in Enum.GetValues<PairField>())
                    if (!PairPattern.SaysNothing(field, pattern[field]))
                        counts[(int)field][pattern[field]] += expected;
            }
            model = new DuplicateModel(
                [.. counts.Select(levels => levels.Select(c => c / levels.Sum()).ToArray())],
                u,
                sameNames,
                Math.Max(duplicates, 1) / allPairs
            );
        }
        return model;
    }

    /// <summary>How sure it is that the two are one person, from 0 to 1.</summary>
    public double Probability(PairPattern pattern)
    {
        var bits = Math.Log2(Prior / (1 - Prior));
        foreach (var field in Enum.GetValues<PairField>())
            bits += Weight(pattern, field);
        return 1 / (1 + Math.Pow(2, -bits));
    }

    /// <summary>What speaks for and against, the strongest first; fields that say nothing are left out.</summary>
    public IReadOnlyList<FieldEvidence> Reasons(PairPattern pattern) =>
        [
            .. Enum.GetValues<PairField>()
                .Where(field => !PairPattern.SaysNothing(field, pattern[field]))
                .Select(field => new FieldEvidence(field, pattern[field], Weight(pattern, field)))
                .OrderByDescending(e => Math.Abs(e.Bits))
                .ThenBy(e => e.Field),
        ];

    public static Surroundings Of(PlaceAgreement place) =>
        place switch
        {
            PlaceAgreement.SameHousehold => Surroundings.Household,
            PlaceAgreement.SameVillage => Surroundings.Village,
            _ => Surroundings.Elsewhere,
        };

    private double Weight(PairPattern pattern, PairField field)
    {
        var level = pattern[field];
        if (PairPattern.SaysNothing(field, level))
            return 0;
        var around = (int)Of((PlaceAgreement)pattern[PairField.Place]);
        var chance =
            field == PairField.Name && level <= (int)NameAgreement.NearSound
                ? Math.Min(0.5, Math.Pow(2, -pattern.Rarity) * sameNames[around])
            // Where two people live is compared with any two people, not with those who live likewise.
            : field == PairField.Place ? u[(int)Surroundings.Elsewhere][(int)field][level]
            : u[around][(int)field][level];
        return Math.Log2(m[(int)field][level] / chance);
    }

    /// <summary>Of the levels that say something; half a pair is added to each, since none seen is not none there.</summary>
    private static double[] Shares(long[] counts)
    {
        var all = counts.Sum() + (0.5 * counts.Length);
        return [.. counts.Select(c => (c + 0.5) / all)];
    }
}
