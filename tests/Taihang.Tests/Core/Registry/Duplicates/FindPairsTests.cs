using Taihang.Core.Registry.Duplicates;
using Taihang.Methods.Read;
using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Core.Registry.Duplicates;

/// <summary>The whole search on made-up persons whose second records are known.</summary>
public sealed class FindPairsTests
{
    internal static NameCharacter[] Characters { get; } =
    [
        .. DuplicateRulesReader
            .Characters(
                "characters.csv",
                File.ReadLines(Path.Combine(Repository.Packs, "cn", "names", "characters.csv"))
            )
            .Value,
    ];

    internal static NameSounds Sounds { get; } =
        new(
            Characters,
            [
                new NearSound("z", "zh", false),
                new NearSound("l", "n", false),
                new NearSound("in", "ing", true),
                new NearSound("an", "ang", true),
            ]
        );

    private static DuplicateSearch Search(DuplicateSample sample, double from = 0.5) =>
        FindPairs.Run(sample.Persons, [.. sample.Names.Select(Sounds.Of)], from);

    private static readonly DuplicateSample Sample = SampleDuplicates.Make(20_000, 0.05, "test", Characters);
    private static readonly Lazy<DuplicateSearch> Found = new(() => Search(Sample, 0.05));

    [Fact]
    public void Nearly_all_second_records_are_found_and_nearly_all_that_is_found_is_one()
    {
        var truth = Sample.Truth.Select(t => (t.A, t.B)).ToHashSet();
        var pairs = Found.Value.Pairs.Where(p => p.Probability >= 0.5).ToList();
        var right = pairs.Count(p => truth.Contains((p.A, p.B)));
        Assert.True(right > 0.97 * pairs.Count, $"{right} of {pairs.Count} are one person");
        Assert.True(right > 0.90 * truth.Count, $"{right} of {truth.Count} found");
    }

    [Fact]
    public void What_is_said_to_be_likely_is_about_as_often_true()
    {
        var truth = Sample.Truth.Select(t => (t.A, t.B)).ToHashSet();
        var sure = Found.Value.Pairs.Where(p => p.Probability >= 0.99).ToList();
        Assert.True(sure.Count(p => truth.Contains((p.A, p.B))) >= 0.98 * sure.Count);
        var unsure = Found.Value.Pairs.Where(p => p.Probability is < 0.5).ToList();
        Assert.True(unsure.Count(p => truth.Contains((p.A, p.B))) <= 0.8 * unsure.Count);
    }

    [Fact]
    public void Twins_and_brothers_of_one_household_are_not_taken_for_one_person()
    {
        var alike = Found.Value.Pairs.Where(p =>
            p.Probability >= 0.5 && Sample.Persons[p.A].Household == Sample.Persons[p.B].Household
        );
        var truth = Sample.Truth.Select(t => (t.A, t.B)).ToHashSet();
        Assert.DoesNotContain(alike, p => !truth.Contains((p.A, p.B)));
    }

    [Fact]
    public void The_broken_twin_that_ignores_where_people_live_takes_kin_for_one_person()
    {
        // Everybody in a village and household of their own: chance agreement of kin can then not be told from anybody's.
        var scattered = Sample with
        {
            Persons =
            [
                .. Sample.Persons.Select((p, i) => p with { Household = i, Village = i, Number = null, Phone = 0 }),
            ],
        };
        var (own, blind) = (Wrong(Found.Value, Sample), Wrong(Search(scattered, 0.05), scattered));
        Assert.True(blind > own, $"{blind} wrong without places, {own} with them");

        static int Wrong(DuplicateSearch search, DuplicateSample sample)
        {
            var truth = sample.Truth.Select(t => (t.A, t.B)).ToHashSet();
            return search.Pairs.Count(p => p.Probability >= 0.5 && !truth.Contains((p.A, p.B)));
        }
    }

    [Fact]
    public void The_same_record_gives_the_same_pairs_to_the_last_bit()
    {
        var small = SampleDuplicates.Make(3_000, 0.05, "again", Characters);
        var (one, other) = (Search(small), Search(small));
        Assert.Equal(one.Pairs, other.Pairs);
        Assert.NotEmpty(one.Pairs);
    }

    [Fact]
    public void Nobody_and_one_person_give_no_pair()
    {
        Assert.Empty(FindPairs.Run([], [], 0.5).Pairs);
        var one = SampleDuplicates.Make(1, 0, "one", Characters);
        Assert.Empty(Search(one with { Persons = [one.Persons[0]] }).Pairs);
    }

    [Fact]
    public void Evidence_adds_up_to_the_probability_and_is_told_in_both_languages()
    {
        var pair = Found.Value.Pairs[0];
        var reasons = Found.Value.Model.Reasons(pair.Pattern);
        var prior = Found.Value.Model.Prior;
        var bits = Math.Log2(prior / (1 - prior)) + reasons.Sum(r => r.Bits);
        Assert.Equal(pair.Probability, 1 / (1 + Math.Pow(2, -bits)), 12);
        Assert.All(reasons, r => Assert.NotEqual(EvidenceWords.Of(r).Zh, EvidenceWords.Of(r).En));
    }
}
