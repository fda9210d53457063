using System.Globalization;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;

namespace Taihang.Web;

/// <summary>What was typed into a form of a posting's record, and the command that it means.</summary>
internal static class LifeForm
{
    public const int MostText = 2000;

    public static string Text(IFormCollection form) => FormText.Lines(form["words"], MostText);

    public static Outcome<LifeCommand> Command(IFormCollection form, DateOnly today)
    {
        var id = Id(form, "event") ?? Guid.CreateVersion7();
        var reasoned = Text(form).Length > 0;
        Outcome<LifeCommand> On(string field, Words title, Func<DateOnly, LifeCommand> make) =>
            Day(form, field) is { } day ? make(day) : WebProblems.NotADay(title);
        return form["what"].ToString() switch
        {
            "name-account" => new NameAccount(id, Id(form, "account") ?? Guid.Empty, false),
            "ask-leave" => On(
                "from",
                new("起", "From"),
                from => new AskLeave(id, from, Day(form, "until") ?? DateOnly.MinValue, Id(form, "standin"), false)
            ),
            "decide-leave" => new DecideLeave(
                id,
                Id(form, "leave") ?? Guid.Empty,
                form["grant"] == "yes",
                Id(form, "standin"),
                false,
                reasoned
            ),
            "end-leave" => On(
                "back",
                new("返岗日期", "First day back"),
                back => new EndLeave(id, Id(form, "leave") ?? Guid.Empty, back)
            ),
            "attendance" => On(
                "month",
                new("月份", "Month"),
                month => new EnterAttendance(
                    id,
                    new(
                        month,
                        Number(form, "present"),
                        Number(form, "elsewhere"),
                        Number(form, "onleave"),
                        Number(form, "meetings")
                    )
                )
            ),
            "extend" => On("until", new("延长到", "Extended to"), until => new Extend(id, until, reasoned)),
            "propose-recall" => new ProposeRecall(id, reasoned),
            "answer-recall" => new AnswerRecall(id, reasoned),
            "decide-recall" => form["recall"] == "yes"
                ? On("last", Last, last => new DecideRecall(id, true, last, reasoned))
                : new DecideRecall(id, false, today, reasoned),
            "withdraw" => On("last", Last, last => new Withdraw(id, last, reasoned)),
            "end-term" => On("last", Last, last => new EndTerm(id, last)),
            "do-item" => new DoItem(id, FormText.Line(form["item"])),
            "confirm-item" => new ConfirmItem(id, FormText.Line(form["item"]), form["order"] == "yes", reasoned),
            "return" => new RecordReturn(id, Choice(form, "became", BecameOf.Other)),
            "raise-concern" => new RaiseConcern(id, Choice(form, "kind", WelfareKind.Health), reasoned),
            "answer-concern" => new AnswerConcern(id, Id(form, "concern") ?? Guid.Empty, reasoned),
            _ => WebProblems.FormTooOld(),
        };
    }

    private static readonly Words Last = new("最后一天", "Last day");

    private static Guid? Id(IFormCollection form, string field) => Guid.TryParse(form[field], out var id) ? id : null;

    /// <summary>A day of living memory; others are slips of the keyboard.</summary>
    private static DateOnly? Day(IFormCollection form, string field) =>
        DateOnly.TryParseExact(
            form[field],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        ) && day.Year is > 1990 and < 2200
            ? day
            : null;

    /// <summary>What is no number of days is refused as one below 0 is.</summary>
    private static int Number(IFormCollection form, string field) =>
        int.TryParse(form[field], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : -1;

    private static T Choice<T>(IFormCollection form, string field, T other)
        where T : struct, Enum =>
        Enum.TryParse<T>(form[field], out var chosen) && Enum.IsDefined(chosen) ? chosen : other;
}
