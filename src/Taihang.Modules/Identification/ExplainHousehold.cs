using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <summary>Recomputes on demand why a household has its answer, from the facts and rules of a day.</summary>
public static class ExplainHousehold
{
    public static Outcome<Explanation> Run(
        TaihangDb db,
        int countyNo,
        Guid householdId,
        Pack pack,
        MethodPlan method,
        DateOnly asOf
    )
    {
        if (method.Unit != Unit.Household)
            return IdentificationProblems.NotAWholeHousehold(pack.Id);
        if (HouseholdFacts.Read(db, countyNo, householdId, asOf) is not { } record)
            return IdentificationProblems.NoHousehold(householdId.ToString());
        var parameters = ParameterValues.Resolve(pack, method, asOf, AreaSettings.On(db, countyNo, pack.Id, asOf));
        if (!parameters.Ok)
            return Outcome<Explanation>.Refused(parameters.Problems);
        var facts = new UnitFacts(
            Facts(pack, Level.Household, record.Facts),
            [.. record.Members.Select(m => Facts(pack, Level.Member, m.Facts))]
        );
        var noted = new NotedFacts(
            facts,
            Days(record.Facts),
            [.. record.Members.Select(m => (m.Person.Name, Days(m.Facts)))]
        );
        return new Explainer(pack, method, parameters.Value, asOf).Explain(noted);
    }

    private static Dictionary<string, object> Facts(
        Pack pack,
        Level level,
        IReadOnlyDictionary<string, RecordedFact> facts
    ) =>
        UnitFacts.FromJson(
            pack.Dictionary,
            level,
            facts.Select(f => new KeyValuePair<string, string>(f.Key, f.Value.Json))
        );

    private static IReadOnlyDictionary<string, DateOnly> Days(IReadOnlyDictionary<string, RecordedFact> facts) =>
        facts.ToDictionary(f => f.Key, f => f.Value.ObservedOn);
}
