using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class NoticeRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Waits_grow_and_after_the_last_attempt_a_call_then_a_letter_is_tried()
    {
        var waits = Enumerable.Range(1, NoticeRules.MostAttempts).Select(NoticeRules.Wait).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.Equal(TimeSpan.FromMinutes(1), waits[0]);
        Assert.Equal(TimeSpan.FromHours(6), waits[^1]);
        var (standing, channel, attempts, tried) = (NoticeStanding.Waiting, NoticeChannel.Sms, 0, 0);
        while (standing == NoticeStanding.Waiting)
        {
            tried++;
            var after = NoticeRules.After(NoticeAnswer.Again, channel, attempts + 1, false, Noon, ["sms", "voice"]);
            Assert.True(after.NextAttempt > Noon || after.Channel != channel);
            (standing, channel, attempts) = (after.Standing, after.Channel, after.Attempts);
        }
        Assert.Equal((NoticeStanding.Letter, 2 * NoticeRules.MostAttempts), (standing, tried));
    }

    [Theory]
    [InlineData(NoticeAnswer.Sent, "sms", 1, false, "sent", "sms")]
    [InlineData(NoticeAnswer.Again, "sms", 1, true, "waiting", "sms")]
    [InlineData(NoticeAnswer.NoAnswer, "mail", 5, true, "waiting", "mail")]
    [InlineData(NoticeAnswer.NoAnswer, "mail", 6, true, "dead", "mail")]
    [InlineData(NoticeAnswer.Refused, "mail", 1, false, "letter", "letter")]
    [InlineData(NoticeAnswer.Refused, "sms", 1, false, "waiting", "voice")]
    [InlineData(NoticeAnswer.NoChannel, "sms", 1, true, "waiting", "voice")]
    [InlineData(NoticeAnswer.NoAddress, "sms", 1, false, "letter", "letter")]
    [InlineData(NoticeAnswer.NoAddress, "sms", 1, true, "dead", "sms")]
    public void What_becomes_of_an_attempt(
        string answer,
        string channel,
        int attempts,
        bool office,
        string standing,
        string next
    )
    {
        var after = NoticeRules.After(answer, channel, attempts, office, Noon, ["sms", "voice", "mail"]);
        Assert.Equal((standing, next), (after.Standing, after.Channel));
    }

    [Theory]
    [InlineData(21, 8, 20, false)]
    [InlineData(21, 8, 21, true)]
    [InlineData(21, 8, 7, true)]
    [InlineData(21, 8, 8, false)]
    [InlineData(1, 5, 0, false)]
    [InlineData(1, 5, 4, true)]
    [InlineData(0, 0, 3, false)]
    public void Quiet_hours_may_pass_midnight(int from, int until, int hour, bool quiet) =>
        Assert.Equal(quiet, new QuietHours(from, until).Quiet(new TimeOnly(hour, 30)));

    /// <summary>Over random runs of three procedures: each event causes a notice for a recipient once, and never one for nobody.</summary>
    [Fact]
    public void Whoever_is_concerned_is_told_of_the_beginning_and_of_every_decision()
    {
        var kinds = new HashSet<NoticeKind>();
        foreach (var procedure in new[] { Pretend.Identification, Pretend.Monitoring, Pretend.Revision })
            CsCheck.Check.Sample(
                Pretend.Tries,
                tries =>
                {
                    var history = Pretend.Play(procedure, tries, CaseRules.Decide);
                    CaseState? state = null;
                    foreach (var one in history)
                    {
                        var before = state;
                        state = state is null ? CaseState.Begin(procedure, one) : state.With(one);
                        var due = NoticeRules.Due(before?.Step, state, one);
                        Assert.Equal(due.Length, due.Select(d => (d.Kind, d.Office)).Distinct().Count());
                        var told = due.Where(d => d.Office is null).Select(d => d.Kind).ToList();
                        if (before is null)
                            Assert.Contains(told, k => k is NoticeKind.Received or NoticeKind.Begun);
                        Assert.Equal(
                            before?.Outcome is null && state.Outcome is not null,
                            told.Contains(NoticeKind.Decided)
                        );
                        if (
                            state.Outcome is not null
                            && CaseClock.On(state, one.Day).AppealUntil is { } until
                            && told.Count > 0
                        )
                            Assert.Equal(until, due.Single(d => d.Kind == NoticeKind.Decided).Facts.Until);
                        lock (kinds)
                            kinds.UnionWith(due.Select(d => d.Kind));
                    }
                },
                iter: 500
            );
        // All but the emergency, which is no case's.
        Assert.Equal(Enum.GetValues<NoticeKind>().Except([NoticeKind.Emergency]).Order(), kinds.Order());
    }

    [Fact]
    public void A_task_that_was_done_meanwhile_is_not_told_and_a_decision_always_is()
    {
        Assert.False(NoticeRules.StillSo(NoticeKind.TaskWaits, "check", "decide"));
        Assert.True(NoticeRules.StillSo(NoticeKind.TaskWaits, "check", "check"));
        Assert.True(NoticeRules.StillSo(NoticeKind.Decided, null, "appeal"));
        Assert.True(NoticeRules.StillSo(NoticeKind.Overdue, "check", "decide"));
    }
}
