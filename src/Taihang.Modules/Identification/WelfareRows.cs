using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;

namespace Taihang.Modules.Identification;

/// <summary>Welfare per head of one group.</summary>
/// <param name="Line">The one line that all share; null where there are several, or none.</param>
/// <param name="Step">Smallest step of weight.</param>
/// <param name="Units">Units of the distribution in one of the welfare's own.</param>
internal sealed record WelfareOfGroup(WelfareDistribution Distribution, long? Line, BigInteger Step, double Units)
{
    public decimal People => (decimal)Distribution.TotalWeight / (decimal)Step;
}

/// <summary>
/// The welfare per head of everybody, read once and sorted once; each group's is a part of it in the same order. An amount over a number
/// of heads is rarely whole, so where there are heads all are multiplied by 720,720, which every number of heads up to 16 divides;
/// beyond that the last of some nine digits is rounded. The sums of the poverty gaps come from the same pass.
/// </summary>
internal sealed class WelfareRows
{
    private const int PartsOfHeads = 720_720;

    /// <summary>No line is so low.</summary>
    private const long NoLine = long.MinValue + 1;

    private readonly PeoplePlaces places;
    private readonly BigInteger step;
    private readonly double units;

    /// <summary>By row, in the end ascending in welfare: welfare with heads times weight, and area.</summary>
    private WeightedWelfare[] welfare;
    private int[] area;
    private int count;

    /// <summary>By attribute, the rows by value, each value's in order; and where each value's begin.</summary>
    private readonly List<(int[] Rows, int[] Starts)> groups = [];

    /// <summary>By area, the lowest and the highest line, in the unit of welfare.</summary>
    private readonly (long Least, long Most)[] lines;

    private WelfareRows(PeoplePlaces places, Columns columns)
    {
        (this.places, step, units) = (places, columns.Step, columns.Units);
        (welfare, area) = (new WeightedWelfare[columns.Rows], new int[columns.Rows]);
        lines = [.. places.Areas.Select(_ => (long.MaxValue, long.MinValue))];
    }

    /// <param name="places">Of the sums, whose numbering is used.</param>
    public static (GapSums Gaps, WelfareRows Rows) Read(DuckDbEngine engine, LineRule rule, PeoplePlaces places)
    {
        var (gaps, rows) = Read(engine, rule, places, levels: true);
        return (gaps, rows!);
    }

    public static GapSums ReadGaps(DuckDbEngine engine, LineRule rule, PeoplePlaces places) =>
        Read(engine, rule, places, levels: false).Gaps;

    private static (GapSums Gaps, WelfareRows? Rows) Read(
        DuckDbEngine engine,
        LineRule rule,
        PeoplePlaces places,
        bool levels
    )
    {
        var columns = new Columns(engine);
        var rows = levels ? new WelfareRows(places, columns) : null;
        var gaps = new GapSums(rule, columns.Step, columns.OfAmount, columns.OfFull);
        engine.Numbers(
            $"SELECT {places.KeyOfResult}, {columns.Weight}, {columns.Amount}, {columns.Full}{(levels ? $", {columns.Welfare}, {columns.Line}" : "")} FROM {Identify.Result} WHERE {Columns.Where}",
            block =>
            {
                var numbers = new int[block.Rows];
                Place(places, block.Column(0), numbers);
                Add(gaps, places, numbers, block, columns.Wide);
                rows?.Add(numbers, block);
            }
        );
        gaps.Close(places);
        rows?.Sort();
        return (gaps, rows);
    }

    /// <returns>Null where nobody's welfare is known.</returns>
    public WelfareOfGroup? Of(PeopleGroup group)
    {
        if (group.Index < 0)
            return count == 0 ? null : Of(group, welfare);
        var (rows, starts) = groups[group.Index];
        var own = Array.ConvertAll(rows[starts[group.Code]..starts[group.Code + 1]], i => welfare[i]);
        return own.Length == 0 ? null : Of(group, own);
    }

    private WelfareOfGroup Of(PeopleGroup group, WeightedWelfare[] own) =>
        new(WelfareDistribution.From(own).Value, LineOf(group), step, units);

    private long? LineOf(PeopleGroup group)
    {
        var (least, most) = (long.MaxValue, long.MinValue);
        for (var at = 0; at < lines.Length; at++)
            if (group.Index < 0 || places.Areas[at][group.Index] == group.Code)
                (least, most) = (Math.Min(least, lines[at].Least), Math.Max(most, lines[at].Most));
        return least == most && least > 0 ? least : null;
    }

