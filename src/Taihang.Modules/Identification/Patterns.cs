using Taihang.Core.Measures;

namespace Taihang.Modules.Identification;

/// <summary>A group's cells of which every indicator is known, by their pattern of deprivations: far fewer patterns than cells.</summary>
internal sealed class Patterns
{
    public Patterns(MeasureCells all, CellGroup group)
    {
        var numbers = new Dictionary<long, int>();
        var people = new List<Int128>();
        foreach (var at in group.Cells)
        {
            ref readonly var cell = ref all.Cells[at];
            if (cell.Pattern.Unknown != 0)
                continue;
            if (!numbers.TryGetValue(cell.Pattern.Deprived, out var pattern))
            {
                numbers[cell.Pattern.Deprived] = pattern = Masks.Count;
                Masks.Add(cell.Pattern.Deprived);
                people.Add(0);
            }
            people[pattern] += cell.Weight;
            Cells.Add((at, pattern));
        }
        Histogram = MaskHistogram.Of(Masks.Select((mask, i) => (new Deprivations(mask), people[i])));
    }

    /// <summary>Place of each cell among all, and of its pattern among the masks.</summary>
    public List<(int At, int Pattern)> Cells { get; } = [];

    public List<long> Masks { get; } = [];

    public MaskHistogram Histogram { get; }
}
