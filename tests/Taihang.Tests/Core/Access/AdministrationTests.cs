using CsCheck;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class AdministrationTests
{
    private static readonly DateOnly Today = new(2026, 11, 1);
    private static readonly Viewer County = new(Id(2), "county", Roles.County, 7, null);

    [Theory]
    [InlineData(Roles.Nation, 0, Roles.County, 7, true)]
    [InlineData(Roles.Nation, 0, Roles.Auditor, 0, true)]
    [InlineData(Roles.Nation, 0, Roles.Nation, 0, false)]
    [InlineData(Roles.Nation, 0, Roles.Cadre, 7, false)]
    [InlineData(Roles.County, 7, Roles.Township, 7, true)]
    [InlineData(Roles.County, 7, Roles.Cadre, 7, true)]
    [InlineData(Roles.County, 7, Roles.Cadre, 8, false)]
    [InlineData(Roles.County, 7, Roles.County, 7, false)]
    [InlineData(Roles.County, 7, Roles.Auditor, 7, false)]
    [InlineData(Roles.Township, 7, Roles.Cadre, 7, false)]
    [InlineData(Roles.Auditor, 0, Roles.County, 7, false)]
    public void An_office_appoints_only_downwards(string by, int at, string role, int county, bool allowed) =>
        Assert.Equal(allowed, Administration.Appoints(new Viewer(Id(9), "", by, at, null), role, county));

    [Fact]
    public void Nobody_appoints_ends_or_passes_on_their_own_duties()
    {
        var own = Holder(2, Duty(20, Roles.Cadre, 71));
        var other = Holder(3, Duty(30, Roles.Cadre, 71));
        Assert.Equal("TH0210", Administration.MayChange(County, own, Today)!.Code);
        Assert.Equal(
            "TH0210",
            Code(Administration.Appoint(County, Id(2), [], Roles.Cadre, Village, Today, null, Today, Id(5)))
        );
        Assert.Equal("TH0210", Code(Administration.End(County, own, Id(20), Today, Today)));
        Assert.Equal("TH0210", Code(Administration.HandOver(County, own, other, Today, Today, Ids())));
        // Nor do they take over for themselves what another held.
        Assert.Equal("TH0210", Code(Administration.HandOver(County, other, own, Today, Today, Ids())));
    }

    [Theory]
    [InlineData(Roles.Cadre, "village", true)]
    [InlineData(Roles.Cadre, "county", false)]
    [InlineData(Roles.Township, "township", true)]
    [InlineData(Roles.Township, "village", false)]
    [InlineData(Roles.County, "county", true)]
    [InlineData(Roles.County, null, false)]
    [InlineData(Roles.Auditor, null, true)]
    [InlineData(Roles.Auditor, "county", true)]
    [InlineData(Roles.Nation, "county", false)]
    public void A_role_is_held_where_it_belongs(string role, string? level, bool fits) =>
        Assert.Equal(fits, Administration.Fits(role, level is null ? null : Village with { Level = level }));

    [Theory]
    [InlineData(Roles.Auditor, Roles.Cadre, true)]
    [InlineData(Roles.County, Roles.Township, true)]
    [InlineData(Roles.Township, Roles.Cadre, false)]
    [InlineData(Roles.Cadre, Roles.Cadre, false)]
    public void Who_decides_or_supervises_does_nothing_else(string one, string other, bool conflict)
    {
        Assert.Equal(conflict, Administration.Conflict(one, other));
        Assert.Equal(conflict, Administration.Conflict(other, one));
    }

    [Fact]
    public void The_same_duty_is_not_given_twice_and_no_duty_ends_before_it_begins()
    {
        var known = Duty(20, Roles.Cadre, 71);
        string? Try(DateOnly from, DateOnly? until) =>
            Code(Administration.Appoint(County, Id(3), [known], Roles.Cadre, Village, from, until, Today, Id(5)));
        Assert.Equal("TH0214", Try(Today, null));
        Assert.Equal("TH0213", Try(Today, Today));
        Assert.Equal("TH0213", Try(Today.AddDays(-9), Today));
        Assert.Null(
            Code(
                Administration.Appoint(
                    County,
                    Id(3),
                    [known with { Until = Today }],
                    Roles.Cadre,
                    Village,
                    Today,
                    null,
                    Today,
                    Id(5)
                )
            )
        );
    }

    [Fact]
    public void A_leave_gives_the_duties_to_the_stand_in_and_back_again()
    {
        var (account, standIn) = (Holder(3, Duty(30, Roles.Cadre, 71)), Holder(4, Duty(40, Roles.Cadre, 72)));
        var after = Apply(
            Administration.Leave(County, account, standIn, Today.AddDays(3), Today.AddDays(10), Today, Ids()).Value,
            account,
            standIn
        );
        Assert.Equal([71], Held(after[0], Today.AddDays(2)));
        Assert.Equal([72], Held(after[1], Today.AddDays(2)));
        Assert.Equal([], Held(after[0], Today.AddDays(3)));
        Assert.Equal([71, 72], Held(after[1], Today.AddDays(9)));
        Assert.Equal([71], Held(after[0], Today.AddDays(10)));
        Assert.Equal([72], Held(after[1], Today.AddDays(10)));
        // Back four days early.
        var day = Today.AddDays(6);
        var back = Apply(
            Administration.Return(County, after[0], [after[0], after[1]], day, Ids()).Value,
            after[0],
            after[1]
        );
        Assert.Equal([71], Held(back[0], day));
        Assert.Equal([72], Held(back[1], day));
        Assert.Equal("TH0218", Code(Administration.Return(County, back[0], back, day, Ids())));
    }

    [Fact]
    public void Only_what_was_passed_on_comes_back_early_and_no_conflict_comes_with_it()
    {
        var cadre = Duty(30, Roles.Cadre, 71);
        // Appointed for next month: that is no leave.
        var successor = Holder(3, Duty(31, Roles.Cadre, 72) with { From = Today.AddDays(20) });
        Assert.Equal("TH0218", Code(Administration.Return(County, successor, [successor], Today, Ids())));
        var away = Holder(3, cadre with { Until = Today }, cadre with { DutyId = Id(32), From = Today.AddDays(9) });
        Assert.Null(Code(Administration.Return(County, away, [away], Today, Ids())));
    }

    [Fact]
    public void Whoever_holds_nothing_any_more_is_appointed_anew_in_their_county_and_by_nobody_else()
    {
        var left = Holder(3, Duty(30, Roles.Cadre, 71) with { Until = Today });
        Viewer Office(int id, string role, int county) => new(Id(id), "", role, county, null);
        Assert.Null(Administration.MayChange(County, left, Today));
        Assert.Null(Administration.MayChange(Office(1, Roles.Nation, 0), left, Today));
        Assert.Equal("TH0211", Administration.MayChange(Office(8, Roles.County, 8), left, Today)!.Code);
        Assert.Equal("TH0211", Administration.MayChange(Office(9, Roles.Auditor, 7), left, Today)!.Code);
        Assert.NotNull(
            Administration.MayChange(Office(1, Roles.Nation, 0), Holder(4, Duty(40, Roles.Cadre, 71)), Today)
        );
    }

    [Fact]
    public void Nobody_is_appointed_into_the_past_and_no_duty_passes_to_another_county()
    {
        Assert.Equal(
            "TH0213",
            Code(Administration.Appoint(County, Id(3), [], Roles.Cadre, Village, Today.AddDays(-1), null, Today, Id(5)))
        );
        var nation = new Viewer(Id(1), "", Roles.Nation, 0, null);
        AccountHolder Office(int id, int county) =>
            new(
                Id(id),
                county,
                "",
                AccountState.Active,
                [new Duty(Id(10 + id), Roles.County, county, null, Today, null)]
            );
        Assert.Equal("TH0216", Code(Administration.HandOver(nation, Office(3, 7), Office(4, 8), Today, Today, Ids())));
    }

    /// <summary>Whatever is passed on, and however often: on every day each duty is held by exactly one of the two who held it before.</summary>
    [Fact]
    public void Passing_duties_on_loses_none_and_doubles_none()
    {
        static IEnumerable<string> Gaps(Func<DutyChange, DutyChange>? spoil, int from, int length, int[] ends)
        {
            var account = Holder(
                3,
                [
                    .. ends.Select(
                        (end, i) =>
                            Duty(30 + i, Roles.Cadre, 71 + i) with
                            {
                                Until = end < 0 ? null : Today.AddDays(end),
                            }
                    ),
                ]
            );
            var standIn = Holder(4, Duty(40, Roles.Cadre, 90));
            var start = Today.AddDays(from);
            var done =
                length == 0
                    ? Administration.HandOver(County, account, standIn, start, Today, Ids())
                    : Administration.Leave(County, account, standIn, start, start.AddDays(length), Today, Ids());
            if (!done.Ok)
                yield break;
            var after = Apply(spoil is null ? done.Value : spoil(done.Value), account, standIn);
            for (var day = Today; day < Today.AddDays(70); day = day.AddDays(1))
            {
                int[] before = [.. Held(account, day), .. Held(standIn, day)];
                int[] now = [.. Held(after[0], day), .. Held(after[1], day)];
                if (!before.Order().SequenceEqual(now.Order()))
                    yield return $"{day}: {string.Join(' ', before)} became {string.Join(' ', now)}";
            }
        }

        var cases = Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[-1, 60].Array[1, 4]);
        cases.Sample((from, length, ends) => Assert.Empty(Gaps(null, from, length, ends)));
        // The twin forgets that the duties come back.
        Assert.NotEmpty(Gaps(change => change with { Begins = [change.Begins[0]] }, 3, 7, [-1]));
    }

    private static RegionPlace Village { get; } =
        new(7, 71, "130624100201", "Village", "Village", "village", 70, null, null, []);

    private static AccountHolder[] Apply(DutyChange change, params AccountHolder[] holders) =>
        [
            .. holders.Select(h =>
                h with
                {
                    Duties =
                    [
                        .. h.Duties.Select(d =>
                            change.Ends.FirstOrDefault(e => e.DutyId == d.DutyId) is { } end
                                ? d with
                                {
                                    Until = end.Until,
                                }
                                : d
                        ),
                        .. change.Begins.Where(b => b.AccountId == h.AccountId).Select(b => b.Duty),
                    ],
                }
            ),
        ];

    private static IEnumerable<int> Held(AccountHolder holder, DateOnly day) =>
        holder.InForce(day).Select(d => d.RegionNo!.Value).Order();

    private static AccountHolder Holder(int id, params Duty[] duties) =>
        new(Id(id), 7, $"{id}", AccountState.Active, duties);

    private static Duty Duty(int id, string role, int region) =>
        new(Id(id), role, 7, region, Today.AddDays(-100), null);

    private static Guid Id(int n) => Guid.Parse($"00000000-0000-0000-0000-{n:D12}");

    private static Func<Guid> Ids()
    {
        var next = 1000;
        return () => Id(next++);
    }

    private static string? Code(Outcome<DutyChange> change) => change.Ok ? null : change.Problems[0].Code;
}
