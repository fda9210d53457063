using System.Collections.Immutable;

namespace Taihang.Core.Procedures;

/// <summary>One stay of a case at a step.</summary>
/// <param name="Done">Null while it stays, and where it lapsed.</param>
/// <param name="Late">Done after its last day, or never done.</param>
public sealed record StepStay(
    string Step,
    DateOnly Entered,
    DateOnly? Done,
    string? Result,
    Guid By,
    bool Late,
    DateOnly? Left
);

public sealed record CaseObjection(
    Guid ObjectionId,
    string Step,
    DateOnly On,
    DateOnly? AnsweredOn,
    bool? Upheld,
    DateOnly? Missed,
    string? EscalatedTo
);

/// <summary>A last day that passed without what was due; it stays on the case for ever.</summary>
/// <param name="Step">Null for the limit over the whole procedure.</param>
public sealed record MissedDay(
    string? Step,
    DateOnly Due,
    DateOnly NotedOn,
    string? EscalatedTo,
    string? LapsedTo,
    Guid? ObjectionId
);

/// <summary>Where a case stands: the fold of its events and of nothing else.</summary>
public sealed record CaseState(Procedure Procedure, DateOnly OpenedOn, string Channel)
{
    /// <summary>Null once the case has an outcome.</summary>
    public string? Step { get; init; }

    public DateOnly Entered { get; init; }

    public string? Outcome { get; init; }

    public DateOnly? EndedOn { get; init; }

    public DateOnly LastDay { get; init; }

    public ImmutableArray<StepStay> Stays { get; init; } = [];

    public ImmutableArray<CaseObjection> Objections { get; init; } = [];

    public ImmutableArray<MissedDay> Missed { get; init; } = [];

    /// <summary>Since when the notice of the current stay has been up, and by whom.</summary>
    public DateOnly? PostedOn { get; init; }

    public Guid PostedBy { get; init; }

    public Guid? NoticeId { get; init; }

    public string? Commitment { get; init; }

    /// <summary>Whether the case is in the sample of the current check; null while none is drawn.</summary>
    public bool? Drawn { get; init; }

    /// <summary>Accounts that brought the case forward, and so may not judge it.</summary>
    public ImmutableHashSet<Guid> Proposed { get; init; } = [];

    /// <summary>Accounts that judged it, and so may not hear an appeal.</summary>
    public ImmutableHashSet<Guid> Judged { get; init; } = [];

    /// <summary>Accounts that are bound to the household, and so take no part.</summary>
    public ImmutableHashSet<Guid> Bound { get; init; } = [];

    /// <summary>Parties that may act at the current step because it is overdue.</summary>
    public ImmutableHashSet<string> Escalated { get; init; } = [];

    /// <summary>The outcome that was appealed against; an outcome is appealed against once.</summary>
    public ImmutableHashSet<string> Appealed { get; init; } = [];

    public ProcedureStep? Current => Procedure.Step(Step);

    public IEnumerable<CaseObjection> OpenObjections => Objections.Where(o => o.AnsweredOn is null);

    /// <summary>While an objection is open the clock of the case stands still.</summary>
    public ImmutableArray<StoppedSpan> Stops => [.. Objections.Select(o => new StoppedSpan(o.On, o.AnsweredOn))];

    /// <param name="events">In the order in which they were recorded, beginning with the opening.</param>
    public static CaseState Fold(Procedure procedure, IEnumerable<CaseEvent> events)
    {
        CaseState? state = null;
        foreach (var one in events)
            state = state is null ? Begin(procedure, one) : state.With(one);
        return state ?? throw new ArgumentException("A case begins with an event.", nameof(events));
    }

    public static CaseState Begin(Procedure procedure, CaseEvent opened)
    {
        if (opened.Kind != CaseEventKind.Opened)
            throw new ArgumentException("A case begins with its opening.", nameof(opened));
        var first = procedure.First;
        var state = new CaseState(procedure, opened.Day, opened.Channel ?? "") { LastDay = opened.Day };
        return state.Enter(first.Id, opened.Day).Leave(first, opened, opened.Result!);
    }

