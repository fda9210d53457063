using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Registry.Changes;

/// <summary>How a request stands, by the names in the store.</summary>
public static class ChangeStanding
{
    public const string Open = "open";
    public const string Applied = "applied";

    /// <summary>Approved, when the record said all of it already: nothing was written.</summary>
    public const string NoEffect = "no_effect";

    public const string Refused = "refused";
    public const string Withdrawn = "withdrawn";

    public static ImmutableArray<string> All { get; } = [Open, Applied, NoEffect, Refused, Withdrawn];

    public static Words Title(string standing) =>
        standing switch
        {
            Open => new("待审", "waiting"),
            Applied => new("已更改", "applied"),
            NoEffect => new("无变化", "no effect"),
            Refused => new("未同意", "refused"),
            Withdrawn => new("已撤回", "withdrawn"),
            _ => Words.Same(standing),
        };
}

/// <summary>A request as the one who decides meets it.</summary>
/// <param name="Base">Hash of the record at submission.</param>
/// <param name="Submitted">What it changed in the record as that was then.</param>
public sealed record RequestedChange(
    string Standing,
    Guid RequestedBy,
    ChangeContent Content,
    string Base,
    ImmutableArray<Difference> Submitted
);

/// <summary>Who wants to decide.</summary>
/// <param name="Reviews">Holds an office that decides changes, in an area that covers every household concerned.</param>
/// <param name="Bound">Has declared an interest in one of the households.</param>
public sealed record Reviewer(Guid AccountId, bool Reviews, bool Bound);

/// <summary>What the reviewer had before them.</summary>
/// <param name="Seen">Hash of the record that was shown.</param>
/// <param name="ReadAgain">They say that they have read what changed since the submission.</param>
public sealed record Reading(string Seen, bool ReadAgain);

/// <summary>Who may close a request, and what an approval writes.</summary>
public static class ChangeRules
{
    /// <returns>What stands in the way; null where nothing does.</returns>
    public static Problem? MayDecide(RequestedChange request, Reviewer reviewer) =>
        request.Standing != ChangeStanding.Open ? ChangeProblems.AlreadyClosed(ChangeStanding.Title(request.Standing))
        : request.RequestedBy == reviewer.AccountId ? ChangeProblems.OwnRequest()
        : reviewer.Bound ? ChangeProblems.StandsAside()
        : reviewer.Reviews ? null
        : ChangeProblems.NotForYou();

    public static Problem? MayWithdraw(RequestedChange request, Guid account) =>
        request.Standing != ChangeStanding.Open ? ChangeProblems.AlreadyClosed(ChangeStanding.Title(request.Standing))
        : request.RequestedBy == account ? null
        : ChangeProblems.NotYourRequest();

    /// <summary>
    /// What an approval writes into the record as it stands now. A value that somebody else changed since the submission is never
    /// overwritten; where other values changed, the reviewer must have read the request again.
    /// </summary>
    /// <returns>Empty when the record says all of it already.</returns>
    public static Outcome<ImmutableArray<Difference>> Approve(RequestedChange request, RecordState now, Reading reading)
    {
        var hash = now.Hash();
        if (reading.Seen != hash)
            return ChangeProblems.MovedWhileReading();
        if (hash != request.Base)
        {
            var overtaken = Differences.Overtaken(request.Submitted, now);
            if (!overtaken.IsEmpty)
                return ChangeProblems.Overtaken(overtaken.Length);
            if (!reading.ReadAgain)
                return ChangeProblems.ReadAgain();
        }
        var after = MakeChange.After(now, request.Content.Change, request.Content.ObservedOn);
        return after.Ok
            ? Differences.Between(now, after.Value)
            : Outcome<ImmutableArray<Difference>>.Refused(after.Problems);
    }
}
