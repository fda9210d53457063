using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Taihang.Core.Common;

namespace Taihang.Core.Registry.Changes;

/// <summary>A value stated of the household or a member: JSON text, as an observation's document holds it.</summary>
public sealed record StatedFact(SubjectKind Kind, Guid Subject, string Attribute, string Json);

/// <summary>
/// ID number, phone and account stated of a person: the blind indexes, and the values themselves sealed under a key of the person's own.
/// </summary>
/// <param name="Indexes">Hex by <see cref="RecordField.IdNumber"/>, <see cref="RecordField.Phone"/>, <see cref="RecordField.BankAccount"/>.</param>
public sealed record StatedNumbers(
    Guid PersonId,
    ImmutableSortedDictionary<string, string> Indexes,
    byte[]? WrappedKey,
    byte[]? Box
);

/// <summary>Somebody who is not on record, or no longer.</summary>
/// <param name="PreviousId">The row under which the same person was known in a household they left.</param>
public sealed record NewMember(
    Guid PersonId,
    string Name,
    ImmutableSortedDictionary<string, string> Facts,
    Guid? PreviousId
);

/// <summary>A member who goes to another household, under a row of their own there.</summary>
public sealed record MovingMember(Guid PersonId, Guid NewPersonId, string Relation);

/// <summary>What somebody asks to have changed in the record of a household. Every identifier it brings in is made with it.</summary>
/// <param name="HouseholdId">The household from whose page it is asked for; of a new one, its identifier.</param>
[JsonDerivedType(typeof(CorrectFacts), ChangeKind.Correct)]
[JsonDerivedType(typeof(AddMember), ChangeKind.Add)]
[JsonDerivedType(typeof(RemoveMember), ChangeKind.Remove)]
[JsonDerivedType(typeof(ReturnMember), ChangeKind.Return)]
[JsonDerivedType(typeof(MoveHousehold), ChangeKind.Move)]
[JsonDerivedType(typeof(SplitHousehold), ChangeKind.Split)]
[JsonDerivedType(typeof(MergeHouseholds), ChangeKind.Merge)]
[JsonDerivedType(typeof(RegisterHousehold), ChangeKind.Register)]
public abstract record Change(Guid HouseholdId)
{
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The households that must be on record for it.</summary>
    [JsonIgnore]
    public virtual ImmutableArray<Guid> Households => [HouseholdId];

    /// <summary>Who left and is spoken of again.</summary>
    [JsonIgnore]
    public virtual ImmutableArray<Guid> Former => [];
}

public sealed record CorrectFacts(
    Guid HouseholdId,
    ImmutableArray<StatedFact> Facts,
    ImmutableArray<StatedNumbers> Numbers
) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Correct;
}

public sealed record AddMember(Guid HouseholdId, NewMember Member, StatedNumbers? Numbers) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Add;
}

/// <param name="Facts">How those who stay stand to the head, where the head goes.</param>
public sealed record RemoveMember(Guid HouseholdId, Guid PersonId, bool Died, ImmutableArray<StatedFact> Facts)
    : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Remove;
}

public sealed record ReturnMember(Guid HouseholdId, MovingMember Member) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Return;

    public override ImmutableArray<Guid> Former => [Member.PersonId];
}

public sealed record MoveHousehold(Guid HouseholdId, int VillageNo) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Move;
}

/// <param name="Facts">How those who stay stand to the head, where the head goes.</param>
public sealed record SplitHousehold(
    Guid HouseholdId,
    Guid NewHouseholdId,
    string Number,
    ImmutableArray<MovingMember> Members,
    ImmutableArray<StatedFact> Facts
) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Split;
}

/// <summary>The members of the other household come into this one; the other is closed.</summary>
public sealed record MergeHouseholds(Guid HouseholdId, Guid OtherId, ImmutableArray<MovingMember> Members)
    : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Merge;

    public override ImmutableArray<Guid> Households => [HouseholdId, OtherId];
}

/// <summary>A household that is not on record, with its head; further members follow as changes of it.</summary>
public sealed record RegisterHousehold(
    Guid HouseholdId,
    int VillageNo,
    string Number,
    NewMember Head,
    StatedNumbers? Numbers
) : Change(HouseholdId)
{
    public override string Kind => ChangeKind.Register;

    public override ImmutableArray<Guid> Households => [];
}

/// <summary>The kinds of change by the names they have in the store and in addresses.</summary>
public static class ChangeKind
{
    public const string Correct = "correct";
    public const string Add = "add";
    public const string Remove = "remove";
    public const string Return = "return";
    public const string Move = "move";
    public const string Split = "split";
    public const string Merge = "merge";
    public const string Register = "register";

    public static ImmutableArray<string> All { get; } = [Correct, Add, Remove, Return, Move, Split, Merge, Register];

    public static Words Title(string kind) =>
        kind switch
        {
            Correct => new("更正信息", "Correct facts"),
            Add => new("增加成员", "Add a member"),
            Remove => new("成员离开或去世", "A member left or died"),
            Return => new("成员回来", "A member returns"),
            Move => new("迁往本县另一村", "Move to another village of the county"),
            Split => new("分户", "Split the household"),
            Merge => new("并户", "Merge with another household"),
            Register => new("登记新户", "Register a household"),
            _ => Words.Same(kind),
        };
}
