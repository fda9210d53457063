using Taihang.Methods.Evaluate;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

public sealed class ResultsFileTests
{
    private const string Method = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}
        indicators:
          - {id: a, title: {zh: 甲, en: A}, weight: 1/3, when: household.flag}
          - {id: b, title: {zh: 乙, en: B}, weight: 2/3, when: household.rooms < 2}
        score: {cutoff: 1/3}
        outcomes:
          - {id: poor, title: {zh: 贫, en: Poor}, counted: true, when: score_reaches_cutoff}
          - {id: not_poor, title: {zh: 非, en: Not poor}, counted: false}
        """;

    private static readonly UnitFacts[] Homes =
    [
        IdentifyTests.Home(("flag", true), ("rooms", 1L)),
        IdentifyTests.Home(("flag", false)),
        IdentifyTests.Home(("flag", false), ("rooms", 4L)),
    ];

    [Fact]
    public void One_row_a_unit_with_every_indicator_as_one_nought_or_blank()
    {
        using var files = Repository.TemporaryFolder();
        var path = files.File("out.csv");
        Assert.Null(ResultsFile.Check(path));
        Write(path);
        Assert.Equal(
            [
                "household_id,outcome,counted,heads,weight,score_of_3,a,b",
                "h000,poor,true,1,1,3,1,1",
                "h001,unknown,false,1,1,0,0,",
                "h002,not_poor,false,1,1,0,0,0",
            ],
            File.ReadAllLines(path)
        );
    }

    [Fact]
    public void Parquet_says_the_same()
    {
        using var files = Repository.TemporaryFolder();
        Write(files.File("out.parquet"));
        using var engine = new DuckDbEngine(files.Path);
        Assert.Equal(
            ["h000 poor 3 1 1", "h001 unknown 0 0 ", "h002 not_poor 0 0 0"],
            engine.Query(
                $"SELECT concat_ws(' ', household_id, outcome, score_of_3, a, coalesce(CAST(b AS VARCHAR), '')) FROM read_parquet({DuckDbEngine.Quote(files.File("out.parquet"))}) ORDER BY household_id",
                r => r.GetString(0)
            )
        );
    }

    [Fact]
    public void A_file_that_is_there_another_ending_and_a_missing_folder_are_refused_beforehand()
    {
        using var files = Repository.TemporaryFolder();
        File.WriteAllText(files.File("out.csv"), "somebody's work");
        Assert.Equal("TH0509", ResultsFile.Check(files.File("out.csv"))!.Code);
        Assert.Equal("TH0508", ResultsFile.Check(files.File("out.xls"))!.Code);
        Assert.Equal("TH0510", ResultsFile.Check(files.File("none/out.csv"))!.Code);
    }

    [Fact]
    public void The_engine_writes_that_one_file_and_no_other()
    {
        using var files = Repository.TemporaryFolder();
        using var engine = new DuckDbEngine(writable: files.File("out.csv"));
        var (_, method) = IdentifyTests.Run(engine, Method, Homes);
        Assert.Equal("TH0510", ResultsFile.Write(engine, method, files.File("other.csv"))!.Code);
        Assert.False(File.Exists(files.File("other.csv")));
    }

    private static void Write(string path)
    {
        using var engine = new DuckDbEngine(writable: path);
        var (_, method) = IdentifyTests.Run(engine, Method, Homes);
        Assert.Null(ResultsFile.Write(engine, method, path));
    }
}
