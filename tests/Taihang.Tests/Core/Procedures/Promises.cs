using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Tests.Core.Procedures;

/// <summary>What must hold of any history of a case, read off the events alone and not off the engine's state.</summary>
internal static class Promises
{
    /// <returns>What the history breaks, in words.</returns>
    public static IEnumerable<string> Broken(Procedure procedure, IReadOnlyList<CaseEvent> history) =>
        [
            .. Skipped(procedure, history),
            .. ShortNotices(procedure, history),
            .. ActedWhileStopped(history),
            .. JudgedOwn(procedure, history),
            .. ThinMeetings(procedure, history),
            .. LeftUndone(procedure, history),
        ];

    /// <summary>Every step follows from the result before it, an upheld objection, a lapse or an appeal.</summary>
    private static IEnumerable<string> Skipped(Procedure procedure, IReadOnlyList<CaseEvent> history)
    {
        var at = procedure.First.Then.Values.Single();
        foreach (var one in history.Skip(1))
            switch (one.Kind)
            {
                case CaseEventKind.Done:
                    if (one.Step != at)
                        yield return $"{one.Step} was done while the case stood at {at}";
                    at = procedure.Step(one.Step)!.Then[one.Result!];
                    break;
                case CaseEventKind.Posted or CaseEventKind.Drawn or CaseEventKind.Objected:
                    if (one.Step != at)
                        yield return $"{one.Kind} at {one.Step} while the case stood at {at}";
                    break;
                case CaseEventKind.Answered when one.Upheld == true:
                    at = procedure.Step(one.Step)!.Objections!.UpheldTo;
                    break;
                case CaseEventKind.Missed when one.LapsedTo is not null:
                    at = one.LapsedTo;
                    break;
                case CaseEventKind.Appealed:
                    if (procedure.Outcome(at)?.Appeal?.HeardAt != one.Step)
                        yield return $"an appeal to {one.Step} against {at}";
                    at = one.Step!;
                    break;
            }
    }

    /// <summary>A notice stands for all its days, and days on which an objection was open are not among them.</summary>
    private static IEnumerable<string> ShortNotices(Procedure procedure, IReadOnlyList<CaseEvent> history)
    {
        CaseEvent? up = null;
        foreach (var one in history)
        {
            if (one.Kind == CaseEventKind.Posted)
                up = one;
            if (one.Kind != CaseEventKind.Done || procedure.Step(one.Step)!.Notice is not { } rule)
                continue;
            if (up?.Step != one.Step)
                yield return $"{one.Step} was kept and never posted";
            else if (
                Enumerable.Range(1, one.Day.DayNumber - up!.Day.DayNumber).Select(up.Day.AddDays).Count(Free)
                    is var days
                && days < rule.Days.Whole
            )
                yield return $"{one.Step} stood for {days} days";
            up = null;
        }

        bool Free(DateOnly day) =>
            !history.Any(o =>
                o.Kind == CaseEventKind.Objected
                && o.Day <= day
                && !history.Any(a => a.Kind == CaseEventKind.Answered && a.ObjectionId == o.ObjectionId && a.Day <= day)
            );
    }

    private static IEnumerable<string> ActedWhileStopped(IReadOnlyList<CaseEvent> history)
    {
        var open = new Dictionary<Guid, DateOnly>();
        foreach (var one in history)
        {
            if (one.Kind == CaseEventKind.Objected)
                open.Add(one.ObjectionId!.Value, one.Day);
            if (one.Kind == CaseEventKind.Answered)
                open.Remove(one.ObjectionId!.Value);
            if (
                open.Count > 0
                && (
                    one.Kind is CaseEventKind.Done or CaseEventKind.Posted or CaseEventKind.Drawn
                    // A day that had passed before the first objection is missed all the same.
                    || (one is { Kind: CaseEventKind.Missed, ObjectionId: null } && one.Due >= open.Values.Min())
                )
            )
                yield return $"{one.Kind} at {one.Step} with an objection open";
        }
    }

    private static IEnumerable<string> JudgedOwn(Procedure procedure, IReadOnlyList<CaseEvent> history)
    {
        var (proposed, judged, bound) = (new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var one in history.Where(e => e.By != Guid.Empty))
        {
            if (one.Kind == CaseEventKind.InterestDeclared)
            {
                bound.Add(one.By);
                continue;
            }
            var kind = procedure.Step(one.Step)!.Kind;
            if (bound.Contains(one.By) && one.Kind is not (CaseEventKind.Objected or CaseEventKind.Appealed))
                yield return $"{one.Kind} by somebody who stood aside";
            if (
                one.Kind == CaseEventKind.Opened
                || (one.Kind == CaseEventKind.Done && kind is StepKind.Visit or StepKind.Meeting or StepKind.Declare)
            )
                proposed.Add(one.By);
            var judges =
                one.Kind == CaseEventKind.Answered
                || (one.Kind == CaseEventKind.Done && kind is StepKind.Check or StepKind.Decide or StepKind.Appeal);
            if (!judges)
                continue;
            if (proposed.Contains(one.By))
                yield return $"{one.Step} was judged by who brought the case forward";
            if (kind == StepKind.Appeal && judged.Contains(one.By))
                yield return $"{one.Step} was heard by who had judged";
            judged.Add(one.By);
        }
    }

    private static IEnumerable<string> ThinMeetings(Procedure procedure, IReadOnlyList<CaseEvent> history)
    {
        foreach (var one in history.Where(e => e.Kind == CaseEventKind.Done))
            if (procedure.Step(one.Step)!.Meeting is { } rule)
            {
                var count = one.Meeting!;
                if (count.Present * rule.Quorum.Value.Denominator < rule.Quorum.Value.Numerator * count.Body)
                    yield return $"{count.Present} of {count.Body} were no quorum";
                var (votes, yes) = (count.Present - count.Recused, (Fraction)count.For);
                if (one.Result == Vote.Approved != yes > rule.Approval.Value * votes)
                    yield return $"{count.For} of {votes} counted as {one.Result}";
            }
    }

    /// <summary>Sampled checks with their draw, evidence where it is asked.</summary>
    private static IEnumerable<string> LeftUndone(Procedure procedure, IReadOnlyList<CaseEvent> history)
    {
        bool? drawn = null;
        foreach (var one in history)
        {
            if (one.Kind == CaseEventKind.Drawn)
                drawn = one.Drawn;
            if (one.Kind != CaseEventKind.Done)
                continue;
            var step = procedure.Step(one.Step)!;
            if (step.Sample is not null && drawn is null)
                yield return $"{one.Step} without a sample";
            var must = step.Sample is null || drawn == true || one.Result == CaseRules.CheckNotConfirmed;
            if (must && step.Evidence.Any(e => !one.Evidence.Contains(e.Id)))
                yield return $"{one.Step} without its evidence";
            drawn = null;
        }
    }
}
