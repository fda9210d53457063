using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Life;

/// <summary>Who decides a leave of so many days.</summary>
/// <param name="UpToDays">Null for any longer one.</param>
/// <param name="By">Roles in their order; each must agree, the last one grants.</param>
public sealed record LeaveApproval(int? UpToDays, ImmutableArray<string> By, QuotedRule Rule);

/// <summary>A figure that is shown beside the ledger; nothing follows from it by itself.</summary>
public sealed record LedgerFigure(int Value, QuotedRule Rule);

/// <summary>One thing that is handed over.</summary>
public sealed record HandoverItem(string Id, Words Title);

/// <summary>What a pack says of the life of a posting; the <c>life</c> block of <c>catalogues/posting.yaml</c>.</summary>
/// <param name="TermMonths">Of the same file's rule of the term.</param>
/// <param name="StayDaysYear">Days stationed in a year, shown as a figure and never as a score.</param>
/// <param name="LeaveDaysYear">Days of leave in a year after which somebody is reminded to think of a replacement; null where that is off.</param>
/// <param name="ReplyDays">For a cadre to answer a proposal of recall.</param>
/// <param name="ExtensionMonths">By which a term can be extended at most, in all.</param>
/// <param name="EndingSoonDays">Before the end of a term in which it is called to mind and the hand-over can begin.</param>
public sealed record LifeSettings(
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    int TermMonths,
    ImmutableArray<LeaveApproval> Leave,
    LedgerFigure StayDaysYear,
    LedgerFigure? LeaveDaysYear,
    LedgerFigure MeetingsMonth,
    LedgerFigure ReplyDays,
    LedgerFigure ExtensionMonths,
    LedgerFigure EndingSoonDays,
    ImmutableArray<HandoverItem> Handover
)
{
    /// <summary>Who decides a leave of so many days.</summary>
    public LeaveApproval Approval(int days) => Leave.First(a => a.UpToDays is not { } most || days <= most);

    public HandoverItem? Item(string id) => Handover.FirstOrDefault(i => i.Id == id);
}
