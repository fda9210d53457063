using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Reports;

/// <summary>A part of a printed form: one line of values, or one to each member or household. Null is "not recorded".</summary>
public sealed record PrintedTable(PrintedPart Part, ImmutableArray<ImmutableArray<KnownValue?>> Lines);

/// <summary>A form as of a day, ready for paper or a spreadsheet.</summary>
public sealed record FormPrinted(PrintedForm Form, DateOnly Day, Language Language, ImmutableArray<PrintedTable> Tables)
{
    public int NotRecorded => Tables.Sum(t => t.Lines.Sum(l => l.Count(v => v is null)));
}

/// <summary>Prints a form from recorded facts. What was never recorded is shown as such and never guessed.</summary>
public static class PrintForm
{
    public static Words NotRecorded { get; } = new("未登记", "not recorded");

    public static FormPrinted Run(
        PrintedForm form,
        RecordRows record,
        HeadingRules rules,
        DateOnly day,
        Language language
    ) => new(form, day, language, [.. form.Parts.Select(p => Table(p, record, new HeadingMatch(rules), language))]);

    /// <summary>The same facts as of the same day give the same bytes.</summary>
    public static byte[] Xlsx(FormPrinted printed)
    {
        using var stream = new MemoryStream();
        NewXlsx.Write(stream, printed.Form.Title.In(printed.Language), Rows(printed));
        return stream.ToArray();
    }

    private static IEnumerable<IEnumerable<(string, bool)>> Rows(FormPrinted printed)
    {
        var language = printed.Language;
        yield return [(printed.Form.Title.In(language), false)];
        yield return
        [
            (
                new Words($"截至 {printed.Day:yyyy-MM-dd} 的记录", $"Record as of {printed.Day:yyyy-MM-dd}").In(
                    language
                ),
                false
            ),
        ];
        foreach (var (part, lines) in printed.Tables)
        {
            if (!printed.Form.OfPlace)
                yield return [(part.Title.In(language), false)];
            if (part.OfMembers || printed.Form.OfPlace)
            {
                yield return part.Fields.Select(f => (f.Label.In(language), false));
                foreach (var line in lines)
                    yield return line.Select(v => Cell(v, language));
                continue;
            }
            for (var i = 0; i < part.Fields.Length; i++)
                yield return [(part.Fields[i].Label.In(language), false), Cell(lines[0][i], language)];
        }
    }

    private static (string, bool) Cell(KnownValue? value, Language language) =>
        value is null ? (NotRecorded.In(language), false) : (value.Text, value.Number);

    private static PrintedTable Table(PrintedPart part, RecordRows record, HeadingMatch match, Language language) =>
        new(
            part,
            [
                .. record
                    .Rows(part.OfMembers ? RowsOf.Members : RowsOf.Households)
                    .Select(
                        (row, i) =>
                            part
                                .Fields.Select(f =>
                                    f.Field.Id == FormField.Serial
                                        ? new KnownValue($"{i + 1}", true, null, null)
                                        : record.Value(
                                            row,
                                            new ColumnMatch(
                                                f.Field,
                                                match.FactorOf(f.Field, new ColumnHeading(0, "", ""), []),
                                                MatchReason.Title
                                            ),
                                            language
                                        )
                                )
                                .ToImmutableArray()
                    ),
            ]
        );
}
