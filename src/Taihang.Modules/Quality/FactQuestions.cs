using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Modules.Quality;

/// <summary>Questions that the facts themselves ask: values at a line, copies, what did not change, what is old.</summary>
internal static class FactQuestions
{
    /// <returns>The questions, and how many comparisons were made for them.</returns>
    public static (List<Question> Questions, int Tests) AtLines(
        CountyRecord record,
        LinesInForce lines,
        QualityRules rules
    )
    {
        if (lines.Evaluator is not { } evaluator)
            return ([], 0);
        var facts = record.Households.Select(h => CountyRecord.Facts(lines, h)).ToList();
        var (tests, values) = (new List<LineTest>(), new Dictionary<string, List<ValueAtLine>>());
        foreach (var compared in lines.Lines)
        {
            var own = new List<ValueAtLine>();
            for (var i = 0; i < facts.Count; i++)
                if (evaluator.Value(compared.Value, facts[i]) is Fraction value)
                    own.Add(At(record, record.Households[i], value, compared));
            values[compared.Line.Id] = own;
            tests.AddRange(Bunching.Tests(compared.Line, own, rules));
        }
        // Two conditions that read one line of one group ask once, the stronger of them.
        var standing = Bunching
            .Standing(tests, (narrower, wider) => Shared(values[narrower.Line.Id], narrower, wider, rules), rules)
            .GroupBy(t => (Parameter(t.Line), t.Group))
            .Select(g => g.MinBy(t => t.P)!);
        return (
            [
                .. standing.Select(t =>
                {
                    List<Guid> behind = [.. Bunching.Behind(t, values[t.Line.Id], rules)];
                    return new Question(
                        QuestionKind.Bunching,
                        $"{QuestionKind.Bunching}:{Parameter(t.Line)}:{Group(t.Group)}",
                        t.Group.RegionNo ?? (t.Group.Account is null ? null : Place(record, behind)),
                        t.Group.Account,
                        t.More,
                        Bunching.Reason(t),
                        [
                            new(new("标准以下", "just under the line"), Text(t.Under)),
                            new(new("标准以上", "just over the line"), Text(t.Over)),
                            new(new("预计（较多一侧）", "expected on the fuller side"), Text(t.Expected)),
                            new(new("偶然出现的概率", "likely by chance"), Small(t.P)),
                        ],
                        [.. behind.Take(Question.MostHouseholds)]
                    );
                }),
            ],
            tests.Count
        );
    }

    public static (List<Question> Questions, int Tests) Copied(CountyRecord record, QualityRules rules) =>
        (
            [
                .. Copies
                    .Find(record.Seen, rules)
                    .Select(c =>
                    {
                        var about = c.Source.StartsWith('a') ? Guid.Parse(c.Source[1..]) : (Guid?)null;
                        return new Question(
                            QuestionKind.Copied,
                            $"{QuestionKind.Copied}:{c.Source}:{c.Households[0]}",
                            Place(record, c.Households),
                            about,
                            c.Households.Count,
                            new(
                                $"{c.Households.Count} 户的记录几乎相同：至少 {c.Agreeing} 项数值两两一致。这些数值各自并不常见，偶然一致的可能极小。请核实是否逐户走访。",
                                $"The records of {c.Households.Count} households are nearly the same: two of them agree in {c.Agreeing} figures or more. These figures are not common ones; by chance it would hardly happen. Please look whether each household was visited."
                            ),
                            [
                                new(new("户数", "households"), Text(c.Households.Count)),
                                new(new("完全相同的两两组合", "pairs that agree in everything"), Text(c.Exact)),
                                new(
                                    new("记录日期", "days"),
                                    c.From == c.To ? Day(c.From) : $"{Day(c.From)} – {Day(c.To)}"
                                ),
                                new(
                                    new("全县偶然出现的预计对数", "such pairs in the county by chance"),
                                    Small(c.ByChance)
                                ),
                            ],
                            [.. c.Households.Take(Question.MostHouseholds)]
                        );
                    }),
            ],
            record.Seen.Count
        );

