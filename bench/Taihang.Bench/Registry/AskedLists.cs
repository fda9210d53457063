using Microsoft.EntityFrameworkCore;
using Taihang.Bench.Harness;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;

namespace Taihang.Bench.Registry;

/// <summary>Pages of saved lists over a county drawn, each checked against what was planted.</summary>
internal sealed class AskedLists
{
    public const int PageSize = 50;

    private readonly StoreAddress address;
    private readonly DbContextOptions<TaihangDb> options;
    private readonly string key;
    private readonly Pack pack;
    private readonly RegionTree tree;
    private readonly int counties;
    private readonly ListFields fields;
    private readonly ListRule houses;
    private readonly ListRule ill;
    private readonly ListMemory memory = new();

    public AskedLists(StoreAddress address, string key, Pack pack, RegionTree tree, int counties)
    {
        (this.address, this.key, this.pack, this.tree, this.counties) = (address, key, pack, tree, counties);
        options = StoreOptions.For(address);
        var folder = Path.Combine(Folders.Root, "packs", RegistryGenerator.Pack);
        fields = new ListFields(pack, ReportPack.Load(folder, pack.Dictionary).Value.Headings);
        houses = Rule(RowsOf.Households, FormField.HeadName, "household.housing_grade", "C级");
        ill = Rule(RowsOf.Members, FormField.Name, "member.health", "长期慢性病");
    }

    public void Households(Random dice) =>
        Page(dice.Next(counties), houses, null, RegistryGenerator.InBadHouses, RegistryGenerator.AllHouseholds);

    public void Members(Random dice) =>
        Page(dice.Next(counties), ill, null, RegistryGenerator.Ill, RegistryGenerator.Persons);

    /// <summary>A page of a list of which a page was shown before, and nothing but looks was logged since.</summary>
    public void AnotherPage(Random dice) =>
        Page(0, ill, memory, RegistryGenerator.Ill, RegistryGenerator.Persons, 1 + dice.Next(20));

    public void HouseholdsByHand(Random dice) =>
        ByHand(
            dice.Next(counties),
            "h.household_id, h.number, count(*) OVER () FROM households h",
            "h.household_id",
            "\"housing_grade\":",
            "\"c\""
        );

    public void MembersByHand(Random dice) =>
        ByHand(
            dice.Next(counties),
            "p.name, h.number, count(*) OVER () FROM persons p JOIN households h ON h.county_no = p.county_no AND h.household_id = p.household_id",
            "p.person_id",
            "\"health\":",
            "\"chronic\""
        );

    private ListRule Rule(RowsOf rows, string name, string field, string value) =>
        fields
            .Check(
                new(
                    rows,
                    [FormField.Village, FormField.HouseholdNumber, name, FormField.Members, field, ListFields.Outcome],
                    [new ListCondition(field, ListTest.Is, value)]
                )
            )
            .Value;

    private void Page(int county, ListRule rule, ListMemory? known, int fits, int looked, int number = 1)
    {
        using var db = new TaihangDb(options, CountyScope.Of(RegistryGenerator.CountyNo(county)));
        using var sealing = Sealing.Open(key).Value;
        var place = tree.County(RegistryGenerator.CountyNo(county))!;
        var request = new ListRequest(
            db,
            pack,
            fields,
            tree,
            sealing,
            place,
            "list",
            rule,
            RegistryGenerator.Day,
            Language.Chinese
        );
        var shown = ShowList.Run(request, new ListPart(number, PageSize, 20), known).Value;
        if (shown.Total != fits || shown.Looked != looked || shown.Rows.Length != PageSize)
            throw new InvalidDataException($"{place.Code}: {shown.Total} of {shown.Looked}, {shown.Rows.Length} shown");
    }

    private void ByHand(int county, string from, string subject, string name, string value)
    {
        using var db = new TaihangDb(options, CountyScope.Of(RegistryGenerator.CountyNo(county)));
        var holds = address.Engine == Engine.Postgres ? "strpos" : "instr";
        var connection = db.Database.GetDbConnection();
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts above.
        command.CommandText = $"""
            SELECT {from} WHERE h.county_no = {RegistryGenerator.CountyNo(county)} AND {holds}((
              SELECT o.document FROM observations o WHERE o.county_no = h.county_no AND o.subject_id = {subject} AND {holds}(o.document, '{name}') > 0
              ORDER BY o.observed_on DESC, o.observation_id DESC LIMIT 1), '{name}{value}') > 0
            ORDER BY h.village_no, h.number LIMIT {PageSize}
            """;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
            rows++;
        if (rows != PageSize)
            throw new InvalidDataException($"{rows} rows");
    }
}
