using Taihang.Core.Common;

namespace Taihang.Core.Registry.Attachments;

/// <summary>What an attachment is for.</summary>
public static class AttachmentPurpose
{
    /// <summary>Proof inside the office: a certificate, a photo of a house. It may hold numbers and is shown for a task and a reason only.</summary>
    public const string Evidence = "evidence";

    /// <summary>To be posted or shown to anybody. No personal number passes.</summary>
    public const string Notice = "notice";

    public static IReadOnlyList<string> All { get; } = [Evidence, Notice];

    public static Words Title(string purpose) =>
        purpose switch
        {
            Evidence => new("内部证据", "evidence, inside the office"),
            Notice => new("公示公开", "for a notice, for anybody"),
            _ => Words.Same(purpose),
        };
}

/// <summary>Text of a file and where it stands.</summary>
/// <param name="Context">What stands over it, such as the heading of its column.</param>
/// <param name="Lines">Whether the row of <paramref name="At"/> is that of the first line, and the others follow.</param>
public sealed record FileText(string Text, Place At, string Context = "", bool Lines = false);

/// <summary>All that a file says, hidden or not.</summary>
/// <param name="Pictures">Pictures in it, whose drawing no program reads here.</param>
/// <param name="Located">A picture says where it was taken.</param>
public sealed record FileContent(FileKind Kind, IReadOnlyList<FileText> Texts, int Pictures, bool Located);

/// <summary>A personal number and where it stands.</summary>
public sealed record AttachmentFinding(PersonalNumberKind Kind, string Masked, Place At);

/// <summary>What the gate found and whether the file may pass.</summary>
/// <param name="Personal">Holds numbers or a location: as evidence it is shown for a task and a reason only.</param>
/// <param name="Refusals">Empty where it may pass.</param>
public sealed record GateAnswer(
    FileKind Kind,
    bool Personal,
    int Pictures,
    IReadOnlyList<AttachmentFinding> Findings,
    IReadOnlyList<Problem> Refusals
);

/// <summary>The gate through which every attachment goes.</summary>
public static class AttachmentRules
{
    public const int ShortestReason = 4;

    /// <summary>Findings beyond are counted no more: the file is refused or marked all the same.</summary>
    private const int MostFindings = 200;

    public static IReadOnlyList<AttachmentFinding> Look(FileContent content, DateOnly today) =>
        [
            .. content
                .Texts.SelectMany(text =>
                    PersonalNumbers
                        .Find(text.Text, today, text.Context)
                        .Select(n => new AttachmentFinding(n.Kind, n.Masked, At(text, n.At)))
                )
                .Distinct()
                .Take(MostFindings),
        ];

    /// <param name="seen">Somebody looked at the pictures and says that no number and no certificate is in them.</param>
    public static GateAnswer Decide(string file, FileContent content, string purpose, bool seen, DateOnly today)
    {
        var findings = Look(content, today);
        var refusals = new List<Problem>();
        if (purpose == AttachmentPurpose.Notice)
        {
            refusals.AddRange(findings.Select(AttachmentProblems.PersonalNumber));
            if (content.Located)
                refusals.Add(AttachmentProblems.Located(file));
            if (content.Pictures > 0 && !seen && refusals.Count == 0)
                refusals.Add(AttachmentProblems.NotSeen(file, content.Pictures));
        }
        return new GateAnswer(
            content.Kind,
            findings.Count > 0 || content.Located,
            content.Pictures,
            findings,
            refusals
        );
    }

    private static Place At(FileText text, int at) =>
        text.Lines ? text.At with { Row = (text.At.Row ?? 1) + text.Text.AsSpan(0, at).Count('\n') } : text.At;
}
