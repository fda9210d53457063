using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Regions;

/// <summary>
/// One row of a region file as it stands in the file: <c>code, name, level, parent</c> and, where given, <c>number, county,
/// name_latin, valid_from, valid_to, successors</c>. Any country's tree comes in this form.
/// </summary>
/// <param name="Row">Row in the file, the heading being row 1.</param>
/// <param name="Number">Permanent number of the place; when blank, the row's order gives one.</param>
/// <param name="County">Permanent number of its county; when no row gives one, places of level <c>county</c> are numbered in order.</param>
public sealed record RegionRow(
    int Row,
    string Number,
    string County,
    string Code,
    string Name,
    string NameLatin,
    string Level,
    string Parent,
    string ValidFrom,
    string ValidTo,
    string Successors
);

/// <summary>Turns rows into a tree, or says everything that is wrong with them.</summary>
public static class RegionRows
{
    /// <param name="known">Places already on record: numbers once given stay, wherever the row now stands in the file.</param>
    public static Outcome<RegionTree> ToTree(string file, IReadOnlyList<RegionRow> rows, RegionTree? known = null)
    {
        var problems = new List<Problem>();
        var codes = rows.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        var dates = rows.Select(r => (From: Date(r.ValidFrom, r), To: Date(r.ValidTo, r))).ToArray();
        CheckEach();
        CheckDates();
        if (problems.Count > 0)
            return Outcome<RegionTree>.Refused(problems);

        var numbers = Numbers();
        var parents = Parents();
        CheckCircles();
        if (problems.Count > 0)
            return Outcome<RegionTree>.Refused(problems);
        var counties = Counties();
        if (problems.Count > 0)
            return Outcome<RegionTree>.Refused(problems);
        return new RegionTree(
            rows.Select(
                (row, i) =>
                    new RegionPlace(
                        counties[i],
                        numbers[i],
                        row.Code,
                        row.Name,
                        row.NameLatin.Length == 0 ? null : row.NameLatin,
                        row.Level,
                        parents[i] < 0 ? 0 : numbers[parents[i]],
                        dates[i].From,
                        dates[i].To,
                        [.. row.Successors.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
                    )
            )
        );

        Place At(RegionRow row, string column) => new(file, Row: row.Row, Heading: column);

        DateOnly? Date(string text, RegionRow row)
        {
            if (text.Length == 0)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
                return day;
            problems.Add(RegionProblems.NotDate(text, At(row, "valid_from")));
            return null;
        }

        void CheckEach()
        {
            foreach (var row in rows)
            {
                foreach (var (text, column) in new[] { (row.Code, "code"), (row.Name, "name"), (row.Level, "level") })
                    if (text.Length == 0)
                        problems.Add(RegionProblems.Blank(At(row, column)));
                foreach (var (text, column) in new[] { (row.Number, "number"), (row.County, "county") })
                    if (text.Length > 0 && (!int.TryParse(text, out var number) || number < 0))
                        problems.Add(RegionProblems.NotWhole(text, At(row, column)));
                if (row.Parent.Length > 0 && !codes.Contains(row.Parent))
                    problems.Add(
                        RegionProblems.UnknownParent(row.Parent, Nearest.To(row.Parent, codes), At(row, "parent"))
                    );
                foreach (var successor in row.Successors.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    if (!codes.Contains(successor))
                        problems.Add(RegionProblems.UnknownSuccessor(successor, At(row, "successors")));
            }
            foreach (var twice in rows.Where(r => r.Number.Length > 0).GroupBy(r => r.Number).Where(g => g.Count() > 1))
                problems.Add(RegionProblems.NumberTwice(twice.Key, At(twice.Last(), "number")));
        }

        void CheckDates()
        {
            foreach (var same in Enumerable.Range(0, rows.Count).GroupBy(i => rows[i].Code))
            {
                DateOnly? endBefore = null;
                var first = true;
                foreach (var i in same.OrderBy(i => dates[i].From ?? DateOnly.MinValue))
                {
                    if (dates[i].From > dates[i].To)
                        problems.Add(RegionProblems.BackwardDates(rows[i].Code, At(rows[i], "valid_to")));
                    if (!first && (endBefore is null || dates[i].From is null || dates[i].From <= endBefore))
                        problems.Add(RegionProblems.Overlap(rows[i].Code, At(rows[i], "valid_from")));
                    (first, endBefore) = (false, dates[i].To);
                }
            }
        }

        int[] Numbers()
        {
            var taken = rows.Where(r => r.Number.Length > 0).Select(r => int.Parse(r.Number)).ToHashSet();
            taken.UnionWith(known?.All.Select(p => p.RegionNo) ?? []);
            var next = 1;
            return
            [
                .. rows.Select(
                    (row, i) =>
                    {
                        if (row.Number.Length > 0)
                            return int.Parse(row.Number);
                        if (known?.OnRecord(row.Code, dates[i].From) is { } before)
                            return before.RegionNo;
                        while (!taken.Add(next))
                            next++;
                        return next;
                    }
                ),
            ];
        }

        int[] Parents()
        {
            // A parent's code may have been carried by several rows; the one valid when the child is comes first.
            var byCode = Enumerable
                .Range(0, rows.Count)
                .GroupBy(i => rows[i].Code)
                .ToDictionary(g => g.Key, g => g.ToArray());
            return
            [
                .. rows.Select(
                    (row, i) =>
                    {
                        if (row.Parent.Length == 0)
                            return -1;
                        var candidates = byCode[row.Parent];
                        var day = dates[i].To ?? dates[i].From ?? DateOnly.MaxValue;
                        return candidates
                            .OrderByDescending(p =>
                                (dates[p].From is null || dates[p].From <= day)
                                && (dates[p].To is null || day <= dates[p].To)
                            )
                            .First();
                    }
                ),
            ];
        }

        void CheckCircles()
        {
            for (var i = 0; i < rows.Count; i++)
            {
                var steps = 0;
                for (var up = parents[i]; up >= 0; up = parents[up])
                    if (++steps > rows.Count || up == i)
                    {
                        problems.Add(RegionProblems.Circle(rows[i].Code, At(rows[i], "parent")));
                        break;
                    }
            }
        }

        int[] Counties()
        {
            var own = new int[rows.Count];
            if (rows.Any(r => r.County.Length > 0))
            {
                for (var i = 0; i < rows.Count; i++)
                    own[i] = rows[i].County.Length > 0 ? int.Parse(rows[i].County) : 0;
            }
            else
            {
                var next = known is { All.IsEmpty: false } ? known.All.Max(p => p.CountyNo) : 0;
                var ofCode = new Dictionary<string, int>();
                foreach (var place in known?.OfLevel("county") ?? [])
                    ofCode.TryAdd(place.Code, place.CountyNo);
                // A county that took over from another keeps its number: facts stay where they are when a code is renamed.
                for (var i = 0; i < rows.Count; i++)
                    if (
                        rows[i].Level == "county"
                        && rows[i].Successors.Length == 0
                        && !ofCode.ContainsKey(rows[i].Code)
                    )
                        ofCode.Add(rows[i].Code, Predecessor(rows[i].Code) ?? ++next);
                for (var i = 0; i < rows.Count; i++)
                    if (rows[i].Level == "county")
                        own[i] = ofCode.GetValueOrDefault(Heir(i));
            }
            if (own.All(county => county == 0))
                problems.Add(RegionProblems.NoCounties(file));
            return
            [
                .. Enumerable
                    .Range(0, rows.Count)
                    .Select(i =>
                    {
                        for (var at = i; at >= 0; at = parents[at])
                            if (own[at] > 0)
                                return own[at];
                        return 0;
                    }),
            ];
        }

        int? Predecessor(string code) =>
            known
                ?.OfLevel("county")
                .FirstOrDefault(p => rows.Any(r => r.Code == p.Code && r.Successors.Split(' ').Contains(code)))
                ?.CountyNo;

        string Heir(int i)
        {
            var seen = new HashSet<string>();
            var code = rows[i].Code;
            while (seen.Add(code) && rows.FirstOrDefault(r => r.Code == code && r.Successors.Length > 0) is { } ended)
                code = ended.Successors.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
            return code;
        }
    }
}
