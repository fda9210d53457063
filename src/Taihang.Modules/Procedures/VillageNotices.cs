using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Procedures;

/// <summary>A notice as it hangs in a village.</summary>
/// <param name="Until">First day on which it may come down; null while an objection is open.</param>
/// <param name="Entries">Number, name (masked for the public), and whether an objection to it is open.</param>
public sealed record NoticeShown(
    ProcedureNotice Notice,
    Procedure Procedure,
    ProcedureStep Step,
    DateOnly? Until,
    IReadOnlyList<(int Number, string Name, bool Stopped)> Entries,
    IReadOnlyList<ProcedureCase> Cases
);

/// <summary>What was announced in a village: under a masked name, by which procedure, how it ended and when.</summary>
public sealed record AnnouncedCase(string Name, Procedure Procedure, ProcedureOutcome Outcome, DateOnly On);

/// <summary>Notices of a village: put up for every case that waits for one, and the draw that follows.</summary>
public static class VillageNotices
{
    /// <summary>Posts one notice for all cases of the village that wait for it.</summary>
    /// <returns>How many cases it shows.</returns>
    public static Outcome<int> Post(
        TaihangDb db,
        Pack pack,
        int countyNo,
        int villageNo,
        string procedure,
        string step,
        string place,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        var waiting = CaseRecord
            .ReadAll(
                db,
                pack,
                [
                    .. db
                        .ProcedureCases.Where(c =>
                            c.CountyNo == countyNo
                            && c.VillageNo == villageNo
                            && c.Procedure == procedure
                            && c.Step == step
                        )
                        .OrderBy(c => c.OpenedOn)
                        .ThenBy(c => c.CaseId),
                ]
            )
            .Where(c => c.State.PostedOn is null)
            .ToList();
        if (waiting.Count == 0)
            return ProceduresProblems.NothingToActOn();
        var (noticeId, seed) = (Guid.CreateVersion7(context.At), RandomNumberGenerator.GetBytes(32));
        ProcedureNotice? notice = null;
        foreach (var one in waiting)
        {
            var command = new PostNotice(
                Guid.CreateVersion7(context.At),
                step,
                noticeId,
                one.State.Procedure.Steps.Any(s => s.Sample is not null) ? Sampling.Commitment(seed) : null
            );
            var decided = CaseRules.Decide(one.State, command, actor, day);
            if (!decided.Ok)
                return Outcome<int>.Refused(decided.Problems);
            var act = CaseRecord.Append(
                db,
                one.Row,
                one.State.With(decided.Value),
                one.Events.Length + 1,
                new ToldDraft(decided.Value, place, byName),
                context
            );
            if (notice is null)
                db.ProcedureNotices.Add(
                    notice = new ProcedureNotice
                    {
                        CountyNo = countyNo,
                        NoticeId = noticeId,
                        VillageNo = villageNo,
                        Procedure = procedure,
                        Step = step,
                        Place = ReceiptCode.WithoutNumbers(place),
                        PostedOn = day,
                        Seed = command.Commitment is null ? null : seed,
                        ActId = act.ActId,
                    }
                );
            db.ProcedureNoticeEntries.Add(
                new ProcedureNoticeEntry
                {
                    CountyNo = countyNo,
                    NoticeId = noticeId,
                    Number = waiting.IndexOf(one) + 1,
                    CaseId = one.Row.CaseId,
                }
            );
        }
        return CaseRecord.Save(db) is { } problem ? problem : waiting.Count;
    }

    /// <summary>Draws, for the case's notice, which of the cases that have come to the check are looked at anew.</summary>
    /// <param name="everybody">All of them, because too many of the drawn were wrong.</param>
    /// <returns>How many are drawn, of how many.</returns>
    public static Outcome<(int Drawn, int Frame)> Draw(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid caseId,
        bool everybody,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        if (CaseRecord.Read(db, pack, countyNo, caseId) is not { State: { NoticeId: { } noticeId, Step: { } step } })
            return ProceduresProblems.NothingToActOn();
        var notice = db.ProcedureNotices.Single(n => n.CountyNo == countyNo && n.NoticeId == noticeId);
        var here = Cases(db, pack, countyNo, noticeId)
            .Where(c => c.State.Step == step && (c.State.Drawn is null || (everybody && c.State.Drawn == false)))
            .ToList();
        if (here.Count == 0)
            return ProceduresProblems.AlreadyDrawn();
        var drawn = 0;
        foreach (var one in here)
        {
            var command = new DrawSample(
                Guid.CreateVersion7(context.At),
                step,
                one.Row.CaseId,
                notice.Seed ?? [],
                [.. here.Select(c => c.Row.CaseId)],
                everybody
            );
            var decided = CaseRules.Decide(one.State, command, actor, day);
            if (!decided.Ok)
                return Outcome<(int, int)>.Refused(decided.Problems);
            drawn += decided.Value.Drawn == true ? 1 : 0;
            var told = new ToldDraft(decided.Value, "", byName);
            CaseRecord.Append(db, one.Row, one.State.With(decided.Value), one.Events.Length + 1, told, context);
        }
        return CaseRecord.Save(db) is { } problem ? problem : (drawn, here.Count);
    }

