using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Methods.Read;

/// <summary>Reads the block <c>teams</c> of <c>catalogues/posting.yaml</c>.</summary>
internal static class TeamRulesReader
{
    private const int GreatestBp = 100_000;

    public static TeamRules Read(YamlReader teams, ImmutableArray<Tier> tiers)
    {
        teams.Only("sizes", "most_of_a_unit", "leader_weight", "shortfall_bp");
        var shortfall = teams.Must("shortfall_bp").Only("need", "woman", "dialect");
        var most = Whole(teams, "most_of_a_unit", 1, TeamRules.MostMembers);
        var leader = PostingRulesReader.Sourced(teams.Must("leader_weight"), "value").Must("value");
        var weight = leader.Fraction();
        if (weight < Fraction.Zero || weight > Fraction.One)
            leader.Report(PackProblems.WrongForm(leader.Place, new("0 到 1 的分数", "a fraction from 0 to 1")));
        return new TeamRules(
            ReadSizes(teams.Must("sizes"), tiers),
            most,
            weight,
            Whole(shortfall, "need", 0, GreatestBp),
            Whole(shortfall, "woman", 0, GreatestBp),
            Whole(shortfall, "dialect", 0, GreatestBp)
        );
    }

    private static ImmutableArray<TeamSize> ReadSizes(YamlReader list, ImmutableArray<Tier> tiers)
    {
        var sizes = new Dictionary<string, TeamSize>(StringComparer.Ordinal);
        foreach (var item in list.Items())
        {
            PostingRulesReader.Sourced(item, "tier", "minimum", "maximum");
            var tier = item.Must("tier").Text();
            if (!tiers.Any(t => t.Id == tier))
                item.Report(
                    PackProblems.UnknownName(item.Must("tier").Place, tier, Nearest.To(tier, tiers.Select(t => t.Id)))
                );
            var (least, most) = (item.Must("minimum").Whole(), item.Must("maximum").Whole());
            if (least < 1 || most < least || most > TeamRules.MostMembers)
                item.Report(
                    PackProblems.WrongForm(
                        item.Place,
                        new(
                            $"1 ≤ minimum ≤ maximum ≤ {TeamRules.MostMembers}",
                            $"1 ≤ minimum ≤ maximum ≤ {TeamRules.MostMembers}"
                        )
                    )
                );
            if (!sizes.TryAdd(tier, new TeamSize(least, most, item.Must("source").Text())))
                item.Report(PackProblems.Twice(item.Place, tier));
        }
        foreach (var tier in tiers.Where(t => !sizes.ContainsKey(t.Id)))
            list.Report(PackProblems.Missing(list.Place, tier.Id));
        return [.. tiers.Select(t => sizes.GetValueOrDefault(t.Id) ?? new TeamSize(1, 1, ""))];
    }

    private static int Whole(YamlReader group, string key, int least, int most)
    {
        var value = PostingRulesReader.Sourced(group.Must(key), "value").Must("value");
        var whole = value.Whole();
        if (whole < least || whole > most)
            value.Report(
                PackProblems.WrongForm(
                    value.Place,
                    new($"{least} 到 {most} 的整数", $"a whole number from {least} to {most}")
                )
            );
        return whole;
    }
}
