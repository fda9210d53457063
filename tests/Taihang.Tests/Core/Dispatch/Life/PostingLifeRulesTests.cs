using System.Text.Json;
using CsCheck;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Life;

public sealed class PostingLifeRulesTests
{
    private static readonly DateOnly Day = Lives.Begin.AddDays(20);

    [Fact]
    public void Any_sequence_of_accepted_commands_keeps_every_promise()
    {
        var kinds = new HashSet<LifeEventKind>();
        Lives.Steps.Sample(
            steps =>
            {
                var (state, events) = Lived(steps);
                lock (kinds)
                    kinds.UnionWith(events.Select(e => e.Kind));
                Assert.Empty(LifePromises.Broken(events, Lives.Holder.AccountId, Lives.China));
                // The state that the rules went by is the fold of what is kept, also when every event is sent again.
                Assert.Equal(Text(state), Text(PostingState.Fold(Lives.New.Made, events)));
                Assert.Equal(
                    Text(state),
                    Text(PostingState.Fold(Lives.New.Made, events.SelectMany(e => new[] { e, e })))
                );
            },
            iter: 20_000
        );
        // The sequences reach everything that can happen, or the property would say little.
        Assert.Equal(Enum.GetValues<LifeEventKind>().Length, kinds.Count);
    }

    [Fact]
    public void The_same_command_again_gives_the_same_event_and_changes_nothing()
    {
        var ask = new AskLeave(Lives.Id(100), Day, Day.AddDays(2), null, false);
        var asked = Decide(Lives.New, ask, Lives.Holder).Value;
        var state = Lives.New.With(asked);
        // Even later, from somebody else, and with other days: the number decides.
        var again = PostingLifeRules.Decide(
            state,
            ask with
            {
                Until = Day.AddDays(9),
            },
            Lives.Stranger,
            Day.AddDays(30),
            Lives.China
        );
        Assert.Same(asked, again.Value);
        Assert.Same(state, state.With(asked));
    }

    public static TheoryData<string, string> Plants { get; } =
        new()
        {
            { "own leave", "LeaveGranted about oneself" },
            { "one hand", "a leave decided by one hand twice" },
            { "wrong office", "a leave granted by the wrong office" },
            { "overlap", "leaves overlap" },
            { "outside", "a leave outside the posting" },
            { "unheard", "a recall decided unheard" },
            { "proposer", "a recall decided by its proposer" },
            { "after the end", "LeaveAsked after the end" },
            { "twice ended", "two ends" },
            { "ledger", "more days than the month has" },
            { "ledger by county", "a ledger not of the township" },
            { "confirmed", "an item confirmed by who did it, or before" },
            { "extension", "an extension beyond the limit" },
        };

    /// <summary>The twins: lives that no rule would accept, each planted with one fault.</summary>
    [Theory]
    [MemberData(nameof(Plants))]
    public void A_planted_fault_is_found(string plant, string expected) =>
        Assert.Contains(expected, LifePromises.Broken(Planted(plant), Lives.Holder.AccountId, Lives.China));

