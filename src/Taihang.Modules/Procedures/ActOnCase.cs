using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Procedures;

/// <summary>One command on one case: a step done, an objection answered, standing aside, an appeal recorded.</summary>
public static class ActOnCase
{
    /// <param name="text">Reasons, evidence and what else is said.</param>
    public static Outcome<CaseRecord> Run(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid caseId,
        CaseCommand command,
        CaseActor actor,
        string byName,
        string text,
        DateOnly day,
        ActContext context
    )
    {
        if (CaseRecord.Read(db, pack, countyNo, caseId) is not { } record)
            return ProceduresProblems.NoSuchCase();
        if (record.Events.Any(e => e.Event.EventId == command.EventId))
            return record;
        if (command is DoStep act && Unchecked(db, pack, record, act) is { } left)
            return left;
        var decided = CaseRules.Decide(record.State, command, actor, day);
        if (!decided.Ok)
            return Outcome<CaseRecord>.Refused(decided.Problems);
        var after = record.State.With(decided.Value);
        var told = new ToldDraft(decided.Value, text, byName);
        var made = CaseRecord.Append(db, record.Row, after, record.Events.Length + 1, told, context);
        if (decided.Value.Kind == CaseEventKind.Appealed)
            record.Row.TakenUpActId = null;
        if (record.State.NoticeId is { } notice && record.State.PostedOn is not null && after.PostedOn is null)
            VillageNotices.TakeDown(db, countyNo, notice, caseId, day);
        return CaseRecord.Save(db) is { } problem
            ? problem
            : record with
            {
                State = after,
                Events = record.Events.Add(new ToldEvent(decided.Value, text, byName, made.ActId)),
            };
    }

    /// <summary>A case that was not drawn waits for those that were, and is looked at itself when too many of them were wrong.</summary>
    private static Problem? Unchecked(TaihangDb db, Pack pack, CaseRecord record, DoStep act)
    {
        if (
            record.State is not { Drawn: false, NoticeId: { } notice, Current.Sample: { } rule }
            || act.Step != record.State.Step
            || act.Result != CaseRules.CheckConfirmed
        )
            return null;
        var drawn = VillageNotices
            .Cases(db, pack, record.Row.CountyNo, notice)
            .Where(c =>
                c.Events.Any(e => e.Event is { Kind: CaseEventKind.Drawn, Drawn: true } && e.Event.Step == act.Step)
            )
            .ToList();
        var left = drawn.Count(c => c.State.Step == act.Step);
        if (left > 0)
            return ProceduresProblems.SampleNotChecked(left);
        var wrong = drawn.Count(c =>
            c.Events.Any(e => e.Event.Step == act.Step && e.Event.Result == CaseRules.CheckNotConfirmed)
        );
        return Sampling.TooManyWrong(drawn.Count, wrong, rule.MostWrong)
            ? ProceduresProblems.CheckEverybody(wrong, drawn.Count)
            : null;
    }
}
