using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Bench.Registry;

/// <summary>Made-up counties of 36,000 persons, whose names and numbers follow from their place in the count.</summary>
internal static class RegistryGenerator
{
    public const int Villages = 200;
    public const int Households = 50;
    public const string Pack = "cn";
    public static readonly DateOnly Day = new(2026, 1, 1);
    private const int Townships = 10;
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private const string Given = "国建明华军平志伟东海玉兰秀英桂芳春梅红霞";

    /// <summary>Members of the households of a village, in turn: 3.6 on average.</summary>
    private static readonly int[] Members = [4, 3, 5, 2, 4];

    public static int Persons { get; } = Villages * Households * Members.Sum() / Members.Length;

    public static int AllHouseholds { get; } = Villages * Households;

    /// <summary>Households of a county whose house is of grade C: every tenth.</summary>
    public static int InBadHouses { get; } = AllHouseholds / 10;

    /// <summary>Members of a county who are ill for long: every twentieth.</summary>
    public static int Ill { get; } = Persons / 20;

    public static int CountyNo(int county) => county + 1;

    /// <summary>A made-up number (place 0000xx) with the right check character, another for every person.</summary>
    public static string IdNumber(long person)
    {
        var day = new DateOnly(1930, 1, 1).AddDays((int)(person / 1_000 % 29_000));
        var body = $"0000{person / 29_000_000:00}{day:yyyyMMdd}{person % 1_000:000}";
        return body + Core.Registry.IdNumber.CheckCharacter(body);
    }

    public static void Write(StoreAddress address, Sealing sealing, int counties, string method)
    {
        using var db = OpenStore.Migrate(address).Value;
        var postgres = address.Engine == Engine.Postgres;
        if (postgres)
        {
            // Made after the rows, as a restore does.
            db.Database.ExecuteSqlRaw("ALTER TABLE blind_indexes DROP CONSTRAINT pk_blind_indexes");
            db.Database.ExecuteSqlRaw("DROP INDEX ix_blind_indexes_index");
        }
        for (var county = 0; county < counties; county++)
        {
            County(db, sealing, county, method);
            if (county % 20 == 19)
                Console.Error.WriteLine($"{(county + 1) * (long)Persons:N0} persons");
        }
        if (!postgres)
            return;
        db.Database.SetCommandTimeout(TimeSpan.FromHours(2));
        db.Database.ExecuteSqlRaw(
            "ALTER TABLE blind_indexes ADD CONSTRAINT pk_blind_indexes PRIMARY KEY (\"index\", kind, county_no, person_id)"
        );
        db.Database.ExecuteSqlRaw(
            "CREATE UNIQUE INDEX ix_blind_indexes_index ON blind_indexes (\"index\") WHERE kind = 1"
        );
        db.Database.ExecuteSqlRaw("VACUUM ANALYZE");
    }

    private static void County(TaihangDb db, Sealing sealing, int county, string method)
    {
        var ids = new OrderedIds(new DateTimeOffset(Day, default, default));
        var countyNo = CountyNo(county);
        using var transaction = db.Database.BeginTransaction();
        db.Regions.AddRange(Places(county));
        var run = new IdentificationRun
        {
            CountyNo = countyNo,
            RunId = ids.Next(),
            Pack = Pack,
            Method = method,
            PackHash = "",
            ParameterHash = "",
            SnapshotHash = "",
            EngineVersion = "",
            AsOf = Day,
            ActId = ids.Next(),
            Households = Villages * Households,
            Persons = Persons,
        };
        db.IdentificationRuns.Add(run);
        var registered = new Act
        {
            CountyNo = countyNo,
            ActId = ids.Next(),
            Kind = "registry.import",
            ActorId = ids.Next(),
            AtUnixMs = 0,
            Reason = "",
            Basis = "",
            Content = "{}",
        };
        db.Acts.Add(registered);
        var observations = new List<Observation>();
        void Observe(int kind, Guid subject, string document) =>
            observations.Add(
                new Observation
                {
                    CountyNo = countyNo,
                    ObservationId = ids.Next(),
                    SubjectKind = kind,
                    SubjectId = subject,
                    Event = "registration",
                    ObservedOn = Day,
                    ActId = registered.ActId,
                    Document = document,
                }
            );
        var (households, persons) = (new List<Household>(), new List<Person>());
        var (indexes, results) = (new List<BlindIndex>(), new List<IdentificationResult>());
        var person = county * (long)Persons;
        for (var village = 0; village < Villages; village++)
        {
            var villageNo = VillageNo(county, village);
            db.Villages.Add(
                new Village
                {
                    CountyNo = countyNo,
                    VillageNo = villageNo,
                    SubjectId = ids.Next(),
                }
            );
            for (var home = 0; home < Households; home++)
            {
                var (household, members) = (ids.Next(), Members[home % Members.Length]);
                for (var member = 0; member < members; member++, person++)
                {
                    var id = ids.Next();
                    Observe(ObservedOf.Persons, id, person % 20 == 0 ? IllPerson : HealthyPerson);
                    persons.Add(
                        new Person
                        {
                            CountyNo = countyNo,
                            PersonId = id,
                            HouseholdId = household,
                            Name = Name(person),
                            // As wide as what is sealed; opening is not what is measured.
                            WrappedKey = RandomNumberGenerator.GetBytes(64),
                            Sealed = RandomNumberGenerator.GetBytes(90),
                            JoinedOn = Day,
                        }
                    );
                    indexes.Add(
                        new BlindIndex
                        {
                            Index = sealing.Index(SealedKind.IdNumber, IdNumber(person)),
                            Kind = (int)SealedKind.IdNumber,
                            CountyNo = countyNo,
                            PersonId = id,
                        }
                    );
                }
                Observe(ObservedOf.Households, household, home % 10 == 0 ? BadHouse : GoodHouse);
                households.Add(
                    new Household
                    {
                        CountyNo = countyNo,
                        HouseholdId = household,
                        VillageNo = villageNo,
                        Number = $"{village:000}{home:000}",
                        HeadId = persons[^members].PersonId,
                        RegisteredOn = Day,
                    }
                );
                results.Add(
                    new IdentificationResult
                    {
                        CountyNo = countyNo,
                        RunId = run.RunId,
                        HouseholdId = household,
                        VillageNo = villageNo,
                        Outcome = home % 7 == 0 ? "monitored" : "none",
                        Counted = home % 7 == 0,
                        Persons = members,
                    }
                );
            }
        }
        db.SaveChanges();
        db.ChangeTracker.Clear();
        Bulk(db, households);
        Bulk(db, persons);
        Bulk(db, results);
        Bulk(db, observations);
        Bulk(db, [.. indexes.OrderBy(i => BitConverter.ToUInt64([.. i.Index[..8].Reverse()]))]);
        transaction.Commit();
    }

