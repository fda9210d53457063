using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Reports;

/// <summary>Of what a field of a form speaks.</summary>
public enum FieldOf
{
    /// <summary>Where the household lives, its number, the name: what places a row.</summary>
    Place,
    Household,
    Member,

    /// <summary>A member's fact, of the head of the household.</summary>
    Head,
}

/// <summary>Something a form can ask that Taihang may know.</summary>
/// <param name="Id">Such as <c>place.village</c>, <c>household.housing_grade</c>, <c>member.sex</c>, <c>head.phone</c>.</param>
/// <param name="Unit">In which the fact is kept, where it is counted in something.</param>
/// <param name="Labels">Its titles first, then the other headings under which it is asked.</param>
/// <param name="Titles">How many of the labels are its own titles.</param>
/// <param name="Sealed">Kept only encrypted: ID number, phone, account.</param>
public sealed record FormField(
    string Id,
    FieldOf Of,
    Words Title,
    string? Unit,
    ImmutableArray<string> Labels,
    int Titles,
    bool Sealed = false
)
{
    public const string Serial = "place.serial";
    public const string Village = "place.village";
    public const string HouseholdNumber = "place.household_number";
    public const string Name = "place.name";
    public const string HeadName = "place.head_name";

    /// <summary>How many members the household has.</summary>
    public const string Members = "place.members";

    /// <summary>The part after the dot: an attribute's id in the dictionary.</summary>
    public string Attribute => Id[(Id.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>Says which household or person a row is about; whoever asks gives it, so that it counts as no second asking.</summary>
    public bool Identifies =>
        Of == FieldOf.Place || (Sealed && Attribute == "id_number") || Attribute is "relation" or "sex" or "birth_date";
}

/// <summary>A unit as headings write it, and by what the kept number is multiplied to be written in it.</summary>
public sealed record UnitLabel(string Unit, string Label, Fraction Factor);

/// <summary>By which headings a programme's forms ask for what.</summary>
/// <param name="Hints">What may stand in brackets behind a heading without changing what is asked.</param>
/// <param name="Groups">Headings above several columns that still speak of the household itself.</param>
/// <param name="HeadGroups">The same, of its head.</param>
public sealed record HeadingRules(
    ImmutableArray<FormField> Fields,
    ImmutableArray<UnitLabel> Units,
    ImmutableArray<string> Hints,
    ImmutableArray<string> Groups,
    ImmutableArray<string> HeadGroups
)
{
    public FormField? Find(string id) => Fields.FirstOrDefault(f => f.Id == id);
}
