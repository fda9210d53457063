using System.CommandLine;
using System.Globalization;
using System.Text;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Methods;

/// <summary>Time and memory of <c>taihang measure</c> by county, from ten thousand households to thirty million, as a table and a drawing.</summary>
internal static class SizeCurve
{
    private static readonly long[] Sizes = [10_000, 100_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000];

    public static Command Verb()
    {
        var most = new Option<long>("--most") { DefaultValueFactory = _ => Sizes[^1] };
        var verb = new Command("sizes", "Time and memory by number of households") { most };
        verb.SetAction(parsed => Run(parsed.GetValue(most)));
        return verb;
    }

    private static int Run(long most)
    {
        var points = new List<(long Households, Measured Measured)>();
        foreach (var households in Sizes.Where(s => s <= most))
        {
            var data = MethodsGenerator.Ensure(households, arrays: false);
            var one = MethodsBench.Taihang(data, "counting", "county", "--k", "1/3");
            points.Add((households, Race.Run([one], 1)["taihang"][0]));
        }
        var machine = Machine.Here();
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder)).FullName;
        File.WriteAllText(Path.Combine(folder, "sizes.svg"), Drawing(points));
        var text = new StringBuilder(
            "# Time and memory by number of households\n\nDeprivations, score, H, A, M0 and censored headcounts by 2,800 counties, from two Parquet files: `taihang measure`, one run each.\n\n| households | wall s | CPU s | peak MiB | households a second |\n|---|---|---|---|---|\n"
        );
        foreach (var (households, measured) in points)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {households:N0} | {measured.WallSeconds:F2} | {measured.CpuSeconds:F2} | {measured.PeakMiB:F0} | {households / measured.WallSeconds:N0} |"
            );
        text.AppendLine("\n![Seconds and memory by number of households](sizes.svg)\n");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{DateTime.Today:yyyy-MM-dd}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench sizes`."
        );
        File.WriteAllText(Path.Combine(folder, "sizes.md"), text.ToString());
        return 0;
    }

    /// <summary>Both axes by powers of ten.</summary>
    private static string Drawing(IReadOnlyList<(long Households, Measured Measured)> points)
    {
        const int Width = 720,
            Height = 380,
            Left = 60,
            Bottom = 340;
        double X(double households) => Left + ((Math.Log10(households) - 4) / 3.6 * (Width - Left - 30));
        double Y(double value) => Bottom - ((Math.Log10(value) + 1) / 5 * (Bottom - 30));
        var text = new StringBuilder(
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\" role=\"img\"><title>Seconds and MiB by number of households</title><rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>\n"
        );
        for (var power = -1; power <= 4; power++)
            Line(
                $"<path d=\"M{Left} {Y(Math.Pow(10, power)):F1}H{Width - 30}\" stroke=\"#ddd\"/><text x=\"8\" y=\"{Y(Math.Pow(10, power)) + 4:F1}\">{Math.Pow(10, power)}</text>"
            );
        for (var power = 4; power <= 7; power++)
            Line(
                $"<text x=\"{X(Math.Pow(10, power)):F1}\" y=\"{Bottom + 20}\" text-anchor=\"middle\">{Math.Pow(10, power):N0}</text>"
            );
        Curve("#b03a2e", m => m.WallSeconds, "seconds");
        Curve("#1f618d", m => m.PeakMiB, "MiB");
        return text.Append("</svg>\n").ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        void Curve(string colour, Func<Measured, double> of, string name)
        {
            var path = string.Join(
                'L',
                points.Select(p =>
                    string.Create(CultureInfo.InvariantCulture, $"{X(p.Households):F1} {Y(of(p.Measured)):F1}")
                )
            );
            Line($"<path d=\"M{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            foreach (var p in points)
                Line($"<circle cx=\"{X(p.Households):F1}\" cy=\"{Y(of(p.Measured)):F1}\" r=\"3\" fill=\"{colour}\"/>");
            Line(
                $"<text x=\"{X(points[^1].Households) - 8:F1}\" y=\"{Y(of(points[^1].Measured)) - 10:F1}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>"
            );
        }
    }
}
