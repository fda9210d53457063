using System.Collections.Frozen;
using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Reports;

/// <summary>Why a column was taken for a field.</summary>
public enum MatchReason
{
    /// <summary>The heading is the field's own title.</summary>
    Title,

    /// <summary>The heading is another name of the field.</summary>
    OtherName,

    /// <summary>The heading and the one above it together name the field.</summary>
    WithGroup,

    /// <summary>Somebody said so for an earlier sheet of the same form.</summary>
    Remembered,

    /// <summary>Somebody said so now.</summary>
    ByHand,
}

/// <summary>A heading and, in a form with two rows of them, the one above.</summary>
public sealed record ColumnHeading(int Column, string Label, string Group)
{
    public string Shown => Group.Length > 0 && Group != Label ? $"{Group} / {Label}" : Label;
}

/// <summary>What a column asks for.</summary>
/// <param name="Factor">By what a kept number is multiplied to be written in the column's unit; null where the fact is no number.</param>
public sealed record ColumnMatch(FormField Field, Fraction? Factor, MatchReason Reason);

/// <summary>
/// Finds what a heading asks for. A heading is known or it is not: nothing is taken because it looks alike, since "phone" under "helper"
/// is not the household's phone and an income in another unit or of another year is another number.
/// </summary>
public sealed class HeadingMatch
{
    private readonly HeadingRules rules;
    private readonly FrozenDictionary<string, (FormField Field, MatchReason Reason)> known;
    private readonly FrozenDictionary<string, UnitLabel[]> units;
    private readonly FrozenSet<string> hints;
    private readonly FrozenSet<string> groups;
    private readonly FrozenSet<string> headGroups;

    public HeadingMatch(HeadingRules rules)
    {
        this.rules = rules;
        var labels = new Dictionary<string, (FormField, MatchReason)>(StringComparer.Ordinal);
        foreach (var field in rules.Fields)
            for (var i = 0; i < field.Labels.Length; i++)
                labels.TryAdd(
                    Plain(field.Labels[i]),
                    (field, i < field.Titles ? MatchReason.Title : MatchReason.OtherName)
                );
        known = labels.ToFrozenDictionary(StringComparer.Ordinal);
        units = rules.Units.GroupBy(u => Plain(u.Label)).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        hints = rules.Hints.Select(Plain).ToFrozenSet(StringComparer.Ordinal);
        groups = rules.Groups.Select(Plain).ToFrozenSet(StringComparer.Ordinal);
        headGroups = rules.HeadGroups.Select(Plain).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <param name="sheetUnits">What the sheet says of its units above the table, such as <c>万元</c>.</param>
    /// <returns>Null where the heading asks for nothing that is known under it.</returns>
    public ColumnMatch? Find(ColumnHeading heading, ImmutableArray<string> sheetUnits)
    {
        if (heading.Label.Length == 0)
            return null;
        var group = heading.Group == heading.Label ? "" : heading.Group;
        if (group.Length > 0 && Known(group + heading.Label, sheetUnits, MatchReason.WithGroup) is { } both)
            return both;
        if (Known(heading.Label, sheetUnits, null) is not { } alone)
            return null;
        var above = Plain(group);
        if (above.Length == 0 || groups.Contains(above))
            return alone;
        if (headGroups.Contains(above))
            return rules.Find("head." + alone.Field.Attribute) is { } head && alone.Field.Of == FieldOf.Member
                    ? alone with
                    {
                        Field = head,
                        Reason = MatchReason.WithGroup,
                    }
                : alone.Field.Id == FormField.Name
                    ? alone with
                    {
                        Field = rules.Find(FormField.HeadName)!,
                        Reason = MatchReason.WithGroup,
                    }
                : alone;
        // A name, phone or number under a heading of somebody else is theirs.
        return
            alone.Field.Of is FieldOf.Member or FieldOf.Head || alone.Field.Id is FormField.Name or FormField.HeadName
            ? null
            : alone;
    }

    /// <summary>The factor of a column that somebody mapped by hand: by the unit its heading names, else the sheet's, else the usual one.</summary>
    /// <returns>Null where the field is no number.</returns>
    public Fraction? FactorOf(FormField field, ColumnHeading heading, ImmutableArray<string> sheetUnits) =>
        field.Unit is null
            ? null
            : Brackets(heading.Label)
                .Concat(sheetUnits)
                .Select(text => UnitIn(text, field.Unit))
                .FirstOrDefault(f => f is not null)
                ?? Usual(field.Unit);

    /// <summary>
    /// Letters and figures of a heading, in one width and case: spaces, line breaks, punctuation and a number before it go; what stands in
    /// brackets stays.
    /// </summary>
    public static string Plain(string heading)
    {
        var text = string.Concat(
            heading
                .Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c)
                .Where(c => !char.IsWhiteSpace(c) && c != '\u3000')
        );
        var start = 0;
        while (start < text.Length && (char.IsAsciiDigit(text[start]) || text[start] is >= '①' and <= '⑳'))
            start++;
        // "1.", "3、" or "②" count the headings; "60 years and older" does not.
        if (start > 0 && start < text.Length && (text[start] is '.' or '、' or ')' || text[start - 1] >= '①'))
            text = text[start..];
        return string.Concat(text.Where(c => char.IsLetterOrDigit(c) || c is '(' or ')' or '/'))
            .Trim('/')
            .ToUpperInvariant();
    }

    private ColumnMatch? Known(string label, ImmutableArray<string> sheetUnits, MatchReason? reason)
    {
        var plain = Plain(label);
        if (known.TryGetValue(plain, out var found))
            return Match(found.Field, Brackets(label), sheetUnits, reason ?? found.Reason);
        var open = plain.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !known.TryGetValue(plain[..open], out var bare))
            return null;
        var inside = Brackets(label);
        // What stands in brackets may be a unit or a hint; anything else asks for something else.
        return inside.All(text =>
            hints.Contains(text) || (bare.Field.Unit is { } unit && UnitIn(text, unit) is not null)
        )
            ? Match(bare.Field, inside, sheetUnits, reason ?? bare.Reason)
            : null;
    }

    private ColumnMatch Match(
        FormField field,
        IReadOnlyList<string> inside,
        ImmutableArray<string> sheetUnits,
        MatchReason reason
    ) =>
        new(
            field,
            field.Unit is null
                ? null
                : inside.Concat(sheetUnits).Select(text => UnitIn(text, field.Unit)).FirstOrDefault(f => f is not null)
                    ?? Usual(field.Unit),
            reason
        );

    private Fraction? UnitIn(string text, string unit) =>
        units.TryGetValue(Plain(text), out var labels)
            ? labels.Where(l => l.Unit == unit).Select(l => (Fraction?)l.Factor).FirstOrDefault()
            : null;

    /// <summary>The first that the rules give, which is the one the fact's own heading uses.</summary>
    private Fraction Usual(string unit) =>
        rules.Units.Where(l => l.Unit == unit).Select(l => l.Factor).FirstOrDefault(Fraction.One);

    private static List<string> Brackets(string label)
    {
        var (plain, inside, from) = (Plain(label), new List<string>(), 0);
        while (plain.IndexOf('(', from) is >= 0 and var open && plain.IndexOf(')', open) is > 0 and var close)
        {
            inside.Add(plain[(open + 1)..close]);
            from = close;
        }
        return inside;
    }
}
