using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>
/// A procedure with what an area has set for it. A number of a national text may be tightened, never loosened; one that rests on some
/// county's example may be set either way.
/// </summary>
public static class ProcedureSettings
{
    /// <param name="set">By the name of the setting; others are left alone.</param>
    public static Outcome<Procedure> Apply(Procedure procedure, IReadOnlyDictionary<string, Fraction> set)
    {
        var problems = new List<Problem>();
        var steps = procedure
            .Steps.Select(s =>
                s with
                {
                    Within = Limit(s.Within),
                    Meeting = s.Meeting is { } meeting
                        ? meeting with
                        {
                            Quorum = Least(meeting.Quorum)!,
                            Approval = Least(meeting.Approval)!,
                        }
                        : null,
                    Notice = s.Notice is { } notice ? notice with { Days = Least(notice.Days)! } : null,
                    Sample = s.Sample is { } sample
                        ? sample with
                        {
                            Share = Least(sample.Share)!,
                            MostWrong = Most(sample.MostWrong),
                        }
                        : null,
                    Objections = s.Objections is { } rule ? rule with { Within = Limit(rule.Within)! } : null,
                }
            )
            .ToImmutableArray();
        var outcomes = procedure
            .Outcomes.Select(o =>
                o.Appeal is { } appeal
                    ? o with
                    {
                        Appeal = appeal with { Within = new TimeLimit(Least(appeal.Within.Days)!, appeal.Within.Kind) },
                    }
                    : o
            )
            .ToImmutableArray();
        var done = procedure with { Steps = steps, Outcomes = outcomes, Overall = Limit(procedure.Overall) };
        return problems.Count > 0 ? Outcome<Procedure>.Refused(problems) : done;

        TimeLimit? Limit(TimeLimit? limit) => limit is null ? null : limit with { Days = Most(limit.Days)! };

        RuleNumber? Least(RuleNumber? number) => Set(number, (value, national) => value >= national);

        RuleNumber? Most(RuleNumber? number) => Set(number, (value, national) => value <= national);

        RuleNumber? Set(RuleNumber? number, Func<Fraction, Fraction, bool> stricter)
        {
            if (number?.Setting is not { } name || !set.TryGetValue(name, out var value))
                return number;
            if (value < Fraction.Zero || (number.National && !stricter(value, number.Value)))
                problems.Add(ProceduresProblems.SettingLoosens(name, value, number.Value));
            return number with { Value = value };
        }
    }
}
