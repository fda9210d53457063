namespace Taihang.Core.Dispatch;

/// <summary>
/// One side of an assignment, which bids for the other: seats for people, or people for seats. Both sides may stand on the same
/// arrays of values and mates. For the seats a row's dual is its value u and a column's its price p, and sign is 1. For the people it
/// is the other way round with sign -1: a person who stays at home is a row that stays unfilled at cost 0, and an unfilled seat a free
/// column at u = penalty. Either way a pair's slack is cost + sign x (column's dual - row's dual), never below 0.
/// </summary>
internal sealed class Side(
    (int[] Start, int[] Column, int[] Cost) lists,
    long[] unfilled,
    (long[] Row, long[] Column) duals,
    (int[] OfRow, int[] OfColumn) mates,
    int sign
)
{
    /// <summary>A mate of nobody: a free column, or a row that stays unfilled.</summary>
    public const int Nobody = -1;

    /// <summary>Not in the plan at present: yet to be placed, or taken out. As a column it is not there.</summary>
    public const int Out = -2;

    private const int LongestChain = 200;

    public int[] First { get; set; } = lists.Start;

    /// <summary>One past the last pair of a row; rows need not stand in order.</summary>
    public int[] End { get; set; } = lists.Start[1..];

    public int[] Column { get; set; } = lists.Column;

    public int[] Cost { get; set; } = lists.Cost;

    public long[] Unfilled { get; set; } = unfilled;

    public long[] RowDual { get; set; } = duals.Row;

    public long[] ColumnDual { get; set; } = duals.Column;

    public int[] ColumnOf { get; set; } = mates.OfRow;

    public int[] RowOf { get; set; } = mates.OfColumn;

    public int Sign { get; } = sign;

    /// <summary>The cost of the row's cheapest choice at present prices, staying unfilled among them.</summary>
    public long Cheapest(int row)
    {
        var best = Unfilled[row];
        for (var pair = First[row]; pair < End[row]; pair++)
        {
            var column = Column[pair];
            var price = Cost[pair] + (Sign * ColumnDual[column]);
            if (price < best && RowOf[column] != Out)
                best = price;
        }
        return best;
    }

    /// <returns>Index of the pair in this side's list, or -1.</returns>
    public int PairOf(int row, int column)
    {
        for (var pair = First[row]; pair < End[row]; pair++)
            if (Column[pair] == column)
                return pair;
        return -1;
    }

    /// <summary>
    /// An auction without epsilon (Bertsekas 1981): the row takes its cheapest column and raises its price by what it can spare, and
    /// whoever is outbid bids at once. A tie for a taken column is left to the paths. Keeps every slack at 0 or more and every held
    /// pair tight; only for rows and columns that are all in the plan.
    /// </summary>
    public void Bid(int row)
    {
        var (columns, costs, duals) = (Column, Cost, ColumnDual);
        for (var chain = 0; chain < LongestChain; chain++)
        {
            var (best, second, at) = (Unfilled[row], long.MaxValue, -1);
            for (var pair = First[row]; pair < End[row]; pair++)
            {
                var price = costs[pair] + (Sign * duals[columns[pair]]);
                if (price < best || (price == best && at >= 0 && RowOf[columns[at]] >= 0 && RowOf[columns[pair]] < 0))
                    (second, best, at) = (best, price, pair);
                else if (price < second)
                    second = price;
            }
            if (at < 0)
            {
                (ColumnOf[row], RowDual[row]) = (Nobody, Sign * best);
                return;
            }
            var taken = columns[at];
            var outbid = RowOf[taken];
            if (outbid >= 0 && second == best)
                return;
            duals[taken] += Sign * (second - best);
            (RowOf[taken], ColumnOf[row], RowDual[row]) = (row, taken, Sign * second);
            if (outbid < 0)
                return;
            ColumnOf[outbid] = Out;
            row = outbid;
        }
    }

    /// <summary>Adds a pair, moving the row to the end of the lists when there is no room behind it.</summary>
    /// <param name="used">How much of the lists is in use; moved on.</param>
    public void Add(int row, int column, int cost, ref int used)
    {
        if (End[row] != used)
        {
            var length = End[row] - First[row];
            Room(used + length + 1);
            Array.Copy(Column, First[row], Column, used, length);
            Array.Copy(Cost, First[row], Cost, used, length);
            (First[row], End[row]) = (used, used + length);
        }
        else
            Room(used + 1);
        (Column[End[row]], Cost[End[row]]) = (column, cost);
        used = ++End[row];

        void Room(int needed)
        {
            if (needed <= Column.Length)
                return;
            var length = Math.Max(needed, Column.Length + (Column.Length / 16) + 64);
            (Column, Cost) = (Grown(Column, length), Grown(Cost, length));
        }
    }

    /// <summary>Takes a pair out of the row's list; the last one takes its place.</summary>
    /// <returns>Where it stood, for <see cref="Show"/>.</returns>
    public int Hide(int row, int column)
    {
        var pair = PairOf(row, column);
        Swap(pair, --End[row]);
        return pair;
    }

    /// <summary>Puts the row's pair that was hidden last back to where it stood.</summary>
    public void Show(int row, int pair) => Swap(pair, End[row]++);

    private void Swap(int a, int b)
    {
        (Column[a], Column[b]) = (Column[b], Column[a]);
        (Cost[a], Cost[b]) = (Cost[b], Cost[a]);
    }

    internal static T[] Grown<T>(T[] list, int length)
    {
        Array.Resize(ref list, length);
        return list;
    }
}
