using System.Numerics;
using System.Runtime.CompilerServices;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>A cut-off of the counting measures under one set of weights.</summary>
/// <param name="Name">Of the weights; null for the method's own.</param>
/// <param name="Needed">Points of the weights at which somebody is poor.</param>
internal sealed record CountingCut(string? Name, IndicatorWeights Weights, Fraction K, long Needed)
{
    /// <returns>Refused (TH1005) where k is no share.</returns>
    public static Outcome<CountingCut> Of(string? name, IndicatorWeights weights, Fraction k)
    {
        var needed = weights.PointsNeeded(k);
        return needed.Ok
            ? new CountingCut(name, weights, k, needed.Value)
            : Outcome<CountingCut>.Refused(needed.Problems);
    }

    public bool Poor(long deprived) => Weights.Score(deprived) >= Needed;
}

/// <summary>People of one sampling unit and area.</summary>
/// <param name="Unit">Place of the sampling unit in the sample; 0 for a register.</param>
/// <param name="Area">As <see cref="PeoplePlaces"/> numbers them.</param>
/// <param name="Units">Households or persons by outcome.</param>
/// <param name="Sums">Heads times weight in units of the run's smallest step of weight, in the order of <see cref="PeopleSums"/>.</param>
internal sealed record PeopleRow(int Unit, int Area, long[] Units, Int128[] Sums);

/// <summary>One group of people and its rows.</summary>
/// <param name="By">The grouping attribute; null for everybody.</param>
/// <param name="Index">Which grouping attribute; below zero for everybody.</param>
/// <param name="Code">Place of the value among the attribute's.</param>
internal sealed record PeopleGroup(string? By, string? Value, int Index, int Code, IReadOnlyList<PeopleRow> Rows);

/// <summary>
/// The one pass over a run's result that every counting measure comes from. The engine counts each pattern of answers in each place, of which
/// there are few; they are added up here in whole numbers, so any order and any number of threads give the same.
/// </summary>
internal sealed class PeopleSums
{
    private readonly int indicators;
    private readonly int outcomes;
    private readonly CountingCut[] cuts;

    /// <summary>By pattern of deprivations, the cut-offs it reaches as bits; null where there are too many patterns or cut-offs to list.</summary>
    private readonly uint[]? reached;

    private const int MostListed = 16;

    private PeopleSums(MethodPlan method, IReadOnlyList<CountingCut> cuts)
    {
        (indicators, this.cuts) = (method.Indicators.Length, [.. cuts]);
        Outcomes = [.. method.Outcomes.Select(o => o.Id), MethodPlan.Unknown];
        outcomes = Outcomes.Count;
        if (indicators <= MostListed && cuts.Count <= 32)
            reached = [.. Enumerable.Range(0, 1 << indicators).Select(p => Reached(p))];
    }

    private uint Reached(long pattern)
    {
        var bits = 0u;
        for (var cut = 0; cut < cuts.Length; cut++)
            if (cuts[cut].Poor(pattern))
                bits |= 1u << cut;
        return bits;
    }

    public IReadOnlyList<string> Outcomes { get; }

    public IReadOnlyList<CountingCut> Cuts => cuts;

    public IReadOnlyList<PeopleGroup> Groups { get; private set; } = [];

    public required PeoplePlaces Places { get; init; }

    public required BigInteger Step { get; init; }

    public SurveySample Sample => Places.Sample;

    // The order of the sums of a row.
    public int Answered(int outcome) => outcome;

    /// <summary>Of whom every indicator is known.</summary>
    public int Known => outcomes;

    public int Holds(int indicator) => outcomes + 1 + indicator;

    public int Unknown(int indicator) => outcomes + 1 + indicators + indicator;

    /// <summary>Known and deprived in it.</summary>
    public int Uncensored(int indicator) => outcomes + 1 + (2 * indicators) + indicator;

    public int Poor(int cut) => outcomes + 1 + (3 * indicators) + (cut * (indicators + 1));

    /// <summary>Poor and deprived in it.</summary>
    public int Censored(int cut, int indicator) => Poor(cut) + 1 + indicator;