    /// <summary>Villages whose income accounts stayed the same over a year far more often than elsewhere in the county.</summary>
    public static (List<Question> Questions, int Tests) CarriedOver(
        CountyRecord record,
        LinesInForce lines,
        QualityRules rules
    )
    {
        const int Parts = 2;
        var accounts = record
            .Households.Where(h => h.RegisteredOn <= record.AsOf.AddYears(-1))
            .Where(h => lines.Account.Count(a => h.YearAgo.GetValueOrDefault(a.Id, "0") != "0") >= Parts)
            .Select(h =>
                (
                    Household: h,
                    Same: lines.Account.All(a =>
                        h.YearAgo.GetValueOrDefault(a.Id) == (h.Facts.TryGetValue(a.Id, out var now) ? now.Json : null)
                    )
                )
            )
            .ToLookup(h => h.Household.Village);
        var groups = accounts.Select(v => new GroupShare(v.Key, v.Count(h => h.Same), v.Count())).ToList();
        return (
            [
                .. ShareAgainstRest
                    .Standing(groups, rules)
                    .Select(g => new Question(
                        QuestionKind.CarriedOver,
                        $"{QuestionKind.CarriedOver}:{g.Group.RegionNo}",
                        g.Group.RegionNo,
                        null,
                        g.Group.With,
                        new(
                            $"{g.Group.Of} 户中有 {g.Group.With} 户的各项收支与一年前分文不差；按全县其他村的情况，预计约 {g.Expected:0} 户。请核实是否重新核算过。",
                            $"Of {g.Group.Of} households {g.Group.With} have every part of their income account exactly as a year ago; as elsewhere in the county, about {g.Expected:0} would be expected. Please look whether they were reckoned anew."
                        ),
                        Against(g),
                        First(accounts[g.Group.RegionNo].Where(h => h.Same).Select(h => h.Household.Id))
                    )),
            ],
            groups.Count
        );
    }

    /// <summary>By village, facts that a method in force reads and that are older than their limit: the attribute's own, else the measure's.</summary>
    public static (List<Question> Questions, int Tests) Stale(CountyRecord record, LinesInForce lines)
    {
        var facts = lines.Method?.Facts().Where(f => f.Type != FactType.Date).ToList() ?? [];
        var limits = facts.ToDictionary(f => f, f => f.StaleMonths ?? MeasureRecord.StaleMonths);
        var questions = new List<Question>();
        foreach (var village in record.Households.GroupBy(h => h.Village).OrderBy(g => g.Key))
        {
            var (old, households, oldest) = (new Dictionary<AttributeDef, int>(), new HashSet<Guid>(), record.AsOf);
            foreach (var household in village)
            foreach (var fact in facts)
            foreach (var values in fact.OfMember ? household.Members : [household.Facts])
                if (values.TryGetValue(fact.Id, out var value) && value.On < record.AsOf.AddMonths(-limits[fact]))
                {
                    old[fact] = old.GetValueOrDefault(fact) + 1;
                    households.Add(household.Id);
                    oldest = value.On < oldest ? value.On : oldest;
                }
            if (old.Count == 0)
                continue;
            var (count, worst) = (
                old.Values.Sum(),
                old.OrderByDescending(o => o.Value).ThenBy(o => o.Key.Id, StringComparer.Ordinal).Take(6)
            );
            questions.Add(
                new Question(
                    QuestionKind.Stale,
                    $"{QuestionKind.Stale}:{village.Key}",
                    village.Key,
                    null,
                    count,
                    new(
                        $"{households.Count} 户共有 {count} 项信息超过期限未更新，最早的是 {Day(oldest)}。可能没有变化，也可能没有核对。请安排核对。",
                        $"{count} facts of {households.Count} households were last recorded longer ago than they keep, the oldest on {Day(oldest)}. They may be unchanged, or nobody looked. Please have them looked at."
                    ),
                    [
                        new(new("最早", "oldest"), Day(oldest)),
                        .. worst.Select(o => new Figure(
                            new(
                                $"{o.Key.Title.Zh}（期限 {limits[o.Key]} 个月）",
                                $"{o.Key.Title.En} (keeps {limits[o.Key]} months)"
                            ),
                            Text(o.Value)
                        )),
                    ],
                    First(households)
                )
            );
        }
        return (questions, 0);
    }

