using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Evaluate;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;
using static Taihang.Tests.Store.Modules.Reports.SavedListTests;

namespace Taihang.Tests.Store.Modules.Reports;

/// <summary>A list reads little of the record; each test holds it to what reading the whole record says.</summary>
public sealed class ListFactsTests(PostgresCluster cluster)
{
    private static readonly DateOnly May = new(2026, 5, 1);

    private static readonly (string Field, string Test, string Value)[][] Asked =
    [
        [],
        [("household.main_cause", ListTest.Is, "因病")],
        [("household.main_cause", ListTest.IsNot, "因病、因学")],
        [("household.main_cause", ListTest.NotRecorded, "")],
        [("household.other_causes", ListTest.Is, "缺劳力")],
        [("household.income_wage_fen_year", ListTest.AtLeast, "100")],
        [("household.income_wage_fen_year", ListTest.OlderThan, "40")],
        [("place.members", ListTest.AtLeast, "2")],
        [("place.village", ListTest.Is, "东关村居民委员会")],
        [("place.village_code", ListTest.IsNot, EastVillage)],
        [("list.last_observed", ListTest.AtMost, "2026-05-01")],
        [("list.outcome", ListTest.Is, "Not poor")],
        [("head.health", ListTest.Is, "长期慢性病")],
        [("head.sex", ListTest.IsNot, "男"), ("household.main_cause", ListTest.Recorded, "")],
        [("head.birth_date", ListTest.OlderThan, "10")],
    ];

    private static readonly (string Field, string Test, string Value)[][] AskedOfMembers =
    [
        [("member.sex", ListTest.Is, "女")],
        [("member.medical_insurance", ListTest.IsNot, "否")],
        [("member.health", ListTest.NotRecorded, ""), ("household.main_cause", ListTest.Is, "因病")],
        [("member.birth_date", ListTest.AtMost, "1962-11-03"), ("head.sex", ListTest.Is, "男")],
        [("member.work_months_year", ListTest.AtLeast, "3"), ("member.work_months_year", ListTest.OlderThan, "40")],
    ];

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_list_finds_whom_the_whole_record_names_on_every_day(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        Disturb(county);
        var found = 0;
        foreach (var place in new[] { county.Village, county.County })
        foreach (var day in new[] { January, May, May.AddDays(1), June })
        foreach (
            var (rows, asked) in Asked
                .Select(a => (RowsOf.Households, a))
                .Concat(Asked.Concat(AskedOfMembers).Select(a => (RowsOf.Members, a)))
        )
        {
            var request = Request(county, Rule(rows, ["place.household_number"], asked), day) with { Place = place };
            var shown = ShowList.Run(request, ListPart.Whole with { CannotSay = 100 }).Value;
            var (fits, unsaid) = Whole(request);
            var what = $"{place.Name} {day} {rows} {string.Join(" and ", asked)}";
            Assert.Equal((what, fits), (what, Told(shown.Rows)));
            Assert.Equal((what, unsaid), (what, Told(shown.CannotSay)));
            found += shown.Rows.Length + (1000 * shown.CannotSayTotal);
        }
        Assert.True(found > 100_000, "Conditions that leave nothing open prove nothing.");
    }

    private static string Told(IEnumerable<KnownRow> rows) =>
        string.Join(' ', rows.Select(r => $"{r.HouseholdNumber}/{r.PersonId}"));

