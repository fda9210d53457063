using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.PersonalData;

/// <summary>Who asks for a person's copy or code: the person, or somebody who acts for them.</summary>
/// <param name="Authority">On what somebody else acts for the person; blank for the person themselves.</param>
/// <param name="Channel">See Core.PersonalData.OwnChannel.</param>
public sealed record OnBehalf(bool Person, string Authority, string Channel)
{
    public Problem? Fault() =>
        !Person && string.IsNullOrWhiteSpace(Authority) ? PersonalDataProblems.NoAuthority() : null;

    /// <summary>As the act has it: without long numbers.</summary>
    internal object Told() =>
        new
        {
            By = Person ? "self" : "representative",
            Authority = Person ? "" : ReceiptCode.WithoutNumbers(Authority),
            Channel,
        };
}

/// <summary>Gives a person the copy of everything that is held about them. The act and the look are on disk before it is made.</summary>
public static class IssueCopy
{
    public const string Kind = "person.issue_copy";

    /// <summary>Writes down that a copy is given out; to be done, and committed, before <see cref="ReadOwnRecord"/>.</summary>
    /// <param name="viewer">Null for the operator at the machine.</param>
    public static Problem? Log(
        TaihangDb db,
        Viewer? viewer,
        int countyNo,
        Guid personId,
        OnBehalf asked,
        bool numbers,
        ActContext context
    )
    {
        if (asked.Fault() is { } fault)
            return fault;
        var rows = PersonRows.Of(db, countyNo, personId);
        if (rows.Count == 0 || ReadOwnRecord.Ended(db, countyNo, rows[^1].PersonId))
            return PersonalDataProblems.NoSuchPerson();
        var read = new ReadOf(
            [rows[^1].PersonId],
            ReadPurpose.OwnRequest,
            numbers ? OwnLooks.CopyWithNumbers : OwnLooks.Copy
        );
        if (viewer is null)
            LogRead.Run(db, countyNo, read, context);
        else if (WatchReads.Run(db, viewer, countyNo, read, context) is { } refused)
            return refused;
        RecordAct.Append(
            db,
            countyNo,
            Kind,
            context,
            new
            {
                rows[^1].PersonId,
                Numbers = numbers,
                Asked = asked.Told(),
            }
        );
        db.SaveChanges();
        return null;
    }
}
