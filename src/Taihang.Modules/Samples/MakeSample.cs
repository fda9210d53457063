using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Read;

namespace Taihang.Modules.Samples;

public enum SampleSize
{
    Village,
    County,
    Area,
}

/// <param name="County">Code of the county to fill (and of the village, for one village).</param>
/// <param name="Rounds">Number of workbooks, at successive days.</param>
/// <param name="Neighbours">With a county: one small village in every other county of the tree as well.</param>
public sealed record SampleRequest(
    SampleSize Size,
    string Seed,
    string Out,
    string County,
    string? Village,
    int Rounds,
    bool Neighbours,
    Language Headings
);

/// <summary>What was written.</summary>
public sealed record SampleMade(
    int Villages,
    int Households,
    int Persons,
    IReadOnlyList<string> Workbooks,
    string? Roster
);

/// <summary>Writes made-up registration workbooks on the real villages of a tree. The same request gives the same bytes.</summary>
public static class MakeSample
{
    /// <summary>The days of the workbooks; the last is the one a single workbook has.</summary>
    public static IReadOnlyList<DateOnly> Days { get; } = [new(2024, 12, 31), new(2025, 12, 31), new(2026, 9, 30)];

    private const int CountyHouseholds = 10_000;
    private const int AreaHouseholds = 272_000;
    private const int NeighbourHouseholds = 60;

