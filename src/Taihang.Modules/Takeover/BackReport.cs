using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Taihang.Core.Common;

namespace Taihang.Modules.Takeover;

/// <summary>What went back to another register otherwise than it lies there, or not at all. It names nobody and no sealed number.</summary>
public static class BackReport
{
    public const string File = "back.csv";

    public static Words Words(BackKind kind) =>
        kind switch
        {
            BackKind.NotSaid => new("该表无法写出，留空", "the layout cannot say it; blank"),
            BackKind.Differs => new("与旧系统文件不同", "other than in the old file"),
            BackKind.HouseholdNew => new("旧系统文件中没有此户", "a household the old file does not have"),
            BackKind.HouseholdGone => new("记录中已无此户，未写出", "a household no longer on record; not written"),
            BackKind.MemberNew => new("旧系统文件中没有此成员", "a member the old file does not have"),
            _ => new("记录中已无此成员，未写出", "a member no longer on record; not written"),
        };

    public static void Write(WrittenBack back, string folder, Language language)
    {
        Directory.CreateDirectory(folder);
        using var file = new StreamWriter(Path.Combine(folder, File), append: false, new UTF8Encoding(true));
        file.WriteLine(
            language == Language.Chinese
                ? "种类,户编号,文件,行,列,旧系统,记录"
                : "kind,household,file,row,column,old file,record"
        );
        foreach (var f in back.Findings)
            file.WriteLine(
                string.Join(
                    ',',
                    new[]
                    {
                        Words(f.Kind).In(language),
                        f.Household,
                        f.File,
                        f.Row.ToString(CultureInfo.InvariantCulture),
                        f.Heading ?? "",
                        f.Old ?? "",
                        f.Now ?? "",
                    }.Select(Quoted)
                )
            );
    }

    public static object Script(WrittenBack back) =>
        new
        {
            files = back.Files.Select(f => new { f.Name, f.Rows }),
            households = back.Households.Count,
            back.Members,
            left_blank = back.LeftBlank,
            @sealed = back.Sealed,
            back.NoColumn,
            back.KeysMade,
            back.Outside,
            findings = back
                .Findings.GroupBy(f => f.Kind)
                .ToImmutableSortedDictionary(g => g.Key.ToString(), g => g.Count(), StringComparer.Ordinal),
        };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
