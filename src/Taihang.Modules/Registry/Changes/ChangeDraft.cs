using Taihang.Core.Common;

namespace Taihang.Modules.Registry.Changes;

/// <summary>A change as somebody filled it in: texts by field, as they were written.</summary>
/// <param name="ChangeId">Made by the sender; sending it again changes nothing.</param>
/// <param name="HouseholdId">The household from whose page it is asked for; empty for a new one.</param>
/// <param name="VillageNo">Of a new household.</param>
/// <param name="Reverses">The applied request that this one is to take back.</param>
public sealed record ChangeDraft(
    Guid ChangeId,
    int CountyNo,
    string Kind,
    Guid HouseholdId,
    int? VillageNo,
    IReadOnlyDictionary<string, string> Fields,
    Guid? Reverses = null
)
{
    public const string DayField = "day";
    public const string SourceField = "source";

    /// <summary>Whose facts are corrected: a member's identifier, or nothing for the household's own.</summary>
    public const string OfField = "of";

    /// <summary>Who leaves, dies or returns.</summary>
    public const string WhoField = "who";

    /// <summary><c>left</c> or <c>died</c>.</summary>
    public const string HowField = "how";
    public const string NameField = "name";
    public const string NumberField = "number";
    public const string VillageField = "village";

    /// <summary>Number of the other household.</summary>
    public const string OtherField = "other";

    public static string Fact(string attribute) => $"f-{attribute}";

    /// <summary>How a member stands to the head afterwards.</summary>
    public static string Relation(Guid person) => $"r-{person}";

    /// <summary>Whether a member goes to the new household.</summary>
    public static string Goes(Guid person) => $"go-{person}";

    public string Text(string field) => Fields.GetValueOrDefault(field, "").Trim();

    /// <summary>All of it in one text, by which a form that is sent again is known.</summary>
    public string Canonical =>
        string.Join(
            '\n',
            Fields
                .Where(f => f.Value.Trim().Length > 0)
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => $"{f.Key}={f.Value.Trim().ReplaceLineEndings(" ")}")
                .Prepend($"{Kind} {CountyNo} {HouseholdId} {VillageNo} {Reverses}")
        );

    /// <summary>
    /// An identifier of its own for each household and person that the change brings in, the same whenever the same form is read: the random
    /// end of the change's identifier, counted on.
    /// </summary>
    public Guid Made(int number)
    {
        var bytes = ChangeId.ToByteArray(bigEndian: true);
        var end = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(12));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), unchecked(end + (uint)number));
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>What is wrong with a form, and at which field; null where it is the form as a whole.</summary>
public sealed record FieldProblem(string? Field, Problem Problem);
