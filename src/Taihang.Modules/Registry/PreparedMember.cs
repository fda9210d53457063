using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>
/// What a member needs if they turn out to be new: identifier, sealed values, blind indexes, document. Made on the reading thread, so
/// that the writing one only compares and writes.
/// </summary>
public sealed record PreparedMember(
    Guid PersonId,
    byte[]? WrappedKey,
    byte[]? Sealed,
    IReadOnlyList<(SealedKind Kind, byte[] Index)> Indexes,
    string Document
)
{
    public byte[]? IdIndex => Indexes.Count > 0 && Indexes[0].Kind == SealedKind.IdNumber ? Indexes[0].Index : null;

    public static PreparedMember From(MemberDraft member, Sealing sealing, OrderedIds ids)
    {
        var id = ids.Next();
        var (key, document) = sealing.Seal(member.Sealed, id);
        return new PreparedMember(
            id,
            key,
            document,
            AllIndexesOf(member.Sealed, sealing),
            ObservationDocument.Write(member.Values)
        );
    }

    /// <returns>By which they are found; that of the ID number first.</returns>
    public static IReadOnlyList<(SealedKind Kind, byte[] Index)> IndexesOf(SealedValues values, Sealing sealing) =>
        [.. Stated(values).Select(v => (v.Kind, sealing.Index(v.Kind, v.Value)))];

    /// <returns>By which they are to be found, under every master key; the one by which an ID number is found first.</returns>
    public static IReadOnlyList<(SealedKind Kind, byte[] Index)> AllIndexesOf(SealedValues values, Sealing sealing) =>
        [.. Stated(values).SelectMany(v => sealing.Indexes(v.Kind, v.Value).Select(index => (v.Kind, index)))];

    private static IEnumerable<(SealedKind Kind, string Value)> Stated(SealedValues values)
    {
        if (values.IdNumber is { } number)
            yield return (SealedKind.IdNumber, number);
        if (values.Phone is { } phone)
            yield return (SealedKind.Phone, phone);
        if (values.BankAccount is { } account)
            yield return (SealedKind.BankAccount, account);
    }
}