    private static LifeEvent[] Planted(string plant)
    {
        LifeEvent E(int id, LifeEventKind kind, LifeActor by, int after = 0) =>
            new(kind, Lives.Id(id), Day.AddDays(after), by.AccountId, by.Role);
        LifeEvent Ask(int id, int from, int days) =>
            E(id, LifeEventKind.LeaveAsked, Lives.Holder) with
            {
                From = Day.AddDays(from),
                Until = Day.AddDays(from + days - 1),
            };
        LifeEvent Grant(int id, int leave, LifeActor by) =>
            E(id, LifeEventKind.LeaveGranted, by) with
            {
                About = Lives.Id(leave),
            };
        var proposed = E(1, LifeEventKind.RecallProposed, Lives.County);
        var answered = E(2, LifeEventKind.RecallAnswered, Lives.Holder) with { About = Lives.Id(1) };
        var dropped = E(3, LifeEventKind.RecallDropped, Lives.OtherCounty) with { About = Lives.Id(1) };
        var withdrawn = E(4, LifeEventKind.Withdrawn, Lives.County) with { Until = Day };
        return plant switch
        {
            "own leave" => [Ask(1, 0, 2), Grant(2, 1, Lives.HolderAtTownship)],
            "one hand" => [Ask(1, 0, 2) with { By = Lives.Township.AccountId }, Grant(2, 1, Lives.Township)],
            "wrong office" => [Ask(1, 0, 6), Grant(2, 1, Lives.Township)],
            "overlap" => [Ask(1, 0, 3), Grant(2, 1, Lives.Township), Ask(3, 2, 3), Grant(4, 3, Lives.Township)],
            "outside" => [Ask(1, -21, 2), Grant(2, 1, Lives.Township)],
            "unheard" => [proposed, dropped],
            "proposer" => [proposed, answered, dropped with { By = Lives.County.AccountId }],
            "after the end" => [withdrawn, Ask(5, 0, 1) with { Day = Day.AddDays(1) }],
            "twice ended" => [withdrawn, withdrawn with { EventId = Lives.Id(5) }],
            "ledger" =>
            [
                E(1, LifeEventKind.Attendance, Lives.Township) with
                {
                    Ledger = new(Lives.Begin, 20, 1, 1, 0),
                },
            ],
            "ledger by county" =>
            [
                E(1, LifeEventKind.Attendance, Lives.County) with
                {
                    Ledger = new(Lives.Begin, 20, 1, 0, 0),
                },
            ],
            "confirmed" =>
            [
                E(1, LifeEventKind.ItemDone, Lives.Township) with
                {
                    Item = "room",
                },
                E(2, LifeEventKind.ItemConfirmed, Lives.Township) with
                {
                    Item = "room",
                },
            ],
            _ => [E(1, LifeEventKind.Extended, Lives.County) with { Until = Lives.Begin.AddMonths(36) }],
        };
    }

    [Theory]
    [InlineData(5, Roles.Township)]
    [InlineData(6, Roles.Township, Roles.County)]
    public void A_leave_is_granted_by_whom_its_days_ask_for(int days, params string[] offices)
    {
        var state = Then(
            Lives.New,
            new AskLeave(Lives.Id(100), Day, Day.AddDays(days - 1), Lives.StandIn, true),
            Lives.Holder
        );
        var actors = new Dictionary<string, LifeActor>
        {
            [Roles.Township] = Lives.Township,
            [Roles.County] = Lives.County,
        };
        for (var i = 0; i < offices.Length; i++)
        {
            foreach (var other in Lives.Everybody.Where(a => a.Role != offices[i] || a.Self || !a.Covers))
                Assert.False(Decide(state, Grant(200 + i), other).Ok);
            Assert.Equal(LeaveStanding.Asked, state.Leaves[0].Standing);
            state = Then(state, Grant(200 + i), actors[offices[i]]);
        }
        Assert.Equal(LeaveStanding.Granted, state.Leaves[0].Standing);
        Assert.Equal(Lives.StandIn, state.LeaveOn(Day)!.StandIn);
        Assert.Null(state.LeaveOn(Day.AddDays(days)));
        Assert.Equal(days, state.LeaveDays(Lives.Begin, DateOnly.MaxValue));

        static DecideLeave Grant(int id) => new(Lives.Id(id), Lives.Id(100), true, null, false, false);
    }

    [Fact]
    public void Whoever_enters_a_leave_for_the_cadre_does_not_decide_it()
    {
        var state = Then(Lives.New, new AskLeave(Lives.Id(100), Day, Day, null, false), Lives.Township);
        var grant = new DecideLeave(Lives.Id(101), Lives.Id(100), true, null, false, false);
        Assert.Equal("TH0663", Decide(state, grant, Lives.Township).Problems[0].Code);
        Assert.True(Decide(state, grant, Lives.OtherTownship).Ok);
        Assert.Equal("TH0662", Decide(state, grant, Lives.OtherTownship with { Namesake = true }).Problems[0].Code);
    }

    [Fact]
    public void The_days_after_an_early_return_can_be_asked_for_again()
    {
        var state = Granted(Lives.New, 100, Day.AddDays(-3), Day.AddDays(1));
        var again = new AskLeave(Lives.Id(110), Day, Day.AddDays(1), null, false);
        Assert.Equal("TH0668", Decide(state, again, Lives.Holder).Problems[0].Code);
        state = Then(state, new EndLeave(Lives.Id(105), Lives.Id(100), Day), Lives.Holder);
        Assert.Equal(3, state.LeaveDays(Lives.Begin, DateOnly.MaxValue));
        Assert.True(Decide(state, again, Lives.Holder).Ok);
    }

