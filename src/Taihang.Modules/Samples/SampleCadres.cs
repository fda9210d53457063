using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Read;

namespace Taihang.Modules.Samples;

/// <summary>A made-up roster: half as many cadres again as the county has villages, from units of every kind and level.</summary>
internal static class SampleCadres
{
    private static readonly (string Kind, string Name, string[] Strong)[] Units =
    [
        ("party", "组织部", ["party_building"]),
        ("party", "统战部", ["party_building", "education"]),
        ("economic", "发展改革局", ["industry", "finance"]),
        ("economic", "财政局", ["finance"]),
        ("law", "司法局", ["law"]),
        ("law", "人民法院", ["law"]),
        ("technical", "农业农村局", ["industry"]),
        ("technical", "水利局", ["engineering"]),
        ("technical", "交通运输局", ["engineering"]),
        ("social", "教育局", ["education"]),
        ("social", "卫生健康局", ["health"]),
        ("enterprise", "供销社", ["industry", "finance"]),
    ];

    private static readonly (string Prefix, string Level)[] Levels =
    [
        ("样例县", "county"),
        ("样例县", "county"),
        ("样例市", "prefecture"),
        ("样例省", "province"),
    ];

    /// <returns>The file's name.</returns>
    public static string Write(
        string folder,
        SampleRequest request,
        RosterForm form,
        RegionTree tree,
        IEnumerable<RegionPlace> villages
    )
    {
        const string Name = "cadres.csv";
        var county = tree.Resolve(request.County, MakeSample.Days[^1], "county").Value;
        var own = villages.Where(v => v.CountyNo == county.CountyNo).ToList();
        var stream = new SeededStream(request.Seed + " cadres");
        using var writer = new StreamWriter(Path.Combine(folder, Name), false, new UTF8Encoding(true))
        {
            NewLine = "\n",
        };
        writer.WriteLine(string.Join(',', form.Columns.Select(c => MakeSample.Quoted(c.Heading.In(request.Headings)))));
        var seen = new HashSet<string>();
        for (var i = 0; i < (own.Count * 3 / 2) + 1; i++)
        {
            var unit = Units[stream.NextBelow(Units.Length)];
            var level = Levels[stream.NextBelow(Levels.Length)];
            string name;
            do name = SamplePeople.Name(SamplePeople.Surname(ref stream), ref stream);
            while (!seen.Add(level.Prefix + unit.Name + name));
            var home =
                stream.NextShare() < 0.7
                    ? tree.ByNumber(own[stream.NextBelow(own.Count)].ParentNo)!.Code
                    : form.Outside.In(request.Headings);
            var cells = new Dictionary<string, string>
            {
                ["unit_name"] = level.Prefix + unit.Name,
                ["unit_level"] = Label("unit_level", level.Level),
                ["unit_kind"] = Label("unit_kind", unit.Kind),
                ["name"] = name,
                ["home_region"] = home,
                ["seniority"] = (1 + stream.NextBelow(9)).ToString(CultureInfo.InvariantCulture),
                ["eligible"] = (stream.NextShare() < 0.95 ? form.Yes : form.No).In(request.Headings),
            };
            foreach (var skill in form.Columns.Where(c => c.Use == RosterUse.Skill))
                cells[skill.Id] = (
                    unit.Strong.Contains(skill.Id) ? 2 + stream.NextBelow(2)
                    : stream.NextShare() < 0.3 ? 1
                    : 0
                ).ToString(CultureInfo.InvariantCulture);
            writer.WriteLine(string.Join(',', form.Columns.Select(c => MakeSample.Quoted(cells[c.Id]))));
        }
        return Name;

        string Label(string column, string code) =>
            form.Columns.Single(c => c.Id == column).Choices!.Find(code)!.Label.In(request.Headings);
    }
}
