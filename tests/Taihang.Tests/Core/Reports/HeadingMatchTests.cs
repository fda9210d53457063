using Taihang.Core.Common;
using Taihang.Core.Reports;
using Xunit;
using static Taihang.Tests.Core.Reports.ReportRules;

namespace Taihang.Tests.Core.Reports;

/// <summary>
/// Headings as registration forms, handbooks and superiors' tables write them (field groups of the registration form; variants of width,
/// spacing, punctuation, units and wording), each with what it asks for, and headings that look alike and ask for something else.
/// </summary>
public sealed class HeadingMatchTests
{
    private static readonly HeadingMatch Match = new(Headings);

    [Theory]
    [InlineData("序号", "place.serial")]
    [InlineData(" 序 号 ", "place.serial")]
    [InlineData("乡（镇）", "place.township")]
    [InlineData("行政村", "place.village")]
    [InlineData("行政村名称", "place.village")]
    [InlineData("户编号", "place.household_number")]
    [InlineData("户 编 号（必填）", "place.household_number")]
    [InlineData("户主姓名", "place.head_name")]
    [InlineData("户主\n姓名", "place.head_name")]
    [InlineData("姓名", "place.name")]
    [InlineData("姓　名", "place.name")]
    [InlineData("家庭人口数", "place.members")]
    [InlineData("1.姓名", "place.name")]
    [InlineData("性别", "member.sex")]
    [InlineData("公民身份号码", "member.id_number")]
    [InlineData("身份证号码（18位）", "member.id_number")]
    [InlineData("证件号码*", "member.id_number")]
    [InlineData("户主身份证号", "head.id_number")]
    [InlineData("联系电话", "member.phone")]
    [InlineData("户主联系电话", "head.phone")]
    [InlineData("手机号码：", "member.phone")]
    [InlineData("银行账号", "member.bank_account")]
    [InlineData("与户主关系", "member.relation")]
    [InlineData("出生年月日（yyyy-mm-dd）", "member.birth_date")]
    [InlineData("文化程度", "member.schooling_level")]
    [InlineData("在校生状况", "member.school_state")]
    [InlineData("健康状况", "member.health")]
    [InlineData("劳动能力", "member.labour")]
    [InlineData("务工所在地", "member.work_place")]
    [InlineData("务工时间（月）", "member.work_months_year")]
    [InlineData("是否参加大病保险", "member.serious_illness_insurance")]
    [InlineData("是否参加城乡居民基本医疗保险（是/否）", "member.medical_insurance")]
    [InlineData("贫困户属性", "household.household_kind")]
    [InlineData("主要致贫原因", "household.main_cause")]
    [InlineData("其他致贫原因（最多两项）", "household.other_causes")]
    [InlineData("工资性收入（元）", "household.income_wage_fen_year")]
    [InlineData("工资性收入(元／年)", "household.income_wage_fen_year")]
    [InlineData("生产经营性收入", "household.income_business_fen_year")]
    [InlineData("财产性收入（元）", "household.income_property_fen_year")]
    [InlineData("转移性收入（元）", "household.income_transfer_fen_year")]
    [InlineData("生产经营性支出（元）", "household.production_cost_fen_year")]
    [InlineData("住房面积（㎡）", "household.housing_area_m2")]
    [InlineData("住房面积（平方米）", "household.housing_area_m2")]
    [InlineData("主要结构", "household.housing_structure")]
    [InlineData("危房等级", "household.housing_grade")]
    [InlineData("耕地面积（亩）", "household.arable_land_mu")]
    [InlineData("主要燃料类型", "household.fuel")]
    [InlineData("饮用水来源", "household.water_source")]
    [InlineData("是否通生活用电", "household.electricity")]
    [InlineData("是否有卫生厕所", "household.toilet")]
    [InlineData("与村主干路距离（公里）", "household.road_distance_km")]
    [InlineData("是否加入农民专业合作社", "household.cooperative_member")]
    [InlineData("Household number", "place.household_number")]
    [InlineData("Housing safety grade", "household.housing_grade")]
    public void A_heading_asks_for_its_fact(string heading, string field) =>
        Assert.Equal(field, Match.Find(new ColumnHeading(1, heading, ""), [])?.Field.Id);

    [Theory]
    [InlineData("帮扶责任人姓名")]
    [InlineData("帮扶人联系电话")]
    [InlineData("姓名（帮扶人）")]
    [InlineData("2024年工资性收入（元）")]
    [InlineData("人均纯收入（元）")]
    [InlineData("耕地面积（公顷）")]
    [InlineData("住房面积（亩）")]
    [InlineData("有效灌溉面积（亩）")]
    [InlineData("易地搬迁安置住房面积")]
    [InlineData("配偶身份证号")]
    [InlineData("残疾证号")]
    [InlineData("备注")]
    [InlineData("60岁以上人口数")]
    [InlineData("主要结构（辅房）")]
    public void A_heading_that_only_looks_alike_is_not_known(string heading) =>
        Assert.Null(Match.Find(new ColumnHeading(1, heading, ""), []));

    [Theory]
    [InlineData("户主", "姓名", "place.head_name")]
    [InlineData("户主信息", "身份证号", "head.id_number")]
    [InlineData("家庭成员", "姓名", "place.name")]
    [InlineData("家庭收入", "工资性收入（元）", "household.income_wage_fen_year")]
    [InlineData("帮扶责任人", "姓名", null)]
    [InlineData("帮扶责任人", "联系电话", null)]
    [InlineData("驻村第一书记", "姓名", null)]
    [InlineData("监护人", "性别", null)]
    public void A_heading_above_says_whose_it_is(string group, string heading, string? field) =>
        Assert.Equal(field, Match.Find(new ColumnHeading(1, heading, group), [])?.Field.Id);

    [Theory]
    [InlineData("工资性收入（万元）", "", "1/1000000")]
    [InlineData("工资性收入", "", "1/100")]
    [InlineData("工资性收入", "万元", "1/1000000")]
    [InlineData("工资性收入（元）", "万元", "1/100")]
    [InlineData("与村主干路距离（米）", "", "1000")]
    public void A_number_is_written_in_the_unit_that_is_asked(string heading, string sheetUnit, string factor)
    {
        var match = Match.Find(new ColumnHeading(1, heading, ""), sheetUnit.Length > 0 ? [sheetUnit] : [])!;
        Assert.True(Fraction.TryParse(factor, out var expected));
        Assert.Equal(expected, match.Factor);
    }

    /// <summary>Whoever matched by likeness would take a helper's phone for the household's.</summary>
    [Fact]
    public void A_matcher_that_takes_what_a_heading_contains_is_caught()
    {
        string? Twin(string heading) =>
            Headings
                .Fields.FirstOrDefault(f =>
                    f.Labels.Any(l => heading.Contains(l, StringComparison.Ordinal) && l.Length > 1)
                )
                ?.Id;
        Assert.Equal("member.phone", Twin("帮扶人联系电话"));
        Assert.Null(Match.Find(new ColumnHeading(1, "帮扶人联系电话", ""), []));
    }

    [Fact]
    public void Every_title_of_the_dictionary_asks_for_its_own_fact()
    {
        foreach (var attribute in Dictionary.Attributes)
        foreach (
            var heading in new[] { attribute.Title.Zh, attribute.Title.En, attribute.Heading.Zh, attribute.Heading.En }
        )
            Assert.Equal(
                $"{(attribute.OfMember ? "member" : "household")}.{attribute.Id}",
                Match.Find(new ColumnHeading(1, heading, ""), [])?.Field.Id
            );
    }
}