    [Fact]
    public void An_end_cuts_the_leave_that_runs_and_lapses_the_one_to_come()
    {
        var state = Granted(Lives.New, 100, Day, Day.AddDays(4));
        state = Granted(state, 110, Day.AddDays(10), Day.AddDays(12));
        state = Then(state, new AskLeave(Lives.Id(120), Day.AddDays(20), Day.AddDays(20), null, false), Lives.Holder);
        state = Then(state, new Withdraw(Lives.Id(130), Day.AddDays(2), true), Lives.County);
        Assert.Equal(
            [LeaveStanding.Granted, LeaveStanding.Lapsed, LeaveStanding.Lapsed],
            state.Leaves.Select(l => l.Standing)
        );
        Assert.Equal(Day.AddDays(2), state.Leaves[0].Last);
    }

    [Fact]
    public void A_recall_waits_for_the_answer_or_the_end_of_the_days_for_it()
    {
        var state = Then(Lives.New, new ProposeRecall(Lives.Id(100), true), Lives.County);
        var recall = new DecideRecall(Lives.Id(101), true, Day.AddDays(15), true);
        var until = Day.AddDays(10);
        Assert.Equal(until, state.ReplyUntil(Lives.China));
        Assert.Equal("TH0679", Decide(state, recall, Lives.OtherCounty, until).Problems[0].Code);
        Assert.True(Decide(state, recall, Lives.OtherCounty, until.AddDays(1)).Ok);
        Assert.Equal("TH0663", Decide(state, recall, Lives.County, until.AddDays(1)).Problems[0].Code);
        state = Then(state, new AnswerRecall(Lives.Id(102), true), Lives.Holder);
        state = Then(state, recall, Lives.OtherCounty);
        Assert.Equal((LifeEventKind.Recalled, Day.AddDays(15)), (state.EndedBy, state.LastDay));
        Assert.True(state.Serves(Day.AddDays(15)));
        Assert.False(state.Serves(Day.AddDays(16)));
    }

    [Fact]
    public void A_later_entry_of_a_month_takes_the_place_of_the_earlier_and_both_are_counted()
    {
        var april = new DateOnly(2026, 4, 1);
        var state = Then(Lives.New, new EnterAttendance(Lives.Id(100), new(Lives.Begin, 18, 2, 1, 1)), Lives.Township);
        state = Then(state, new EnterAttendance(Lives.Id(101), new(Lives.Begin, 17, 2, 2, 1)), Lives.OtherTownship);
        Assert.Equal(2, state.Ledger[Lives.Begin].Entries);
        Assert.Equal((19, 2), state.Year(2026));
        Assert.Equal((0, 0), state.Year(2025));
        // A month that has not begun, one day too many, and a day below none.
        foreach (
            var wrong in new LedgerMonth[]
            {
                new(april, 1, 0, 0, 0),
                new(Lives.Begin, 20, 2, 0, 0),
                new(Lives.Begin, -1, 2, 0, 0),
            }
        )
            Assert.False(Decide(state, new EnterAttendance(Lives.Id(102), wrong), Lives.Township).Ok);
        Assert.Equal(
            "TH0661",
            Decide(state, new EnterAttendance(Lives.Id(102), new(Lives.Begin, 1, 0, 0, 0)), Lives.County)
                .Problems[0]
                .Code
        );
    }

