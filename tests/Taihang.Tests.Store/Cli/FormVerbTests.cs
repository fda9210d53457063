using System.Text.Json;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Cli;

/// <summary>Forms at the keyboard: filled, put right, unsealed for a reason, printed, counted.</summary>
public sealed class FormVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_sheet_is_filled_remembered_and_counted()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var sheet = Csv(
            files.File("asked.csv"),
            [
                ["户编号", "户主", "家里几口人", "户主身份证号"],
            ]
        );
        var filled = await Json(address, "form", "fill", sheet, "--place", EastVillage, "--set", "3=place.members");
        Assert.Equal((2, 1), (filled.GetProperty("rows").GetInt32(), filled.GetProperty("sealed").GetInt32()));
        Assert.Contains("H1,测试甲,2,已登记（密封）", await Read(files, "asked.filled.csv"), StringComparison.Ordinal);
        // The next sheet needs no --set.
        var next = Csv(
            files.File("next.csv"),
            [
                ["户编号", "户主", "家里几口人", "户主身份证号"],
                ["H2", "", "", ""],
            ]
        );
        await Json(address, "form", "fill", next, "--place", EastVillage);
        Assert.Contains("H2,测试丙,1,", await Read(files, "next.filled.csv"), StringComparison.Ordinal);

        var (code, _, error) = await Run(address, "form", "fill", sheet, "--place", EastVillage, "--unsealed");
        Assert.Equal((1, true), (code, error.Contains("TH1618", StringComparison.Ordinal)));
        await Json(
            address,
            "form",
            "fill",
            sheet,
            "--place",
            EastVillage,
            "--unsealed",
            "--reason",
            "县医保局核对参保"
        );
        Assert.Contains(Rows()[0]["id_number"], await Read(files, "asked.filled.csv"), StringComparison.Ordinal);
        using var db = OpenStore.Existing(address).Value;
        Assert.Contains(db.SensitiveReads, r => r.Purpose == "unmask");

        var burden = await Json(address, "form", "burden", "--place", "130623", "--out", files.File("burden.csv"));
        var total = burden.GetProperty("total");
        Assert.Equal((2, 0), (total.GetProperty("forms").GetInt32(), total.GetProperty("twice").GetInt32()));
        Assert.Equal(3, File.ReadAllLines(files.File("burden.csv")).Length);
    }

    [Fact]
    public async Task The_forms_of_a_village_are_one_file_for_the_printer_each_on_a_sheet_of_its_own()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var page = files.File("handbook.html");
        var printed = await Json(address, "form", "print", "handbook", "--place", EastVillage, "--out", page);
        Assert.Equal(2, printed.GetProperty("households").GetInt32());
        var html = System.Net.WebUtility.HtmlDecode(await File.ReadAllTextAsync(page));
        Assert.Equal(2, html.Split("<section>").Length - 1);
        Assert.Contains("测试甲", html, StringComparison.Ordinal);
        Assert.Contains("测试丙", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Rows()[0]["id_number"], html, StringComparison.Ordinal);
        // Nothing of it is fetched and nothing runs.
        Assert.DoesNotMatch("(?i)<script|<link|<img|src=|url\\(|https?:", html);

        var (code, _, error) = await Run(
            address,
            "form",
            "print",
            "handbook",
            "--place",
            EastVillage,
            "--out",
            files.File("a.xlsx")
        );
        Assert.Equal((1, true), (code, error.Contains("TH1626", StringComparison.Ordinal)));

        var pdf = files.File("list.pdf");
        Assert.SkipWhen(
            Taihang.Modules.Reports.FormPdf.Chromium() is null && Environment.GetEnvironmentVariable("CI") != "true",
            "Chromium is not installed (apt-get install chromium)."
        );
        await Json(address, "form", "print", "village-list", "--place", EastVillage, "--out", pdf);
        var bytes = await File.ReadAllBytesAsync(pdf);
        Assert.Equal("%PDF-"u8, bytes.AsSpan(0, 5));
        Assert.InRange(bytes.Length, 2000, 1_000_000);
        Assert.Empty(Directory.EnumerateDirectories("/dev/shm", "taihang-print-*"));
    }

    [Fact]
    public async Task A_form_is_printed_and_what_cannot_be_is_said()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var out1 = files.File("1.xlsx");
        var printed = await Json(address, "form", "print", "registration", "--household", "H1", "--out", out1);
        Assert.Equal(1, printed.GetProperty("households").GetInt32());
        await Json(address, "form", "print", "registration", "--household", "H1", "--out", files.File("2.xlsx"));
        Assert.Equal(await File.ReadAllBytesAsync(out1), await File.ReadAllBytesAsync(files.File("2.xlsx")));
        foreach (
            var (code, problem, arguments) in new (int, string, string[])[]
            {
                (1, "TH1612", ["print", "registratoin", "--household", "H1"]),
                (1, "TH1615", ["print", "registration", "--household", "H7"]),
                (2, "TH0001", ["print", "village-list"]),
                (1, "TH1616", ["burden", "--place", "13"]),
                (1, "TH0402", ["fill", "none.xlsx", "--place", EastVillage]),
                (2, "TH0001", ["fill", files.File("a.csv"), "--place", EastVillage, "--set", "x=y"]),
            }
        )
        {
            var run = await Run(address, ["form", .. arguments]);
            Assert.True(
                run.Code == code && run.Error.Contains(problem, StringComparison.Ordinal),
                $"{problem}: {run.Code} {run.Error}"
            );
        }
    }

    private static async Task<JsonElement> Json(StoreAddress address, params string[] arguments)
    {
        var (code, output, error) = await Run(address, [.. arguments, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static Task<(int Code, string Output, string Error)> Run(StoreAddress address, params string[] arguments) =>
        CommandLine.Run([.. arguments, "--database", address.Shown, "--language", "zh"]);

    private static Task<string> Read(Folder files, string name) => File.ReadAllTextAsync(files.File(name));
}
