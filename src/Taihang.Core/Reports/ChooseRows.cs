using System.Collections.Immutable;

namespace Taihang.Core.Reports;

/// <summary>Whether a form lists households or their members, and what its columns then mean.</summary>
public static class ChooseRows
{
    /// <summary>Members where the form asks for the relation to the head, or for the head's name beside another; else households.</summary>
    public static RowsOf Of(IEnumerable<ColumnMatch?> columns)
    {
        var ids = columns.OfType<ColumnMatch>().Select(m => m.Field.Id).ToHashSet(StringComparer.Ordinal);
        return ids.Contains("member.relation") || (ids.Contains(FormField.Name) && ids.Contains(FormField.HeadName))
            ? RowsOf.Members
            : RowsOf.Households;
    }

    /// <summary>In a list of households a person's fact is the head's.</summary>
    public static ImmutableArray<FormColumnUse> Meant(
        ImmutableArray<FormColumnUse> columns,
        RowsOf rowsOf,
        HeadingRules rules
    ) =>
        rowsOf == RowsOf.Members
            ? columns
            :
            [
                .. columns.Select(c =>
                    c.Match is { } match && HeadOf(match.Field, rules) is { } head
                        ? c with
                        {
                            Match = match with { Field = head },
                        }
                        : c
                ),
            ];

    private static FormField? HeadOf(FormField field, HeadingRules rules) =>
        field.Of == FieldOf.Member ? rules.Find("head." + field.Attribute)
        : field.Id == FormField.Name ? rules.Find(FormField.HeadName)
        : null;
}
