using System.Collections.Immutable;

namespace Taihang.Core.Reports;

/// <summary>A cell's place; rows and columns count from 1, as a spreadsheet shows them.</summary>
public readonly record struct CellAt(int Row, int Column);

/// <summary>Cells that are shown as one; the first of them holds the text.</summary>
public readonly record struct MergedCells(int Top, int Left, int Bottom, int Right)
{
    public bool Contains(CellAt at) => at.Row >= Top && at.Row <= Bottom && at.Column >= Left && at.Column <= Right;
}

/// <summary>A sheet as a person sees it: the text of each cell that has one, and how cells are joined.</summary>
public sealed class SheetGrid
{
    private readonly IReadOnlyDictionary<CellAt, string> texts;
    private readonly Dictionary<CellAt, MergedCells> joined = [];

    /// <param name="texts">Trimmed and not blank.</param>
    public SheetGrid(
        string? name,
        IReadOnlyDictionary<CellAt, string> texts,
        ImmutableArray<MergedCells> merged,
        IReadOnlySet<CellAt> formulas
    )
    {
        (Name, this.texts, Merged, Formulas) = (name, texts, merged, formulas);
        Rows = texts.Keys.Select(c => c.Row).DefaultIfEmpty().Max();
        Columns = texts.Keys.Select(c => c.Column).DefaultIfEmpty().Max();
        // A span may reach far beyond what is written; only the part that somebody could read counts.
        foreach (var span in merged)
            for (var row = span.Top; row <= Math.Min(span.Bottom, Rows + 1); row++)
            for (var column = span.Left; column <= Math.Min(span.Right, Columns); column++)
                joined[new CellAt(row, column)] = span;
    }

    /// <summary>Null where the file has no sheets: CSV.</summary>
    public string? Name { get; }

    public int Rows { get; }

    public int Columns { get; }

    public ImmutableArray<MergedCells> Merged { get; }

    public IReadOnlySet<CellAt> Formulas { get; }

    public MergedCells? SpanOf(CellAt at) => joined.TryGetValue(at, out var span) ? span : null;

    /// <summary>What is written in the cell itself.</summary>
    public string Written(int row, int column) => texts.GetValueOrDefault(new CellAt(row, column), "");

    /// <summary>What a person reads there: of joined cells the text of the first.</summary>
    public string Seen(int row, int column) =>
        joined.TryGetValue(new CellAt(row, column), out var span) ? Written(span.Top, span.Left) : Written(row, column);

    /// <summary>Part of joined cells, but not the one that holds their text.</summary>
    public bool Covered(CellAt at) =>
        joined.TryGetValue(at, out var span) && (span.Top, span.Left) != (at.Row, at.Column);
}
