using System.Text.Json;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class CaseRulesTests
{
    private static readonly Procedure[] All = [Pretend.Identification, Pretend.Monitoring, Pretend.Revision];

    [Fact]
    public void No_run_of_commands_breaks_a_promise() =>
        Pretend.Tries.Sample(
            tries =>
            {
                foreach (var procedure in All)
                    Assert.Empty(Promises.Broken(procedure, Pretend.Play(procedure, tries, CaseRules.Decide)));
            },
            iter: 3000
        );

    [Fact]
    public void Random_runs_come_to_every_outcome_and_every_step()
    {
        var (steps, outcomes) = (new HashSet<string>(), new HashSet<string>());
        Pretend.Tries.Sample(
            tries =>
            {
                var history = Pretend.Play(Pretend.Identification, tries, CaseRules.Decide);
                lock (steps)
                {
                    steps.UnionWith(history.Select(e => e.Step).OfType<string>());
                    if (CaseState.Fold(Pretend.Identification, history).Outcome is { } outcome)
                        outcomes.Add(outcome);
                }
            },
            iter: 20_000
        );
        // A property that only ever sees the first step says nothing.
        Assert.Superset(
            new HashSet<string> { "apply", "appraisal", "verify", "notice1", "township_check", "compare", "notice2" },
            steps
        );
        Assert.Superset(new HashSet<string> { "not_listed", "not_listed_final", "refused_township" }, outcomes);
    }

    [Fact]
    public void Replaying_the_events_gives_the_same_state() =>
        Pretend.Tries.Sample(
            tries =>
            {
                foreach (var procedure in All)
                {
                    var history = Pretend.Play(procedure, tries, CaseRules.Decide);
                    var folded = CaseState.Fold(procedure, history);
                    var read = history.Select(e => JsonSerializer.Deserialize<CaseEvent>(JsonSerializer.Serialize(e))!);
                    Assert.Equal(Text(folded), Text(CaseState.Fold(procedure, read)));
                }
            },
            iter: 300
        );

    [Fact]
    public void A_refusal_has_a_number_of_this_room_and_changes_nothing() =>
        Pretend.Tries.Sample(
            tries =>
            {
                foreach (var procedure in All)
                    Pretend.Play(
                        procedure,
                        tries,
                        (state, command, actor, day) =>
                        {
                            var before = Text(state);
                            var decided = CaseRules.Decide(state, command, actor, day);
                            Assert.Equal(before, Text(state));
                            return decided;
                        },
                        (_, problem) => Assert.StartsWith("TH11", problem.Code, StringComparison.Ordinal)
                    );
            },
            iter: 100
        );

    /// <summary>Each twin leaves one guard out; the same promises over the same runs must catch it.</summary>
    [Theory]
    [InlineData("takes notices down early", "stood for")]
    [InlineData("lets the clock run on under an objection", "with an objection open")]
    [InlineData("forgets who proposed", "brought the case forward")]
    [InlineData("forgets who judged", "had judged")]
    [InlineData("forgets who stood aside", "stood aside")]
    [InlineData("lets any step be done at any time", "while the case stood at")]
    [InlineData("takes any number for a quorum", "no quorum")]
    [InlineData("needs no sample", "without a sample")]
    [InlineData("needs no evidence", "without its evidence")]
    public void A_twin_that_is_broken_is_caught(string twin, string found)
    {
        var judge = Twin(twin);
        var caught = false;
        Pretend.Tries.Sample(
            tries =>
            {
                foreach (var procedure in All)
                    if (
                        Promises
                            .Broken(procedure, Pretend.Play(procedure, tries, judge))
                            .Any(b => b.Contains(found, StringComparison.Ordinal))
                    )
                        caught = true;
            },
            iter: 4000
        );
        Assert.True(caught, $"nothing noticed a twin that {twin}");
    }

    private static Judge Twin(string twin) =>
        (state, command, actor, day) =>
        {
            var procedure = state.Procedure;
            switch (twin)
            {
                case "takes notices down early" when state.PostedOn is not null && command is DoStep:
                    var late = CaseRules.Decide(state, command, actor, day.AddDays(30));
                    return late.Ok ? late.Value with { Day = day < state.LastDay ? state.LastDay : day } : late;
                case "lets the clock run on under an objection" when command is DoStep or PostNotice:
                    return CaseRules.Decide(state with { Objections = [] }, command, actor, day);
                case "forgets who proposed":
                    return CaseRules.Decide(state with { Proposed = [] }, command, actor, day);
                case "forgets who judged":
                    return CaseRules.Decide(state with { Judged = [] }, command, actor, day);
                case "forgets who stood aside":
                    return CaseRules.Decide(state with { Bound = [] }, command, actor, day);
                case "lets any step be done at any time" when command is DoStep act && state.Step is not null:
                    return CaseRules.Decide(state with { Step = act.Step }, command, actor, day);
                case "takes any number for a quorum":
                    var thin = procedure with
                    {
                        Steps =
                        [
                            .. procedure.Steps.Select(s =>
                                s.Meeting is { } meeting
                                    ? s with
                                    {
                                        Meeting = meeting with
                                        {
                                            Quorum = meeting.Quorum with { Value = Fraction.Zero },
                                        },
                                    }
                                    : s
                            ),
                        ],
                    };
                    return CaseRules.Decide(state with { Procedure = thin }, command, actor, day);
                case "needs no sample":
                    return CaseRules.Decide(state with { Drawn = state.Drawn ?? true }, command, actor, day);
                case "needs no evidence" when command is DoStep done:
                    var all = procedure.Step(done.Step)!.Evidence.Select(e => e.Id);
                    var with = CaseRules.Decide(state, done with { Evidence = [.. all] }, actor, day);
                    return with.Ok ? with.Value with { Evidence = done.Evidence } : with;
                default:
                    return CaseRules.Decide(state, command, actor, day);
            }
        };

    private static string Text(CaseState state) =>
        JsonSerializer.Serialize(
            new
            {
                state.Step,
                state.Entered,
                state.Outcome,
                state.EndedOn,
                state.LastDay,
                state.Stays,
                state.Objections,
                state.Missed,
                state.PostedOn,
                state.PostedBy,
                state.NoticeId,
                state.Commitment,
                state.Drawn,
                Proposed = state.Proposed.Order(),
                Judged = state.Judged.Order(),
                Bound = state.Bound.Order(),
                Escalated = state.Escalated.Order(),
                Appealed = state.Appealed.Order(),
            }
        );
}
