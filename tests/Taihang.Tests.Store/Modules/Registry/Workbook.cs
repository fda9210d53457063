using System.Collections.Immutable;
using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;

namespace Taihang.Tests.Store.Modules.Registry;

/// <summary>Builds small registration workbooks of made-up people (place 000000 in every number) and takes them in.</summary>
public static class Workbook
{
    /// <summary>东关村居民委员会 and 西关村居民委员会 in the pack's tree.</summary>
    public const string EastVillage = "130623100002";

    public const string WestVillage = "130623100003";

    public static DateOnly January { get; } = new(2026, 1, 15);

    public static DateOnly June { get; } = new(2026, 6, 15);

    private static readonly Lazy<RegistrationForm> LoadedForm = new(() =>
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Packs, "cn", "dictionary"))
            .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText);
        var problems = new List<Problem>();
        var dictionary = DictionaryReader.Read(files, problems);
        var form = RegistrationForm.Read(
            File.ReadAllText(Path.Combine(Repository.Packs, "cn", RegistrationForm.File)),
            dictionary
        );
        return problems.Count == 0 ? form.Value : throw new InvalidOperationException(string.Join('\n', problems));
    });

    public static RegistrationForm Form => LoadedForm.Value;

    /// <summary>A made-up number with the right check character.</summary>
    public static string IdNumberOf(DateOnly born, int order)
    {
        var body = $"000000{born:yyyyMMdd}{order:000}";
        return body + IdNumber.CheckCharacter(body);
    }

    /// <summary>Two households of two and one members in one village; every test changes what it is about.</summary>
    public static List<Dictionary<string, string>> Rows() =>
        [
            new()
            {
                ["village_code"] = EastVillage,
                ["village_name"] = "东关村居民委员会",
                ["household_number"] = "H1",
                ["name"] = "测试甲",
                ["id_number"] = IdNumberOf(new DateOnly(1960, 5, 17), 1),
                ["phone"] = "13000000001",
                ["bank_account"] = "6200000000000000001",
                ["relation"] = "户主",
                ["sex"] = "男",
                ["birth_date"] = "1960-05-17",
                ["health"] = "长期慢性病",
                ["medical_insurance"] = "是",
                ["household_kind"] = "一般农户",
                ["main_cause"] = "因病",
                ["other_causes"] = "缺劳力、因学",
                ["income_wage_fen_year"] = "1234.50",
                ["arable_land_mu"] = "3.50",
                ["road_distance_km"] = "2",
            },
            new()
            {
                ["village_code"] = EastVillage,
                ["household_number"] = "H1",
                ["name"] = "测试乙",
                ["id_number"] = IdNumberOf(new DateOnly(1962, 11, 3), 2),
                ["relation"] = "配偶",
                ["sex"] = "女",
                ["birth_date"] = "1962/11/3",
                ["work_months_year"] = "3",
            },
            new()
            {
                ["village_code"] = EastVillage,
                ["household_number"] = "H2",
                ["name"] = "测试丙",
                ["relation"] = "户主",
                ["sex"] = "女",
                ["birth_date"] = "19700101",
                ["income_wage_fen_year"] = "0",
            },
        ];

    /// <param name="language">Of the headings.</param>
    /// <param name="columns">Columns in the order wanted; the form's own when null.</param>
    public static string[][] Table(
        List<Dictionary<string, string>> rows,
        Language language = Language.Chinese,
        IReadOnlyList<string>? columns = null
    )
    {
        columns ??= [.. Form.Columns.Select(Id)];
        var headings = columns.Select(id => Form.Columns.Single(c => Id(c) == id).Heading.In(language)).ToArray();
        return [headings, .. rows.Select(row => columns.Select(id => row.GetValueOrDefault(id, "")).ToArray())];
    }

    public static string Id(FormColumn column) =>
        column.Use switch
        {
            ColumnUse.VillageCode => "village_code",
            ColumnUse.VillageName => "village_name",
            ColumnUse.HouseholdNumber => "household_number",
            ColumnUse.Name => "name",
            _ => column.Attribute!.Id,
        };

    /// <summary>Where a column stands in the file, counted from 1.</summary>
    public static int ColumnOf(string id) => Form.Columns.Select(Id).ToList().IndexOf(id) + 1;

    public static string Csv(string path, string[][] table, Encoding? encoding = null)
    {
        File.WriteAllText(
            path,
            string.Concat(
                table.Select(row => string.Join(',', row.Select(c => c.Contains(',') ? $"\"{c}\"" : c)) + "\r\n")
            ),
            encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        return path;
    }

    public static string Xlsx(string path, string[][] table, string sheet = "农户登记")
    {
        var rows = table.Skip(1).Select(row => table[0].Zip(row).ToDictionary(c => c.First, c => (object)c.Second));
        MiniExcel.SaveAs(
            path,
            new Dictionary<string, object>
            {
                ["说明"] = new[] { new { 说明 = "这是说明页" } },
                [sheet] = rows.ToList(),
            },
            configuration: new OpenXmlConfiguration { AutoFilter = false }
        );
        return path;
    }

    public static StoreAddress Prepared(this PostgresCluster cluster, Engine engine, Folder files)
    {
        var address = cluster.Fresh(engine, files);
        using var db = OpenStore.Migrate(address).Value;
        LoadRegions.Run(db, Path.Combine(Repository.Packs, "cn", "regions"));
        if (!File.Exists(files.File("master.key")))
            KeyRing.Make(files.File("master.key"));
        return address;
    }

    public static Outcome<ImportReport> Import(
        StoreAddress address,
        Folder files,
        string path,
        DateOnly day,
        string? faults = null,
        IProgress<Step>? progress = null,
        CancellationToken cancel = default
    )
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        // Each act a minute after the one before, as acts are.
        var at = new DateTimeOffset(day, default, default).AddMinutes(db.Acts.Count());
        var context = new ActContext(Guid.Empty, at, "测试", "测试");
        return ImportHouseholds.Run(
            db,
            new ImportRequest(path, Form, LoadRegions.Tree(db), sealing, day, context, faults),
            progress,
            cancel
        );
    }

    /// <summary>The latest value of every attribute of the household, by attribute; members by name.</summary>
    public static HouseholdRecord Household(StoreAddress address, string number, DateOnly day)
    {
        using var db = OpenStore.Existing(address).Value;
        var row = db.Households.Single(h => h.Number == number);
        return HouseholdFacts.Read(db, row.CountyNo, row.HouseholdId, day)!;
    }

    public static ImmutableSortedDictionary<string, int> Counts(StoreAddress address)
    {
        using var db = OpenStore.Existing(address).Value;
        return new Dictionary<string, int>
        {
            ["villages"] = db.Villages.Count(),
            ["households"] = db.Households.Count(),
            ["persons"] = db.Persons.Count(),
            ["observations"] = db.Observations.Count(),
            ["indexes"] = db.BlindIndexes.Count(),
            ["acts"] = db.Acts.Count(),
            ["leaves"] = db.AuditLeaves.Count(),
            ["files"] = db.ImportedFiles.Count(),
        }.ToImmutableSortedDictionary();
    }
}
