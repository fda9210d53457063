using System.Collections.Immutable;

namespace Taihang.Core.Procedures;

/// <summary>What a channel made of an attempt, in words that cannot hold an address or a name.</summary>
public static class NoticeAnswer
{
    public const string Sent = "sent";

    /// <summary>Try again later.</summary>
    public const string Again = "again";

    public const string Refused = "refused";

    /// <summary>Not in time, or not at all.</summary>
    public const string NoAnswer = "no_answer";

    public const string NoAddress = "no_address";

    /// <summary>This deployment has no such channel.</summary>
    public const string NoChannel = "no_channel";

    /// <summary>The sender ended before it wrote down what came of it.</summary>
    public const string Died = "died";

    /// <summary>Whether waiting can help.</summary>
    public static bool Passing(string answer) => answer is Again or NoAnswer or Died;
}

/// <summary>Where a notice stands after an attempt.</summary>
/// <param name="Attempts">On this channel.</param>
public sealed record NoticeAfter(string Standing, string Channel, int Attempts, DateTimeOffset NextAttempt);

/// <summary>The hours of the evening and night in which nobody is rung for what can wait.</summary>
/// <param name="From">First quiet hour of the day, 0 to 23.</param>
/// <param name="Until">First hour that is not quiet; the same as <paramref name="From"/> for none.</param>
public sealed record QuietHours(int From, int Until)
{
    public static QuietHours Usual { get; } = new(21, 8);

    public bool Quiet(TimeOnly time) =>
        From == Until ? false
        : From < Until ? time.Hour >= From && time.Hour < Until
        : time.Hour >= From || time.Hour < Until;
}

/// <summary>Which notices are due from what happened, and what becomes of one after each attempt to send it.</summary>
public static class NoticeRules
{
    /// <summary>Tries on one channel before the next one is taken.</summary>
    public const int MostAttempts = 6;

    /// <summary>What waits for an office is gathered so long, and told in one message.</summary>
    public static readonly TimeSpan Gathered = TimeSpan.FromMinutes(10);

    /// <summary>A notice that has waited so long past its time needs somebody to look.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostWait = TimeSpan.FromHours(6);

    /// <summary>What is due from one event of a case.</summary>
    /// <param name="stepBefore">Where the case stood before; null for a new one.</param>
    /// <param name="after">The case with the event.</param>
    public static ImmutableArray<NoticeDraft> Due(string? stepBefore, CaseState after, CaseEvent happened)
    {
        var due = ImmutableArray.CreateBuilder<NoticeDraft>();
        var procedure = after.Procedure;
        // A procedure about a village or a plan concerns nobody in particular.
        var concerned = procedure.About is not (CaseAbout.Village or CaseAbout.Plan);
        if (happened.Kind == CaseEventKind.Opened && concerned)
            due.Add(
                new(
                    procedure.Open ? NoticeKind.Received : NoticeKind.Begun,
                    null,
                    new NoticeFacts(happened.Day, Due: CaseClock.OverallEnd(after))
                )
            );
        if (happened.Kind == CaseEventKind.Objected && procedure.Step(happened.Step)?.Objections is { } rule)
        {
            var answer = after.Objections.First(o => o.ObjectionId == happened.ObjectionId);
            Offices(
                NoticeKind.ObjectionWaits,
                rule.AnsweredBy,
                new NoticeFacts(happened.Day, Due: CaseClock.ObjectionEnd(after, answer))
            );
        }
        if (happened.Kind == CaseEventKind.Missed)
        {
            var missed = procedure.Step(happened.Step);
            var facts = new NoticeFacts(happened.Day, Due: happened.Due, Step: missed?.Kind);
            Offices(
                NoticeKind.Overdue,
                [
                    .. happened.ObjectionId is not null ? missed?.Objections?.AnsweredBy ?? [] : missed?.Parties ?? [],
                    .. happened.EscalatedTo is { } also ? new[] { also } : [],
                ],
                facts
            );
            // Where the person concerned had to act, it is not the office that is late.
            if (concerned && missed?.Parties.Any(id => procedure.Party(id) is { Public: true }) != true)
                due.Add(new(NoticeKind.Delayed, null, facts with { Step = null }));
        }
        if (after.Step != stepBefore && after.Current is { } step)
        {
            var facts = new NoticeFacts(happened.Day, Due: CaseClock.StepDue(after), Step: step.Kind);
            Offices(NoticeKind.TaskWaits, step.Parties, facts);
            if (concerned && step.Parties.Any(id => procedure.Party(id) is { Public: true }))
                due.Add(new(NoticeKind.MustAct, null, facts));
        }
        if (concerned && stepBefore is not null && after.Outcome is not null)
            due.Add(
                new(
                    NoticeKind.Decided,
                    null,
                    new NoticeFacts(
                        happened.Day,
                        Until: CaseClock.AppealEnd(after),
                        HeardBy: HeardBy(procedure, procedure.Outcome(after.Outcome)?.Appeal)
                    )
                )
            );
        return due.ToImmutable();

        void Offices(NoticeKind kind, IEnumerable<string> parties, NoticeFacts facts)
        {
            foreach (
                var office in parties
                    .SelectMany(id => procedure.Party(id)?.Roles ?? [])
                    .Select(NoticeRecipient.OfficeOf)
                    .OfType<NoticeOffice>()
                    .Distinct()
            )
                due.Add(new(kind, office, facts));
        }
    }

