using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Methods.Read;

/// <summary>
/// Whether a procedure can be followed at all: every name is known, every step can be reached and left, somebody may do it, nobody judges
/// what they proposed, and nothing goes against anybody without a person's decision and an appeal.
/// </summary>
internal static class ProcedureCheck
{
    private static readonly Dictionary<StepKind, string[]> Results = new()
    {
        [StepKind.Intake] = ["received"],
        [StepKind.Visit] = ["done"],
        [StepKind.Compare] = ["clear", "hits"],
        [StepKind.Meeting] = [Vote.Approved, Vote.Rejected],
        [StepKind.Notice] = ["kept"],
        [StepKind.Check] = [CaseRules.CheckConfirmed, CaseRules.CheckNotConfirmed],
        [StepKind.Announce] = ["done"],
        [StepKind.Tell] = ["done"],
        [StepKind.Declare] = ["done"],
    };

    public static void Run(YamlReader file, Procedure procedure)
    {
        var items = file.Must("steps").Items().ToList();
        var ends = file.Must("outcomes").Items().ToList();
        if (procedure.Steps.IsEmpty || procedure.Outcomes.IsEmpty)
        {
            file.Report(PackProblems.Missing(file.Place, procedure.Steps.IsEmpty ? "steps" : "outcomes"));
            return;
        }
        if (!Named(file, procedure, items, ends))
            return;
        for (var i = 0; i < items.Count; i++)
        {
            var (item, step) = (items[i], procedure.Steps[i]);
            if ((step.Kind == StepKind.Intake) != (i == 0))
                item.Report(ProcedureProblems.BeginsWithIntake(item.Must("kind").Place));
            Shape(item, procedure, step);
            Impartial(item, procedure, step);
        }
        Paths(procedure, items, ends);
        Outcomes(procedure, ends);
        if (procedure.About == CaseAbout.Plan && procedure.Outcome(Procedure.PlanApproved) is null)
            file.Report(ProcedureProblems.NeverApproved(file.Must("about").Place));
    }

