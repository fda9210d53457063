using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Modules.Samples;

/// <summary>A made-up roster: half as many cadres again as the county has villages, from units of every kind and level.</summary>
internal static class SampleCadres
{
    private static readonly (string Kind, string Zh, string Label, int[] Strong)[] Units =
    [
        ("party", "组织部", "党群部门", [0]),
        ("party", "统战部", "党群部门", [0, 5]),
        ("economic", "发展改革局", "经济部门", [1, 2]),
        ("economic", "财政局", "经济部门", [2]),
        ("law", "司法局", "政法部门", [3]),
        ("law", "人民法院", "政法部门", [3]),
        ("technical", "农业农村局", "科技部门", [1]),
        ("technical", "水利局", "科技部门", [4]),
        ("technical", "交通运输局", "科技部门", [4]),
        ("social", "教育局", "社会事业部门", [5]),
        ("social", "卫生健康局", "社会事业部门", [6]),
        ("enterprise", "供销社", "企业", [1, 2]),
    ];

    private static readonly (string Prefix, string Label)[] Levels =
    [
        ("样例县", "县级"),
        ("样例县", "县级"),
        ("样例市", "市级"),
        ("样例省", "省级"),
    ];

    /// <returns>The file's name.</returns>
    public static string Write(string folder, SampleRequest request, RegionTree tree, IEnumerable<RegionPlace> villages)
    {
        const string Name = "cadres.csv";
        var county = tree.Resolve(request.County, MakeSample.Days[^1], "county").Value;
        var own = villages.Where(v => v.CountyNo == county.CountyNo).ToList();
        var stream = new SeededStream(request.Seed + " cadres");
        using var writer = new StreamWriter(Path.Combine(folder, Name), false, new UTF8Encoding(true))
        {
            NewLine = "\n",
        };
        writer.WriteLine(
            "派出单位,单位层级,单位类别,姓名,家庭所在地代码,资历（0-9）,可任第一书记,党建能力（0-3）,产业能力（0-3）,金融财务能力（0-3）,法律能力（0-3）,工程能力（0-3）,教育能力（0-3）,卫生能力（0-3）"
        );
        var seen = new HashSet<string>();
        for (var i = 0; i < (own.Count * 3 / 2) + 1; i++)
        {
            var unit = Units[stream.NextBelow(Units.Length)];
            var level = Levels[stream.NextBelow(Levels.Length)];
            string name;
            do name = SamplePeople.Name(SamplePeople.Surname(ref stream), ref stream);
            while (!seen.Add(level.Prefix + unit.Zh + name));
            var home =
                stream.NextShare() < 0.7 ? tree.ByNumber(own[stream.NextBelow(own.Count)].ParentNo)!.Code : "区域外";
            var skills = new int[7];
            for (var s = 0; s < skills.Length; s++)
                skills[s] =
                    unit.Strong.Contains(s) ? 2 + stream.NextBelow(2)
                    : stream.NextShare() < 0.3 ? 1
                    : 0;
            writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{level.Prefix}{unit.Zh},{level.Label},{unit.Label},{name},{home},{1 + stream.NextBelow(9)},{(stream.NextShare() < 0.95 ? "是" : "否")},{string.Join(',', skills)}"
                )
            );
        }
        return Name;
    }
}
