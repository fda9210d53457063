using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.PersonalData;

/// <summary>
/// What a county sets about personal data, on a document of its own: parameters of the pack that the area sets. Where nothing is set there is
/// no limit, and nothing is ever ended by itself.
/// </summary>
public static class PersonalDataSettings
{
    /// <summary>Days within which a person's request is to be answered.</summary>
    public const string AnswerDays = "own_request_answer_days";

    /// <summary>Years for which the data of somebody is kept after they died.</summary>
    public const string YearsDied = "retention_years_died";

    /// <summary>Years after somebody left their household for elsewhere.</summary>
    public const string YearsLeft = "retention_years_left";

    /// <summary>Years after the household was closed with the person in it.</summary>
    public const string YearsClosed = "retention_years_closed";
}

/// <summary>Why a person is no longer served; the period counts from that day.</summary>
public static class EndReason
{
    public const string Died = "died";
    public const string Left = "left";
    public const string Closed = "closed";

    public static ImmutableArray<string> All { get; } = [Died, Left, Closed];

    public static string Setting(string reason) =>
        reason switch
        {
            Died => PersonalDataSettings.YearsDied,
            Left => PersonalDataSettings.YearsLeft,
            _ => PersonalDataSettings.YearsClosed,
        };

    public static Words Title(string reason) =>
        reason switch
        {
            Died => new("去世", "died"),
            Left => new("离开", "left"),
            Closed => new("销户", "household closed"),
            _ => Words.Same(reason),
        };
}

/// <summary>Who may end whose data, and when.</summary>
public static class RetentionRules
{
    /// <summary>What a name is replaced by.</summary>
    public const string Stub = "（已注销）";

    /// <summary>What personal text is replaced by.</summary>
    public const string Erased = "（已到期删除）";

    /// <summary>First day on which the data may be ended; null where the county has set no period, and then never.</summary>
    /// <param name="years">May be a part of a year; it is rounded up to whole months. A negative number is no period.</param>
    public static DateOnly? DueOn(DateOnly ended, Fraction? years)
    {
        if (years is not { } set || set < Fraction.Zero)
            return null;
        var months = set * 12;
        var whole = months.Numerator / months.Denominator;
        var rounded = (int)whole + (months.Denominator.IsOne ? 0 : 1);
        return ended.AddMonths(rounded);
    }

    public static Problem? MayPropose(bool countyOffice, DateOnly? dueOn, bool open, DateOnly today) =>
        !countyOffice ? PersonalDataProblems.NotYoursToEnd()
        : dueOn is not { } due || due > today ? PersonalDataProblems.NotDue()
        : open ? PersonalDataProblems.OpenMatters()
        : null;

    public static Problem? MayConfirm(
        bool countyOffice,
        Guid by,
        Guid? proposedBy,
        DateOnly? dueOn,
        bool open,
        DateOnly today
    ) =>
        proposedBy is not { } first
            ? PersonalDataProblems.NotProposed()
            : MayPropose(countyOffice, dueOn, open, today)
                ?? (first == by ? PersonalDataProblems.SecondPerson() : null);
}
