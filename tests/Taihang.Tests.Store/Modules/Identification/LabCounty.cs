using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>
/// Three households that can be followed by hand: H1 of two people with 617.25 yuan a head, H2 of one person of whom too little is known,
/// both in the east, H3 of one person with 20,000 yuan in the west. The county's range is 8,700 yuan: H1 is in.
/// </summary>
public static class LabCounty
{
    public const string MonitorRange = "monitor_range";

    public static Pack Cn { get; } = PackFolder.Load(Repository.Packs, "cn").Value;

    public static StoreAddress Imported(this PostgresCluster cluster, Engine engine, Folder files, bool set = true)
    {
        var address = cluster.Prepared(engine, files);
        var rows = Rows();
        rows.Add(
            new(rows[2])
            {
                ["village_code"] = WestVillage,
                ["household_number"] = "H3",
                ["name"] = "测试丁",
                ["income_wage_fen_year"] = "20000",
            }
        );
        foreach (var row in new[] { rows[0], rows[3] })
        {
            foreach (
                var part in new[]
                {
                    "income_business_fen_year",
                    "income_property_fen_year",
                    "income_transfer_fen_year",
                    "production_cost_fen_year",
                    "rigid_spending_fen_year",
                }
            )
                row[part] = "0";
            (row["relapse_risk"], row["registered_poor_before"]) = ("是", "否");
        }
        var imported = Import(address, files, Csv(files.File("a.csv"), Table(rows)), January);
        Assert.True(imported.Ok, string.Join('\n', imported.Problems));
        if (set)
        {
            using var db = OpenStore.Existing(address).Value;
            Assert.True(Set(db, MonitorRange, 870_000, new DateOnly(2024, 1, 1), "第1号").Ok);
        }
        return address;
    }

    public static Outcome<AreaParameter> Set(
        TaihangDb db,
        string parameter,
        Fraction value,
        DateOnly from,
        string document
    ) =>
        SetAreaParameter.Run(
            db,
            County(db),
            new AreaSetting("cn", parameter, value, from, null, document, Fictitious: false),
            Acting(db)
        );

    /// <summary>Tries values on the record of June.</summary>
    public static Outcome<LabTrial> Try(TaihangDb db, Pack pack, params (string Name, Fraction Value)[] tried) =>
        TryRule.Run(
            db,
            pack,
            pack.Method("monitoring", June)!,
            County(db),
            June,
            tried.ToDictionary(t => t.Name, t => t.Value),
            Acting(db)
        );

    public static int County(TaihangDb db) => db.Villages.First().CountyNo;

    /// <summary>Each act a minute after the one before, as acts are.</summary>
    public static ActContext Acting(TaihangDb db) =>
        new(Guid.Empty, new DateTimeOffset(June, default, default).AddMinutes(db.Acts.Count()), "测试", "测试");

    public static string OutcomeOf(StoreAddress address, string household, DateOnly day)
    {
        using var db = OpenStore.Existing(address).Value;
        var run = IdentifyCounty
            .Run(
                db,
                Cn,
                Cn.Method("monitoring", day)!,
                County(db),
                day,
                new Dictionary<string, (Fraction, Words)>(),
                Acting(db)
            )
            .Value.Run;
        var id = db.Households.Single(h => h.Number == household).HouseholdId;
        return db.IdentificationResults.Single(r => r.RunId == run.RunId && r.HouseholdId == id).Outcome;
    }
}
