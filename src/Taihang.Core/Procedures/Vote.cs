using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>Attendance and votes, in whole persons and exact shares.</summary>
public static class Vote
{
    public const string Approved = "approved";
    public const string Rejected = "rejected";

    /// <returns>What the meeting decided, or why its count is none: it does not add up, or too few were there.</returns>
    public static Outcome<string> Count(MeetingRule rule, MeetingCount count)
    {
        var voters = count.Present - count.Recused;
        if (
            count.Body < 1
            || count.Recused < 0
            || count.For < 0
            || count.Against < 0
            || count.Abstain < 0
            || count.Present > count.Body
            || voters < 0
            || count.For + count.Against + count.Abstain != voters
        )
            return ProceduresProblems.VotesDoNotAddUp(count);
        if (new Fraction(count.Present, count.Body) < rule.Quorum.Value)
            return ProceduresProblems.NoQuorum(count, rule.Quorum.Value);
        if (voters == 0)
            return ProceduresProblems.NobodyVotes();
        var share = new Fraction(count.For, voters);
        return share > rule.Approval.Value || (!rule.Strict && share == rule.Approval.Value) ? Approved : Rejected;
    }
}
