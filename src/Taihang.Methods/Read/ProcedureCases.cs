using System.Collections.Immutable;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Methods.Read;

/// <summary>What must be seen after a line of a script; null for whatever is not said.</summary>
public sealed record CaseExpectation(
    string? Refused,
    string? At,
    string? Outcome,
    ClockState? Clock,
    DateOnly? Due,
    DateOnly? Until,
    ImmutableArray<string>? Missed
);

/// <param name="By">One of the script's people; empty for the public, or for the clock.</param>
/// <param name="Do">The command; null for the clock.</param>
public sealed record ScriptLine(DateOnly Day, string By, CaseCommand? Do, CaseExpectation Expect, Place At);

/// <summary>A named run of events with what must be seen on the way.</summary>
/// <param name="People">Name to the role of the account.</param>
public sealed record ProcedureScript(
    string Name,
    string Procedure,
    ImmutableSortedDictionary<string, string> People,
    ImmutableArray<ScriptLine> Lines,
    Place At
);

/// <summary>Reads <c>procedures/cases/*.yaml</c> and runs them.</summary>
public static class ProcedureCases
{
    private static readonly Dictionary<string, ClockState> Clocks = new()
    {
        ["none"] = ClockState.NoLimit,
        ["on_time"] = ClockState.OnTime,
        ["due_soon"] = ClockState.DueSoon,
        ["overdue"] = ClockState.Overdue,
        ["stopped"] = ClockState.Stopped,
        ["ended"] = ClockState.Ended,
    };

    private static readonly Guid CaseId = new(1, 0, 0, new byte[8]);
    private static readonly byte[] Seed = new byte[32];

