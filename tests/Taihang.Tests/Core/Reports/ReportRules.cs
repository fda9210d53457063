using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Reports;

namespace Taihang.Tests.Core.Reports;

/// <summary>The China pack's headings and printed forms.</summary>
internal static class ReportRules
{
    private static readonly Lazy<(Pack Pack, ReportPack Reports)> Read = new(() =>
    {
        var folder = Path.Combine(Repository.Packs, "cn");
        var pack = PackFolder.LoadFrom(folder).Value;
        return (pack, ReportPack.Load(folder, pack.Dictionary).Value);
    });

    public static Dictionary Dictionary => Read.Value.Pack.Dictionary;

    public static ReportPack Pack => Read.Value.Reports;

    public static HeadingRules Headings => Pack.Headings;

    /// <summary>A sheet from lines of cells; a blank one is no cell.</summary>
    public static SheetGrid Sheet(string[][] rows, params MergedCells[] merged) =>
        new(
            "Sheet1",
            rows.SelectMany((row, r) => row.Select((text, c) => (At: new CellAt(r + 1, c + 1), text)))
                .Where(c => c.text.Length > 0)
                .ToDictionary(c => c.At, c => c.text),
            [.. merged],
            new HashSet<CellAt>()
        );
}
