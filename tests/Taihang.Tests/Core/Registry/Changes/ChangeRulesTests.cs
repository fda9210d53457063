using Taihang.Core.Registry.Changes;
using Xunit;
using static Taihang.Tests.Core.Registry.Changes.MadeRecord;

namespace Taihang.Tests.Core.Registry.Changes;

public sealed class ChangeRulesTests
{
    private static readonly Guid Asker = Id(1001);
    private static readonly Guid Other = Id(1002);

    [Fact]
    public void Nobody_decides_their_own_request_and_nobody_who_is_bound_or_has_no_office_for_it()
    {
        Assert.Null(ChangeRules.MayDecide(Request(), new Reviewer(Other, true, false)));
        Assert.Equal("TH0449", ChangeRules.MayDecide(Request(), new Reviewer(Asker, true, false))!.Code);
        Assert.Equal("TH0450", ChangeRules.MayDecide(Request(), new Reviewer(Other, true, true))!.Code);
        Assert.Equal("TH0451", ChangeRules.MayDecide(Request(), new Reviewer(Other, false, false))!.Code);
    }

    [Fact]
    public void A_closed_request_stays_closed()
    {
        foreach (var standing in ChangeStanding.All.Where(s => s != ChangeStanding.Open))
        {
            var closed = Request() with { Standing = standing };
            Assert.Equal("TH0448", ChangeRules.MayDecide(closed, new Reviewer(Other, true, false))!.Code);
            Assert.Equal("TH0448", ChangeRules.MayWithdraw(closed, Asker)!.Code);
        }
        Assert.Null(ChangeRules.MayWithdraw(Request(), Asker));
        Assert.Equal("TH0452", ChangeRules.MayWithdraw(Request(), Other)!.Code);
    }

    [Fact]
    public void An_approval_writes_the_difference_from_the_record_as_it_is()
    {
        var written = Assert.Single(ChangeRules.Approve(Request(), Both, new Reading(Both.Hash(), false)).Value);
        Assert.Equal(("income", "100", "200"), (written.Key.Field, written.Before, written.After));
    }

    [Fact]
    public void Where_the_record_moved_on_the_reviewer_reads_again_first()
    {
        var now = Both.With(SubjectKind.Household, One, "water", "true");
        Assert.Equal("TH0444", Refused(now, new Reading(Both.Hash(), true)));
        Assert.Equal("TH0441", Refused(now, new Reading(now.Hash(), false)));
        Assert.Equal(
            "income",
            Assert.Single(ChangeRules.Approve(Request(), now, new Reading(now.Hash(), true)).Value).Key.Field
        );
    }

    [Fact]
    public void What_somebody_else_changed_meanwhile_is_never_overwritten()
    {
        var now = Both.With(SubjectKind.Household, One, "income", "150");
        Assert.Equal("TH0442", Refused(now, new Reading(now.Hash(), true)));
    }

    [Fact]
    public void What_the_record_says_already_has_no_effect()
    {
        var now = Both.With(SubjectKind.Household, One, "income", "200");
        Assert.Empty(ChangeRules.Approve(Request(), now, new Reading(now.Hash(), true)).Value);
    }

    private static string Refused(RecordState now, Reading reading) =>
        ChangeRules.Approve(Request(), now, reading).Problems[0].Code;

    private static RequestedChange Request()
    {
        var change = Income("200");
        return new RequestedChange(
            ChangeStanding.Open,
            Asker,
            new ChangeContent(change, Day, "见档案"),
            Both.Hash(),
            Differences.Between(Both, MakeChange.After(Both, change, Day).Value)
        );
    }
}
