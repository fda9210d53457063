using System.Text.Json;

namespace Taihang.Bench.Identify;

/// <summary>What the right answer is about one household; the same text for the same answer.</summary>
internal readonly record struct Judged(int Deprived, int Unknown, int Points, string Status);

/// <summary>The weights behind H, A, M0 and the censored headcounts, in people; people with an unknown indicator are left out.</summary>
internal sealed record Sums(long Population, long Poor, long PoorPoints, IReadOnlyList<long> Censored)
{
    public const int Denominator = 18;

    public double Headcount => (double)Poor / Population;

    public double Intensity => (double)PoorPoints / Poor / Denominator;

    public double AdjustedHeadcount => (double)PoorPoints / Population / Denominator;

    public bool Same(Sums other) =>
        (Population, Poor, PoorPoints) == (other.Population, other.Poor, other.PoorPoints)
        && Censored.SequenceEqual(other.Censored);

    public override string ToString() =>
        $"{Population} people, {Poor} poor, {PoorPoints} points, censored {string.Join(' ', Censored)}";
}

/// <summary>All answers of one contender, or those that the generator planted.</summary>
internal sealed record Answers(IReadOnlyList<Judged> Households, Sums Sums)
{
    private const int Cutoff = 6;

    private static readonly JsonSerializerOptions SnakeCase = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>The answers known from the generator, which drew the deprivations before it wrote the raw data.</summary>
    public static Answers Planted(string folder)
    {
        var households = new List<Judged>();
        var (population, poor, poorPoints, censored) = (0L, 0L, 0L, new long[HouseholdGenerator.Indicators]);
        foreach (var cells in Rows(Path.Combine(folder, "truth.csv"), "household_id,persons,deprived,unknown"))
        {
            var (persons, deprived, unknown) = (int.Parse(cells[1]), int.Parse(cells[2]), int.Parse(cells[3]));
            var points = HouseholdGenerator.Points(deprived);
            var couldBe = points + HouseholdGenerator.Points(unknown);
            var status =
                points >= Cutoff ? "poor"
                : couldBe < Cutoff ? "not_poor"
                : "unknown";
            households.Add(new(deprived, unknown, points, status));
            if (unknown != 0)
                continue;
            population += persons;
            if (points < Cutoff)
                continue;
            poor += persons;
            poorPoints += (long)persons * points;
            for (var j = 0; j < censored.Length; j++)
                censored[j] += (deprived >> j & 1) * (long)persons;
        }
        return new(households, new(population, poor, poorPoints, censored));
    }

    /// <summary>What a contender wrote: <c>households.csv</c> in the order of the IDs, and <c>measures.json</c>.</summary>
    public static Answers Of(string folder)
    {
        var path = Path.Combine(folder, "households.csv");
        var households = Rows(path, "household_id,deprived,unknown,points,status")
            .Select(cells => new Judged(int.Parse(cells[1]), int.Parse(cells[2]), int.Parse(cells[3]), cells[4]))
            .ToList();
        var sums = JsonSerializer.Deserialize<Sums>(
            File.ReadAllText(Path.Combine(folder, "measures.json")),
            SnakeCase
        )!;
        return new(households, sums);
    }

    /// <summary>What <c>taihang identify --json --out FILE</c> wrote: one row per household, in order of the ids as texts.</summary>
    public static Answers OfTaihang(string folder)
    {
        var households = new SortedDictionary<int, Judged>();
        var lines = File.ReadLines(Path.Combine(folder, "households.csv"));
        if (
            !lines
                .First()
                .StartsWith("household_id,outcome,counted,heads,weight,score_of_18,", StringComparison.Ordinal)
        )
            throw new InvalidDataException($"{folder}: other columns: {lines.First()}");
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split(',');
            var (deprived, unknown) = (0, 0);
            for (var j = 0; j < HouseholdGenerator.Indicators; j++)
                if (cells[6 + j].Length == 0)
                    unknown |= 1 << j;
                else if (cells[6 + j] == "1")
                    deprived |= 1 << j;
            households.Add(int.Parse(cells[0]), new(deprived, unknown, int.Parse(cells[5]), cells[1]));
        }
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "measures.json")));
        var adjusted = json.RootElement.GetProperty("all").GetProperty("adjusted");
        var population = (long)adjusted.GetProperty("population").GetDecimal();
        // The shares are exact to the last bit of a double; times the population they are whole numbers again.
        long People(JsonElement share, long per = 1) => (long)Math.Round(share.GetDouble() * population * per);
        return new(
            [.. households.Values],
            new(
                population,
                People(adjusted.GetProperty("headcount")),
                People(adjusted.GetProperty("adjusted"), Sums.Denominator),
                [.. adjusted.GetProperty("censored").EnumerateObject().Select(c => People(c.Value))]
            )
        );
    }

    /// <summary>Throws at the first household or sum that differs: a fast wrong answer is not a result.</summary>
    public void MustEqual(Answers right, string who)
    {
        if (Households.Count != right.Households.Count)
            throw new InvalidDataException($"{who}: {Households.Count} households, not {right.Households.Count}.");
        for (var i = 0; i < Households.Count; i++)
            if (Households[i] != right.Households[i])
                throw new InvalidDataException(
                    $"{who}: household {i + 1} is {Households[i]}, not {right.Households[i]}."
                );
        if (!Sums.Same(right.Sums))
            throw new InvalidDataException($"{who}: {Sums}, not {right.Sums}.");
    }

    /// <summary>The comparison's own control: one household off by one indicator, or one person, must not pass as equal.</summary>
    public void MustCatchOneWrongHousehold()
    {
        var wrong = Households.ToList();
        wrong[^1] = wrong[^1] with { Deprived = wrong[^1].Deprived ^ 1 };
        foreach (
            var twin in new[]
            {
                this with
                {
                    Households = wrong,
                },
                this with
                {
                    Sums = Sums with { Poor = Sums.Poor + 1 },
                },
            }
        )
            try
            {
                twin.MustEqual(this, "control");
                throw new InvalidOperationException("The comparison of answers lets a wrong answer pass.");
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
    }

    private static IEnumerable<string[]> Rows(string path, string heading)
    {
        var expected = 1;
        using var lines = File.ReadLines(path).GetEnumerator();
        if (!lines.MoveNext() || lines.Current != heading)
            throw new InvalidDataException($"{path} does not begin with {heading}.");
        while (lines.MoveNext())
        {
            var cells = lines.Current.Split(',');
            if (int.Parse(cells[0]) != expected++)
                throw new InvalidDataException($"{path}: household {expected - 1} is missing or out of order.");
            yield return cells;
        }
    }
}
