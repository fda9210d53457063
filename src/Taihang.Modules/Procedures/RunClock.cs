using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Procedures;

/// <summary>A last day that passed, as the clock noted it.</summary>
public sealed record ClockNote(
    int CountyNo,
    Guid CaseId,
    string Procedure,
    string? Step,
    DateOnly Due,
    string? EscalatedTo,
    string? LapsedTo,
    bool Objection
);

/// <summary>Finds what is overdue on a day, notes it as missed and lets the next party act. The same day again notes nothing more.</summary>
public static class RunClock
{
    public static IReadOnlyList<ClockNote> Run(TaihangDb db, Pack pack, DateOnly day, ActContext context)
    {
        var notes = new List<ClockNote>();
        var due = db
            .ProcedureCases.Where(c => c.Pack == pack.Id && c.NextDue != null && c.NextDue < day)
            .OrderBy(c => c.CountyNo)
            .ThenBy(c => c.CaseId)
            .ToList();
        foreach (var county in due.GroupBy(c => c.CountyNo))
        {
            foreach (var record in CaseRecord.ReadAll(db, pack, [.. county]))
                notes.AddRange(Note(db, record, day, context));
            db.SaveChanges();
        }
        return notes;
    }

    private static List<ClockNote> Note(TaihangDb db, CaseRecord record, DateOnly day, ActContext context)
    {
        var (state, seq) = (record.State, record.Events.Length);
        var notes = new List<ClockNote>();
        foreach (var noted in CaseRules.Tick(state, day))
        {
            var one = noted with { EventId = Guid.CreateVersion7(context.At) };
            state = state.With(one);
            CaseRecord.Append(db, record.Row, state, ++seq, new ToldDraft(one, "", ""), context);
            notes.Add(
                new ClockNote(
                    record.Row.CountyNo,
                    record.Row.CaseId,
                    record.Row.Procedure,
                    one.Step,
                    one.Due!.Value,
                    one.EscalatedTo,
                    one.LapsedTo,
                    one.ObjectionId is not null
                )
            );
        }
        return notes;
    }
}