    private static void Bulk<T>(TaihangDb db, List<T> rows)
        where T : class
    {
        using var writer = new BulkWriter<T>(db);
        writer.Write(rows);
    }

    public static int VillageNo(int county, int village) => Numbered((county * 1_000) + 100 + village);

    private static int Numbered(int place) => 1_000 + place;

    public static string VillageCode(int county, int village) =>
        $"{100_000 + county:000000}{1 + (village % Townships):000}{village:000}";

    private static IEnumerable<Region> Places(int county)
    {
        var (code, own) = ($"{100_000 + county:000000}", Numbered(county * 1_000));
        yield return Place(own, code, $"{code} 县", "county", 0);
        for (var township = 1; township <= Townships; township++)
            yield return Place(own + township, $"{code}{township:000}", $"第{township}镇", "township", own);
        for (var village = 0; village < Villages; village++)
            yield return Place(
                VillageNo(county, village),
                VillageCode(county, village),
                $"第{village}村",
                "village",
                own + 1 + (village % Townships)
            );

        Region Place(int number, string placeCode, string name, string level, int parent) =>
            new()
            {
                CountyNo = CountyNo(county),
                RegionNo = number,
                Code = placeCode,
                Name = name,
                Level = level,
                ParentNo = parent,
            };
    }

    // As long as what is recorded of a household and a person of the sample.
    private const string GoodHouse =
        """{"arable_land_mu":"18.4","clothing_secure":true,"cooperative_member":false,"electricity":true,"food_secure":true,"fuel":"firewood","household_kind":"general","housing_area_m2":129,"housing_grade":"b","housing_structure":"brick_wood","income_business_fen_year":3598900,"income_property_fen_year":48500,"income_transfer_fen_year":305800,"income_wage_fen_year":0,"main_cause":"skill","production_cost_fen_year":1094900,"registered_poor_before":false,"relapse_risk":false,"rigid_spending_fen_year":0,"road_distance_km":"1.1","sudden_event":"none","sudden_hardship":false,"toilet":false,"water_carry_minutes":0,"water_clean":true,"water_litre_person_day":84,"water_shortage_days":0,"water_source":"tap"}""";
    private const string HealthyPerson =
        """{"birth_date":"1984-10-02","health":"healthy","labour":"ordinary","medical_insurance":true,"pension_insurance":false,"relation":"head","school_state":"not_student","schooling_level":"primary","serious_illness_insurance":true,"sex":"male","work_months_year":0,"work_place":"none"}""";
    private static readonly string BadHouse = GoodHouse.Replace(
        "\"housing_grade\":\"b\"",
        "\"housing_grade\":\"c\"",
        StringComparison.Ordinal
    );
    private static readonly string IllPerson = HealthyPerson.Replace("healthy", "chronic", StringComparison.Ordinal);

    private static string Name(long person) =>
        $"{Surnames[(int)(person % 20)]}{Given[(int)(person / 20 % 20)]}{Given[(int)(person / 400 % 20)]}";
}
