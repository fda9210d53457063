using System.Globalization;
using System.Text.Json;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Samples;

/// <summary>Where something was planted for the demonstration.</summary>
public sealed record Planted(int CopiedVillage, int BunchedVillage, int CarriedVillage, IReadOnlyList<Guid> Copied);

/// <summary>
/// Visits in three villages of a demonstration that somebody should be asked about: one visit written down for seven households, incomes
/// that end just under the line, and accounts as they stood a year ago. Nobody is real, and nobody did it: the visits have no account.
/// </summary>
public static class SampleQuestions
{
    private const int LeastHouseholds = 45;
    private const int CopiedHouseholds = 7;
    private const int BunchedHouseholds = 24;

    private static readonly string[] Account =
    [
        "income_wage_fen_year",
        "income_business_fen_year",
        "income_property_fen_year",
        "income_transfer_fen_year",
        "production_cost_fen_year",
    ];

    private const string Spending = "rigid_spending_fen_year";

    /// <returns>Null where the county has too few large villages.</returns>
    public static Planted? Run(TaihangDb db, int countyNo, DateOnly today)
    {
        var villages = db
            .Households.Where(h => h.CountyNo == countyNo && h.ClosedOn == null)
            .GroupBy(h => h.VillageNo)
            .Where(g => g.Count() >= LeastHouseholds)
            .Select(g => g.Key)
            .OrderByDescending(v => v)
            .Take(3)
            .ToList();
        if (villages.Count < 3)
            return null;
        var day = today.AddDays(-12);
        var at = new DateTimeOffset(day.ToDateTime(new TimeOnly(10, 0)), TimeSpan.Zero);
        var visits = new Visits(db, countyNo, day, new ActContext(Guid.Empty, at, "demo: a visit", "demo"));

        var copied = HouseholdFacts.InVillages(db, countyNo, [villages[0]], today).Take(CopiedHouseholds).ToList();
        foreach (var household in copied)
            visits.Write(
                household,
                new()
                {
                    ["arable_land_mu"] = "\"6.7\"",
                    ["housing_area_m2"] = "113",
                    ["income_business_fen_year"] = "1843700",
                    ["income_wage_fen_year"] = "2341700",
                    ["production_cost_fen_year"] = "416300",
                    ["water_litre_person_day"] = "71",
                }
            );
        var line = 100L * SampleHouseholdFacts.RangeYuanYear;
        var bunched = HouseholdFacts
            .InVillages(db, countyNo, [villages[1]], today)
            .Where(h => Account.Append(Spending).All(h.Facts.ContainsKey))
            .Take(BunchedHouseholds)
            .ToList();
        foreach (var (i, household) in bunched.Index())
        {
            // Written as wages alone, ten to three hundred yuan a head under the line.
            var under = line - 1_000 - ((i + 1) * 37 % BunchedHouseholds * 1_200);
            var wage = (under * household.Members.Count) + Number(household.Facts[Spending].Json);
            visits.Write(household, Account.ToDictionary(id => id, id => id == Account[0] ? $"{wage}" : "0"));
        }
        var before = HouseholdFacts
            .InVillages(db, countyNo, [villages[2]], today.AddYears(-1))
            .ToDictionary(h => h.Household.HouseholdId);
        foreach (var household in HouseholdFacts.InVillages(db, countyNo, [villages[2]], today))
            if (before.TryGetValue(household.Household.HouseholdId, out var then))
                visits.Write(
                    household,
                    Account
                        .Where(then.Facts.ContainsKey)
                        .ToDictionary(id => id, id => then.Facts[id].Json, StringComparer.Ordinal)
                );
        db.SaveChanges();
        return new Planted(
            villages[0],
            villages[1],
            villages[2],
            [.. copied.Select(h => h.Household.HouseholdId).Order()]
        );
    }

    private static long Number(string json) => long.Parse(json, CultureInfo.InvariantCulture);

    /// <summary>One act for all of them, as an evening's entries are.</summary>
    private sealed class Visits(TaihangDb db, int countyNo, DateOnly day, ActContext context)
    {
        private readonly OrderedIds ids = new(context.At);
        private Guid? act;

        public void Write(HouseholdRecord household, Dictionary<string, string> values)
        {
            act ??= RecordAct
                .Append(db, countyNo, "registry.visit", context, new { Day = JsonSerializer.Serialize(day) })
                .ActId;
            db.Observations.Add(
                new Observation
                {
                    CountyNo = countyNo,
                    ObservationId = ids.Next(),
                    SubjectKind = 1,
                    SubjectId = household.Household.HouseholdId,
                    Event = "visit",
                    ObservedOn = day,
                    ActId = act.Value,
                    Document = ObservationDocument.Write(values),
                }
            );
        }
    }
}
