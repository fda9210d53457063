using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>A made-up member's facts on a day, by attribute id; blank when not recorded.</summary>
public static class SampleMemberFacts
{
    public static Dictionary<string, object?> On(SampleMember member, DateOnly day)
    {
        var stream = new SeededStream(member.Stream);
        var (age, able) = (member.Age(day), member.Able(day));
        var away = able && stream.NextShare() < (age < 50 ? 0.5 : 0.2);
        return new Dictionary<string, object?>
        {
            ["id_number"] = member.HasIdNumber ? SamplePeople.IdNumber(member.Serial, member.Born, member.Male) : null,
            ["phone"] = member.Relation == "head" ? SamplePeople.Phone(member.Serial) : null,
            ["bank_account"] = member.Relation == "head" ? SamplePeople.Account(member.Serial) : null,
            ["relation"] = member.Relation,
            ["sex"] = member.Male ? "male" : "female",
            ["birth_date"] = member.Born,
            ["schooling_level"] = Completed(age, member.SchoolingYears),
            ["school_state"] =
                (age is >= 6 and <= 15 ? member.SchoolException : null)
                ?? School(age, member.SchoolingYears, ref stream),
            ["health"] = member.Health,
            ["labour"] =
                age < 16 ? "none"
                : !able ? (age > 64 ? "weak" : "lost")
                : member.SchoolingYears >= 9 && stream.NextShare() < 0.3 ? "skilled"
                : "ordinary",
            ["work_place"] = away ? new[] { "township", "county", "province", "outside" }[stream.NextBelow(4)] : "none",
            ["work_months_year"] = away ? 3L + stream.NextBelow(10) : 0L,
            ["medical_insurance"] = member.Insured,
            ["serious_illness_insurance"] = member.Insured,
            ["pension_insurance"] = age >= 16 && stream.NextShare() < 0.9,
        };
    }

    private static string? Completed(int age, int years) =>
        age < 6
            ? null
            : years switch
            {
                < 3 => age < 12 ? null : "none",
                < 8 => "primary",
                < 11 => "junior",
                < 14 => "senior",
                _ => "college",
            };

    private static string School(int age, int years, ref SeededStream stream) =>
        age switch
        {
            < 3 => "not_student",
            < 6 => "pre_school",
            < 12 => "primary",
            < 16 => "junior",
            < 19 when years >= 8 || stream.NextShare() < 0.6 => stream.NextShare() < 0.6 ? "senior" : "vocational",
            < 22 when years >= 12 => "university",
            _ => "not_student",
        };
}
