namespace Taihang.Core.Dispatch.Teams;

/// <summary>How far a plan can be from the best.</summary>
/// <param name="UnfilledSeats">Leaders and members up to each village's minimum that nobody fills.</param>
/// <param name="QualityBp">What the plan is worth without the unfilled seats.</param>
/// <param name="SeatsProved">Whether the bound also proves that no plan fills seats that weigh more; where it does not, the gap is in seats.</param>
/// <param name="MissingBp">What could be missing to the best plan, in basis points of fit by scale.</param>
/// <param name="PerHundredThousand">What could be missing, in hundred-thousandths of that worth, rounded up; meant only where the seats are proved.</param>
public sealed record TeamGap(
    int UnfilledSeats,
    long QualityBp,
    bool SeatsProved,
    long MissingBp,
    long PerHundredThousand
)
{
    public static TeamGap Of(TeamProblem problem, TeamAnswer answer)
    {
        var (leader, member) =
            TeamSeats.Penalties(problem) ?? throw new ArgumentException("No county.", nameof(problem));
        var (seats, lost) = (0, 0L);
        for (var v = 0; v < problem.Villages.Length; v++)
        {
            var (village, team) = (problem.Villages[v], answer.Plan.Teams[v]);
            var missing = Math.Max(0, village.Minimum - 1 - team.Members.Length);
            seats += missing + (team.Leader < 0 ? 1 : 0);
            lost += (missing * member[village.Tier]) + (team.Leader < 0 ? leader[village.Tier] : 0);
        }
        var quality = answer.Plan.Value + lost;
        Int128 gap = answer.Proof.Bound - answer.Plan.Value;
        // A plan that fills a seat more is worth that seat more, less all the fit here, less all that could fall short there.
        var rules = problem.Rules;
        var shortfall = problem.Villages.Sum(v =>
            v.Scale * (((long)v.Need.Sum() * rules.NeedBp) + rules.WomanBp + rules.DialectBp)
        );
        var proved = gap < member.Min() - quality - shortfall;
        var shares = ((gap * 100_000) + Math.Max(quality, 1) - 1) / Math.Max(quality, 1);
        return new TeamGap(seats, quality, proved, (long)gap, (long)Int128.Min(shares, long.MaxValue));
    }
}
