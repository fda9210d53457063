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
            IndexesOf(member.Sealed, sealing),
            ObservationDocument.Write(member.Values)
        );
    }

    /// <returns>That of the ID number first.</returns>
    public static IReadOnlyList<(SealedKind Kind, byte[] Index)> IndexesOf(SealedValues values, Sealing sealing)
    {
        if (values.Empty)
            return [];
        var indexes = new List<(SealedKind, byte[])>(3);
        Add(SealedKind.IdNumber, values.IdNumber);
        Add(SealedKind.Phone, values.Phone);
        Add(SealedKind.BankAccount, values.BankAccount);
        return indexes;

        void Add(SealedKind kind, string? value)
        {
            if (value is not null)
                indexes.Add((kind, sealing.Index(kind, value)));
        }
    }
}
