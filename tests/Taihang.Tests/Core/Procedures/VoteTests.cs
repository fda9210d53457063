using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Xunit;

namespace Taihang.Tests.Core.Procedures;

public sealed class VoteTests
{
    private static readonly MeetingRule Rule = Pretend.Identification.Step("appraisal")!.Meeting!;

    [Theory]
    [InlineData(30, 20, 0, 11, 9, 0, "approved")]
    [InlineData(30, 20, 0, 10, 10, 0, "rejected")]
    [InlineData(30, 20, 0, 10, 0, 10, "rejected")]
    [InlineData(30, 19, 0, 19, 0, 0, "TH1112")]
    [InlineData(31, 21, 0, 21, 0, 0, "approved")]
    [InlineData(32, 21, 0, 21, 0, 0, "TH1112")]
    [InlineData(30, 20, 20, 0, 0, 0, "TH1113")]
    [InlineData(30, 20, 1, 20, 0, 0, "TH1111")]
    [InlineData(30, 31, 0, 31, 0, 0, "TH1111")]
    [InlineData(0, 0, 0, 0, 0, 0, "TH1111")]
    [InlineData(30, 20, 0, 21, -1, 0, "TH1111")]
    public void A_count_is_a_result_or_a_numbered_problem(
        int body,
        int present,
        int recused,
        int yes,
        int no,
        int abstain,
        string answer
    )
    {
        var counted = Vote.Count(Rule, new MeetingCount(body, present, recused, yes, no, abstain));
        Assert.Equal(answer, counted.Ok ? counted.Value : counted.Problems[0].Code);
    }

    [Fact]
    public void Two_thirds_are_exact_for_any_size_of_the_body() =>
        (from body in Gen.Int[1, 10_000] from present in Gen.Int[1, body] select (body, present)).Sample(at =>
            Vote.Count(Rule, new MeetingCount(at.body, at.present, 0, at.present, 0, 0)).Ok
            == (3L * at.present >= 2L * at.body)
        );

    [Fact]
    public void At_least_lets_exactly_the_share_pass_and_more_than_does_not()
    {
        var count = new MeetingCount(3, 3, 0, 2, 1, 0);
        var share = new RuleNumber(new Fraction(2, 3), "own", "own");
        Assert.Equal(Vote.Rejected, Vote.Count(Rule with { Approval = share, Strict = true }, count).Value);
        Assert.Equal(Vote.Approved, Vote.Count(Rule with { Approval = share, Strict = false }, count).Value);
    }
}