    public CaseState With(CaseEvent one)
    {
        var state = this with { LastDay = one.Day };
        switch (one.Kind)
        {
            case CaseEventKind.Done:
                return state.Leave(Procedure.Step(one.Step)!, one, one.Result!);
            case CaseEventKind.Posted:
                return state with
                {
                    PostedOn = one.Day,
                    PostedBy = one.By,
                    NoticeId = one.NoticeId,
                    Commitment = one.Commitment,
                };
            case CaseEventKind.Drawn:
                return state with { Drawn = one.Drawn };
            case CaseEventKind.Objected:
                return state with
                {
                    Objections = state.Objections.Add(
                        new CaseObjection(one.ObjectionId!.Value, one.Step!, one.Day, null, null, null, null)
                    ),
                };
            case CaseEventKind.Answered:
                return state.Answer(one);
            case CaseEventKind.InterestDeclared:
                return state with { Bound = state.Bound.Add(one.By) };
            case CaseEventKind.Missed:
                return state.Miss(one);
            case CaseEventKind.Appealed:
                return (state with { Appealed = state.Appealed.Add(Outcome!), Outcome = null, EndedOn = null }).Enter(
                    one.Step!,
                    one.Day
                );
            default:
                throw new InvalidOperationException($"{one.Kind} cannot follow.");
        }
    }

    private CaseState Enter(string step, DateOnly day) =>
        this with
        {
            Step = step,
            Entered = day,
            PostedOn = null,
            PostedBy = Guid.Empty,
            Drawn = null,
            Escalated = [],
            Stays = Stays.Add(new StepStay(step, day, null, null, Guid.Empty, false, null)),
        };

    private CaseState Leave(ProcedureStep step, CaseEvent one, string result)
    {
        var late = Missed.Any(m => m.Step == step.Id && m.NotedOn >= Entered && m.ObjectionId is null);
        late |= CaseClock.StepDue(this) is { } due && due < one.Day;
        var stay = Stays[^1] with { Done = one.Day, Result = result, By = one.By, Late = late, Left = one.Day };
        var state = this with { Stays = Stays.SetItem(Stays.Length - 1, stay) };
        if (one.By != Guid.Empty)
            state = state with
            {
                Proposed = CaseRules.Proposes(step.Kind) ? state.Proposed.Add(one.By) : state.Proposed,
                Judged = CaseRules.Judges(step.Kind) ? state.Judged.Add(one.By) : state.Judged,
            };
        return state.Go(step.Then[result], one.Day);
    }

    private CaseState Go(string next, DateOnly day) =>
        Procedure.Outcome(next) is { } outcome
            ? this with
            {
                Step = null,
                Outcome = outcome.Id,
                EndedOn = day,
                PostedOn = null,
                Drawn = null,
                Escalated = [],
            }
            : Enter(next, day);

    private CaseState Answer(CaseEvent one)
    {
        var at = Objections.IndexOf(Objections.First(o => o.ObjectionId == one.ObjectionId));
        var answered = Objections[at] with { AnsweredOn = one.Day, Upheld = one.Upheld };
        var state = this with
        {
            Objections = Objections.SetItem(at, answered),
            Judged = one.By == Guid.Empty ? Judged : Judged.Add(one.By),
        };
        if (one.Upheld != true)
            return state;
        // The stay ends without a result: what the notice showed was not right.
        var stay = state.Stays[^1] with
        {
            Left = one.Day,
        };
        return (state with { Stays = state.Stays.SetItem(state.Stays.Length - 1, stay) }).Enter(
            Procedure.Step(answered.Step)!.Objections!.UpheldTo,
            one.Day
        );
    }

    private CaseState Miss(CaseEvent one)
    {
        var missed = new MissedDay(one.Step, one.Due!.Value, one.Day, one.EscalatedTo, one.LapsedTo, one.ObjectionId);
        var state = this with { Missed = Missed.Add(missed) };
        if (one.ObjectionId is { } id)
        {
            var at = Objections.IndexOf(Objections.First(o => o.ObjectionId == id));
            return state with
            {
                Objections = Objections.SetItem(
                    at,
                    Objections[at] with
                    {
                        Missed = one.Due,
                        EscalatedTo = one.EscalatedTo,
                    }
                ),
            };
        }
        if (one.EscalatedTo is { } party && Step is not null)
            state = state with { Escalated = state.Escalated.Add(party) };
        if (one.LapsedTo is not { } next)
            return state;
        var stay = state.Stays[^1] with { Left = one.Day, Late = true };
        return (state with { Stays = state.Stays.SetItem(state.Stays.Length - 1, stay) }).Enter(next, one.Day);
    }
}