    /// <summary>What hangs in a village today, for anybody to read.</summary>
    /// <param name="named">Whole names, for the sheet that the office prints and hangs up.</param>
    public static IReadOnlyList<NoticeShown> Up(
        TaihangDb db,
        Pack pack,
        int countyNo,
        int villageNo,
        DateOnly day,
        bool named = false
    )
    {
        var shown = new List<NoticeShown>();
        foreach (
            var notice in db
                .ProcedureNotices.AsNoTracking()
                .Where(n => n.CountyNo == countyNo && n.VillageNo == villageNo && n.TakenDownOn == null)
                .OrderBy(n => n.PostedOn)
                .ToList()
        )
        {
            if (pack.Procedure(notice.Procedure) is not { } procedure)
                continue;
            var numbers = Numbers(db, countyNo, notice.NoticeId);
            var cases = Cases(db, pack, countyNo, notice.NoticeId)
                .Where(c => c.State.NoticeId == notice.NoticeId && c.State.PostedOn is not null)
                .ToList();
            if (cases.Count == 0)
                continue;
            var ends = cases.Select(c => CaseClock.On(c.State, day).Earliest).ToList();
            shown.Add(
                new NoticeShown(
                    notice,
                    procedure,
                    procedure.Step(notice.Step)!,
                    ends.Contains(null) ? null : ends.Max(),
                    [
                        .. cases
                            .Select(c =>
                                (
                                    numbers[c.Row.CaseId],
                                    named ? c.Row.SubjectName : ReceiptCode.Masked(c.Row.SubjectName),
                                    c.State.OpenObjections.Any()
                                )
                            )
                            .OrderBy(e => e.Item1),
                    ],
                    [.. cases.Select(c => c.Row)]
                )
            );
        }
        return shown;
    }

    /// <summary>What was announced in a village, the latest first; what went against somebody is told to nobody but them.</summary>
    public static IReadOnlyList<AnnouncedCase> Announced(
        TaihangDb db,
        Pack pack,
        int countyNo,
        int villageNo,
        int most
    ) =>
        [
            .. CaseRecord
                .ReadAll(
                    db,
                    pack,
                    [
                        .. db
                            .ProcedureCases.AsNoTracking()
                            .Where(c => c.CountyNo == countyNo && c.VillageNo == villageNo && c.Outcome != null)
                            .OrderByDescending(c => c.EndedOn)
                            .ThenBy(c => c.CaseId)
                            .Take(most),
                    ]
                )
                .Where(c => c.State.Procedure.Outcome(c.State.Outcome) is { Adverse: false })
                .SelectMany(c =>
                    c.State.Stays.Where(s =>
                            s.Done is not null && c.State.Procedure.Step(s.Step) is { Kind: StepKind.Announce }
                        )
                        .TakeLast(1)
                        .Select(s => new AnnouncedCase(
                            ReceiptCode.Masked(c.Row.SubjectName),
                            c.State.Procedure,
                            c.State.Procedure.Outcome(c.State.Outcome)!,
                            s.Done!.Value
                        ))
                ),
        ];

    /// <summary>The case that a notice shows under a number.</summary>
    public static Guid? CaseOf(TaihangDb db, int countyNo, Guid noticeId, int number) =>
        db
            .ProcedureNoticeEntries.AsNoTracking()
            .SingleOrDefault(e => e.CountyNo == countyNo && e.NoticeId == noticeId && e.Number == number)
            ?.CaseId;

    /// <summary>Every case that a notice has shown.</summary>
    internal static IReadOnlyList<CaseRecord> Cases(TaihangDb db, Pack pack, int countyNo, Guid noticeId)
    {
        var ids = db
            .ProcedureNoticeEntries.Where(e => e.CountyNo == countyNo && e.NoticeId == noticeId)
            .Select(e => e.CaseId)
            .ToList();
        return CaseRecord.ReadAll(
            db,
            pack,
            [.. db.ProcedureCases.Where(c => c.CountyNo == countyNo && ids.Contains(c.CaseId)).OrderBy(c => c.CaseId)]
        );
    }

    /// <summary>Notes that a case left its notice; with the last one the notice is down.</summary>
    internal static void TakeDown(TaihangDb db, int countyNo, Guid noticeId, Guid caseId, DateOnly day)
    {
        var notice = db.ProcedureNotices.Single(n => n.CountyNo == countyNo && n.NoticeId == noticeId);
        var others = db
            .ProcedureNoticeEntries.Where(e => e.CountyNo == countyNo && e.NoticeId == noticeId && e.CaseId != caseId)
            .Select(e => e.CaseId)
            .ToList();
        if (!db.ProcedureCases.Any(c => c.CountyNo == countyNo && others.Contains(c.CaseId) && c.Step == notice.Step))
            notice.TakenDownOn = day;
    }

    private static Dictionary<Guid, int> Numbers(TaihangDb db, int countyNo, Guid noticeId) =>
        db
            .ProcedureNoticeEntries.AsNoTracking()
            .Where(e => e.CountyNo == countyNo && e.NoticeId == noticeId)
            .ToDictionary(e => e.CaseId, e => e.Number);
}
