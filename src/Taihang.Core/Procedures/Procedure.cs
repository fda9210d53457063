using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>A number that a procedure applies, with where it comes from.</summary>
/// <param name="Setting">Name under which an area may set its own; null where it may not.</param>
public sealed record RuleNumber(Fraction Value, string Source, string Grade, string? Setting = null)
{
    /// <summary>The value as a whole number of days, months or persons.</summary>
    public int Whole => (int)(Value.Numerator / Value.Denominator);

    /// <summary>Rests on a national text, which an area may tighten but not loosen.</summary>
    public bool National => Grade.StartsWith('A');
}

/// <summary>How days are counted.</summary>
public enum DayKind
{
    Calendar,
    Working,
    Months,
}

/// <summary>So many days (or months) after the day on which they begin to count.</summary>
public sealed record TimeLimit(RuleNumber Days, DayKind Kind);

/// <summary>Somebody a procedure speaks of: an office, an elected body, or anybody at all.</summary>
/// <param name="Roles">Account roles that act for it; empty for somebody without an account.</param>
/// <param name="Public">Anybody may act as this one, with or without an account.</param>
public sealed record CaseParty(string Id, Words Title, ImmutableArray<string> Roles, bool Public);

/// <summary>What a step is; its kind says which results it can have.</summary>
public enum StepKind
{
    Intake,
    Visit,
    Compare,
    Meeting,
    Notice,
    Check,
    Decide,
    Announce,
    Tell,
    Declare,
    Appeal,
}

/// <param name="Quorum">Share of the body that must be present.</param>
/// <param name="Approval">Share of the votes that approves; with <paramref name="Strict"/>, more than this share.</param>
public sealed record MeetingRule(Words Body, RuleNumber Quorum, RuleNumber Approval, bool Strict);

/// <param name="Days">Days for which the notice must stand in full.</param>
public sealed record NoticeRule(RuleNumber Days, Words Where);

/// <param name="Share">Least share of the cases on a notice that is checked anew, drawn at random.</param>
/// <param name="MostWrong">Greatest share of the drawn that may be wrong; above it every case of the notice is checked. Null for no such rule.</param>
public sealed record SampleRule(RuleNumber Share, RuleNumber? MostWrong);

/// <param name="AnsweredBy">Parties that may answer an objection raised at this step.</param>
/// <param name="UpheldTo">Step to which the case goes back when an objection is upheld.</param>
public sealed record ObjectionRule(
    ImmutableArray<string> AnsweredBy,
    TimeLimit Within,
    string? EscalateTo,
    string UpheldTo
);

/// <summary>Something that must be on record before a step counts as done.</summary>
public sealed record EvidenceKind(string Id, Words Title);

/// <param name="Level">Acting level: village, township, county …, as the pack names it.</param>
/// <param name="Within">How long the step may take; null where no limit was found.</param>
/// <param name="EscalateTo">Party that may also act once the step is overdue.</param>
/// <param name="LapseTo">Step to which the case goes when the time has passed and the person concerned did not come.</param>
/// <param name="Then">Result to the next step or an outcome.</param>
/// <param name="Why">What the law or the rule asks here, in words.</param>
public sealed record ProcedureStep(
    string Id,
    StepKind Kind,
    Words Title,
    string Level,
    ImmutableArray<string> Parties,
    TimeLimit? Within,
    string? EscalateTo,
    string? LapseTo,
    MeetingRule? Meeting,
    NoticeRule? Notice,
    SampleRule? Sample,
    ObjectionRule? Objections,
    ImmutableArray<EvidenceKind> Evidence,
    ImmutableSortedDictionary<string, string> Then,
    ToldRule Why
);

/// <param name="HeardAt">The appeal step; whoever acts there is never who decided.</param>
public sealed record AppealRule(TimeLimit Within, string HeardAt);

/// <param name="Adverse">Against the person concerned.</param>
/// <param name="Observe">Facts that the registry is asked to take up, attribute id to JSON value.</param>
public sealed record ProcedureOutcome(
    string Id,
    Words Title,
    bool Adverse,
    AppealRule? Appeal,
    ImmutableSortedDictionary<string, string> Observe
);

/// <summary>A rule told in words, with where it comes from.</summary>
public sealed record ToldRule(Words Text, string Source, string Grade);

/// <summary>Whom a procedure is about.</summary>
public enum CaseAbout
{
    Household,
    Person,
    Village,

    /// <summary>A county's plan of postings; its place is the county.</summary>
    Plan,
}

/// <summary>A whole procedure of a pack, dated: the steps, who may act, how long, and how it ends.</summary>
/// <param name="Overall">From opening to an outcome; null where no limit was found.</param>
/// <param name="Recusal">Who stands aside, as the page tells it; the program holds it in every procedure.</param>
public sealed record Procedure(
    string Id,
    Words Title,
    ToldRule Basis,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    DateOnly? Published,
    CaseAbout About,
    ImmutableArray<CaseParty> Parties,
    ImmutableArray<ProcedureStep> Steps,
    ImmutableArray<ProcedureOutcome> Outcomes,
    TimeLimit? Overall,
    string? OverallEscalateTo,
    ImmutableArray<ToldRule> Recusal,
    WorkCalendar Calendar
)
{
    public ProcedureStep First => Steps[0];

    /// <summary>Anybody may begin it, without an account.</summary>
    public bool Open => First.Parties.Any(id => Party(id) is { Public: true });

    /// <summary>The outcome by which a plan of postings is approved; a procedure about plans must have it.</summary>
    public const string PlanApproved = "approved";

    /// <summary>
    /// It is about a household, an office alone begins it, and none of its outcomes is adverse or enters the record. A department's list may
    /// open such a procedure and no other, so that it leads to a check and to nothing else.
    /// </summary>
    public bool ChecksOnly =>
        About == CaseAbout.Household && !Open && Outcomes.All(o => !o.Adverse && o.Observe.IsEmpty);

    public bool ValidOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);

    public ProcedureStep? Step(string? id) => Steps.FirstOrDefault(s => s.Id == id);

    public ProcedureOutcome? Outcome(string? id) => Outcomes.FirstOrDefault(o => o.Id == id);

    public CaseParty? Party(string? id) => Parties.FirstOrDefault(p => p.Id == id);

    /// <summary>Every number of the procedure that an area may set.</summary>
    public IEnumerable<RuleNumber> Settable => Numbers.Where(n => n.Setting is not null);

    private IEnumerable<RuleNumber> Numbers =>
        Steps
            .SelectMany(s =>
                new[]
                {
                    s.Within?.Days,
                    s.Meeting?.Quorum,
                    s.Meeting?.Approval,
                    s.Notice?.Days,
                    s.Sample?.Share,
                    s.Sample?.MostWrong,
                    s.Objections?.Within.Days,
                }
            )
            .Concat(Outcomes.Select(o => o.Appeal?.Within.Days))
            .Append(Overall?.Days)
            .OfType<RuleNumber>();
}
