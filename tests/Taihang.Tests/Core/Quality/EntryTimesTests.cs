using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Core.Quality;

public sealed class EntryTimesTests
{
    private static readonly DateOnly Inspection = new(2026, 6, 15);
    private static readonly DatedEvent[] Events = [new(Inspection, new("年度考核", "the yearly inspection"))];

    /// <summary>People enter on some days of some weeks, ten or none: honest work comes in lumps.</summary>
    internal static List<Entry> Honest(ulong seed, int people = 20)
    {
        var stream = new SeededStream(seed);
        var entries = new List<Entry>();
        for (var p = 0; p < people; p++)
        for (var day = Inspection.AddDays(-200); day < Inspection.AddDays(10); day = day.AddDays(1))
            if (stream.NextShare() < 0.15)
                for (var i = 1 + stream.NextBelow(8); i > 0; i--)
                    entries.Add(
                        new Entry(MadeCounty.Id(p, 1), day, day.AddDays(-stream.NextBelow(10)), MadeCounty.Id(i, 2))
                    );
        return entries;
    }

    [Fact]
    public void Work_in_lumps_is_hardly_ever_asked_about_and_a_burst_before_a_date_is()
    {
        var (asked, found) = (0, 0);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var honest = Honest(seed);
            asked += EntryTimes.Bursts(honest, Events, QualityRules.Usual).Count > 0 ? 1 : 0;
            honest.AddRange(
                Enumerable
                    .Range(0, 60)
                    .Select(i => new Entry(
                        MadeCounty.Id(4, 1),
                        Inspection.AddDays(-1 - (i % 3)),
                        Inspection.AddDays(-5),
                        MadeCounty.Id(i, 3)
                    ))
            );
            found += EntryTimes.Bursts(honest, Events, QualityRules.Usual).Any(b => b.Account == MadeCounty.Id(4, 1))
                ? 1
                : 0;
        }
        Assert.True(asked <= 4, $"{asked} of 200 honest counties");
        Assert.True(found >= 195, $"{found} of 200 found");
    }

    /// <summary>The twin is told another day: what was entered before the inspection is then no burst before a date.</summary>
    [Fact]
    public void The_twin_that_looks_at_another_day_finds_nothing()
    {
        var honest = Honest(3);
        honest.AddRange(
            Enumerable
                .Range(0, 60)
                .Select(i => new Entry(MadeCounty.Id(4, 1), Inspection.AddDays(-1), Inspection, MadeCounty.Id(i, 3)))
        );
        Assert.NotEmpty(EntryTimes.Bursts(honest, Events, QualityRules.Usual));
        Assert.Empty(EntryTimes.Bursts(honest, [Events[0] with { Day = Inspection.AddDays(-40) }], QualityRules.Usual));
        Assert.Empty(EntryTimes.Bursts(honest, [], QualityRules.Usual));
    }

    [Fact]
    public void Whoever_has_just_begun_has_nothing_usual_yet() =>
        Assert.Empty(
            EntryTimes.Bursts(
                [
                    .. Enumerable
                        .Range(0, 90)
                        .Select(i => new Entry(
                            MadeCounty.Id(1, 1),
                            Inspection.AddDays(-1 - (i % 30)),
                            Inspection,
                            MadeCounty.Id(i, 2)
                        )),
                ],
                Events,
                QualityRules.Usual
            )
        );

    [Fact]
    public void Late_entries_are_counted_from_the_limit_on()
    {
        var rules = QualityRules.Usual;
        Entry At(int days, int i) =>
            new(MadeCounty.Id(1, 1), Inspection, Inspection.AddDays(-days), MadeCounty.Id(i, 2));
        List<Entry> OnLimit = [.. Enumerable.Range(0, 9).Select(i => At(rules.LateDays, i))];
        Assert.Empty(EntryTimes.Late(OnLimit, rules));
        var found = Assert.Single(
            EntryTimes.Late(
                [.. OnLimit, .. Enumerable.Range(0, rules.LeastExcess).Select(i => At(rules.LateDays + 1 + i, 50 + i))],
                rules
            )
        );
        Assert.Equal(
            (rules.LeastExcess, 14, rules.LateDays + rules.LeastExcess),
            (found.Entries.Count, found.Of, found.Longest)
        );
        // A workbook has no account: history that is taken in is not late work.
        Assert.Empty(
            EntryTimes.Late([.. Enumerable.Range(0, 9).Select(i => At(900, i) with { Account = Guid.Empty })], rules)
        );
    }

    [Fact]
    public void One_hand_in_both_parts_is_seen_and_two_hands_are_not()
    {
        var (anna, boris) = (MadeCounty.Id(1, 9), MadeCounty.Id(2, 9));
        PowerUsed Use(int matter, Guid who, Part part, int day, int household = 1) =>
            new(
                MadeCounty.Id(matter, 5),
                MadeCounty.Id(household, 6),
                7,
                who,
                ("township", 3),
                part,
                Inspection.AddDays(day)
            );
        Assert.Empty(
            RoleConflicts.Persons([
                Use(1, anna, Part.Proposed, 0),
                Use(1, boris, Part.Judged, 1),
                Use(2, boris, Part.Proposed, 2, 4),
            ])
        );
        var same = Assert.Single(RoleConflicts.Persons([Use(1, anna, Part.Proposed, 0), Use(1, anna, Part.Judged, 1)]));
        Assert.Equal((anna, true, 2), (same.Account, same.SameMatter, same.Uses.Count));
        var across = Assert.Single(
            RoleConflicts.Persons([Use(1, anna, Part.Proposed, 0), Use(2, anna, Part.Judged, 364)])
        );
        Assert.False(across.SameMatter);
        Assert.Empty(RoleConflicts.Persons([Use(1, anna, Part.Proposed, 0), Use(2, anna, Part.Judged, 366)]));
        Assert.Empty(
            RoleConflicts.Persons([Use(1, anna, Part.Proposed, 0), Use(2, anna, Part.Judged, 3, household: 2)])
        );

        List<PowerUsed> office =
        [
            .. Enumerable
                .Range(0, 5)
                .SelectMany(m => new[] { Use(m, anna, Part.Proposed, 0, m), Use(m, boris, Part.Judged, 1, m) }),
        ];
        Assert.Equal(5, Assert.Single(RoleConflicts.Offices(office, QualityRules.Usual)).Of);
        Assert.Empty(
            RoleConflicts.Offices(
                [.. office.Select(u => u.Part == Part.Judged ? u with { Office = ("county", null) } : u)],
                QualityRules.Usual
            )
        );
        Assert.Empty(RoleConflicts.Offices([.. office.Take(8)], QualityRules.Usual));
    }

    [Fact]
    public void Duties_that_overlap_in_time_and_place_are_seen()
    {
        Duty Of(string role, int? region, int from, int? until) =>
            new(
                Guid.NewGuid(),
                role,
                1,
                region,
                Inspection.AddDays(from),
                until is { } end ? Inspection.AddDays(end) : null
            );
        static bool Within(int? one, int? other) => other is null || one == other || (one == 11 && other == 1);
        IReadOnlyList<DutiesMeet> Meet(params Duty[] duties) =>
            RoleConflicts.Duties([(MadeCounty.Id(1, 1), duties)], Within, Inspection);
        Assert.Single(Meet(Of(Roles.Cadre, 11, -10, null), Of(Roles.Township, 1, -5, null)));
        Assert.Empty(Meet(Of(Roles.Cadre, 12, -10, null), Of(Roles.Township, 1, -5, null)));
        Assert.Empty(Meet(Of(Roles.Cadre, 11, -10, -5), Of(Roles.Township, 1, -5, null)));
        Assert.Empty(Meet(Of(Roles.Cadre, 11, -10, null), Of(Roles.Cadre, 12, -5, null)));
        Assert.Single(Meet(Of(Roles.Auditor, null, -10, null), Of(Roles.Cadre, 12, -5, 5)));
    }

    [Theory]
    [InlineData(null, 0, 5, QuestionStep.Ask)]
    [InlineData(null, 0, null, QuestionStep.Nothing)]
    [InlineData("open", 5, 5, QuestionStep.Nothing)]
    [InlineData("open", 5, 6, QuestionStep.Update)]
    [InlineData("open", 5, null, QuestionStep.Close)]
    [InlineData("answered", 5, null, QuestionStep.Close)]
    [InlineData("answered", 10, 14, QuestionStep.Nothing)]
    [InlineData("answered", 10, 15, QuestionStep.AskAgain)]
    [InlineData("settled", 2, 4, QuestionStep.Nothing)]
    [InlineData("settled", 10, 15, QuestionStep.AskAgain)]
    [InlineData("settled", 10, null, QuestionStep.Nothing)]
    [InlineData("gone", 10, 5, QuestionStep.AskAgain)]
    [InlineData("gone", 10, null, QuestionStep.Nothing)]
    public void A_question_is_asked_once_closes_by_itself_and_comes_back_when_it_grows(
        string? standing,
        int then,
        int? now,
        QuestionStep step
    ) => Assert.Equal(step, QuestionRules.Next(standing, then, now));
}
