using Microsoft.EntityFrameworkCore;
using Taihang.Core.Reports;
using Taihang.Modules.Access;

namespace Taihang.Modules.Reports;

/// <summary>Which rows fit a list's conditions, in their order, and of which nobody can say; identifiers and nothing else.</summary>
internal sealed record ListFound(
    IReadOnlyList<ListCandidate> Fits,
    IReadOnlyList<ListCandidate> CannotSay,
    int CannotSayTotal,
    int Looked
);

/// <summary>
/// What lists found when they were last made, so that turning a page does not look at everybody again. It is as good as what the log of
/// acts says: nothing is written without an act, so a finding holds for as long as no act but a look was added to the county's log, which
/// is asked in the same moment of the record. Otherwise it is forgotten and the list made anew.
/// </summary>
/// <param name="most">Rows that are remembered at most, some 90 bytes each; what was not asked for longest goes first.</param>
public sealed class ListMemory(int most = 500_000)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Entry> newestFirst = [];
    private int rows;

    internal ListFound? Find(ListRequest request)
    {
        Entry? entry;
        lock (gate)
            entry = newestFirst.FirstOrDefault(e => e.Answers(request));
        if (entry is null)
            return null;
        var size = Size(request);
        var holds = size == entry.Size || OnlyLooks(request, entry.Size, size);
        lock (gate)
        {
            // Somebody else may have forgotten it since.
            if (!newestFirst.Remove(entry))
                return holds ? entry.Found : null;
            if (holds)
                newestFirst.AddFirst(entry);
            else
                rows -= entry.Rows;
            if (holds)
                entry.Size = Math.Max(entry.Size, size);
        }
        return holds ? entry.Found : null;
    }

    /// <summary>Called in the moment of the record in which it was found.</summary>
    internal void Keep(ListRequest request, ListFound found)
    {
        var entry = new Entry(request, found) { Size = Size(request) };
        if (entry.Rows > most)
            return;
        lock (gate)
        {
            foreach (var former in newestFirst.Where(e => e.Answers(request)).ToList())
                Forget(former);
            newestFirst.AddFirst(entry);
            rows += entry.Rows;
            while (rows > most)
                Forget(newestFirst.Last!.Value);
        }
    }

    private void Forget(Entry entry)
    {
        newestFirst.Remove(entry);
        rows -= entry.Rows;
    }

    private static long Size(ListRequest request) =>
        request
            .Db.AuditTips.AsNoTracking()
            .Where(t => t.CountyNo == request.Place.CountyNo)
            .Select(t => t.Size)
            .FirstOrDefault();

    /// <summary>Whether every act after one place in the log and up to another is a look. A log that became shorter is another log.</summary>
    private static bool OnlyLooks(ListRequest request, long from, long to) =>
        to - from is >= 0 and <= MostLooks
        && !request
            .Db.AuditLeaves.AsNoTracking()
            .Where(l => l.CountyNo == request.Place.CountyNo && l.Seq > from)
            .Any(l =>
                !request.Db.Acts.Any(a => a.CountyNo == l.CountyNo && a.ActId == l.ActId && a.Kind == LogRead.Kind)
            );

    /// <summary>Reading so much of the log would take as long as making the list.</summary>
    private const int MostLooks = 10_000;

    private sealed class Entry(ListRequest request, ListFound found)
    {
        private readonly ListRule rule = request.Rule;
        private readonly (int, int, DateOnly, Core.Common.Language) of = Of(request);
        private readonly object tree = request.Tree;
        private readonly object pack = request.Pack;

        public ListFound Found { get; } = found;

        public int Rows { get; } = 1 + found.Fits.Count + found.CannotSay.Count;

        /// <summary>Leaves of the county's log up to which it holds.</summary>
        public long Size { get; set; }

        public bool Answers(ListRequest other) =>
            of == Of(other)
            && rule.Rows == other.Rule.Rows
            && rule.Conditions.SequenceEqual(other.Rule.Conditions)
            && ReferenceEquals(tree, other.Tree)
            && ReferenceEquals(pack, other.Pack);

        private static (int, int, DateOnly, Core.Common.Language) Of(ListRequest request) =>
            (request.Place.CountyNo, request.Place.RegionNo, request.Day, request.Language);
    }
}
