using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Reports;

/// <summary>What a form that was sent is taken to ask, for a person to confirm or correct.</summary>
/// <param name="Remembered">What somebody confirmed for an earlier sheet with the same headings; null where nobody has.</param>
/// <param name="OtherSheets">Sheets that are left as they are.</param>
public sealed record FormProposal(
    FormTable Table,
    ImmutableArray<FormColumnUse> Columns,
    RowsOf RowsOf,
    FormMapping? Remembered,
    IReadOnlyList<string> OtherSheets
)
{
    public Language Language =>
        Table.Headings.Any(h => h.Label.Any(c => c is >= '\u4E00' and <= '\u9FFF'))
            ? Language.Chinese
            : Language.English;
}

/// <summary>Finds the table in a form, and for each column what it asks for.</summary>
public static class ProposeForm
{
    public static Outcome<FormProposal> Run(TaihangDb db, int countyNo, SentForm file, HeadingRules rules)
    {
        var match = new HeadingMatch(rules);
        var best = file
            .Sheets.Select(s => FindTable.Run(s, match))
            .OfType<FormTable>()
            .MaxBy(t => t.Headings.Count(h => match.Find(h, t.SheetUnits) is not null));
        if (best is null)
            return ReportsProblems.NoHeadings(new Place(file.Name, file.Sheets[0].Name));
        var others = file.Sheets.Select(s => s.Name).OfType<string>().Where(n => n != best.Sheet.Name).ToList();
        var hash = best.HeaderHash;
        var kept = db.FormMappings.AsNoTracking().SingleOrDefault(m => m.CountyNo == countyNo && m.HeaderHash == hash);
        if (kept is not null)
        {
            var ids = JsonSerializer.Deserialize<Dictionary<int, string>>(kept.Columns)!;
            var remembered = Choose(best, ids, rules, MatchReason.Remembered);
            // A field that the pack no longer has leaves its column unknown.
            if (remembered.Ok)
                return new FormProposal(
                    best,
                    remembered.Value,
                    kept.Rows == Members ? RowsOf.Members : RowsOf.Households,
                    kept,
                    others
                );
        }
        var columns = Once([.. best.Headings.Select(h => new FormColumnUse(h, match.Find(h, best.SheetUnits)))]);
        return new FormProposal(best, columns, ChooseRows.Of(columns.Select(c => c.Match)), null, others);
    }

    /// <summary>The proposal as somebody corrected it.</summary>
    /// <param name="ids">Column to field; a column that is left out is not known in Taihang.</param>
    public static Outcome<FormProposal> Correct(
        FormProposal proposal,
        IReadOnlyDictionary<int, string> ids,
        RowsOf rowsOf,
        HeadingRules rules,
        string file
    )
    {
        var twice = ids.GroupBy(i => i.Value, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null && rules.Find(twice.Key) is { } field)
            return ReportsProblems.FieldTwice(
                new Place(file, proposal.Table.Sheet.Name, proposal.Table.HeadingBottom, twice.Max(t => t.Key)),
                field.Title
            );
        var columns = Choose(proposal.Table, ids, rules, MatchReason.ByHand);
        return columns.Ok
            ? proposal with
            {
                // What was proposed and left as it was keeps its reason.
                Columns =
                [
                    .. columns.Value.Select(
                        (c, i) => c.Match?.Field == proposal.Columns[i].Match?.Field ? proposal.Columns[i] : c
                    ),
                ],
                RowsOf = rowsOf,
            }
            : Outcome<FormProposal>.Refused(columns.Problems);
    }

    public const string Members = "members";
    public const string Households = "households";

    private static Outcome<ImmutableArray<FormColumnUse>> Choose(
        FormTable table,
        IReadOnlyDictionary<int, string> ids,
        HeadingRules rules,
        MatchReason reason
    )
    {
        var match = new HeadingMatch(rules);
        return table
            .Headings.Select(h => new FormColumnUse(
                h,
                ids.TryGetValue(h.Column, out var id) && rules.Find(id) is { } field
                    ? new ColumnMatch(field, match.FactorOf(field, h, table.SheetUnits), reason)
                    : null
            ))
            .ToImmutableArray();
    }

    /// <summary>Two columns under one heading ask for two things; the first is taken for what it says, the second for a person to say.</summary>
    private static ImmutableArray<FormColumnUse> Once(ImmutableArray<FormColumnUse> columns)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. columns.Select(c => c.Match is { } m && !seen.Add(m.Field.Id) ? c with { Match = null } : c)];
    }
}