    /// <summary>Told at once, at night too.</summary>
    public static bool Urgent(NoticeKind kind) => kind == NoticeKind.Emergency;

    /// <summary>When it is first tried.</summary>
    public static DateTimeOffset FirstAttempt(NoticeDraft draft, DateTimeOffset queued) =>
        draft.Office is null || Urgent(draft.Kind) ? queued : queued + Gathered;

    /// <summary>
    /// Whether what the notice says is still so. What waited for an office and was done meanwhile is not told; what was told to the person
    /// concerned, or is late, remains true.
    /// </summary>
    /// <param name="step">The step the notice is about.</param>
    /// <param name="now">Where the case stands.</param>
    public static bool StillSo(NoticeKind kind, string? step, string? now) =>
        kind is not (NoticeKind.TaskWaits or NoticeKind.MustAct) || step == now;

    /// <summary>
    /// One attempt, its waits growing fourfold from a minute to six hours; after the last, or where waiting cannot help, the next channel:
    /// a voice call to the number that takes no text, then a letter by hand for the person concerned. An office is not written to by hand:
    /// its notice is dead, and the site's health says so.
    /// </summary>
    /// <param name="attempts">Made on this channel, with this one.</param>
    /// <param name="channels">What this deployment can carry.</param>
    /// <param name="retryWaits">Factor on the waits; 1 but in tests.</param>
    public static NoticeAfter After(
        string answer,
        string channel,
        int attempts,
        bool office,
        DateTimeOffset now,
        IReadOnlyCollection<string> channels,
        double retryWaits = 1
    )
    {
        if (answer == NoticeAnswer.Sent)
            return new(NoticeStanding.Sent, channel, attempts, now);
        if (NoticeAnswer.Passing(answer) && attempts < MostAttempts)
            return new(NoticeStanding.Waiting, channel, attempts, now + Wait(attempts) * retryWaits);
        // Without an address a call reaches as little as a text.
        if (channel == NoticeChannel.Sms && answer != NoticeAnswer.NoAddress && channels.Contains(NoticeChannel.Voice))
            return new(NoticeStanding.Waiting, NoticeChannel.Voice, 0, now);
        return office
            ? new(NoticeStanding.Dead, channel, attempts, now)
            : new(NoticeStanding.Letter, NoticeChannel.Letter, 0, now);
    }

    /// <summary>How long to wait after so many attempts.</summary>
    public static TimeSpan Wait(int attempts)
    {
        var wait = FirstWait * Math.Pow(4, Math.Max(0, attempts - 1));
        return wait < MostWait ? wait : MostWait;
    }

    private static NoticeOffice? HeardBy(Procedure procedure, AppealRule? appeal) =>
        procedure
            .Step(appeal?.HeardAt)
            ?.Parties.SelectMany(id => procedure.Party(id)!.Roles)
            .Select(NoticeRecipient.OfficeOf)
            .FirstOrDefault(o => o is not null);
}
