using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary>How good the record behind a register's figures is, in words: the fact that is worst recorded first.</summary>
internal static class RecordText
{
    public static string Of(Pack pack, RecordQuality record, Language language)
    {
        var text = new StringBuilder();
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        text.AppendLine().AppendLine().AppendLine(Say("覆盖误差", "Coverage error"));
        text.AppendLine(
            Say(
                $"  {record.Households:N0} 户在册，其中 {record.NeverAssessed:N0} 户从未经本方法正式识别（{Share(record.NeverAssessed, record.Households)}）",
                $"  {record.Households:N0} households on record, of whom {record.NeverAssessed:N0} were never assessed by this method in a kept run ({Share(record.NeverAssessed, record.Households)})"
            )
        );
        text.AppendLine(
            Say(
                $"  {record.Villages:N0} 个村中 {record.VillagesWithoutRecord:N0} 个没有任何在册农户（{Share(record.VillagesWithoutRecord, record.Villages)}）；在册村里未登记的户，登记库无从知道",
                $"  {record.VillagesWithoutRecord:N0} of {record.Villages:N0} villages have no household on record ({Share(record.VillagesWithoutRecord, record.Villages)}); who was left out within the others, a register cannot know"
            )
        );
        text.AppendLine(
            Say(
                "测量误差（本方法所用事实；缺失、陈旧即逾期未有新记录、矛盾即同日两种说法）",
                "Measurement error (the facts this method reads: missing; old, that is without a new record for longer than the limit; contradicted, that is recorded differently on one day)"
            )
        );
        var faulty = record.Facts.Where(f => f.Missing + f.Stale + f.Contradicted > 0).ToList();
        foreach (var fact in faulty.OrderByDescending(f => f.Missing + f.Stale + f.Contradicted))
        {
            var title = pack.Dictionary.Attributes.First(a => a.Id == fact.Attribute).Title.In(language);
            var old = fact.StaleMonths is { } months
                ? Say(
                    $"，陈旧（{months} 个月）{Share(fact.Stale, fact.Subjects)}",
                    $", old ({months} months) {Share(fact.Stale, fact.Subjects)}"
                )
                : "";
            text.AppendLine(
                Say(
                    $"  {title}：缺失 {Share(fact.Missing, fact.Subjects)}{old}，矛盾 {Share(fact.Contradicted, fact.Subjects)}（{fact.Subjects:N0}）",
                    $"  {title}: missing {Share(fact.Missing, fact.Subjects)}{old}, contradicted {Share(fact.Contradicted, fact.Subjects)} ({fact.Subjects:N0})"
                )
            );
        }
        if (record.Facts.Count > faulty.Count)
            text.AppendLine(
                Say(
                    $"  其余 {record.Facts.Count - faulty.Count} 项事实无缺失、陈旧或矛盾",
                    $"  the other {record.Facts.Count - faulty.Count} facts: none missing, old or contradicted"
                )
            );
        return text.ToString().TrimEnd();
    }

    private static string Share(long part, long whole) =>
        whole == 0 ? "—" : ((double)part / whole).ToString("P2", CultureInfo.InvariantCulture);
}
