using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Methods.Read;

namespace Taihang.Modules.Registry;

/// <summary>Which column of a file is which column of the form.</summary>
public static class WorkbookColumns
{
    /// <returns>One per heading of the file, null for a blank heading; or every heading that is wrong or missing.</returns>
    public static Outcome<FormColumn?[]> Match(RegistrationForm form, string file, string? sheet, string[] headings)
    {
        var problems = new List<Problem>();
        var columns = new FormColumn?[headings.Length];
        for (var i = 0; i < headings.Length; i++)
        {
            if (headings[i].Length == 0)
                continue;
            var at = new Place(file, sheet, 1, i + 1, headings[i]);
            if (form.Find(headings[i]) is not { } column)
                problems.Add(
                    RegistryProblems.UnknownHeading(
                        at,
                        headings[i],
                        Nearest.To(headings[i], form.Columns.SelectMany(c => new[] { c.Heading.Zh, c.Heading.En }))
                    )
                );
            else if (columns.Contains(column))
                problems.Add(RegistryProblems.HeadingTwice(at, headings[i]));
            else
                columns[i] = column;
        }
        foreach (var needed in form.Columns.Where(c => c.Needed && !columns.Contains(c)))
            problems.Add(RegistryProblems.HeadingMissing(new Place(file, sheet, 1), needed.Heading));
        return problems.Count > 0 ? Outcome<FormColumn?[]>.Refused(problems) : columns;
    }
}
