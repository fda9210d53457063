using Taihang.Core.Registry.Changes;

namespace Taihang.Core.PersonalData;

/// <summary>What stays of a change request when the data of somebody whom it speaks of come to their end.</summary>
public static class ErasedChange
{
    /// <summary>
    /// That another died or left stays as it was, without what it says of whoever is ended: by it the other's own time is reckoned. Of any
    /// other request the effect stands in the record, and its words go.
    /// </summary>
    /// <param name="ended">The rows of the person whose data end.</param>
    /// <param name="stubbed">Words without the person's name.</param>
    /// <returns>Null where nothing of it stays.</returns>
    public static ChangeContent? Kept(
        ChangeContent content,
        IReadOnlyCollection<Guid> ended,
        Func<string, string> stubbed
    ) =>
        content.Change is RemoveMember other && !ended.Contains(other.PersonId)
            ? content with
            {
                Change = other with { Facts = [.. other.Facts.Where(f => !ended.Contains(f.Subject))] },
                Source = stubbed(content.Source),
            }
            : null;
}