    /// <summary>
    /// Later values, two on one day of which the later written counts, an older one written afterwards, an observation without a value, a
    /// member who left, a head who is nobody's member, and a household of another village.
    /// </summary>
    private static void Disturb(FormCounty county)
    {
        var (db, no) = (county.Db, county.Village.CountyNo);
        var act = db.Acts.First(a => a.CountyNo == no).ActId;
        var first = db.Households.Single(h => h.Number == "H1");
        var second = db.Households.Single(h => h.Number == "H2");
        var (head, spouse) = (db.Persons.Single(p => p.Name == "测试甲"), db.Persons.Single(p => p.Name == "测试乙"));
        var order = 0;
        void Observe(int kind, Guid subject, DateOnly day, string document) =>
            db.Observations.Add(
                new Observation
                {
                    CountyNo = no,
                    ObservationId = Guid.Parse(
                        string.Create(CultureInfo.InvariantCulture, $"ffffffff-0000-7000-8000-{++order:d12}")
                    ),
                    SubjectKind = kind,
                    SubjectId = subject,
                    Event = "update",
                    ObservedOn = day,
                    ActId = act,
                    Document = document,
                }
            );
        Observe(ObservedOf.Households, first.HouseholdId, May, """{"main_cause":"schooling"}""");
        Observe(
            ObservedOf.Households,
            first.HouseholdId,
            May,
            """{"income_wage_fen_year":900,"main_cause":"illness"}"""
        );
        Observe(ObservedOf.Households, first.HouseholdId, May.AddDays(-9), """{"main_cause":"skill"}""");
        Observe(ObservedOf.Households, second.HouseholdId, May.AddDays(1), "{}");
        Observe(ObservedOf.Persons, spouse.PersonId, May.AddDays(1), """{"work_months_year":7}""");
        head.LeftOn = May.AddDays(1);
        db.SaveChanges();
        var west = county.Tree.ByCode(WestVillage, June)!;
        Assert.True(
            county
                .ImportAgain([
                    new()
                    {
                        ["village_code"] = WestVillage,
                        ["village_name"] = west.Name,
                        ["household_number"] = "H3",
                        ["name"] = "测试丁",
                        ["relation"] = "户主",
                        ["sex"] = "男",
                        ["birth_date"] = "1980-01-01",
                    },
                ])
                .Ok
        );
        db.ChangeTracker.Clear();
    }

    /// <summary>The same list from everything that is recorded of everybody.</summary>
    private static (string Fits, string CannotSay) Whole(ListRequest request)
    {
        var villages =
            request.Place.Level == "village"
                ? [request.Place.RegionNo]
                : request
                    .Tree.OfCounty(request.Place.CountyNo)
                    .Where(p => p.Level == "village")
                    .Select(p => p.RegionNo)
                    .ToList();
        var rows = HouseholdFacts
            .InVillages(request.Db, request.Place.CountyNo, villages, request.Day)
            .SelectMany(h =>
                request.Rule.Rows == RowsOf.Members ? h.Members.Select(m => (h, (MemberRecord?)m)) : [(h, null)]
            )
            .Select(r => (Row: r, Holds: request.Rule.Holds(id => Value(request, r.h, r.Item2, id), request.Day)))
            .ToList();
        string Those(bool? holds) =>
            string.Join(
                ' ',
                rows.Where(r => r.Holds == holds)
                    .Select(r => $"{r.Row.h.Household.Number}/{(r.Row.Item2 ?? r.Row.h.Head)?.Person.PersonId}")
            );
        return (Those(true), Those(null));
    }

    private static ListValue? Value(ListRequest request, HouseholdRecord household, MemberRecord? member, string id)
    {
        var field = request.Fields.Find(id)!;
        var village = request.Tree.ByNumber(household.Household.VillageNo)!;
        switch (id)
        {
            case "place.members":
                return new ListValue(new Fraction(household.Members.Count, 1), null, [], null);
            case "place.village":
                return new ListValue(null, null, [village.Name], null);
            case "place.village_code":
                return new ListValue(null, null, [village.Code], null);
            case ListFields.Outcome:
                return null;
            case ListFields.LastObserved:
                return household.NewestAfter(DateOnly.MinValue) is { } last
                    ? new ListValue(null, last, [], last)
                    : null;
            default:
                break;
        }
        var facts =
            field.Of == FieldOf.Household ? household.Facts
            : field.Of == FieldOf.Head ? household.Head?.Facts
            : member?.Facts;
        var attribute = request.Fields.Attribute(field)!;
        if (facts?.GetValueOrDefault(field.Attribute) is not { } fact)
            return attribute.WhenBlank is { } blank ? Of(blank) with { Assumed = true } : null;
        return Of(UnitFacts.FromJson(attribute, fact.Json)) with { ObservedOn = fact.ObservedOn };

        ListValue Of(object value) =>
            value switch
            {
                Fraction number => new ListValue(number * request.Fields.Factor(field), null, [], null),
                DateOnly on => new ListValue(null, on, [], null),
                bool truth => new ListValue(null, null, [truth ? "true" : "false"], null),
                IEnumerable<string> codes => new ListValue(null, null, [.. codes], null),
                var text => new ListValue(null, null, [text.ToString()!], null),
            };
    }
}
