using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.PersonalData;

/// <summary>What a person may ask about their own record, by the names in the store.</summary>
public static class OwnRequestKind
{
    public const string Correct = "correct";
    public const string Object = "object";

    public static ImmutableArray<string> All { get; } = [Correct, Object];

    public static Words Title(string kind) =>
        kind switch
        {
            Correct => new("更正", "a correction"),
            Object => new("异议", "an objection"),
            _ => Words.Same(kind),
        };
}

/// <summary>How a request came.</summary>
public static class OwnChannel
{
    public const string Web = "web";

    public static ImmutableArray<string> All { get; } = [Web, "counter", "letter", "voice"];

    public static Words Title(string channel) =>
        channel switch
        {
            Web => new("本人网页", "the person's own page"),
            "counter" => new("窗口", "at the counter"),
            "letter" => new("来信", "by letter"),
            "voice" => new("口头", "by word of mouth"),
            _ => Words.Same(channel),
        };
}

/// <summary>How a request stands.</summary>
public static class OwnRequestStanding
{
    public const string Open = "open";
    public const string Granted = "granted";
    public const string Refused = "refused";

    public static Words Title(string standing) =>
        standing switch
        {
            Open => new("待答复", "waits for an answer"),
            Granted => new("已同意", "granted"),
            Refused => new("未同意", "refused"),
            _ => Words.Same(standing),
        };
}

/// <summary>The rules of asking and answering.</summary>
public static class OwnRequestRules
{
    public const int LongestText = 2000;

    /// <param name="answerDays">What the county has set; null where it set nothing, and then there is no last day.</param>
    public static DateOnly? Due(DateOnly received, int? answerDays) =>
        answerDays is { } days ? received.AddDays(days) : null;

    /// <param name="changed">The linked change was made, or found to say what the record says already.</param>
    public static Problem? Answer(string kind, string standing, bool grant, string words, bool changed) =>
        standing != OwnRequestStanding.Open ? PersonalDataProblems.AnsweredAlready()
        : string.IsNullOrWhiteSpace(words) ? PersonalDataProblems.AnswerWithoutWords()
        : grant && kind == OwnRequestKind.Correct && !changed ? PersonalDataProblems.NoChangeMade()
        : null;
}