    /// <returns>False when a name is not known: what follows would only repeat it.</returns>
    private static bool Named(YamlReader file, Procedure procedure, List<YamlReader> items, List<YamlReader> ends)
    {
        var fine = true;
        var parties = procedure.Parties.Select(p => p.Id).ToList();
        var steps = procedure.Steps.Select(s => s.Id).ToList();
        var all = steps.Concat(procedure.Outcomes.Select(o => o.Id)).ToList();
        foreach (var twice in all.Concat(parties).GroupBy(n => n).Where(g => g.Count() > 1))
            Fault(PackProblems.Twice(file.Place, twice.Key));
        var escalates = file.Child("overall")?.Child("escalate");
        Known(escalates, parties);
        foreach (var item in items)
        {
            foreach (var who in item.Must("who").Items())
                Known(who, parties);
            Known(item.Child("escalate"), parties);
            Known(item.Child("lapse"), steps);
            foreach (var (_, _, next) in item.Must("then").Entries())
                Known(next, all);
            if (item.Child("objections") is not { } objections)
                continue;
            foreach (var who in objections.Must("answered_by").Items())
                Known(who, parties);
            Known(objections.Child("escalate"), parties);
            Known(objections.Child("upheld"), steps);
        }
        foreach (var end in ends)
            Known(end.Child("appeal")?.Child("heard_at"), steps);
        return fine;

        void Known(YamlReader? at, List<string> known)
        {
            if (at is not null && !known.Contains(at.Text()))
                Fault(PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), known)));
        }

        void Fault(Problem problem)
        {
            fine = false;
            file.Report(problem);
        }
    }

    private static void Shape(YamlReader item, Procedure procedure, ProcedureStep step)
    {
        if (Results.TryGetValue(step.Kind, out var known))
        {
            if (!known.Order(StringComparer.Ordinal).SequenceEqual(step.Then.Keys))
                item.Report(
                    ProcedureProblems.Results(
                        item.Must("then").Place,
                        step.Kind.ToString().ToLowerInvariant(),
                        string.Join(", ", known)
                    )
                );
        }
        else if (step.Then.Count < 2)
            item.Report(
                ProcedureProblems.Results(item.Must("then").Place, step.Kind.ToString().ToLowerInvariant(), "2+")
            );
        var canAct = step.Parties.Any(id =>
            procedure.Party(id) is { } party
            && (
                party.Roles.Any(Roles.All.Contains)
                || (party.Public && step.Kind is StepKind.Intake or StepKind.Declare)
            )
        );
        var unknown = step.Parties.SelectMany(id => procedure.Party(id)!.Roles).Any(r => !Roles.All.Contains(r));
        if (!canAct || unknown)
            item.Report(ProcedureProblems.NobodyMay(item.Must("who").Place, step.Id));
        if (
            step.Objections is { } rule
            && !rule.AnsweredBy.Any(id => procedure.Party(id)!.Roles.Any(Roles.All.Contains))
        )
            item.Report(ProcedureProblems.NobodyMay(item.Must("objections").Place, step.Id));
        if (step.Sample is not null && step.Kind != StepKind.Check)
            item.Report(PackProblems.UnknownName(item.Must("sample").Place, "sample", null));
        if (step.Kind == StepKind.Compare && procedure.Outcome(step.Then.GetValueOrDefault("hits")) is not null)
            item.Report(ProcedureProblems.HitsDecide(item.Must("then").Place, step.Id));
        foreach (var (_, next) in step.Then)
            if (procedure.Step(next) is { Kind: StepKind.Appeal or StepKind.Intake } entered)
                item.Report(ProcedureProblems.NotAnAppeal(item.Must("then").Place, entered.Id));
    }

    private static void Impartial(YamlReader item, Procedure procedure, ProcedureStep step)
    {
        var judging = CaseRules.Judges(step.Kind) ? RolesOf(procedure, step.Parties) : [];
        var answering = step.Objections is { } rule ? RolesOf(procedure, rule.AnsweredBy) : [];
        foreach (var proposed in procedure.Steps.Where(s => CaseRules.Proposes(s.Kind) && s.Kind != StepKind.Intake))
        foreach (var role in judging.Concat(answering).Distinct().Intersect(RolesOf(procedure, proposed.Parties)))
            item.Report(ProcedureProblems.JudgesOwn(item.Must("who").Place, step.Id, role, proposed.Id));
    }

    private static void Paths(Procedure procedure, List<YamlReader> items, List<YamlReader> ends)
    {
        // Every (step, committed) a case can come to; committed once a notice was up on the way.
        var reached = new HashSet<(string Step, bool Committed)>();
        var left = new Queue<(string Step, bool Committed)>([(procedure.First.Id, false)]);
        var outcomes = new HashSet<string>();
        while (left.TryDequeue(out var at))
        {
            if (!reached.Add(at))
                continue;
            var step = procedure.Step(at.Step)!;
            var committed = at.Committed || step.Kind == StepKind.Notice;
            var next = step.Then.Values.ToList();
            if (step.Objections is { } rule)
                next.Add(rule.UpheldTo);
            if (step.LapseTo is { } lapse)
                next.Add(lapse);
            foreach (var name in next)
                if (procedure.Outcome(name) is { } outcome)
                {
                    outcomes.Add(name);
                    if (outcome.Appeal is { } appeal)
                        left.Enqueue((appeal.HeardAt, committed));
                }
                else
                    left.Enqueue((name, committed));
        }
        // Backwards from the outcomes by plain results: what cannot be reached so can only go round in circles.
        var ending = new HashSet<string>();
        while (
            procedure.Steps.FirstOrDefault(s =>
                !ending.Contains(s.Id) && s.Then.Values.Any(n => ending.Contains(n) || procedure.Outcome(n) is not null)
            )
                is { } found
        )
            ending.Add(found.Id);
        for (var i = 0; i < items.Count; i++)
        {
            var step = procedure.Steps[i];
            var place = items[i].Must("id").Place;
            if (!reached.Any(r => r.Step == step.Id))
                items[i].Report(ProcedureProblems.Unreachable(place, step.Id));
            if (!ending.Contains(step.Id))
                items[i].Report(ProcedureProblems.NoEnd(place, step.Id));
            if (step.Sample is not null && reached.Contains((step.Id, false)))
                items[i].Report(ProcedureProblems.NothingCommits(items[i].Must("sample").Place, step.Id));
        }
        for (var i = 0; i < ends.Count; i++)
            if (!outcomes.Contains(procedure.Outcomes[i].Id))
                ends[i].Report(ProcedureProblems.Unreachable(ends[i].Must("id").Place, procedure.Outcomes[i].Id));
    }

    private static void Outcomes(Procedure procedure, List<YamlReader> ends)
    {
        for (var i = 0; i < ends.Count; i++)
        {
            var (end, outcome) = (ends[i], procedure.Outcomes[i]);
            var from = procedure.Steps.Where(s => s.Then.ContainsValue(outcome.Id)).ToList();
            if (outcome.Adverse)
            {
                if (outcome.Appeal is null && from.Exists(s => s.Kind != StepKind.Appeal))
                    end.Report(ProcedureProblems.AdverseUnheard(end.Must("id").Place, outcome.Id));
                foreach (var step in from.Where(s => !CaseRules.Judges(s.Kind) && s.Kind != StepKind.Meeting))
                    end.Report(ProcedureProblems.AdverseByNobody(end.Must("id").Place, outcome.Id, step.Id));
            }
            if (outcome.Appeal is not { } appeal || procedure.Step(appeal.HeardAt) is not { } heard)
                continue;
            var place = end.Must("appeal").Must("heard_at").Place;
            if (heard.Kind != StepKind.Appeal)
                end.Report(ProcedureProblems.NotAnAppeal(place, heard.Id));
            foreach (var step in from)
            foreach (var role in RolesOf(procedure, heard.Parties).Intersect(RolesOf(procedure, step.Parties)))
                end.Report(ProcedureProblems.HearsOwn(place, heard.Id, role, step.Id));
        }
    }

    private static IEnumerable<string> RolesOf(Procedure procedure, IEnumerable<string> parties) =>
        parties.SelectMany(id => procedure.Party(id)!.Roles).Distinct();
}
