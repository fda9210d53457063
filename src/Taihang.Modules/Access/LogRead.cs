using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>What of the record somebody is about to see.</summary>
/// <param name="Subjects">The households whose names or data are shown: one, or those of a list.</param>
/// <param name="Purpose">One of <see cref="ReadPurpose"/>.</param>
/// <param name="What">The page or document, and the fields where they are not the page's own: <c>household</c>, <c>unmask id_number</c>.</param>
/// <param name="Task">The case or task it is for, where there is one.</param>
/// <param name="OutsideDuty">See <see cref="ReadLimit"/>.</param>
public sealed record ReadOf(
    IReadOnlyList<Guid> Subjects,
    string Purpose,
    string What,
    string? Task = null,
    bool OutsideDuty = false
)
{
    /// <summary>A search of the households that found none: who asked and when, and nothing of what was asked.</summary>
    public const string Nobody = "find nobody";
}

/// <summary>
/// Writes down that a record is looked at. The caller commits this first and reads afterwards: a reading that cannot be logged does not
/// happen (see <see cref="ActSequencer"/>; an error from it is told as <see cref="AuditProblems.ReadNotLogged"/>).
/// </summary>
public static class LogRead
{
    public const string Kind = "access.read";

    public static Act Run(TaihangDb db, int countyNo, ReadOf read, ActContext context)
    {
        var act = RecordAct.Append(db, countyNo, Kind, context, read);
        foreach (var subject in read.Subjects.Distinct())
            db.SensitiveReads.Add(
                new SensitiveRead
                {
                    CountyNo = countyNo,
                    SubjectId = subject,
                    ActId = act.ActId,
                    Purpose = read.Purpose,
                    What = read.What,
                    ActorId = act.ActorId,
                    AtUnixMs = act.AtUnixMs,
                    OutsideDuty = read.OutsideDuty,
                }
            );
        db.SaveChanges();
        return act;
    }
}
