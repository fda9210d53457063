using System.Text;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Takeover;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Takeover;

/// <summary>Two small files of an old register of made-up people and the mapping that reads them; a test changes what it is about.</summary>
public sealed class OldRegister(Folder files)
{
    public static DateOnly Day { get; } = new(2020, 6, 30);

    public static string First { get; } = IdNumberOf(new DateOnly(1960, 5, 17), 1);

    public static string Second { get; } = IdNumberOf(new DateOnly(1962, 11, 3), 2);

    public string Mapping { get; set; } =
        """
            mapping: old_register
            source: {zh: 旧系统, en: The old register}
            observed: {from: 更新日期, date: yyyyMMdd}
            layout: joined
            files:
              households: {file: households.csv}
              members: {file: members.csv}
            key: {households: 户ID, members: 户主键}
            left_out:
              households: {备注: 旧系统内部使用}
            columns:
              place.village_code: {from: 村编码}
              place.household_number: {from: 户号}
              place.name: {from: 姓名}
              member.id_number: {from: 证件, strip: "'"}
              member.phone: {from: 电话}
              member.relation: {from: 关系, values: {"01": head, "02": spouse, "03": son}}
              member.sex: {from: 性别, values: {"1": 男, "2": 女, "9": ""}}
              member.birth_date: {from: 出生, date: d/M/yyyy, blank: ["0"]}
              household.income_wage_fen_year: {from: 工资, times: 10000}
              household.main_cause: {from: 原因, values: {"1": 因病, "2": 因学}}
            """;

    public List<string> Households { get; } =
    [
        "户ID,村编码,户号,工资,原因,更新日期,备注",
        $"P1,{EastVillage},H1,0.52345,1,20200630,旧",
        $"P2,{EastVillage},H2,,2,20200531,",
    ];

    /// <summary>The members of one household do not stand together.</summary>
    public List<string> Members { get; } =
    [
        "户主键,姓名,证件,电话,关系,性别,出生",
        $"P1,测试甲,'{First},13000000001,01,1,17/5/1960",
        "P2,测试丙,,,01,2,1/1/1970",
        $"P1,测试乙,'{Second},,02,2,03/11/1962",
    ];

    public string Write()
    {
        File.WriteAllText(files.File("households.csv"), string.Join("\r\n", Households), new UTF8Encoding(false));
        File.WriteAllText(files.File("members.csv"), string.Join("\r\n", Members), new UTF8Encoding(false));
        File.WriteAllText(files.File("mapping.yaml"), Mapping);
        return files.File("mapping.yaml");
    }

    public Outcome<TakeoverReport> Take(StoreAddress address, bool trial = false) =>
        Take(address, files, Write(), files.File("."), trial);

    public static Outcome<TakeoverReport> Take(
        StoreAddress address,
        Folder files,
        string mapping,
        string folder,
        bool trial = false
    )
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var at = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(db.Acts.Count());
        return TakeOver.Run(
            db,
            new TakeoverRequest(
                mapping,
                folder,
                Form,
                LoadRegions.Tree(db),
                sealing,
                new ActContext(Guid.Empty, at, "测试", "测试"),
                trial
            ),
            null,
            CancellationToken.None
        );
    }

    /// <summary>Every fault with its place, such as <c>TH0531 members.csv 3 5</c>.</summary>
    public static IEnumerable<string> Placed(IEnumerable<Problem> problems) =>
        problems.Select(p => $"{p.Code} {p.Where?.File} {p.Where?.Row} {p.Where?.Column}");
}