    private int Width => Poor(Cuts.Count);

    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static PeopleSums Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        IReadOnlyList<CountingCut> cuts,
        bool design = true
    )
    {
        var (weight, scale) = Identify.Scaled(engine, "weight", wide: false);
        // A sample has nearly as many patterns in its units as it has rows: nothing is won by counting them first.
        var sampled = design && method.Survey is not null;
        var of = $"heads * {weight}";
        var (kind, people, units, grouped) = sampled
            ? ("VIEW", of, "CAST(1 AS BIGINT)", "")
            : ("TABLE", $"sum({of})", "count(*)", " GROUP BY ALL");
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP {kind} {Counted} AS
            SELECT {PeoplePlaces.Columns(
                method,
                by,
                design
            )}outcome, mask, unknown_mask, CAST({people} AS BIGINT) AS people, {units} AS units
            FROM {Identify.Result} WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0{grouped}
            """
        );
        var places = PeoplePlaces.Of(engine, Counted, method, by, design);
        var all = new PeopleSums(method, cuts) { Places = places, Step = BigInteger.Pow(10, scale) };
        var rows = all.Add(engine);
        engine.Execute($"DROP {kind} {Counted}");
        all.Groups = [new PeopleGroup(null, null, -1, -1, rows), .. by.SelectMany((b, i) => Of(b, i, places, rows))];
        return all;
    }

    /// <summary>Each pattern of each place with its people.</summary>
    private const string Counted = "counted";

    private List<PeopleRow> Add(DuckDbEngine engine)
    {
        var rows = new SortedDictionary<(int Unit, int Area), PeopleRow>();
        var ofPlace = Places
            .Numbers.Select(place =>
            {
                if (!rows.TryGetValue(place, out var row))
                    rows[place] = row = new PeopleRow(place.Unit, place.Area, new long[outcomes], new Int128[Width]);
                return row;
            })
            .ToArray();
        var outcome = string.Concat(Outcomes.Select((o, i) => $"WHEN {DuckDbEngine.Quote(o)} THEN {i} "));
        engine.Numbers(
            $"""
            SELECT {Places.KeyOfColumns}, CAST(CASE outcome {outcome}END AS BIGINT), CAST(mask AS BIGINT), CAST(unknown_mask AS BIGINT), people, units
            FROM {Counted}
            """,
            block => Add(block, ofPlace)
        );
        // Who is known and deprived was added once.
        foreach (var row in rows.Values)
            for (var i = 0; i < indicators; i++)
                row.Sums[Holds(i)] += row.Sums[Uncensored(i)];
        return [.. rows.Values];
    }

    // Compiled well at once: it runs for a moment only, but over millions of patterns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(NumberBlock block, PeopleRow[] ofPlace)
    {
        var keys = block.Column(0);
        var answered = block.Column(1);
        var holds = block.Column(2);
        var unknown = block.Column(3);
        var people = block.Column(4);
        var units = block.Column(5);
        var (last, row) = (long.MinValue, ofPlace[0]);
        for (var i = 0; i < block.Rows; i++)
        {
            // Neighbours in a file are mostly neighbours in the field.
            if (keys[i] != last)
                (last, row) = (keys[i], ofPlace[Places.NumberOf(keys[i])]);
            Add(row, (int)answered[i], new Deprivations(holds[i], unknown[i]), people[i], units[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(PeopleRow row, int outcome, Deprivations pattern, long people, long units)
    {
        row.Units[outcome] += units;
        var sums = row.Sums;
        sums[Answered(outcome)] += people;
        if (pattern.Unknown != 0)
        {
            AddBits(sums.AsSpan(Holds(0)), pattern.Deprived, people);
            AddBits(sums.AsSpan(Unknown(0)), pattern.Unknown, people);
            return;
        }
        sums[Known] += people;
        AddBits(sums.AsSpan(Uncensored(0)), pattern.Deprived, people);
        if (reached is not null)
            for (var poor = reached[pattern.Deprived]; poor != 0; poor &= poor - 1)
                AddPoor(sums, BitOperations.TrailingZeroCount(poor), pattern.Deprived, people);
        else
            for (var cut = 0; cut < cuts.Length; cut++)
                if (cuts[cut].Poor(pattern.Deprived))
                    AddPoor(sums, cut, pattern.Deprived, people);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPoor(Int128[] sums, int cut, long deprived, long people)
    {
        sums[Poor(cut)] += people;
        AddBits(sums.AsSpan(Censored(cut, 0)), deprived, people);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBits(Span<Int128> sums, long bits, long people)
    {
        for (; bits != 0; bits &= bits - 1)
            sums[BitOperations.TrailingZeroCount(bits)] += people;
    }

    public Int128 Total(PeopleGroup group, int sum)
    {
        var total = Int128.Zero;
        foreach (var row in group.Rows)
            total += row.Sums[sum];
        return total;
    }

    public Int128 Everybody(PeopleGroup group) =>
        Enumerable.Range(0, outcomes).Aggregate(Int128.Zero, (all, outcome) => all + Total(group, Answered(outcome)));

    /// <summary>H, A, M0 and each indicator's part of a group, over people of whom every indicator is known.</summary>
    public AlkireFosterMeasures Counting(PeopleGroup group, int cut)
    {
        var people = Total(group, Known);
        BigInteger Of(int sum) => Total(group, sum);
        return AlkireFoster.FromSums(
            new CountingSums(
                people,
                Everybody(group) - people,
                Everybody(group) - people,
                Of(Poor(cut)),
                [.. Enumerable.Range(0, indicators).Select(i => Of(Uncensored(i)))],
                [.. Enumerable.Range(0, indicators).Select(i => Of(Censored(cut, i)))]
            ),
            Cuts[cut].Weights
        );
    }

    private static IEnumerable<PeopleGroup> Of(string by, int index, PeoplePlaces places, List<PeopleRow> rows)
    {
        var own = rows.ToLookup(r => places.Areas[r.Area][index]);
        return places.Values[index].Select((value, code) => new PeopleGroup(by, value, index, code, [.. own[code]]));
    }
}
