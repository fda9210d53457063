using System.Collections.Immutable;
using System.Globalization;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>How another register's files lie.</summary>
public enum SourceLayout
{
    /// <summary>One row per member, the household's columns on one or all of its rows.</summary>
    Members,

    /// <summary>A file of households and one of members, joined by a key.</summary>
    Joined,

    /// <summary>One row per household, with columns for its first, second … member.</summary>
    Wide,
}

/// <summary>One file of another register.</summary>
/// <param name="Role"><c>rows</c>; or <c>households</c> and <c>members</c> where they are joined.</param>
/// <param name="Encoding"><c>utf-8</c>, <c>gb18030</c>, <c>utf-16</c> or <c>windows-1252</c>; null: UTF-8 unless it is not, then GB 18030.</param>
/// <param name="Separator">Of a CSV file; null: found by itself.</param>
/// <param name="Sheet">Of an XLSX file; null: the first.</param>
/// <param name="Headings">The row in which the headings stand, from 1.</param>
/// <param name="Key">Heading of the column that joins the files; blank where nothing is joined.</param>
/// <param name="LeftOut">Headings of columns that are not taken over, each with why.</param>
public sealed record SourceFile(
    string Role,
    string File,
    string? Encoding,
    char? Separator,
    string? Sheet,
    int Headings,
    string Key,
    ImmutableSortedDictionary<string, string> LeftOut,
    Place At
);

/// <summary>Where one column of the registration form comes from.</summary>
/// <param name="From">A heading; with <c>{n}</c> for the number of the member where the file is wide. Null for a constant.</param>
/// <param name="Constant">The same for every row; null where a column is read.</param>
public sealed record MappedColumn(
    string Id,
    FormColumn Target,
    string Role,
    string? From,
    string? Constant,
    CellConversion Conversion,
    Place At
)
{
    public const string MemberNumber = "{n}";

    public static string HeadingOf(string from, int member) =>
        from.Replace(MemberNumber, member.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    public bool PerMember => From?.Contains(MemberNumber, StringComparison.Ordinal) ?? false;
}

/// <summary>When the facts of a delivery were observed: one day, or a column of days. Never the day on which they are taken over.</summary>
public sealed record ObservedDay(DateOnly? On, MappedColumn? Column);

/// <summary>How another register's files become rows of the registration form.</summary>
/// <param name="Hash">SHA-256 of the text, hex.</param>
/// <param name="MembersMost">Of a wide file: how many members it has room for.</param>
public sealed record ColumnMapping(
    string Hash,
    string Text,
    string Name,
    Words Source,
    ObservedDay Observed,
    SourceLayout Layout,
    int MembersMost,
    ImmutableArray<SourceFile> Files,
    ImmutableArray<MappedColumn> Columns
)
{
    /// <summary>As <c>forms/headings.yaml</c> names it: <c>place.name</c>, <c>member.sex</c>, <c>household.fuel</c>.</summary>
    public static string IdOf(FormColumn column) =>
        column.Use switch
        {
            ColumnUse.VillageCode => "place.village_code",
            ColumnUse.VillageName => "place.village",
            ColumnUse.HouseholdNumber => "place.household_number",
            ColumnUse.Name => "place.name",
            ColumnUse.Member => "member." + column.Attribute!.Id,
            _ => "household." + column.Attribute!.Id,
        };
}
