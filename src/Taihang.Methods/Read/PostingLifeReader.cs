using System.Collections.Immutable;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Life;

namespace Taihang.Methods.Read;

/// <summary>Reads the <c>life</c> block of <c>catalogues/posting.yaml</c>: leave, ledger, recall, extension, hand-over.</summary>
public static class PostingLifeReader
{
    public const string Block = "life";

    /// <summary>Of the site's roles those that may decide a leave.</summary>
    private static readonly Dictionary<string, string> Offices = new()
    {
        [Roles.Township] = Roles.Township,
        [Roles.County] = Roles.County,
    };

    /// <summary>Whether the file says anything of the life of a posting; a programme may do without.</summary>
    public static bool Stands(string text) =>
        YamlReader.Open(PostingRulesReader.File, text, []) is not { IsMap: true } root || root.Has(Block);

    public static Outcome<LifeSettings> Read(string text)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(PostingRulesReader.File, text, problems) is not { } root)
            return Outcome<LifeSettings>.Refused(problems);
        var life = root.Must(Block)
            .Only(
                "leave",
                "leave_days_year",
                "stay_days_year",
                "meetings_month",
                "recall_reply_days",
                "extension_months",
                "ending_soon_days",
                "handover"
            );
        var year = life.Must("leave_days_year").Only("value", "on", "zh", "en", "source");
        var read = new LifeSettings(
            root.Must("valid_from").Date(),
            root.Child("valid_to")?.Date(),
            root.Must("rules").Must("term_months").Must("value").Whole(),
            Approvals(life.Must("leave")),
            Figure(life.Must("stay_days_year"), 1, 366),
            Within(year, 1, 366) is var limit && year.Must("on").Truth() ? limit : null,
            Figure(life.Must("meetings_month"), 0, 31),
            Figure(life.Must("recall_reply_days"), 1, 60),
            Figure(life.Must("extension_months"), 0, 60),
            Figure(life.Must("ending_soon_days"), 1, 366),
            Items(life.Must("handover"))
        );
        return problems.Count > 0 ? Outcome<LifeSettings>.Refused(problems) : read;
    }

    private static ImmutableArray<LeaveApproval> Approvals(YamlReader list)
    {
        var rows = new List<LeaveApproval>();
        foreach (var item in list.Items())
        {
            item.Only("up_to_days", "by", "zh", "en", "source");
            var most = item.Child("up_to_days")?.Whole();
            if (rows.Count > 0 && (rows[^1].UpToDays is not { } before || most <= before))
                item.Report(
                    PackProblems.WrongForm(
                        item.Place,
                        new(
                            "天数逐行增加，最后一行不写 up_to_days",
                            "rows with rising up_to_days, the last one without"
                        )
                    )
                );
            ImmutableArray<string> by = [.. item.Must("by").Items().Select(office => office.OneOf(Offices))];
            if (by.IsEmpty || by.Distinct().Count() < by.Length)
                item.Report(
                    PackProblems.WrongForm(
                        item.Must("by").Place,
                        new("至少一级，且不重复", "at least one office, none of them twice")
                    )
                );
            rows.Add(new LeaveApproval(most, by, Quoted(item)));
        }
        if (rows.Count == 0 || rows[^1].UpToDays is not null)
            list.Report(
                PackProblems.WrongForm(list.Place, new("最后一行不写 up_to_days", "a last row without up_to_days"))
            );
        return [.. rows];
    }

    private static LedgerFigure Figure(YamlReader item, int least, int most) =>
        Within(item.Only("value", "zh", "en", "source"), least, most);

    private static LedgerFigure Within(YamlReader item, int least, int most)
    {
        var value = item.Must("value");
        var figure = new LedgerFigure(value.Whole(), Quoted(item));
        if (figure.Value < least || figure.Value > most)
            item.Report(
                PackProblems.WrongForm(
                    value.Place,
                    new($"{least} 到 {most} 的整数", $"a whole number from {least} to {most}")
                )
            );
        return figure;
    }

    private static QuotedRule Quoted(YamlReader item) =>
        new(new Words(item.Must("zh").Text(), item.Must("en").Text()), item.Must("source").Text());

    private static ImmutableArray<HandoverItem> Items(YamlReader block)
    {
        block.Only("source", "items").Must("source").Text();
        var items = new List<HandoverItem>();
        foreach (var item in block.Must("items").Items())
        {
            var id = item.Only("id", "title").Must("id").Id();
            if (items.Exists(i => i.Id == id))
                item.Report(PackProblems.Twice(item.Place, id));
            items.Add(new HandoverItem(id, item.Must("title").Words()));
        }
        return [.. items];
    }
}
