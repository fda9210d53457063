using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>
/// What happens to a household between two rounds: deaths, children who move away, births, illness, and ID numbers issued at last.
/// The yearly chances are made up, of a plausible size. A head dies only where a spouse is left to be head: a household that would end
/// is not what a registration workbook can tell.
/// </summary>
internal static class SampleLife
{
    private static readonly string[] SecondGeneration = ["son_in_law", "daughter_in_law", "grandson", "granddaughter"];

    /// <returns>The members on <paramref name="to"/>, the head first.</returns>
    public static IReadOnlyList<SampleMember> Pass(
        IReadOnlyList<SampleMember> before,
        DateOnly from,
        DateOnly to,
        ref SeededStream stream,
        ref int serial
    )
    {
        var years = (to.DayNumber - from.DayNumber) / 365.25;
        var couple = before.Any(m => m.Relation == "spouse");
        var childrenMayGo = !before.Any(m => SecondGeneration.Contains(m.Relation));
        var after = new List<SampleMember>();
        var headDied = false;
        foreach (var member in before)
        {
            var (age, fate) = (member.Age(to), stream.NextShare());
            var dies = fate < years * Mortality(age) && (member.Relation != "head" || couple);
            // One of a couple stays: where the head has just died, the spouse lives.
            if (dies && !(headDied && member.Relation == "spouse"))
            {
                headDied |= member.Relation == "head";
                continue;
            }
            var movesAway =
                member.Relation is "son" or "daughter" && age is >= 20 and <= 30 && fate > 1 - (years * 0.04);
            if (!movesAway || !childrenMayGo)
                after.Add(Older(member, age, years, ref stream));
        }
        if (headDied)
            Succeed(after);
        if (Mother(after, to) is { } mother && stream.NextShare() < years * (mother.Age(to) <= 35 ? 0.07 : 0.02))
            after.Add(Newborn(after, mother, from, to, ref stream, ref serial));
        return after;
    }

    private static double Mortality(int age) =>
        age switch
        {
            < 50 => 0.001,
            < 70 => 0.01,
            < 80 => 0.04,
            _ => 0.11,
        };

    private static SampleMember Older(SampleMember member, int age, double years, ref SeededStream stream)
    {
        var (turn, issued) = (stream.NextShare(), stream.NextShare());
        return member with
        {
            Health = member.Health switch
            {
                "healthy" when turn < years * 0.002 => "serious",
                "healthy" when age > 40 && turn < years * 0.02 => "chronic",
                "serious" when turn < years * 0.2 => "chronic",
                var same => same,
            },
            HasIdNumber = member.HasIdNumber || issued < 0.8,
        };
    }

    /// <summary>The spouse becomes head, and the dead head's kin are named from there.</summary>
    private static void Succeed(List<SampleMember> members)
    {
        var at = members.FindIndex(m => m.Relation == "spouse");
        var head = members[at] with { Relation = "head" };
        members.RemoveAt(at);
        for (var i = 0; i < members.Count; i++)
            members[i] = members[i] with
            {
                Relation = (members[i].Relation, head.Male) switch
                {
                    ("father", false) => "husbands_father",
                    ("mother", false) => "husbands_mother",
                    ("husbands_father", true) => "father",
                    ("husbands_mother", true) => "mother",
                    var (same, _) => same,
                },
            };
        members.Insert(0, head);
    }

    /// <summary>The youngest wife of the house who may have a child.</summary>
    private static SampleMember? Mother(List<SampleMember> members, DateOnly day)
    {
        var couple = members.Exists(m => m.Relation == "spouse");
        return members
            .Where(m => !m.Male && m.Age(day) is >= 20 and <= 42)
            .Where(m => m.Relation == "daughter_in_law" || (couple && m.Relation is "head" or "spouse"))
            .MaxBy(m => m.Born);
    }

    private static SampleMember Newborn(
        List<SampleMember> members,
        SampleMember mother,
        DateOnly from,
        DateOnly to,
        ref SeededStream stream,
        ref int serial
    )
    {
        var male = stream.NextShare() < 0.512;
        var grandchild = mother.Relation == "daughter_in_law";
        // The family name of the house: that of its men of the older couple.
        var named = members.Find(m => m.Male && m.Relation is "head" or "spouse") ?? members[0];
        return new SampleMember(
            SamplePeople.Name(named.Name[..1], ref stream),
            (grandchild, male) switch
            {
                (true, true) => "grandson",
                (true, false) => "granddaughter",
                (false, true) => "son",
                (false, false) => "daughter",
            },
            male,
            to.AddDays(-stream.NextBelow(to.DayNumber - from.DayNumber)),
            SchoolingYears: 0,
            serial++,
            stream.Next(),
            "healthy",
            HasIdNumber: stream.NextShare() < 0.6
        );
    }
}