    [Fact]
    public void Before_the_term_is_over_it_is_not_ended_as_a_term_and_an_extension_moves_it()
    {
        var end = Lives.New.TermEnd(Lives.China);
        Assert.Equal(new DateOnly(2028, 2, 29), end);
        Assert.Equal(
            "TH0680",
            Decide(Lives.New, new EndTerm(Lives.Id(100), end.AddDays(-1)), Lives.County).Problems[0].Code
        );
        Assert.True(Decide(Lives.New, new EndTerm(Lives.Id(100), end), Lives.County, end.AddDays(-90)).Ok);
        var most = new DateOnly(2029, 2, 28);
        Assert.Equal(
            "TH0675",
            Decide(Lives.New, new Extend(Lives.Id(100), most.AddDays(1), true), Lives.County).Problems[0].Code
        );
        var longer = Then(Lives.New, new Extend(Lives.Id(100), most, true), Lives.County);
        Assert.Equal("TH0680", Decide(longer, new EndTerm(Lives.Id(101), end), Lives.County).Problems[0].Code);
    }

    [Fact]
    public void What_is_handed_over_is_confirmed_by_another_and_can_be_given_back()
    {
        Assert.Equal("TH0682", Decide(Lives.New, new DoItem(Lives.Id(100), "room"), Lives.Holder).Problems[0].Code);
        var state = Then(Lives.New, new Withdraw(Lives.Id(100), Day, true), Lives.County);
        var later = Day.AddDays(3);
        Assert.Equal("TH0683", Decide(state, new DoItem(Lives.Id(101), "rooom"), Lives.Holder, later).Problems[0].Code);
        state = Then(state, new DoItem(Lives.Id(101), "room"), Lives.Holder, later);
        Assert.Equal(
            "TH0661",
            Decide(state, new ConfirmItem(Lives.Id(102), "room", true, false), Lives.Holder, later).Problems[0].Code
        );
        Assert.Equal(
            "TH0672",
            Decide(state, new ConfirmItem(Lives.Id(102), "room", false, false), Lives.Successor, later).Problems[0].Code
        );
        state = Then(state, new ConfirmItem(Lives.Id(102), "room", false, true), Lives.Successor, later);
        Assert.Null(state.Item("room"));
        state = Then(state, new DoItem(Lives.Id(103), "room"), Lives.Holder, later);
        state = Then(state, new ConfirmItem(Lives.Id(104), "room", true, false), Lives.Successor, later);
        Assert.Equal(Lives.China.Handover.Length - 1, state.Unconfirmed(Lives.China).Count());
        state = Then(state, new RecordReturn(Lives.Id(105), BecameOf.BackAtUnit), Lives.County, later);
        Assert.Equal(
            "TH0687",
            Decide(state, new RecordReturn(Lives.Id(106), BecameOf.Retired), Lives.County, later).Problems[0].Code
        );
    }

    [Fact]
    public void Nobody_outside_the_area_and_no_auditor_does_anything()
    {
        foreach (var deed in Enum.GetValues<LifeDeed>())
        {
            Assert.Equal("TH0660", May(deed, Lives.Stranger)!.Code);
            Assert.Equal("TH0661", May(deed, Lives.Auditor)!.Code);
            if (PostingLifeRules.Judges(deed))
                Assert.NotNull(May(deed, Lives.HolderAtTownship));
        }
        Assert.Null(May(LifeDeed.RaiseConcern, Lives.Holder));

        static Problem? May(LifeDeed deed, LifeActor actor) =>
            PostingLifeRules.May(Lives.New, deed, actor, Day, Lives.China);
    }

    [Fact]
    public void A_day_at_the_end_of_the_calendar_is_refused_like_any_other()
    {
        var far = DateOnly.MaxValue;
        foreach (
            var (command, actor, code) in new (LifeCommand, LifeActor, string)[]
            {
                (new AskLeave(Lives.Id(100), far, far, null, false), Lives.Holder, "TH0667"),
                (new AskLeave(Lives.Id(100), Day, far, null, false), Lives.Holder, "TH0667"),
                (new AskLeave(Lives.Id(100), Day, DateOnly.MinValue, null, false), Lives.Holder, "TH0667"),
                (new EnterAttendance(Lives.Id(100), new(far, 0, 0, 0, 0)), Lives.Township, "TH0673"),
                (new EnterAttendance(Lives.Id(100), new(DateOnly.MinValue, 0, 0, 0, 0)), Lives.Township, "TH0673"),
                (new Withdraw(Lives.Id(100), far, true), Lives.County, "TH0693"),
                (new EndTerm(Lives.Id(100), far), Lives.County, "TH0693"),
                (new Extend(Lives.Id(100), far, true), Lives.County, "TH0675"),
            }
        )
            Assert.Equal(code, Assert.Single(Decide(Lives.New, command, actor).Problems).Code);
    }