    // Compiled well at once: these run for a moment only, but over millions of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Place(PeoplePlaces places, ReadOnlySpan<long> keys, int[] numbers)
    {
        for (var i = 0; i < keys.Length; i++)
            numbers[i] = i > 0 && keys[i] == keys[i - 1] ? numbers[i - 1] : places.NumberOf(keys[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(GapSums gaps, PeoplePlaces places, int[] numbers, NumberBlock block, bool wide)
    {
        var people = block.Column(1);
        var amounts = block.Integers(2, wide);
        var full = block.Integers(3, wide);
        for (var i = 0; i < block.Rows; i++)
            if (full[i] > 0)
                gaps.Add(places.Numbers[numbers[i]], full[i], people[i], amounts[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(int[] numbers, NumberBlock block)
    {
        var people = block.Column(1);
        var level = block.Column(4);
        var line = block.Column(5);
        for (var i = 0; i < block.Rows; i++)
        {
            if (people[i] <= 0)
                continue;
            var at = places.Numbers[numbers[i]].Area;
            (welfare[count], area[count]) = (new WeightedWelfare(level[i], people[i]), at);
            count++;
            if (line[i] != NoLine)
                lines[at] = (Math.Min(lines[at].Least, line[i]), Math.Max(lines[at].Most, line[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sort()
    {
        var order = Ascending();
        (welfare, area) = (Array.ConvertAll(order, i => welfare[i]), Array.ConvertAll(order, i => area[i]));
        for (var g = 0; g < places.Values.Length; g++)
        {
            var starts = new int[places.Values[g].Count + 1];
            for (var i = 0; i < count; i++)
                if (places.Areas[area[i]][g] is >= 0 and var code)
                    starts[code + 1]++;
            for (var code = 1; code < starts.Length; code++)
                starts[code] += starts[code - 1];
            var (rows, next) = (new int[starts[^1]], starts.ToArray());
            for (var i = 0; i < count; i++)
                if (places.Areas[area[i]][g] is >= 0 and var code)
                    rows[next[code]++] = i;
            groups.Add((rows, starts));
        }
    }

    /// <summary>The places of the rows, ascending in welfare: each half sorted by itself, then both brought together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[] Ascending()
    {
        var (levels, order, half) = (new long[count], new int[count], count / 2);
        for (var i = 0; i < count; i++)
            (levels[i], order[i]) = (welfare[i].Welfare, i);
        Parallel.Invoke(() => Array.Sort(levels, order, 0, half), () => Array.Sort(levels, order, half, count - half));
        var (merged, left, right) = (new int[count], 0, half);
        for (var i = 0; i < merged.Length; i++)
            merged[i] =
                right == count || (left < half && levels[left] <= levels[right]) ? order[left++] : order[right++];
        return merged;
    }

    /// <summary>The columns of the pass as whole numbers; in 64 bits where no number is too large for them, which is far quicker.</summary>
    private sealed class Columns
    {
        public const string Where =
            $"outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND amount IS NOT NULL AND per > 0";

        public Columns(DuckDbEngine engine)
        {
            var (weight, ofWeight) = Identify.Scaled(engine, "weight", wide: false);
            var (amount, ofAmount) = Identify.Scaled(engine, "amount", wide: false);
            var (line, ofLine) = Identify.Scaled(engine, "line", wide: false);
            var (per, ofPer) = Identify.Scaled(engine, "per", wide: false);
            string Most(string sql) => $"CAST(coalesce(max(abs({sql})), 0) AS VARCHAR)";
            var found = engine.Query(
                $"SELECT count(*), {Most(amount)}, {Most(line)}, {Most(per)}, coalesce(bool_or(per <> 1), FALSE) FROM {Identify.Result} WHERE {Where}",
                r =>
                    (
                        Rows: r.GetInt64(0),
                        Amount: Number(r, 1),
                        Line: Number(r, 2),
                        Per: Number(r, 3),
                        Heads: r.GetBoolean(4)
                    )
            )[0];
            var most = Math.Max(ofAmount, ofLine);
            var parts = found.Heads ? PartsOfHeads : 1;
            var factor = BigInteger.Pow(10, most - ofAmount + ofPer) * parts;
            var ofLevel = BigInteger.Pow(10, most - ofLine) * parts;
            var narrow =
                found.Amount < long.MaxValue && found.Per < long.MaxValue && found.Line * found.Per < long.MaxValue;
            string As(string sql, bool fits) => $"CAST({sql} AS {(fits ? "BIGINT" : "HUGEINT")})";
            string Read(string sql) => $"CAST({sql} AS {(narrow ? "BIGINT" : "HUGEINT")})";
            Wide = !narrow;
            Rows = found.Rows;
            Units = (double)(BigInteger.Pow(10, most) * parts);
            Step = BigInteger.Pow(10, ofWeight);
            OfAmount = BigInteger.Pow(10, ofAmount);
            OfFull = BigInteger.Pow(10, ofLine + ofPer);
            Weight = $"CAST(heads * {weight} AS BIGINT)";
            Amount = Read(As(amount, narrow));
            Full = Read($"CASE WHEN line > 0 THEN {As(line, narrow)} * {As(per, narrow)} ELSE 0 END");
            var fits = narrow && found.Amount * factor < long.MaxValue;
            Welfare = $"CAST({As(amount, fits)} * {factor} // {As(per, fits)} AS BIGINT)";
            Line = $"coalesce(CAST({As(line, found.Line * ofLevel < long.MaxValue)} * {ofLevel} AS BIGINT), {NoLine})";
        }

        /// <summary>Whether the amounts and lines need 128 bits.</summary>
        public bool Wide { get; }
        public long Rows { get; }
        public double Units { get; }
        public BigInteger Step { get; }
        public BigInteger OfAmount { get; }
        public BigInteger OfFull { get; }
        public string Weight { get; }
        public string Amount { get; }

        /// <summary>Line times divisor; zero without a line above zero.</summary>
        public string Full { get; }
        public string Welfare { get; }
        public string Line { get; }

        private static BigInteger Number(DbDataReader row, int column) =>
            BigInteger.Parse(row.GetString(column), CultureInfo.InvariantCulture);
    }
}
