using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>
/// A made-up household: a donor's shape, moved to a village and a made-up level of income. What changes with time is worked out per
/// round from the same seed.
/// </summary>
/// <param name="Level">Income per head at the first round, yuan a year.</param>
/// <param name="PoorBefore">Once registered as poor and lifted since.</param>
/// <param name="Rounds">The members at each round, the head first.</param>
public sealed record SampleHousehold(
    SampleVillage Village,
    Donor Donor,
    string Seed,
    double Level,
    bool PoorBefore,
    IReadOnlyList<IReadOnlyList<SampleMember>> Rounds
)
{
    /// <summary>Draws a donor, gives its members names, birth dates and numbers, and lets them live through the rounds.</summary>
    /// <param name="days">The days of the rounds.</param>
    /// <param name="serial">Next free serial; moved on by the number of members.</param>
    public static SampleHousehold Draw(string seed, SampleVillage village, IReadOnlyList<DateOnly> days, ref int serial)
    {
        var stream = new SeededStream(seed);
        var donor = Donors.All[stream.NextBelow(Donors.All.Length)];
        // Income per head follows the donor's rank on a log-normal scale of a made-up level: median 15,500 yuan a year.
        var level =
            15_500 * Math.Exp(0.55 * NormalScore.Quantile((donor.Rank + stream.NextShare()) / 1000.5)) * village.Income;
        var poorBefore =
            stream.NextShare()
            < (
                level < 11_000 ? 0.42
                : level < 16_000 ? 0.12
                : 0.02
            );
        var rounds = new List<IReadOnlyList<SampleMember>> { Found(donor, days[0], ref stream, ref serial) };
        for (var round = 1; round < days.Count; round++)
            rounds.Add(SampleLife.Pass(rounds[^1], days[round - 1], days[round], ref stream, ref serial));
        return new SampleHousehold(village, donor, seed, level, poorBefore, rounds);
    }

    private static List<SampleMember> Found(Donor donor, DateOnly start, ref SeededStream stream, ref int serial)
    {
        var surname = SamplePeople.Surname(ref stream);
        var members = new List<SampleMember>();
        var head = donor.Members[0];
        var ages = SampleKin.Ages(donor.Members, ref stream);
        var disabled = SampleKin.Disabled(ages, donor.Disabled, ref stream);
        for (var m = 0; m < ages.Length; m++)
        {
            var (member, age) = (donor.Members[m], ages[m]);
            var born = start.AddDays(-(int)(365.25 * age) - stream.NextBelow(365));
            var sick = stream.NextShare();
            var exception =
                age is >= 6 and <= 15 && donor.OutOfSchool > 0 && stream.NextShare() < 0.04 ? "dropped_out" : null;
            if (exception is null && age is >= 6 and <= 15 && disabled[m])
                exception = stream.NextShare() < 0.5 ? "home_teaching" : "unable";
            members.Add(
                new SampleMember(
                    SamplePeople.Name(
                        member.Relation is 2 or 5 ? SamplePeople.Surname(ref stream) : surname,
                        ref stream
                    ),
                    SampleKin.Relation(member, head),
                    member.Male,
                    born,
                    member.SchoolingYears,
                    serial++,
                    stream.Next(),
                    disabled[m] ? "disabled"
                        : sick < 0.004 + (age * 0.0003) ? "serious"
                        : sick < 0.02 + (Math.Max(0, age - 35) * 0.006) ? "chronic"
                        : "healthy",
                    Insured: donor.Uncovered == 0 || stream.NextShare() > 0.06,
                    exception,
                    HasIdNumber: age > 0 || stream.NextShare() < 0.6
                )
            );
        }
        return members;
    }
}
