namespace Taihang.Core.Dispatch;

/// <summary>What a search knows of a column; <c>Mark</c> other than the search's own means nothing is known.</summary>
/// <param name="Position">Place in the heap; -1 once closed.</param>
internal record struct Visit(long Distance, int Mark, int From, int Position);

/// <summary>What was overwritten, so that a plan can be put back as it was.</summary>
internal sealed class Journal
{
    private readonly List<(long[] List, int At, long Old)> duals = [];
    private readonly List<(int[] List, int At, int Old)> mates = [];

    public void Note(long[] list, int at) => duals.Add((list, at, list[at]));

    public void Note(int[] list, int at) => mates.Add((list, at, list[at]));

    /// <summary>Places of the list that were overwritten, each once, with what stood there first.</summary>
    public SortedDictionary<int, int> Before(int[] list)
    {
        var before = new SortedDictionary<int, int>();
        foreach (var (noted, at, old) in mates)
            if (noted == list)
                before.TryAdd(at, old);
        return before;
    }

    public void PutBack()
    {
        for (var i = duals.Count - 1; i >= 0; i--)
            duals[i].List[duals[i].At] = duals[i].Old;
        for (var i = mates.Count - 1; i >= 0; i--)
            mates[i].List[mates[i].At] = mates[i].Old;
        duals.Clear();
        mates.Clear();
    }
}

/// <summary>
/// Places one row by a shortest augmenting path: Dijkstra on slacks (Jonker and Volgenant 1987, sparse), with a four-way heap that knows
/// where each column stands, and marks instead of clearing. It ends at the nearest free column, or at the nearest row that can rather
/// stay unfilled, and raises only the columns that it has closed. So every slack stays 0 or more and every held pair tight.
/// </summary>
/// <param name="columns">One per column; searches of other components may share it.</param>
internal sealed class ShortestPath(Visit[] columns)
{
    private readonly List<int> closed = [];
    private Visit[] visits = columns;
    private (long Distance, int Column)[] heap = new (long, int)[64];
    private int count;
    private int mark;

    /// <summary>For a side that has grown.</summary>
    public void Over(Visit[] grown) => (visits, mark) = (grown, 0);

    /// <returns>By how much the cost of the best plan rises with the row in it.</returns>
    public long Place(Side side, int row, Journal? journal = null)
    {
        mark++;
        count = 0;
        closed.Clear();
        journal?.Note(side.RowDual, row);
        var cheapest = side.Cheapest(row);
        side.RowDual[row] = side.Sign * cheapest;
        var (end, endRow, endColumn) = (long.MaxValue, -1, -1);
        Relax(side, row, 0, ref end, ref endRow, ref endColumn);
        while (count > 0 && heap[0].Distance < end)
        {
            var (distance, column) = Pop();
            closed.Add(column);
            Relax(side, side.RowOf[column], distance, ref end, ref endRow, ref endColumn);
        }
        foreach (var column in closed)
        {
            var (raise, holder) = (side.Sign * (end - visits[column].Distance), side.RowOf[column]);
            journal?.Note(side.RowDual, holder);
            journal?.Note(side.ColumnDual, column);
            side.RowDual[holder] += raise;
            side.ColumnDual[column] += raise;
        }
        side.RowDual[row] += side.Sign * end;
        Shift(side, row, endRow, endColumn, journal);
        return cheapest + end;
    }

    private void Relax(Side side, int row, long sofar, ref long end, ref int endRow, ref int endColumn)
    {
        var value = side.Sign * side.RowDual[row];
        if (sofar + side.Unfilled[row] - value is var stay && stay < end)
            (end, endRow, endColumn) = (stay, row, -1);
        var (list, costs, duals, rowOf, sign) = (side.Column, side.Cost, side.ColumnDual, side.RowOf, side.Sign);
        var from = sofar - value;
        var last = side.End[row];
        for (var pair = side.First[row]; pair < last; pair++)
        {
            var column = list[pair];
            var distance = from + costs[pair] + (sign * duals[column]);
            if (distance >= end)
                continue;
            ref var visit = ref visits[column];
            if (visit.Mark == mark)
            {
                if (visit.Position < 0 || distance >= visit.Distance)
                    continue;
                (visit.Distance, visit.From) = (distance, row);
                Rise(visit.Position, distance, column);
                continue;
            }
            var holder = rowOf[column];
            if (holder == Side.Out)
                continue;
            visit = new Visit(distance, mark, row, -1);
            if (holder == Side.Nobody)
            {
                // The end of a path; never reached again at less, so it need not wait in the heap.
                visit.Mark = 0;
                (end, endRow, endColumn) = (distance, -1, column);
                continue;
            }
            if (count == heap.Length)
                Array.Resize(ref heap, count * 2);
            Rise(count++, distance, column);
        }
    }

    /// <summary>Hands columns along the path, from its end back to the row that is to be placed.</summary>
    private void Shift(Side side, int placed, int endRow, int endColumn, Journal? journal)
    {
        var column = endColumn;
        if (endRow >= 0)
        {
            column = endRow == placed ? -1 : side.ColumnOf[endRow];
            journal?.Note(side.ColumnOf, endRow);
            side.ColumnOf[endRow] = Side.Nobody;
            if (endRow == placed)
                return;
        }
        while (true)
        {
            var row = visits[column].From;
            var left = side.ColumnOf[row];
            journal?.Note(side.ColumnOf, row);
            journal?.Note(side.RowOf, column);
            (side.ColumnOf[row], side.RowOf[column]) = (column, row);
            if (row == placed)
                return;
            column = left;
        }
    }

    private void Rise(int at, long distance, int column)
    {
        while (at > 0 && heap[(at - 1) >> 2] is var above && distance < above.Distance)
        {
            heap[at] = above;
            visits[above.Column].Position = at;
            at = (at - 1) >> 2;
        }
        heap[at] = (distance, column);
        visits[column].Position = at;
    }

    private (long Distance, int Column) Pop()
    {
        var top = heap[0];
        visits[top.Column].Position = -1;
        var last = heap[--count];
        if (count == 0)
            return top;
        var at = 0;
        while (true)
        {
            var first = (at << 2) + 1;
            if (first >= count)
                break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + 4, count); child++)
                if (heap[child].Distance < heap[least].Distance)
                    least = child;
            if (heap[least].Distance >= last.Distance)
                break;
            heap[at] = heap[least];
            visits[heap[at].Column].Position = at;
            at = least;
        }
        heap[at] = last;
        visits[last.Column].Position = at;
        return top;
    }
}
