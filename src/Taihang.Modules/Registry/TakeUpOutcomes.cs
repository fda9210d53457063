using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>
/// What procedures decided enters the record as an observation, like any other fact. A household that is not registered stays in the inbox
/// until it is; an outcome that can still be appealed against waits until the time is over.
/// </summary>
public static class TakeUpOutcomes
{
    /// <returns>How many outcomes were taken up in all counties.</returns>
    public static int Everywhere(TaihangDb db, Pack pack, DateOnly day, ActContext context) =>
        db
            .ProcedureCases.Select(c => c.CountyNo)
            .Distinct()
            .ToList()
            .Sum(county => Run(db, pack, county, day, context));

    /// <returns>How many outcomes were taken up.</returns>
    public static int Run(TaihangDb db, Pack pack, int countyNo, DateOnly day, ActContext context)
    {
        var outcomes = pack
            .Procedures.SelectMany(p => p.Outcomes)
            .Where(o => !o.Observe.IsEmpty)
            .Select(o => o.Id)
            .Distinct()
            .ToList();
        var waiting = db
            .ProcedureCases.Where(c =>
                c.CountyNo == countyNo
                && c.Pack == pack.Id
                && c.TakenUpActId == null
                && c.SubjectId != null
                && c.Outcome != null
                && outcomes.Contains(c.Outcome)
            )
            .OrderBy(c => c.EndedOn)
            .ThenBy(c => c.CaseId)
            .ToList();
        var taken = 0;
        foreach (var record in CaseRecord.ReadAll(db, pack, waiting))
        {
            if (CaseClock.On(record.State, day).AppealUntil is { } until && day <= until)
                continue;
            var outcome = record.State.Procedure.Outcome(record.Row.Outcome)!;
            var act = RecordAct.Append(
                db,
                countyNo,
                "registry.take_up_outcome",
                context,
                new
                {
                    record.Row.CaseId,
                    record.Row.Procedure,
                    Outcome = outcome.Id,
                }
            );
            db.Observations.Add(
                new Observation
                {
                    CountyNo = countyNo,
                    ObservationId = Guid.CreateVersion7(context.At),
                    SubjectKind = 1,
                    SubjectId = record.Row.SubjectId!.Value,
                    Event = "procedure",
                    ObservedOn = record.Row.EndedOn!.Value,
                    ActId = act.ActId,
                    Document = "{" + string.Join(',', outcome.Observe.Select(o => $"\"{o.Key}\":{o.Value}")) + "}",
                }
            );
            record.Row.TakenUpActId = act.ActId;
            record.Row.Version++;
            taken++;
        }
        db.SaveChanges();
        return taken;
    }
}