    public static Outcome<SampleMade> Run(
        SampleRequest request,
        RegistrationForm form,
        RosterForm rosterForm,
        RegionTree tree,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        if (request.Rounds < 1 || request.Rounds > Days.Count)
            return SampleProblems.Rounds(Days.Count);
        if (Directory.Exists(request.Out) && Directory.EnumerateFileSystemEntries(request.Out).Any())
            return SampleProblems.NotEmpty(request.Out);
        var villages = Villages(request, tree);
        if (!villages.Ok)
            return Outcome<SampleMade>.Refused(villages.Problems);
        var days = Days.Skip(Days.Count - request.Rounds).ToList();
        // Written beside and moved when whole: a run that is stopped leaves nothing that looks finished.
        var temporary = request.Out.TrimEnd('/') + ".making";
        if (Path.Exists(temporary))
            return SampleProblems.LeftOver(temporary);
        Directory.CreateDirectory(temporary);
        try
        {
            var names = days.Select(day => $"households-{day:yyyy-MM-dd}.csv").ToList();
            var writers = names
                .Select(name => new StreamWriter(Path.Combine(temporary, name), false, new UTF8Encoding(true), 1 << 16)
                {
                    NewLine = "\n",
                })
                .ToList();
            var (households, persons) = (0, 0);
            try
            {
                foreach (var writer in writers)
                    writer.WriteLine(
                        string.Join(',', form.Columns.Select(c => Quoted(c.Heading.In(request.Headings))))
                    );
                var serial = 0;
                for (var v = 0; v < villages.Value.Count; v++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var (village, count) = villages.Value[v];
                    var shared = SampleVillage.Draw(request.Seed, village.Code);
                    for (var h = 0; h < count; h++)
                    {
                        var household = SampleHousehold.Draw(
                            $"{request.Seed} {village.Code} {h}",
                            shared,
                            days,
                            ref serial
                        );
                        households++;
                        persons += household.Rounds[^1].Count;
                        for (var round = 0; round < days.Count; round++)
                            Write(
                                writers[round],
                                form,
                                request.Headings,
                                village,
                                $"{village.Code}-{h + 1:0000}",
                                household,
                                round,
                                days[round]
                            );
                    }
                    progress?.Report(new Step(new Words("生成样例", "Making the sample"), v + 1, villages.Value.Count));
                }
            }
            finally
            {
                writers.ForEach(w => w.Dispose());
            }
            if (request.Size != SampleSize.Area)
                foreach (var name in names)
                    SampleXlsx.Write(
                        Path.Combine(temporary, name),
                        Path.Combine(temporary, Path.ChangeExtension(name, ".xlsx")),
                        form.Sheet.In(request.Headings),
                        cancel
                    );
            var roster =
                request.Size == SampleSize.Village
                    ? null
                    : SampleCadres.Write(temporary, request, rosterForm, tree, villages.Value.Select(v => v.Village));
            File.WriteAllText(Path.Combine(temporary, "README.txt"), ReadMe(request));
            if (Directory.Exists(request.Out))
                Directory.Delete(request.Out);
            Directory.Move(temporary, request.Out);
            return new SampleMade(
                villages.Value.Count,
                households,
                persons,
                [.. names.Select(n => Path.Combine(request.Out, n))],
                roster is null ? null : Path.Combine(request.Out, roster)
            );
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>The villages and how many households each gets: log-normal sizes that add up to what was asked.</summary>
    private static Outcome<IReadOnlyList<(RegionPlace Village, int Households)>> Villages(
        SampleRequest request,
        RegionTree tree
    )
    {
        var day = Days[^1];
        var all = tree.OfLevel("village")
            .Where(v => v.ValidOn(day))
            .OrderBy(v => v.Code, StringComparer.Ordinal)
            .ToList();
        if (request.Size == SampleSize.Area)
            return Outcome(Spread(request.Seed, all, AreaHouseholds));
        var county = tree.Resolve(request.County, day, "county");
        if (!county.Ok)
            return Outcome<IReadOnlyList<(RegionPlace, int)>>.Refused(county.Problems);
        var own = all.Where(v => v.CountyNo == county.Value.CountyNo).ToList();
        if (request.Size == SampleSize.Village)
        {
            if (request.Village is null)
                return Outcome([(own[0], 100)]);
            var village = tree.Resolve(request.Village, day, "village");
            return village.Ok
                ? Outcome([(village.Value, 100)])
                : Outcome<IReadOnlyList<(RegionPlace, int)>>.Refused(village.Problems);
        }
        var villages = Spread(request.Seed, own, CountyHouseholds);
        if (request.Neighbours)
            villages.AddRange(
                all.Where(v => v.CountyNo != county.Value.CountyNo)
                    .GroupBy(v => v.CountyNo)
                    .OrderBy(g => g.Key)
                    .Select(g => (g.First(), NeighbourHouseholds))
            );
        return Outcome(villages);

        static Outcome<IReadOnlyList<(RegionPlace, int)>> Outcome(List<(RegionPlace, int)> list) => list;
    }

    private static List<(RegionPlace Village, int Households)> Spread(
        string seed,
        List<RegionPlace> villages,
        int total
    )
    {
        var sizes = villages
            .Select(v =>
                new SeededStream($"{seed} size {v.Code}") is var s
                    ? Math.Exp(0.6 * NormalScore.Quantile(0.001 + (0.998 * s.NextShare())))
                    : 0
            )
            .ToList();
        var sum = sizes.Sum();
        return [.. villages.Select((v, i) => (v, Math.Max(3, (int)Math.Round(total * sizes[i] / sum))))];
    }

    private static void Write(
        StreamWriter writer,
        RegistrationForm form,
        Language headings,
        RegionPlace village,
        string number,
        SampleHousehold household,
        int round,
        DateOnly day
    )
    {
        var own = SampleHouseholdFacts.On(household, round, day);
        var members = household.Rounds[round];
        for (var m = 0; m < members.Count; m++)
        {
            var member = members[m];
            var facts = SampleMemberFacts.On(member, day);
            for (var c = 0; c < form.Columns.Length; c++)
            {
                var column = form.Columns[c];
                if (c > 0)
                    writer.Write(',');
                writer.Write(
                    column.Use switch
                    {
                        ColumnUse.VillageCode => village.Code,
                        ColumnUse.VillageName => Quoted(village.Name),
                        ColumnUse.HouseholdNumber => number,
                        ColumnUse.Name => member.Name,
                        ColumnUse.Member => Cell(column, facts.GetValueOrDefault(column.Attribute!.Id), headings),
                        _ => m == 0 ? Cell(column, own.GetValueOrDefault(column.Attribute!.Id), headings) : "",
                    }
                );
            }
            writer.WriteLine();
        }
    }

    private static string Cell(FormColumn column, object? value, Language headings) =>
        value switch
        {
            null => "",
            bool truth => headings == Language.Chinese ? (truth ? "是" : "否")
            : truth ? "yes"
            : "no",
            long number when column.Attribute!.Type == FactType.Money => number % 100 == 0
                ? (number / 100).ToString(CultureInfo.InvariantCulture)
                : (number / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            string[] codes => Quoted(
                string.Join('、', codes.Select(code => column.Codes!.Find(code)!.Label.In(headings)))
            ),
            string code when column.Codes is { } list => Quoted(list.Find(code)!.Label.In(headings)),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    /// <summary>What it is, and how to make the very same again.</summary>
    private static string ReadMe(SampleRequest request)
    {
        var version = typeof(MakeSample).Assembly.GetName().Version!.ToString(3);
        var again =
            $"taihang sample --size {request.Size.ToString().ToLowerInvariant()} --seed {request.Seed} --county {request.County}"
            + (request.Village is null ? "" : $" --village {request.Village}")
            + $" --rounds {request.Rounds}"
            + (request.Neighbours ? " --neighbours" : "")
            + $" --headings {(request.Headings == Language.Chinese ? "zh" : "en")} --out FOLDER";
        return $"""
            太行 {version} 样例，种子 {request.Seed}。全部虚构：没有真实的人，收入水平与标准均为虚拟，村名取自公开区划。
            同一版本运行下列命令，可得到逐字节相同的文件：

            A sample of Taihang {version}, seed {request.Seed}. All of it is made up: nobody is real, levels of income are invented, the villages
            are places of the public region tree. This command of the same version makes the same bytes again:

              {again}

            """;
    }

    internal static string Quoted(string text) =>
        text.AsSpan().ContainsAny(',', '"') ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