    internal static IEnumerable<ProcedureScript> Read(YamlReader file, IReadOnlyList<Procedure> procedures)
    {
        file.Only("procedure", "people", "cases");
        var procedure = procedures.FirstOrDefault(p => p.Id == file.Must("procedure").Text());
        if (procedure is null)
        {
            var at = file.Must("procedure");
            file.Report(
                PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), procedures.Select(p => p.Id)))
            );
            yield break;
        }
        var people = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, _, role) in file.Child("people")?.Entries() ?? [])
        {
            people[name] = role.Text();
            if (!Roles.All.Contains(role.Text()))
                file.Report(PackProblems.UnknownName(role.Place, role.Text(), Nearest.To(role.Text(), Roles.All)));
        }
        var known = people.ToImmutable();
        foreach (var item in file.Must("cases").Items())
        {
            item.Only("name", "steps");
            yield return new ProcedureScript(
                item.Must("name").Text(),
                procedure.Id,
                known,
                [.. item.Must("steps").Items().Select((line, i) => Line(line, i, procedure, known.Keys.ToList()))],
                item.Place
            );
        }
    }

    /// <returns>Everything that a script sees otherwise than it says.</returns>
    public static IReadOnlyList<Problem> Run(Procedure procedure, ProcedureScript script)
    {
        var problems = new List<Problem>();
        CaseState? state = null;
        foreach (var line in script.Lines)
        {
            var actor = script.People.TryGetValue(line.By, out var role)
                ? new CaseActor(
                    new Guid(script.People.Keys.ToList().IndexOf(line.By) + 2, 0, 0, new byte[8]),
                    role,
                    true
                )
                : CaseActor.Nobody with
                {
                    Concerned = true,
                };
            string? refused = null;
            switch (line.Do)
            {
                case null:
                    foreach (var noted in state is null ? [] : CaseRules.Tick(state, line.Day))
                        state = state!.With(noted);
                    break;
                case OpenCase open:
                    var opened = CaseRules.Open(procedure, open, actor, line.Day);
                    (state, refused) = opened.Ok
                        ? (CaseState.Begin(procedure, opened.Value), null)
                        : (state, opened.Problems[0].Code);
                    break;
                case { } command when state is not null:
                    var decided = CaseRules.Decide(state, command, actor, line.Day);
                    (state, refused) = decided.Ok
                        ? (state.With(decided.Value), null)
                        : (state, decided.Problems[0].Code);
                    break;
            }
            Look(refused, state, line, problems, script.Name);
        }
        return problems;
    }

    private static void Look(string? refused, CaseState? state, ScriptLine line, List<Problem> problems, string name)
    {
        var expect = line.Expect;
        Same("refused", expect.Refused ?? "-", refused ?? "-");
        if (state is null)
            return;
        var clock = CaseClock.On(state, line.Day);
        if (expect.At is { } at)
            Same("at", at, state.Step ?? "-");
        if (expect.Outcome is { } outcome)
            Same("outcome", outcome, state.Outcome ?? "-");
        if (expect.Clock is { } shown)
            Same("clock", $"{shown}", $"{clock.State}");
        if (expect.Due is { } due)
            Same("due", $"{due:yyyy-MM-dd}", $"{clock.Due:yyyy-MM-dd}");
        if (expect.Until is { } until)
            Same("until", $"{until:yyyy-MM-dd}", $"{clock.Earliest ?? clock.AppealUntil:yyyy-MM-dd}");
        if (expect.Missed is { } missed)
            Same("missed", string.Join(", ", missed), string.Join(", ", state.Missed.Select(m => m.Step ?? "overall")));

        void Same(string what, string wanted, string found)
        {
            if (wanted != found)
                problems.Add(ProcedureProblems.CaseWrong(line.At, name, $"{what} {wanted}", $"{what} {found}"));
        }
    }

    private static ScriptLine Line(YamlReader item, int number, Procedure procedure, List<string> people)
    {
        item.Only(
            "on",
            "by",
            "open",
            "do",
            "result",
            "evidence",
            "meeting",
            "reason",
            "post",
            "draw",
            "object",
            "answer",
            "upheld",
            "stand_aside",
            "appeal",
            "tick",
            "refused",
            "at",
            "outcome",
            "clock",
            "due",
            "until",
            "missed"
        );
        var by = item.Child("by");
        if (by is not null && !people.Contains(by.Text()))
            item.Report(PackProblems.UnknownName(by.Place, by.Text(), Nearest.To(by.Text(), people)));
        foreach (var key in new[] { "do", "post", "draw", "at" })
            Known(item.Child(key), [.. procedure.Steps.Select(s => s.Id)]);
        Known(item.Child("outcome"), [.. procedure.Outcomes.Select(o => o.Id)]);
        return new ScriptLine(
            item.Must("on").Date(),
            by?.Text() ?? "",
            Command(item, number, procedure),
            new CaseExpectation(
                item.TextOrNull("refused"),
                item.TextOrNull("at"),
                item.TextOrNull("outcome"),
                item.Child("clock")?.OneOf(Clocks),
                item.Child("due")?.Date(),
                item.Child("until")?.Date(),
                item.Child("missed") is { } missed ? [.. missed.Items().Select(m => m.Text())] : null
            ),
            item.Place
        );

        void Known(YamlReader? at, List<string> names)
        {
            if (at is not null && !names.Contains(at.Text()))
                item.Report(PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), names)));
        }
    }

    private static CaseCommand? Command(YamlReader item, int number, Procedure procedure)
    {
        var id = new Guid(number + 1, 7, 0, new byte[8]);
        var reasoned = item.Child("reason")?.Truth() ?? true;
        if (item.TextOrNull("open") is { } channel)
            return new OpenCase(id, channel);
        if (item.TextOrNull("do") is { } step)
        {
            var result = item.TextOrNull("result");
            ImmutableArray<string> evidence =
                item.Child("evidence") is { } some ? [.. some.Items().Select(e => e.Text())]
                : procedure.Step(step) is { } whole ? [.. whole.Evidence.Select(e => e.Id)]
                : [];
            var meeting = item.Child("meeting") is { } counted ? Count(counted) : null;
            return new DoStep(id, step, result, evidence, meeting, reasoned);
        }
        if (item.TextOrNull("post") is { } notice)
            return new PostNotice(id, notice, id, Sampling.Commitment(Seed));
        if (item.TextOrNull("draw") is { } check)
            return new DrawSample(id, check, CaseId, Seed, [CaseId], false);
        if (item.TextOrNull("object") is { } objection)
            return new RaiseObjection(id, Named(objection), "web", reasoned);
        if (item.TextOrNull("answer") is { } answered)
        {
            var upheld = item.Must("upheld").Truth();
            return new AnswerObjection(id, Named(answered), upheld, reasoned);
        }
        if (item.Has("stand_aside"))
            return new DeclareInterest(id);
        if (item.TextOrNull("appeal") is { } by)
            return new LodgeAppeal(id, by, reasoned);
        if (!item.Has("tick"))
            item.Report(
                PackProblems.Missing(item.Place, "open, do, post, draw, object, answer, stand_aside, appeal, tick")
            );
        return null;
    }

    private static MeetingCount Count(YamlReader item)
    {
        item.Only("body", "present", "recused", "for", "against", "abstain");
        return new MeetingCount(
            item.Must("body").Whole(),
            item.Must("present").Whole(),
            item.Child("recused")?.Whole() ?? 0,
            item.Must("for").Whole(),
            item.Must("against").Whole(),
            item.Must("abstain").Whole()
        );
    }

    /// <summary>An objection's name in the script as an ID.</summary>
    private static Guid Named(string name) =>
        new(name.Aggregate(17, (sum, c) => unchecked(sum * 31 + c)), 3, 0, new byte[8]);
}
