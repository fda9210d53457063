using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>
/// Whether somebody may do something to a case on a day: an event, or the numbered problem that stands in the way. A step is never skipped:
/// the only way on is the step's own result, an upheld objection, or a limit that passed and is shown as missed.
/// </summary>
public static class CaseRules
{
    public const string Clock = "clock";
    public const string CheckConfirmed = "confirmed";
    public const string CheckNotConfirmed = "not_confirmed";

    /// <summary>Steps at which somebody judges what others brought forward.</summary>
    public static bool Judges(StepKind kind) => kind is StepKind.Check or StepKind.Decide or StepKind.Appeal;

    /// <summary>Steps at which a case is brought forward.</summary>
    public static bool Proposes(StepKind kind) =>
        kind is StepKind.Intake or StepKind.Visit or StepKind.Meeting or StepKind.Declare;

    /// <summary>An application is taken from anybody, whatever is known or not known of them.</summary>
    public static Outcome<CaseEvent> Open(Procedure procedure, OpenCase command, CaseActor actor, DateOnly day)
    {
        if (!procedure.ValidOn(day))
            return ProceduresProblems.NotInForce(procedure.Title, day);
        var party = PartyOf(procedure, procedure.First.Parties, actor, open: true);
        // Whoever is nobody's party here still is somebody who may ask, where anybody may.
        party ??= procedure.First.Parties.FirstOrDefault(id => procedure.Party(id) is { Public: true });
        if (party is null)
            return ProceduresProblems.NotOpenToAll(procedure.Title);
        return new CaseEvent(CaseEventKind.Opened, command.EventId, day, actor.AccountId, party, procedure.First.Id)
        {
            Result = procedure.First.Then.Keys.Single(),
            Channel = command.Channel,
        };
    }

    public static Outcome<CaseEvent> Decide(CaseState state, CaseCommand command, CaseActor actor, DateOnly day)
    {
        if (day < state.LastDay)
            return ProceduresProblems.DayRunsBack(state.LastDay);
        return command switch
        {
            DoStep act => Do(state, act, actor, day),
            PostNotice post => Post(state, post, actor, day),
            DrawSample draw => Draw(state, draw, actor, day),
            RaiseObjection raise => Raise(state, raise, actor, day),
            AnswerObjection answer => Answer(state, answer, actor, day),
            DeclareInterest declare => Declare(state, declare, actor, day),
            LodgeAppeal appeal => Lodge(state, appeal, actor, day),
            _ => throw new ArgumentException("A case is opened once.", nameof(command)),
        };
    }

    /// <summary>What the clock has to note on a day: each last day that passed, once. Event IDs are given at the edge.</summary>
    public static ImmutableArray<CaseEvent> Tick(CaseState state, DateOnly day)
    {
        if (state.Outcome is not null || day < state.LastDay)
            return [];
        var noted = ImmutableArray.CreateBuilder<CaseEvent>();
        foreach (var objection in state.OpenObjections.Where(o => o.Missed is null))
            if (CaseClock.ObjectionEnd(state, objection) is { } answer && answer < day)
                noted.Add(
                    Missed(objection.Step, answer, state.Procedure.Step(objection.Step)!.Objections!.EscalateTo) with
                    {
                        ObjectionId = objection.ObjectionId,
                    }
                );
        if (
            CaseClock.OverallEnd(state) is { } overall
            && overall < day
            && !state.Missed.Any(m => m is { Step: null, ObjectionId: null })
        )
            noted.Add(Missed(null, overall, state.Procedure.OverallEscalateTo));
        // Last, because a lapse moves the case on.
        if (CaseClock.StepDue(state) is { } due && due < day && !CaseClock.StepMissed(state))
            noted.Add(Missed(state.Step, due, state.Current!.EscalateTo) with { LapsedTo = state.Current!.LapseTo });
        return noted.ToImmutable();

        CaseEvent Missed(string? step, DateOnly last, string? to) =>
            new(CaseEventKind.Missed, Guid.Empty, day, Guid.Empty, Clock, step) { Due = last, EscalatedTo = to };
    }

    /// <returns>Why the actor cannot do the current step, whatever the details; null when they can.</returns>
    public static Problem? MayAct(CaseState state, CaseActor actor)
    {
        if (state.Current is not { } step)
            return ProceduresProblems.NotThisStep(null, state.Procedure.First.Title);
        if (state.OpenObjections.Any())
            return ProceduresProblems.ObjectionOpen(state.OpenObjections.Count());
        return MayTouch(state, actor)
            ?? (
                PartyAt(state, step, actor) is null
                    ? ProceduresProblems.NotYourStep(step.Title, Titles(state, step))
                    : Partial(state, step.Kind, actor)
            );
    }

    /// <returns>Why the actor cannot answer the objection; null when they can.</returns>
    public static Problem? MayAnswer(CaseState state, CaseObjection objection, CaseActor actor)
    {
        var step = state.Procedure.Step(objection.Step)!;
        if (MayTouch(state, actor) is { } bound)
            return bound;
        if (AnswerParty(state, objection, actor) is null)
            return ProceduresProblems.NotYourStep(
                new("答复异议", "Answering an objection"),
                Titles(state.Procedure, Answering(step.Objections!, objection))
            );
        return actor.AccountId == state.PostedBy
            ? ProceduresProblems.OwnProposal()
            : Partial(state, StepKind.Check, actor);
    }

