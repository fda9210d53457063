using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Tests.Core.Procedures;

/// <summary>One try of a random run: who wants what, how many days later.</summary>
internal sealed record Try(int What, int Who, int DaysLater, int Detail);

/// <summary>How a command is judged; the real rules, or a deliberately broken twin of them.</summary>
internal delegate Outcome<CaseEvent> Judge(CaseState state, CaseCommand command, CaseActor actor, DateOnly day);

/// <summary>Random runs of the China pack's procedures, mostly sensible so that they get far, at times absurd.</summary>
internal static class Pretend
{
    public static readonly DateOnly Start = new(2016, 3, 1);
    public static readonly Pack Pack = PackFolder.LoadFrom(Path.Combine(Repository.Packs, "cn")).Value;
    public static readonly Procedure Identification = Pack.Procedure("identification")!;
    public static readonly Procedure Monitoring = Pack.Procedure("monitoring")!;
    public static readonly Procedure Revision = PackFolder
        .LoadFrom(Path.Combine(Repository.Packs, "cadunico"))
        .Value.Procedure("revision")!;

    private static readonly string[] Roles =
    [
        "cadre",
        "cadre",
        "township",
        "township",
        "county",
        "county",
        "nation",
        "",
    ];
    private static readonly byte[] Seed = new byte[32];
    private static readonly Guid CaseId = new(1, 0, 0, new byte[8]);

    public static Gen<Try[]> Tries { get; } =
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 7])
            .Select((what, who, later, detail) => new Try(what, who, later, detail))
            .Array[10, 90];

    /// <summary>The account of one of eight people: two of each office, one above the county, and the public.</summary>
    public static CaseActor Person(int who) =>
        Roles[who].Length == 0
            ? CaseActor.Nobody with
            {
                Concerned = true,
            }
            : new CaseActor(Account(who), Roles[who], true);

    public static Guid Account(int who) => new(100 + who, 0, 0, new byte[8]);

    /// <summary>Plays the tries; what is accepted is the history of the case.</summary>
    /// <param name="refused">Told of every refusal.</param>
    public static List<CaseEvent> Play(
        Procedure procedure,
        Try[] tries,
        Judge judge,
        Action<CaseState, Problem>? refused = null
    )
    {
        var day = Start;
        var opened = CaseRules.Open(
            procedure,
            new OpenCase(Id(0), "web"),
            procedure.Open ? CaseActor.Nobody : Person(4),
            procedure.ValidFrom > day ? day = procedure.ValidFrom : day
        );
        var history = new List<CaseEvent> { opened.Value };
        var state = CaseState.Begin(procedure, opened.Value);
        for (var i = 0; i < tries.Length; i++)
        {
            var one = tries[i];
            day = day.AddDays(one.DaysLater == 7 ? -3 : one.DaysLater);
            if (one.What == 0)
            {
                foreach (var noted in CaseRules.Tick(state, day))
                {
                    history.Add(noted);
                    state = state.With(noted);
                }
                continue;
            }
            var decided = judge(state, Command(state, one, i + 1), Person(one.Who), day);
            if (!decided.Ok)
            {
                refused?.Invoke(state, decided.Problems[0]);
                day = day < state.LastDay ? state.LastDay : day;
                continue;
            }
            history.Add(decided.Value);
            state = state.With(decided.Value);
        }
        return history;
    }

    private static CaseCommand Command(CaseState state, Try one, int number)
    {
        var procedure = state.Procedure;
        // Mostly the current step, at times any.
        var step =
            one.What >= 17 || state.Current is null
                ? procedure.Steps[(one.Detail * 5 + one.What) % procedure.Steps.Length]
                : state.Current;
        var objection = state.Objections.Length > 0 ? state.Objections[one.Detail % state.Objections.Length] : null;
        return one.What switch
        {
            1 => new RaiseObjection(Id(number), Id(1000 + number), "web", one.Detail != 0),
            2 or 3 when objection is not null => new AnswerObjection(
                Id(number),
                objection.ObjectionId,
                one.Detail % 3 == 0,
                one.Detail != 7
            ),
            4 when one.Detail == 0 => new DeclareInterest(Id(number)),
            4 or 5 when state.Outcome is not null => new LodgeAppeal(Id(number), "web", true),
            5 or 6 or 7 when step.Notice is not null => new PostNotice(
                Id(number),
                step.Id,
                Id(number),
                Sampling.Commitment(Seed)
            ),
            5 or 6 or 7 when step.Sample is not null => new DrawSample(
                Id(number),
                step.Id,
                CaseId,
                one.Detail == 7 ? [1] : Seed,
                [.. Enumerable.Range(1, 9).Select(n => new Guid(n, 0, 0, new byte[8]))],
                one.Detail == 6
            ),
            _ => new DoStep(
                Id(number),
                step.Id,
                one.Detail == 7 ? "maybe" : step.Then.Keys.ElementAt(one.Detail % step.Then.Count),
                one.Detail == 6 ? [] : [.. step.Evidence.Select(e => e.Id)],
                step.Meeting is null
                    ? null
                    : new MeetingCount(9, 4 + one.Detail % 6, one.Detail % 2, 3, 1, one.Detail % 6 - one.Detail % 2),
                one.Detail != 5
            ),
        };
    }

    private static Guid Id(int number) => new(number, 1, 0, new byte[8]);
}
