using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Taihang.Modules.Samples;

/// <param name="Relation">Relation to the head as the donor file codes it: 1 head, 2 spouse, 3 child, 4 parent, 5 child-in-law, 6 grandchild, 7 sibling, 8 other kin, 9 no kin.</param>
public sealed record DonorMember(int Relation, bool Male, int Age, int SchoolingYears);

/// <summary>One real household's shape, without anything that names it; see samples/donors/README.md.</summary>
public sealed record Donor(
    int Rank,
    int SubsidyPermille,
    int WagePermille,
    int Wall,
    bool Electricity,
    int Water,
    int Fuel,
    int Disabled,
    int OutOfSchool,
    int Uncovered,
    ImmutableArray<DonorMember> Members
);

/// <summary>The donor households, embedded in the binary.</summary>
public static partial class Donors
{
    public static ImmutableArray<Donor> All { get; } = Read();

    private static ImmutableArray<Donor> Read()
    {
        using var reader = new StreamReader(typeof(Donors).Assembly.GetManifestResourceStream("donors.csv")!);
        reader.ReadLine();
        var donors = ImmutableArray.CreateBuilder<Donor>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var n = cells[..10].Select(int.Parse).ToArray();
            var members = cells[10]
                .Split('|')
                .Select(m => Member().Match(m).Groups)
                .Select(g => new DonorMember(
                    int.Parse(g["kin"].Value),
                    g["sex"].Value == "m",
                    int.Parse(g["age"].Value),
                    int.Parse(g["years"].Value)
                ));
            donors.Add(new Donor(n[0], n[1], n[2], n[3], n[4] == 1, n[5], n[6], n[7], n[8], n[9], [.. members]));
        }
        return donors.ToImmutable();
    }

    [GeneratedRegex(
        "^(?<kin>[1-9])(?<sex>[mf])(?<age>[0-9]+)e(?<years>[0-9]+)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Member();
}