    /// <summary>Who may act at a step, in words.</summary>
    public static Words Titles(CaseState state, ProcedureStep step) =>
        Titles(state.Procedure, step.Id == state.Step ? [.. step.Parties, .. state.Escalated.Order()] : step.Parties);

    public static Words Titles(Procedure procedure, IEnumerable<string> parties)
    {
        var titles = parties.Distinct().Select(id => procedure.Party(id)!.Title).ToList();
        return new(string.Join("、", titles.Select(t => t.Zh)), string.Join(", ", titles.Select(t => t.En)));
    }

    private static Outcome<CaseEvent> Do(CaseState state, DoStep act, CaseActor actor, DateOnly day)
    {
        var asked = state.Procedure.Step(act.Step);
        if (state.Current is not { } step || asked?.Id != step.Id)
            return ProceduresProblems.NotThisStep(state.Current?.Title, asked?.Title ?? Words.Same(act.Step));
        if (MayAct(state, actor) is { } refused)
            return refused;
        var result = act.Result ?? (step.Then.Count == 1 ? step.Then.Keys.Single() : "");
        if (step.Kind == StepKind.Notice)
        {
            if (state.PostedOn is not { } posted)
                return ProceduresProblems.NotPosted();
            var end = CaseClock.NoticeEnd(state);
            if (end is null || day < end)
                return ProceduresProblems.NoticeTooShort(posted, end, step.Notice!.Days.Whole);
        }
        if (step.Sample is not null && state.Drawn is null)
            return ProceduresProblems.NotDrawn();
        if (step.Meeting is { } rule)
        {
            if (act.Meeting is not { } count)
                return ProceduresProblems.NoMeeting();
            var counted = Vote.Count(rule, count);
            if (!counted.Ok)
                return counted.Problems[0];
            result = counted.Value;
        }
        if (!step.Then.ContainsKey(result))
            return ProceduresProblems.UnknownResult(
                result,
                string.Join(", ", step.Then.Keys),
                Nearest.To(result, step.Then.Keys)
            );
        // A case that was not drawn stands as the list has it, unless somebody went and looked.
        var looked = step.Sample is null || state.Drawn == true || result != CheckConfirmed;
        if (looked && step.Evidence.FirstOrDefault(e => !act.Evidence.Contains(e.Id)) is { } missing)
            return ProceduresProblems.EvidenceMissing(missing.Title);
        if (!act.Reasoned && (step.Kind is StepKind.Decide or StepKind.Appeal || result == CheckNotConfirmed))
            return ProceduresProblems.NoReason();
        return Event(CaseEventKind.Done, state, act, actor, day) with
        {
            Result = result,
            Evidence = [.. act.Evidence.Where(e => step.Evidence.Any(k => k.Id == e)).Distinct().Order()],
            Meeting = step.Meeting is null ? null : act.Meeting,
        };
    }

    private static Outcome<CaseEvent> Post(CaseState state, PostNotice post, CaseActor actor, DateOnly day)
    {
        var asked = state.Procedure.Step(post.Step);
        if (state.Current is not { } step || asked?.Id != step.Id)
            return ProceduresProblems.NotThisStep(state.Current?.Title, asked?.Title ?? Words.Same(post.Step));
        if (step.Notice is null)
            return ProceduresProblems.NothingToPost(step.Title);
        if (MayAct(state, actor) is { } refused)
            return refused;
        if (state.PostedOn is { } posted)
            return ProceduresProblems.AlreadyPosted(posted);
        return Event(CaseEventKind.Posted, state, post, actor, day) with
        {
            NoticeId = post.NoticeId,
            Commitment = post.Commitment,
        };
    }

    private static Outcome<CaseEvent> Draw(CaseState state, DrawSample draw, CaseActor actor, DateOnly day)
    {
        var asked = state.Procedure.Step(draw.Step);
        if (state.Current is not { } step || asked?.Id != step.Id)
            return ProceduresProblems.NotThisStep(state.Current?.Title, asked?.Title ?? Words.Same(draw.Step));
        if (step.Sample is not { } rule)
            return ProceduresProblems.NothingToDraw(step.Title);
        if (MayAct(state, actor) is { } refused)
            return refused;
        if (state.Drawn is not null && !(draw.Everybody && state.Drawn == false))
            return ProceduresProblems.AlreadyDrawn();
        if (state.Commitment is null || Sampling.Commitment(draw.Seed) != state.Commitment)
            return ProceduresProblems.SeedDoesNotFit();
        if (!draw.Frame.Contains(draw.CaseId))
            return ProceduresProblems.NotInFrame();
        return Event(CaseEventKind.Drawn, state, draw, actor, day) with
        {
            Seed = Convert.ToHexStringLower(draw.Seed),
            FrameSize = draw.Frame.Distinct().Count(),
            FrameHash = Sampling.FrameHash(draw.Frame),
            Drawn = draw.Everybody || Sampling.Draw(draw.Frame, draw.Seed, rule.Share.Value).Contains(draw.CaseId),
        };
    }

