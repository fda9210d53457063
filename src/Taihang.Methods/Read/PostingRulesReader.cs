using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>catalogues/posting.yaml</c> of a pack.</summary>
public static class PostingRulesReader
{
    public const string File = "catalogues/posting.yaml";

    private static readonly Dictionary<string, ScorePart> Parts = new()
    {
        ["need_cover"] = ScorePart.NeedCover,
        ["department"] = ScorePart.Department,
        ["dialect"] = ScorePart.Dialect,
        ["family_distance"] = ScorePart.FamilyDistance,
        ["seniority"] = ScorePart.Seniority,
        ["continuity"] = ScorePart.Continuity,
    };

    /// <param name="causes">The programme's code list of causes; every one of them must have its row.</param>
    public static Outcome<PostingRules> Read(string text, CodeList causes)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(File, text, problems) is not { } root)
            return Outcome<PostingRules>.Refused(problems);
        root.Only(
            "id",
            "title",
            "valid_from",
            "valid_to",
            "basis",
            "skills",
            "weights",
            "family_distance_km",
            "need",
            "priority",
            "rules",
            PostingLifeReader.Block,
            "teams"
        );
        Sourced(root.Must("basis"), "zh", "en");
        var skills = ReadSkills(root.Must("skills"));
        var rules = root.Must("rules")
            .Only("eligible", "term_months", "home_avoidance", "kin_avoidance", "stated_limits");
        var term = rules.Must("term_months");
        var home = rules.Must("home_avoidance");
        var tiers = ReadTiers(root.Must("priority"));
        var read = new PostingRules(
            root.Must("id").Text(),
            root.Must("valid_from").Date(),
            root.Child("valid_to")?.Date(),
            skills,
            ReadWeights(root.Must("weights")),
            Sourced(root.Must("family_distance_km"), "value").Must("value").Whole(),
            ReadNeed(root.Must("need"), skills, causes),
            tiers,
            term.Must("value").Whole(),
            home.Must("by_unit_level")
                .Entries()
                .ToImmutableSortedDictionary(e => e.Key, e => e.Value.Text(), StringComparer.Ordinal),
            Quoted(rules.Must("eligible")),
            Quoted(term, "value"),
            Quoted(home, "by_unit_level"),
            Quoted(rules.Must("kin_avoidance")),
            Quoted(rules.Must("stated_limits")),
            root.Child("teams") is { } teams ? TeamRulesReader.Read(teams, tiers) : null
        );
        return problems.Count > 0 ? Outcome<PostingRules>.Refused(problems) : read;
    }

    /// <summary>A group with these keys and the source of its figures, without which no figure stands in a pack.</summary>
    internal static YamlReader Sourced(YamlReader item, params ReadOnlySpan<string> keys)
    {
        item.Only([.. keys, "source"]).Must("source").Text();
        return item;
    }

    private static QuotedRule Quoted(YamlReader item, params ReadOnlySpan<string> more)
    {
        Sourced(item, ["zh", "en", .. more]);
        return new QuotedRule(new Words(item.Must("zh").Text(), item.Must("en").Text()), item.Must("source").Text());
    }

    private static ImmutableArray<Skill> ReadSkills(YamlReader list) =>
        [
            .. list.Items()
                .Select(item => new Skill(item.Only("id", "title").Must("id").Text(), item.Must("title").Words())),
        ];

    private static ImmutableArray<PartWeight> ReadWeights(YamlReader list)
    {
        var weights = new List<PartWeight>();
        foreach (var item in list.Items())
        {
            Sourced(item, "part", "weight", "title");
            var part = item.Must("part").OneOf(Parts);
            if (weights.Exists(w => w.Part == part))
                item.Report(PackProblems.Twice(item.Place, item.Must("part").Text()));
            var weight = item.Must("weight").Fraction();
            if (weight < Fraction.Zero)
                item.Report(
                    PackProblems.WrongForm(item.Must("weight").Place, new("不小于 0 的分数", "a fraction not below 0"))
                );
            weights.Add(new PartWeight(part, weight, item.Must("title").Words(), item.Must("source").Text()));
        }
        var sum = weights.Aggregate(Fraction.Zero, (all, w) => all + w.Weight);
        if (sum != Fraction.One)
            list.Report(DispatchProblems.WeightSum(list.Place, sum));
        return [.. weights];
    }

    private static NeedRule ReadNeed(YamlReader need, ImmutableArray<Skill> skills, CodeList causes)
    {
        need.Only("main_cause", "other_cause", "levels", "causes_source", "causes");
        need.Must("causes_source").Text();
        var rows = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<int>>(StringComparer.Ordinal);
        foreach (var (cause, at, value) in need.Must("causes").Entries())
        {
            if (causes.Find(cause) is null)
                need.Report(PackProblems.UnknownName(at, cause, Nearest.To(cause, causes.Codes.Select(c => c.Id))));
            rows[cause] = [.. value.Items().Select(SkillIndex).Where(skill => skill >= 0)];
        }
        foreach (var cause in causes.Codes.Where(c => !rows.ContainsKey(c.Id)))
            need.Report(PackProblems.Missing(need.Must("causes").Place, cause.Id));
        var levels = Sourced(need.Must("levels"), "value").Must("value");
        ImmutableArray<Fraction> shares = [.. levels.Items().Select(level => level.Fraction())];
        if (shares.Length != 3 || shares[0] <= Fraction.Zero || shares[0] > shares[1] || shares[1] > shares[2])
            levels.Report(
                PackProblems.WrongForm(levels.Place, new("三个递增的正分数", "three rising fractions above 0"))
            );
        return new NeedRule(
            Sourced(need.Must("main_cause"), "value").Must("value").Fraction(),
            Sourced(need.Must("other_cause"), "value").Must("value").Fraction(),
            shares,
            rows.ToImmutable()
        );

        int SkillIndex(YamlReader item)
        {
            var index = skills.Select(s => s.Id).ToList().IndexOf(item.Text());
            if (index < 0)
                item.Report(
                    PackProblems.UnknownName(item.Place, item.Text(), Nearest.To(item.Text(), skills.Select(s => s.Id)))
                );
            return index;
        }
    }

    private static ImmutableArray<Tier> ReadTiers(YamlReader list)
    {
        var tiers = new List<Tier>();
        foreach (var item in list.Items())
        {
            Sourced(item, "tier", "weight");
            var weight = item.Must("weight").Fraction();
            if (weight <= Fraction.Zero || weight.Numerator > 100 || weight.Denominator > 100)
                item.Report(
                    PackProblems.WrongForm(
                        item.Must("weight").Place,
                        new("大于 0、分子分母不超过 100 的分数", "a fraction above 0 whose parts are at most 100")
                    )
                );
            tiers.Add(new Tier(item.Must("tier").Text(), weight));
        }
        if (tiers.Count == 0)
            list.Report(PackProblems.WrongForm(list.Place, new("至少一级", "at least one tier")));
        return [.. tiers];
    }
}
