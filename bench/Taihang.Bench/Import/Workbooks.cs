using MiniExcelLibs;
using MiniExcelLibs.OpenXml;
using Sylvan.Data.Csv;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Import;

/// <summary>One registration workbook in both forms: whole households from the start of Taihang's sample of the whole area.</summary>
internal sealed record Workbooks(string Csv, string Xlsx, int Persons)
{
    public const int Seed = 1;

    /// <summary>Made when it is not there yet.</summary>
    /// <param name="persons">At most some 1,090,000, the area's; a spreadsheet holds 1,048,576 rows.</param>
    public static Workbooks Ensure(int persons)
    {
        var folder = Path.Combine(Folders.Work, $"import-{Seed}-{persons}");
        var (csv, xlsx) = (Path.Combine(folder, "households.csv"), Path.Combine(folder, "households.xlsx"));
        if (!File.Exists(Path.Combine(folder, "complete")))
        {
            Directory.CreateDirectory(folder);
            Make(folder, persons, csv, xlsx);
            File.WriteAllText(Path.Combine(folder, "complete"), "");
        }
        return new Workbooks(csv, xlsx, File.ReadLines(csv).Count() - 1);
    }

    private static void Make(string folder, int persons, string csv, string xlsx)
    {
        Machine.Must(
            "dotnet",
            Contender.Taihang,
            "sample",
            "--size",
            "area",
            "--seed",
            Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            "--out",
            folder,
            "--packs",
            Path.Combine(Folders.Root, "packs")
        );
        var whole = Directory.EnumerateFiles(folder, "households-*.csv").Single();
        using (
            var writer = new StreamWriter(csv, append: false, new System.Text.UTF8Encoding(true)) { NewLine = "\r\n" }
        )
        {
            var (count, last) = (-1, "");
            foreach (var line in File.ReadLines(whole))
            {
                // Village and household number stand first; a household is not cut in two.
                var household = string.Join(',', line.Split(',').Take(3));
                if (count++ >= persons && household != last)
                    break;
                last = household;
                writer.WriteLine(line);
            }
        }
        File.Delete(whole);
        using var reader = CsvDataReader.Create(csv, new CsvDataReaderOptions { BufferSize = 1 << 20 });
        MiniExcel.SaveAs(
            xlsx,
            reader,
            sheetName: "农户登记",
            configuration: new OpenXmlConfiguration { AutoFilter = false }
        );
    }
}
