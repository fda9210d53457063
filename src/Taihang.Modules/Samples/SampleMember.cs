namespace Taihang.Modules.Samples;

/// <summary>A member as the sample keeps them from round to round.</summary>
/// <param name="Relation">Relation to the head, as the dictionary codes it.</param>
/// <param name="SchoolingYears">Completed, as the donor reported.</param>
/// <param name="Stream">Seed of what is drawn for this member alone.</param>
/// <param name="SchoolException">A state at school that differs from what the age says; null for none.</param>
public sealed record SampleMember(
    string Name,
    string Relation,
    bool Male,
    DateOnly Born,
    int SchoolingYears,
    int Serial,
    ulong Stream,
    string Health,
    bool Insured = true,
    string? SchoolException = null,
    bool HasIdNumber = true
)
{
    public int Age(DateOnly day) =>
        day.Year - Born.Year - ((Born.Month * 100) + Born.Day > (day.Month * 100) + day.Day ? 1 : 0);

    /// <summary>Of an age and a health to work.</summary>
    public bool Able(DateOnly day) => Age(day) is >= 16 and <= 64 && Health is not ("disabled" or "serious");
}
