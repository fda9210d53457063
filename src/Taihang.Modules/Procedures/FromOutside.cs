using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Procedures;

/// <summary>What somebody without an account does: object to an entry of a notice, look a receipt up, appeal with it.</summary>
public static class FromOutside
{
    /// <returns>The objection's own receipt code, shown this once; the same sending again gives none.</returns>
    public static Outcome<string?> Object(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid noticeId,
        int number,
        Guid eventId,
        string text,
        string channel,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        using var widened = db.Widen(Widening.FromOutside, countyNo);
        if (
            VillageNotices.CaseOf(db, countyNo, noticeId, number) is not { } caseId
            || CaseRecord.Read(db, pack, countyNo, caseId) is not { } record
            || record.State.NoticeId != noticeId
        )
            return ProceduresProblems.NoObjectionsHere(null);
        if (record.Events.Any(e => e.Event.EventId == eventId))
            return (string?)null;
        var command = new RaiseObjection(eventId, eventId, channel, text.Trim().Length > 0);
        var decided = CaseRules.Decide(record.State, command, actor, day);
        if (!decided.Ok)
            return Outcome<string?>.Refused(decided.Problems);
        CaseRecord.Append(
            db,
            record.Row,
            record.State.With(decided.Value),
            record.Events.Length + 1,
            new ToldDraft(decided.Value, text, byName),
            context
        );
        var code = StartCase.AddReceipt(db, record.Row, eventId);
        return CaseRecord.Save(db) is { } problem ? problem : code;
    }

    /// <summary>The case of a receipt code; with the objection for which it was given.</summary>
    public static Outcome<(CaseRecord Case, Guid? ObjectionId)> Look(TaihangDb db, Pack pack, string? code)
    {
        if (ReceiptCode.Read(code) is not ({ } countyNo, { } hash))
            return ProceduresProblems.NoSuchReceipt();
        using var widened = db.Widen(Widening.Receipt, countyNo);
        if (
            db.ProcedureReceipts.AsNoTracking().SingleOrDefault(r => r.CountyNo == countyNo && r.Hash == hash)
                is not { } receipt
            || CaseRecord.Read(db, pack, countyNo, receipt.CaseId) is not { } record
        )
            return ProceduresProblems.NoSuchReceipt();
        return (record, receipt.ObjectionId);
    }

    public static Outcome<CaseRecord> Appeal(
        TaihangDb db,
        Pack pack,
        string? code,
        Guid eventId,
        string text,
        DateOnly day,
        ActContext context
    )
    {
        var found = Look(db, pack, code);
        using var widened = found.Ok ? db.Widen(Widening.Receipt, found.Value.Case.Row.CountyNo) : null;
        return found.Ok
            ? ActOnCase.Run(
                db,
                pack,
                found.Value.Case.Row.CountyNo,
                found.Value.Case.Row.CaseId,
                new LodgeAppeal(eventId, "web", text.Trim().Length > 0),
                CaseActor.Nobody with
                {
                    Concerned = true,
                },
                "",
                text,
                day,
                context
            )
            : Outcome<CaseRecord>.Refused(found.Problems);
    }
}
