using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>What an area sets for itself: in force from a day, on a document. A demonstration's figure is marked fictitious.</summary>
public sealed record AreaSetting(
    string Pack,
    string Parameter,
    Fraction Value,
    DateOnly From,
    DateOnly? To,
    string Document,
    bool Fictitious
);

/// <summary>Sets a parameter that a pack leaves to the area. The same setting again changes nothing.</summary>
public static class SetAreaParameter
{
    /// <param name="supersede">A setting that began earlier and goes on is ended the day before; without it, it is refused.</param>
    public static Outcome<AreaParameter> Run(
        TaihangDb db,
        int countyNo,
        AreaSetting setting,
        ActContext context,
        bool supersede = false
    )
    {
        if (string.IsNullOrWhiteSpace(setting.Document))
            return AccessProblems.NoDocument(setting.Parameter);
        if (setting.To < setting.From)
            return AccessProblems.EndsBeforeItBegins(setting.Parameter);
        var others = db
            .AreaParameters.Where(p =>
                p.CountyNo == countyNo && p.Pack == setting.Pack && p.Parameter == setting.Parameter
            )
            .ToList();
        var value = setting.Value.ToString();
        if (
            others.Find(p =>
                p.ValidFrom == setting.From
                && p.ValidTo == setting.To
                && p.Value == value
                && p.Document == setting.Document
            ) is
            { } same
        )
            return same;
        var ended = supersede
            ? others.FindAll(p => Overlaps(p, setting) && p.ValidFrom < setting.From && p.ValidTo is null)
            : [];
        if (others.Find(p => Overlaps(p, setting) && !ended.Contains(p)) is { } other)
            return AccessProblems.AlreadySet(setting.Parameter, other.Value, other.ValidFrom, other.Document);
        foreach (var earlier in ended)
            earlier.ValidTo = setting.From.AddDays(-1);
        var act = RecordAct.Append(
            db,
            countyNo,
            "access.set_parameter",
            context,
            new { Setting = setting, Ends = ended.Select(e => e.AreaParameterId) }
        );
        var row = new AreaParameter
        {
            CountyNo = countyNo,
            AreaParameterId = Guid.CreateVersion7(context.At),
            Pack = setting.Pack,
            Parameter = setting.Parameter,
            Value = value,
            ValidFrom = setting.From,
            ValidTo = setting.To,
            Document = setting.Document,
            Fictitious = setting.Fictitious,
            ActId = act.ActId,
        };
        db.AreaParameters.Add(row);
        db.SaveChanges();
        return row;
    }

    private static bool Overlaps(AreaParameter known, AreaSetting setting) =>
        (setting.To is null || known.ValidFrom <= setting.To)
        && (known.ValidTo is null || setting.From <= known.ValidTo);
}
