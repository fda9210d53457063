using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Procedures;
using Xunit;
using static Taihang.Tests.Store.Modules.Procedures.ProcedureCounty;

namespace Taihang.Tests.Store.Modules.Registry;

/// <summary>What a department may send by accident or somebody on purpose, and what became of households since a list was looked at.</summary>
public sealed class CompareWithListTests(PostgresCluster cluster)
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "cn").Value;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_list_of_more_people_than_a_statement_takes_values_finds_every_household_once(Engine engine)
    {
        const int Many = 33_000;
        using var county = new ProcedureCounty(cluster, engine);
        using var sealing = Key(county);
        var numbers = new StringBuilder("证件号码\n");
        var households = Enumerable.Range(1, 3).Select(i => county.Household($"{i}", Guid.CreateVersion7())).ToList();
        for (var i = 0; i < Many; i++)
        {
            var (person, number) = (Guid.CreateVersion7(), $"{i:D18}");
            county.Db.Persons.Add(
                new()
                {
                    CountyNo = CountyNo,
                    PersonId = person,
                    HouseholdId = households[i % 3],
                    Name = "测试",
                    JoinedOn = Day,
                    WrappedKey = [],
                    Sealed = [],
                }
            );
            county.Db.BlindIndexes.Add(
                new()
                {
                    CountyNo = CountyNo,
                    Kind = 1,
                    PersonId = person,
                    Index = sealing.Index(SealedKind.IdNumber, number),
                }
            );
            numbers.Append(number).Append('\n');
        }
        county.Db.SaveChanges();
        var looked = Look(county, sealing, Encoding.UTF8.GetBytes(numbers.ToString()), "all.csv").Value;
        Assert.Equal((Many, Many), (looked.Rows, looked.Unreadable));
        Assert.Equal(households.Order(), looked.Hits.Select(h => h.HouseholdId).Order());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Who_is_no_longer_on_record_there_when_the_checks_are_opened_gets_none(Engine engine)
    {
        using var county = new ProcedureCounty(cluster, engine);
        var (stays, closes, elsewhere) = (Household("1"), Household("2"), Household("3"));
        var opened = county.Db.Households.Single(h => h.HouseholdId == closes);
        opened.ClosedOn = Day;
        county.Db.SaveChanges();
        using (var transaction = county.Db.Database.BeginTransaction())
        {
            Assert.Equal(0, Open([elsewhere], [Village + 1]).Value);
            Assert.Equal(1, Open([stays, closes], [Village]).Value);
            transaction.Commit();
        }
        Assert.Equal(stays, county.Db.ProcedureCases.AsNoTracking().Single().SubjectId);
        Assert.Equal(0, Open([stays], [Village]).Value);
        Assert.Equal("TH1139", Open([elsewhere], null, "risk_elimination").Problems[0].Code);

        Guid Household(string number) => county.Household(number, Guid.CreateVersion7());
        Outcome<int> Open(Guid[] households, int[]? villages, string procedure = "verification") =>
            CompareWithList.Open(
                county.Db,
                Pack,
                CountyNo,
                procedure,
                households,
                villages,
                "车辆",
                County,
                "测试",
                Day,
                Context(County)
            );
    }

    public static TheoryData<string, byte[], string> Damaged =>
        new()
        {
            { "text.xlsx", Encoding.UTF8.GetBytes("no workbook"), "TH0403" },
            { "cut.xlsx", Workbook(Sheet(50))[..^200], "TH0403" },
            { "broken.xlsx", Workbook(Sheet(50)[..^40]), "TH0403" },
            { "quote.csv", Encoding.UTF8.GetBytes("证件号码\n" + new string('1', 9) + "\n\"open\n"), "" },
            { "wide.csv", Encoding.UTF8.GetBytes("证件号码" + new string(',', 10_000) + "\n1\n"), "TH0475" },
            { "bomb.xlsx", Workbook(Sheet(1), (int)CompareWithList.MostUnpackedBytes), "TH0475" },
            { "empty.csv", [], "TH0404" },
        };

    [Theory]
    [MemberData(nameof(Damaged), DisableDiscoveryEnumeration = true)]
    public void A_damaged_or_boundless_file_is_refused_by_a_number_and_opens_nothing(
        string name,
        byte[] bytes,
        string code
    )
    {
        using var county = new ProcedureCounty(cluster, Engine.Sqlite);
        using var sealing = Key(county);
        var looked = Look(county, sealing, bytes, name);
        if (code.Length > 0)
            Assert.Equal(code, looked.Ok ? null : looked.Problems[0].Code);
        // However a reader takes it, it is an answer.
        else
            Assert.True(looked.Ok ? looked.Value.Hits.Count == 0 : looked.Problems.Count > 0);
        Assert.Empty(county.Db.ProcedureCases);
    }

    private static Sealing Key(ProcedureCounty county)
    {
        var key = county.FilePath("master.key");
        KeyRing.Make(key);
        return Sealing.Open(key).Value;
    }

    private static Outcome<ListLooked> Look(ProcedureCounty county, Sealing sealing, byte[] bytes, string name) =>
        CompareWithList.Look(county.Db, sealing, CountyNo, "verification", new MemoryStream(bytes), name, null, Day);

    private static string Sheet(int rows) =>
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
        + string.Concat(
            Enumerable
                .Range(1, rows)
                .Select(i =>
                    $"<row r=\"{i}\"><c r=\"A{i}\" t=\"inlineStr\"><is><t>{(i == 1 ? "证件号码" : $"{i}")}</t></is></c></row>"
                )
        )
        + "</sheetData></worksheet>";

    /// <param name="more">Zeros in a part that nothing names.</param>
    private static byte[] Workbook(string sheet, int more = 0)
    {
        using var into = new MemoryStream();
        using (var zip = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            );
            Part(
                "xl/workbook.xml",
                "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            );
            Part(
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            );
            Part("xl/worksheets/sheet1.xml", sheet);
            if (more > 0)
            {
                using var stream = zip.CreateEntry("xl/media/nothing.bin").Open();
                stream.Write(new byte[more]);
            }

            void Part(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return into.ToArray();
    }
}
