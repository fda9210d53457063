using System.Collections.Immutable;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Modules.Reports;

/// <summary>A list as of a day: what it shows, and of how many rows nobody can say whether they belong into it.</summary>
/// <param name="Rows">One to each line, in their order.</param>
public sealed record ListShown(
    FormPrinted Printed,
    ImmutableArray<KnownRow> Rows,
    int Looked,
    ImmutableArray<KnownRow> CannotSay
)
{
    public ImmutableArray<ImmutableArray<KnownValue?>> Lines => Printed.Tables[0].Lines;

    /// <summary>The same with a part of its lines.</summary>
    public ListShown Page(int number, int size)
    {
        var from = Math.Min((long)(number - 1) * size, Rows.Length);
        var (start, count) = ((int)from, (int)Math.Min(size, Rows.Length - from));
        return this with
        {
            Rows = Rows.Slice(start, count),
            Printed = Printed with { Tables = [Printed.Tables[0] with { Lines = Lines.Slice(start, count) }] },
        };
    }
}

/// <summary>Makes a list of a place anew from what is recorded.</summary>
public static class ShowList
{
    public static ListShown Run(
        TaihangDb db,
        Pack pack,
        ListFields fields,
        RecordRows record,
        RegionPlace place,
        string name,
        ListRule rule,
        DateOnly day,
        Language language
    )
    {
        var outcomes = rule.Columns.Concat(rule.Conditions.Select(c => c.Field)).Contains(ListFields.Outcome)
            ? Outcomes(db, pack, place.CountyNo)
            : [];
        var rows = record.Rows(rule.Rows);
        var listed = ImmutableArray.CreateBuilder<KnownRow>();
        var unsaid = ImmutableArray.CreateBuilder<KnownRow>();
        foreach (var row in rows)
            switch (rule.Holds(id => Value(row, id), day))
            {
                case true:
                    listed.Add(row);
                    break;
                case null:
                    unsaid.Add(row);
                    break;
                default:
                    break;
            }
        var columns = rule.Columns.Select(fields.Find).OfType<FormField>().ToImmutableArray();
        var title = Words.Same(name);
        var part = new PrintedPart(
            title,
            rule.Rows == RowsOf.Members,
            [.. columns.Select(f => new PrintedField(fields.Label(f), f))]
        );
        return new ListShown(
            new FormPrinted(
                new PrintedForm("list", title, Basis(fields, rule), true, [part]),
                day,
                language,
                [
                    new PrintedTable(
                        part,
                        [.. listed.Select(row => columns.Select(f => Shown(row, f)).ToImmutableArray())]
                    ),
                ]
            ),
            listed.ToImmutable(),
            rows.Count,
            unsaid.ToImmutable()
        );

        ListValue? Value(KnownRow row, string id)
        {
            if (fields.Find(id) is not { } field)
                return null;
            if (id == ListFields.Outcome)
                return outcomes.GetValueOrDefault(row.HouseholdId) is { } outcome ? Text(outcome) : null;
            if (id == ListFields.LastObserved)
                return record.LastObserved(row) is { } last ? new ListValue(null, last, [], last) : null;
            if (fields.Attribute(field) is not { } attribute)
                return record.Value(row, fields.Match(field), language) is not { } placed ? null
                    : Fraction.TryParse(placed.Text, out var number) && placed.Number
                        ? new ListValue(number, null, [], null)
                    : Text(placed.Text);
            return record.Fact(row, field) is { } fact
                    ? Of(UnitFacts.FromJson(attribute, fact.Json), fields.Factor(field)) with
                    {
                        ObservedOn = fact.ObservedOn,
                    }
                : attribute.WhenBlank is { } blank ? Of(blank, fields.Factor(field)) with { Assumed = true }
                : null;
        }

        KnownValue? Shown(KnownRow row, FormField field) =>
            field.Id switch
            {
                ListFields.Outcome => outcomes.GetValueOrDefault(row.HouseholdId) is { } outcome
                    ? new KnownValue(Title(outcome).In(language), false, null, null)
                    : null,
                ListFields.LastObserved => record.LastObserved(row) is { } last
                    ? new KnownValue(last.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), false, last, null)
                    : null,
                _ => record.Value(row, fields.Match(field), language),
            };

        Words Title(string outcome) =>
            fields.Outcomes.FirstOrDefault(o => o.Id == outcome).Title ?? Words.Same(outcome);
    }

    private static ListValue Of(object value, Fraction factor) =>
        value switch
        {
            Fraction number => new ListValue(number * factor, null, [], null),
            DateOnly day => new ListValue(null, day, [], null),
            bool truth => Text(truth ? "true" : "false"),
            IEnumerable<string> codes => new ListValue(null, null, [.. codes], null),
            var text => Text(text.ToString() ?? ""),
        };

    private static ListValue Text(string text) => new(null, null, [text], null);

    /// <summary>Under the heading of what is printed: what was asked, so that a sheet on a desk says what it is.</summary>
    private static Words Basis(ListFields fields, ListRule rule)
    {
        var all = rule.Conditions.Select(fields.Shown).ToList();
        return all.Count == 0
            ? new("全部", "everybody")
            : new(string.Join("；", all.Select(c => c.Zh)), string.Join("; ", all.Select(c => c.En)));
    }

    private static Dictionary<Guid, string> Outcomes(TaihangDb db, Pack pack, int countyNo) =>
        ShowArea.Newest(db, pack, [countyNo]).GetValueOrDefault(countyNo) is { } run
            ? db
                .IdentificationResults.AsNoTracking()
                .Where(r => r.CountyNo == countyNo && r.RunId == run.RunId)
                .Select(r => new { r.HouseholdId, r.Outcome })
                .ToDictionary(r => r.HouseholdId, r => r.Outcome)
            : [];
}