    [Fact]
    public void What_waits_for_somebody_is_what_others_began_and_they_may_do()
    {
        var state = Then(Lives.New, new AskLeave(Lives.Id(100), Day, Day.AddDays(9), null, false), Lives.Township);
        state = Then(state, new ProposeRecall(Lives.Id(101), true), Lives.County);
        state = Then(state, new RaiseConcern(Lives.Id(102), WelfareKind.Health, true), Lives.Holder);
        Assert.Equal([LifeDeed.AnswerConcern], Waiting(Lives.Township));
        Assert.Equal([LifeDeed.DecideLeave, LifeDeed.AnswerConcern], Waiting(Lives.OtherTownship));
        Assert.Equal([LifeDeed.AnswerRecall], Waiting(Lives.Holder));
        Assert.Equal([LifeDeed.AnswerConcern], Waiting(Lives.OtherCounty));
        state = Then(state, new AnswerRecall(Lives.Id(103), true), Lives.Holder);
        Assert.Equal([LifeDeed.DecideRecall, LifeDeed.AnswerConcern], Waiting(Lives.OtherCounty));
        state = Then(state, new DecideRecall(Lives.Id(104), true, Day, true), Lives.OtherCounty);
        state = Then(state, new DoItem(Lives.Id(105), "room"), Lives.Township);
        Assert.Equal([LifeDeed.ConfirmItem], Waiting(Lives.Successor));
        Assert.Equal([LifeDeed.AnswerConcern], Waiting(Lives.Township));
        Assert.Empty(Waiting(Lives.Auditor).Concat(Waiting(Lives.Stranger)));

        IReadOnlyList<LifeDeed> Waiting(LifeActor actor) => PostingLifeRules.Waiting(state, actor, Day, Lives.China);
    }

    [Fact]
    public void Every_kind_deed_and_standing_has_words_in_both_languages()
    {
        IEnumerable<Words> all =
        [
            .. Enum.GetValues<LifeEventKind>().Select(LifeWords.Title),
            .. Enum.GetValues<LifeDeed>().Select(LifeWords.Title),
            .. Enum.GetValues<BecameOf>().Select(LifeWords.Title),
            .. Enum.GetValues<WelfareKind>().Select(LifeWords.Title),
            .. Enum.GetValues<LeaveStanding>().Select(LifeWords.Title),
        ];
        Assert.All(all, words => Assert.NotEqual(words.Zh, words.En));
        Assert.Equal(all.Count(), all.Select(w => w.En).Distinct().Count());
    }

    private static (PostingState State, List<LifeEvent> Events) Lived(
        (int Who, int Days, int What, int A, int B, int C)[] steps
    )
    {
        var (state, events, day) = (Lives.New, new List<LifeEvent>(), Lives.Begin);
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            day = day.AddDays(step.Days);
            var command = Lives.Command(state, Lives.Id(1000 + i), day, (step.What, step.A, step.B, step.C));
            var decided = PostingLifeRules.Decide(state, command, Lives.Everybody[step.Who], day, Lives.China);
            if (!decided.Ok)
                continue;
            events.Add(decided.Value);
            state = state.With(decided.Value);
        }
        return (state, events);
    }

    private static PostingState Granted(PostingState state, int id, DateOnly from, DateOnly until) =>
        Then(
            Then(state, new AskLeave(Lives.Id(id), from, until, null, false), Lives.Holder),
            new DecideLeave(Lives.Id(id + 1), Lives.Id(id), true, null, false, false),
            Lives.Township
        );

    private static Outcome<LifeEvent> Decide(
        PostingState state,
        LifeCommand command,
        LifeActor actor,
        DateOnly? on = null
    ) => PostingLifeRules.Decide(state, command, actor, on ?? Day, Lives.China);

    private static PostingState Then(PostingState state, LifeCommand command, LifeActor actor, DateOnly? on = null) =>
        state.With(Decide(state, command, actor, on).Value);

    private static string Text(PostingState state) =>
        JsonSerializer.Serialize(state with { Seen = state.Seen.Clear() });
}
