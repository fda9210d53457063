using CsCheck;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Life;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Life;

public sealed class ServiceOnTests
{
    private static readonly DateOnly Day = Lives.Begin;

    /// <summary>Postings to five villages: village, role, days from the day to the first and, where set, to the last.</summary>
    private static readonly Gen<Standing[]> Postings = Gen.Select(
            Gen.Int[1, 5],
            Gen.Bool,
            Gen.Int[-900, 30],
            Gen.Int[-1, 200]
        )
        .Array[0, 12]
        .Select(rows =>
            rows.Select(
                    (row, i) =>
                    {
                        var from = Day.AddDays(row.Item3);
                        DateOnly? last = row.Item4 < 0 ? null : from.AddDays(row.Item4 * 5);
                        return new Standing(
                            new PostingState(
                                new PostingMade(Lives.Id(50 + i), row.Item1, Lives.Id(80 + i), from, last)
                            ),
                            row.Item2 ? PostingRole.FirstSecretary : PostingRole.Member
                        );
                    }
                )
                .ToArray()
        );

    [Fact]
    public void A_village_is_led_or_vacant_and_every_list_is_of_postings_that_serve() =>
        Postings.Sample(postings =>
        {
            int[] needed = [1, 2, 3, 4, 5];
            var on = ServiceOn.Of(needed, postings, Day, Lives.China);
            foreach (var village in needed)
                Assert.NotEqual(
                    on.Vacant.Contains(village),
                    postings.Any(p =>
                        p.Role == PostingRole.FirstSecretary
                        && p.State.Made.VillageNo == village
                        && p.State.Made.From <= Day
                        && !(p.State.Made.To < Day)
                    )
                );
            Assert.Empty(on.EndingSoon.Concat(on.Overdue).Concat(on.Away).Except(on.Serving));
            Assert.Empty(on.EndingSoon.Intersect(on.Overdue));
            // The order in which the store gives them is no matter.
            Assert.Equal(on.Serving, ServiceOn.Of(needed, [.. postings.Reverse()], Day, Lives.China).Serving);
        });

    [Fact]
    public void A_term_that_ends_within_the_packs_days_is_soon_and_one_that_is_over_is_overdue()
    {
        var end = Lives.New.TermEnd(Lives.China);
        ServiceOn On(DateOnly day) => ServiceOn.Of([5], [new(Lives.New, PostingRole.FirstSecretary)], day, Lives.China);
        Assert.Empty(On(end.AddDays(-91)).EndingSoon);
        Assert.Single(On(end.AddDays(-90)).EndingSoon);
        Assert.Single(On(end).EndingSoon);
        Assert.Empty(On(end.AddDays(1)).EndingSoon);
        Assert.Single(On(end.AddDays(1)).Overdue);
        Assert.Equal([5], On(Lives.Begin.AddDays(-1)).Vacant);
    }

    [Fact]
    public void A_skill_is_missing_where_nobody_reaches_the_need()
    {
        var gaps = SkillGap.Of(
            [
                new(1, [3, 0, 1], [1, 3, 1]),
                new(2, [2, 0, 3], [2, 0, 0]),
                // A round that knew fewer skills says nothing of the later ones.
                new(3, [1], []),
            ],
            3
        );
        Assert.Equal([new(0, 3, 2, 3), new(1, 0, 0, 0), new(2, 2, 1, 3)], gaps);
    }
}
