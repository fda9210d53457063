namespace Taihang.Core.Dispatch;

/// <summary>
/// A four-way heap of (length, node), least length first and, among equal lengths, the lower node: the order, and so the plan, does
/// not depend on anything but the input. A node may stand in it more than once; the reader skips what it has closed.
/// </summary>
internal sealed class MinHeap
{
    private (long Length, int Node)[] items = new (long, int)[64];
    private int count;

    public void Clear() => count = 0;

    public void Push(long length, int node)
    {
        if (count == items.Length)
            Array.Resize(ref items, count * 2);
        var at = count++;
        while (at > 0 && Before((length, node), items[(at - 1) >> 2]))
        {
            items[at] = items[(at - 1) >> 2];
            at = (at - 1) >> 2;
        }
        items[at] = (length, node);
    }

    public bool TryPop(out long length, out int node)
    {
        if (count == 0)
        {
            (length, node) = (0, -1);
            return false;
        }
        (length, node) = items[0];
        var last = items[--count];
        var at = 0;
        while (true)
        {
            var first = (at << 2) + 1;
            if (first >= count)
                break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + 4, count); child++)
                if (Before(items[child], items[least]))
                    least = child;
            if (!Before(items[least], last))
                break;
            items[at] = items[least];
            at = least;
        }
        items[at] = last;
        return true;
    }

    private static bool Before((long Length, int Node) a, (long Length, int Node) b) =>
        a.Length < b.Length || (a.Length == b.Length && a.Node < b.Node);
}