    /// <param name="leaned">By household of the newest run, whether its answer was given although something that was asked is not known.</param>
    public static (List<Question> Questions, int Tests) Blanks(
        CountyRecord record,
        IReadOnlyDictionary<Guid, bool> leaned,
        QualityRules rules
    )
    {
        var byVillage = record.Households.Where(h => leaned.ContainsKey(h.Id)).ToLookup(h => h.Village);
        var groups = byVillage.Select(v => new GroupShare(v.Key, v.Count(h => leaned[h.Id]), v.Count())).ToList();
        return (
            [
                .. ShareAgainstRest
                    .Standing(groups, rules)
                    .Select(g => new Question(
                        QuestionKind.Blank,
                        $"{QuestionKind.Blank}:{g.Group.RegionNo}",
                        g.Group.RegionNo,
                        null,
                        g.Group.With,
                        new(
                            $"最近一次识别中，{g.Group.Of} 户里有 {g.Group.With} 户在部分信息空缺的情况下得出结果；按全县其他村的情况，预计约 {g.Expected:0} 户。请补核这些信息。",
                            $"In the newest run {g.Group.With} of {g.Group.Of} households were answered although something that the rule asks is not known; as elsewhere in the county, about {g.Expected:0} would be expected. Please have it looked at."
                        ),
                        Against(g),
                        First(byVillage[g.Group.RegionNo].Where(h => leaned[h.Id]).Select(h => h.Id))
                    )),
            ],
            groups.Count
        );
    }

    /// <summary>The narrowest place that all of them lie in: a village, a township, or the county.</summary>
    internal static int? Place(CountyRecord record, IReadOnlyCollection<Guid> households)
    {
        var asked = households.ToHashSet();
        List<HouseholdNow> own = [.. record.Households.Where(h => asked.Contains(h.Id))];
        return own.Count == 0 ? null
            : own.All(h => h.Village == own[0].Village) ? own[0].Village
            : own.All(h => h.Township == own[0].Township) ? own[0].Township
            : null;
    }

    internal static IReadOnlyList<Guid> First(IEnumerable<Guid> households) =>
        [.. households.Distinct().Order().Take(Question.MostHouseholds)];

    internal static string Text(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static string Small(double p) =>
        p < 1e-6 ? "< 0.000001" : p.ToString("0.######", CultureInfo.InvariantCulture);

    private static IReadOnlyList<Figure> Against(GroupBeyond g) =>
        [
            new(new("户数", "households"), Text(g.Group.Of)),
            new(new("其中", "of them"), Text(g.Group.With)),
            new(new("全县其他村占比", "share in the rest of the county"), $"{100 * g.Rest:0.0} %"),
            new(new("偶然出现的概率", "likely by chance"), Small(g.P)),
        ];

    private static ValueAtLine At(CountyRecord record, HouseholdNow household, Fraction value, ComparedLine compared)
    {
        // Whoever recorded the newest of the facts that went into it.
        var newest = compared
            .Facts.Where(f => household.Facts.ContainsKey(f.Id))
            .Select(f => household.Facts[f.Id])
            .OrderByDescending(f => f.On)
            .FirstOrDefault();
        var account = record.Acts.GetValueOrDefault(newest.ActId).Account;
        return new ValueAtLine(household.Id, value.ToDouble(), household.Village, household.Township, account);
    }

    private static (int Under, int Over) Shared(
        List<ValueAtLine> values,
        LineTest narrower,
        LineTest wider,
        QualityRules rules
    )
    {
        var near = Bunching.Window(wider.Line, rules);
        var both = values
            .Where(v => Bunching.In(narrower.Group, v) && Bunching.In(wider.Group, v))
            .Where(v => Math.Abs(v.Value - wider.Line.Line) <= near)
            .ToList();
        return (both.Count(v => v.Value < wider.Line.Line), both.Count(v => v.Value > wider.Line.Line));
    }

    private static string Parameter(LineInForce line) => line.Id[..line.Id.IndexOf(':', StringComparison.Ordinal)];

    private static string Group(LineGroup group) =>
        group.Account is { } account ? $"a{account}"
        : group.RegionNo is { } region ? $"r{region}"
        : "all";
}
