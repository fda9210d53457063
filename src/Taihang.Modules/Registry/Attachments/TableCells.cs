using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>
/// The cells of a table as texts, each under its heading, and the digits of cells side by side together: a number is often written with a
/// box to each digit.
/// </summary>
internal sealed class TableCells(Place sheet)
{
    private const int LongestPart = 8;
    private const int HeadingRows = 5;
    private readonly Dictionary<int, string> headings = [];
    private readonly List<(int Row, int Column, string Text)> side = [];

    public List<FileText> Texts { get; } = [];

    public void Add(int row, int column, string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            return;
        Texts.Add(
            new FileText(text, sheet with { Row = row, Column = column }, headings.GetValueOrDefault(column, ""))
        );
        if (row <= HeadingRows && !text.Any(char.IsAsciiDigit))
            headings[column] = text;
        if (side.Count > 0 && side[^1].Column != column - 1)
            EndRow();
        if (text.Length <= LongestPart && text.All(c => char.IsNumber(c) || c is 'X' or 'x' or 'Ｘ' or 'ｘ'))
            side.Add((row, column, text));
        else
            EndRow();
    }

    public void EndRow()
    {
        if (side.Count > 1)
            Texts.Add(
                new FileText(
                    // A gap that is none within a cell, so that figures side by side are no more than a row of figures.
                    string.Join(side.All(s => s.Text.Length == 1) ? "" : " ", side.Select(s => s.Text)),
                    sheet with
                    {
                        Row = side[0].Row,
                        Column = side[0].Column,
                    }
                )
            );
        side.Clear();
    }
}
