using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>A value that counties have set for one parameter: the least and the greatest among them, and whether it is for show.</summary>
/// <param name="Documents">Every document that sets it, each once, in order of text.</param>
public sealed record AreaRange(Fraction Least, Fraction Greatest, IReadOnlyList<string> Documents, bool Fictitious)
{
    /// <returns>Null when none of the counties has set it on that day.</returns>
    public static AreaRange? Of(
        TaihangDb db,
        string pack,
        string parameter,
        IReadOnlyCollection<int> counties,
        DateOnly day
    )
    {
        var set = db
            .AreaParameters.AsNoTracking()
            .Where(p =>
                p.Pack == pack
                && p.Parameter == parameter
                && counties.Contains(p.CountyNo)
                && p.ValidFrom <= day
                && (p.ValidTo == null || p.ValidTo >= day)
            )
            .ToList();
        if (set.Count == 0)
            return null;
        var values = set.Select(p =>
                Fraction.TryParse(p.Value, out var value) ? value : throw new FormatException(p.Value)
            )
            .ToList();
        return new AreaRange(
            values.Min(),
            values.Max(),
            [.. set.Select(p => p.Document).Distinct().Order(StringComparer.Ordinal)],
            set.Exists(p => p.Fictitious)
        );
    }
}