    private static Outcome<CaseEvent> Raise(CaseState state, RaiseObjection raise, CaseActor actor, DateOnly day)
    {
        if (state.Current is not { Objections: not null } step)
            return ProceduresProblems.NoObjectionsHere(state.Current?.Title);
        if (step.Notice is not null && state.PostedOn is null)
            return ProceduresProblems.NotPosted();
        if (!raise.Reasoned)
            return ProceduresProblems.NoReason();
        return Event(CaseEventKind.Objected, state, raise, actor, day) with
        {
            ObjectionId = raise.ObjectionId,
            Channel = raise.Channel,
            Party = "objector",
        };
    }

    private static Outcome<CaseEvent> Answer(CaseState state, AnswerObjection answer, CaseActor actor, DateOnly day)
    {
        if (state.OpenObjections.FirstOrDefault(o => o.ObjectionId == answer.ObjectionId) is not { } objection)
            return ProceduresProblems.NoSuchObjection();
        if (MayAnswer(state, objection, actor) is { } refused)
            return refused;
        if (!answer.Reasoned)
            return ProceduresProblems.NoReason();
        return new CaseEvent(
            CaseEventKind.Answered,
            answer.EventId,
            day,
            actor.AccountId,
            AnswerParty(state, objection, actor)!,
            objection.Step
        )
        {
            ObjectionId = answer.ObjectionId,
            Upheld = answer.Upheld,
        };
    }

    private static Outcome<CaseEvent> Declare(
        CaseState state,
        DeclareInterest declare,
        CaseActor actor,
        DateOnly day
    ) =>
        !actor.HasAccount || !actor.Covers ? ProceduresProblems.NoSuchCase()
        : state.Bound.Contains(actor.AccountId) ? ProceduresProblems.Bound()
        : Event(CaseEventKind.InterestDeclared, state, declare, actor, day);

    private static Outcome<CaseEvent> Lodge(CaseState state, LodgeAppeal appeal, CaseActor actor, DateOnly day)
    {
        if (state.Procedure.Outcome(state.Outcome)?.Appeal is not { } rule || state.Appealed.Contains(state.Outcome!))
            return ProceduresProblems.NoAppeal(null);
        if (CaseClock.AppealEnd(state) is not { } until || day > until)
            return ProceduresProblems.NoAppeal(CaseClock.AppealEnd(state));
        if (!actor.Concerned && !(actor.HasAccount && actor.Covers))
            return ProceduresProblems.NotConcerned();
        if (!appeal.Reasoned)
            return ProceduresProblems.NoReason();
        return new CaseEvent(CaseEventKind.Appealed, appeal.EventId, day, actor.AccountId, "appellant", rule.HeardAt)
        {
            Channel = appeal.Channel,
        };
    }

    /// <summary>Whoever stood aside takes no part; nobody judges what they brought forward, nor hears an appeal against themselves.</summary>
    private static Problem? MayTouch(CaseState state, CaseActor actor) =>
        actor.HasAccount && state.Bound.Contains(actor.AccountId) ? ProceduresProblems.Bound() : null;

    private static Problem? Partial(CaseState state, StepKind kind, CaseActor actor)
    {
        if (!Judges(kind) || !actor.HasAccount)
            return null;
        if (state.Proposed.Contains(actor.AccountId))
            return ProceduresProblems.OwnProposal();
        return kind == StepKind.Appeal && state.Judged.Contains(actor.AccountId)
            ? ProceduresProblems.OwnDecision()
            : null;
    }

    private static IEnumerable<string> Answering(ObjectionRule rule, CaseObjection objection) =>
        objection.EscalatedTo is { } also ? rule.AnsweredBy.Add(also) : rule.AnsweredBy;

    private static string? AnswerParty(CaseState state, CaseObjection objection, CaseActor actor) =>
        PartyOf(
            state.Procedure,
            Answering(state.Procedure.Step(objection.Step)!.Objections!, objection),
            actor,
            open: false
        );

    private static string? PartyAt(CaseState state, ProcedureStep step, CaseActor actor) =>
        PartyOf(state.Procedure, [.. step.Parties, .. state.Escalated.Order()], actor, actor.Concerned);

    /// <param name="open">Somebody without an account may act here.</param>
    private static string? PartyOf(Procedure procedure, IEnumerable<string> parties, CaseActor actor, bool open)
    {
        var known = parties.Select(id => procedure.Party(id)!).ToList();
        var office = actor is { HasAccount: true, Covers: true }
            ? known.FirstOrDefault(p => p.Roles.Contains(actor.Role))
            : null;
        return (office ?? (open ? known.FirstOrDefault(p => p.Public) : null))?.Id;
    }

    private static CaseEvent Event(
        CaseEventKind kind,
        CaseState state,
        CaseCommand command,
        CaseActor actor,
        DateOnly day
    ) =>
        new(
            kind,
            command.EventId,
            day,
            actor.AccountId,
            (state.Current is { } step ? PartyAt(state, step, actor) : null) ?? "",
            state.Step
        );
}
