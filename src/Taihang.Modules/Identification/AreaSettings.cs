using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <summary>What a county has set for a pack's parameters on a day, with the document that says so.</summary>
public static class AreaSettings
{
    public static Dictionary<string, (Fraction Value, Words Document)> On(
        TaihangDb db,
        int countyNo,
        string pack,
        DateOnly day
    ) =>
        db
            .AreaParameters.AsNoTracking()
            .Where(p =>
                p.CountyNo == countyNo
                && p.Pack == pack
                && p.ValidFrom <= day
                && (p.ValidTo == null || p.ValidTo >= day)
            )
            .AsEnumerable()
            .ToDictionary(
                p => p.Parameter,
                p =>
                    (
                        Fraction.TryParse(p.Value, out var value)
                            ? value
                            : throw new FormatException($"{p.Parameter}: {p.Value}"),
                        p.Fictitious
                            ? new Words($"{p.Document}（演示虚构）", $"{p.Document} (fictitious, for demonstration)")
                            : Words.Same(p.Document)
                    )
            );
}
