using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Taihang.Core.Registry.Changes;

/// <summary>What a value of the record is about; the numbers are those of an observation's subject.</summary>
public enum SubjectKind
{
    Household = 1,
    Person = 2,
}

/// <summary>The address of one value of the record: whose it is, and the attribute of the dictionary or one of <see cref="RecordField"/>.</summary>
public readonly record struct RecordKey(SubjectKind Kind, Guid Subject, string Field)
{
    /// <summary>Households before persons, then by identifier and field; the same on every machine.</summary>
    public static IComparer<RecordKey> Order { get; } =
        Comparer<RecordKey>.Create(
            (a, b) =>
                a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind)
                : a.Subject != b.Subject ? a.Subject.CompareTo(b.Subject)
                : string.CompareOrdinal(a.Field, b.Field)
        );
}

/// <summary>
/// What stands on record beside attributes. A name begins with a sign that no attribute's can have: <c>@</c> for what the tables hold
/// themselves, <c>!</c> for a sealed value, of which only the blind index is known here.
/// </summary>
public static class RecordField
{
    public const string Village = "@village";
    public const string Number = "@number";
    public const string Head = "@head";
    public const string Registered = "@registered";
    public const string Closed = "@closed";

    public const string Household = "@household";
    public const string Name = "@name";
    public const string Joined = "@joined";
    public const string Left = "@left";
    public const string Previous = "@previous";

    public const string IdNumber = "!id_number";
    public const string Phone = "!phone";
    public const string BankAccount = "!bank_account";

    /// <summary>The attribute by which a member is tied to the head, and its code for the head: the import knows them by these names, too.</summary>
    public const string Relation = "relation";

    public const string HeadRelation = "\"head\"";

    public static bool IsAttribute(string field) => field is not ['@' or '!', ..];

    public static bool IsSealed(string field) => field is ['!', ..];
}

/// <summary>
/// A part of the record as values by key: one or two households and their members. Values are JSON texts for attributes, plain texts for
/// the tables' own fields, and the hex of a blind index for what is sealed.
/// </summary>
public sealed record RecordState(ImmutableSortedDictionary<RecordKey, string> Values)
{
    public static RecordState Empty { get; } =
        new(ImmutableSortedDictionary.Create<RecordKey, string>(RecordKey.Order));

    public string? this[SubjectKind kind, Guid subject, string field] =>
        Values.GetValueOrDefault(new RecordKey(kind, subject, field));

    public RecordState With(SubjectKind kind, Guid subject, string field, string value) =>
        new(Values.SetItem(new RecordKey(kind, subject, field), value));

    public bool Holds(SubjectKind kind, Guid subject) => Values.Keys.Any(k => k.Kind == kind && k.Subject == subject);

    public IEnumerable<Guid> Households =>
        Values.Keys.Where(k => k is { Kind: SubjectKind.Household, Field: RecordField.Number }).Select(k => k.Subject);

    /// <summary>Who is a member of the household and has not left.</summary>
    public IEnumerable<Guid> Members(Guid household) =>
        Values
            .Where(v => v.Key.Field == RecordField.Household && v.Value == household.ToString())
            .Select(v => v.Key.Subject)
            .Where(person => this[SubjectKind.Person, person, RecordField.Left] is null);

    /// <summary>A subject's attributes.</summary>
    public IEnumerable<KeyValuePair<string, string>> Facts(SubjectKind kind, Guid subject) =>
        Values
            .Where(v => v.Key.Kind == kind && v.Key.Subject == subject && RecordField.IsAttribute(v.Key.Field))
            .Select(v => KeyValuePair.Create(v.Key.Field, v.Value));

    /// <summary>Tells two states apart: SHA-256 over all of it, each part with its length before it.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in Values)
        foreach (var part in new[] { ((int)key.Kind).ToString("D"), key.Subject.ToString(), key.Field, value })
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(bytes.Length)));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
