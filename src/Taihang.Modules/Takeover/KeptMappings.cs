using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Modules.Store;

namespace Taihang.Modules.Takeover;

/// <summary>A delivery that changed the record.</summary>
public sealed record DeliveryKept(string Files, DateOnly ObservedOn, Guid ActId);

/// <summary>A mapping as it was when acts were made by it.</summary>
public sealed record KeptMapping(
    int CountyNo,
    string Name,
    string Hash,
    Words Source,
    string Text,
    IReadOnlyList<DeliveryKept> Deliveries
);

/// <summary>Which mapping made which act; a mapping's text can be taken from here for the next delivery.</summary>
public static class KeptMappings
{
    public static IReadOnlyList<KeptMapping> Run(TaihangDb db)
    {
        var files = db
            .ImportedFiles.AsNoTracking()
            .Where(f => f.MappingHash != null)
            .ToLookup(f => (f.CountyNo, f.MappingHash));
        return
        [
            .. db
                .ColumnMappings.AsNoTracking()
                .OrderBy(m => m.CountyNo)
                .ThenBy(m => m.Name)
                .ThenBy(m => m.MappingHash)
                .AsEnumerable()
                .Select(m => new KeptMapping(
                    m.CountyNo,
                    m.Name,
                    m.MappingHash,
                    new Words(m.SourceZh, m.SourceEn),
                    m.Text,
                    [
                        .. files[(m.CountyNo, m.MappingHash)]
                            .OrderBy(f => f.ObservedOn)
                            .ThenBy(f => f.ActId)
                            .Select(f => new DeliveryKept(f.FileName, f.ObservedOn, f.ActId)),
                    ]
                )),
        ];
    }
}
