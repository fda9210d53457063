using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>
/// Whether a plan can still be carried out as it stands: asked when it is handed in, so that nobody approves what cannot be, and when it is
/// carried out. What the record has come to say since it was made counts: who left, who serves elsewhere, whom a rule keeps away now.
/// </summary>
public static class PlanCheck
{
    /// <param name="from">First day of the postings.</param>
    /// <param name="ending">Postings that the plan ends.</param>
    /// <returns>Null where nothing stands in its way.</returns>
    public static Problem? Run(
        TaihangDb db,
        PlanRecord plan,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        DateOnly from,
        out IReadOnlyList<Posting> ending
    )
    {
        var (county, round) = (plan.Row.CountyNo, plan.Round);
        ending = Terms.On(db, county, rules, from).EndedBy(round);
        if (PostRound.InTheWay(db, county, from, round, ending) is { } inTheWay)
            return inTheWay;
        var (tree, names) = (LoadRegions.Tree(db), new Names(db, county));
        var now = DispatchFacts.RosterNow(db, county, rules, tree, from).ToDictionary(c => c.CadreId);
        var (pair, scoring, stored) = (
            SolveRound.Pairs(plan.Facts.Stored, tree, shapes),
            new Scoring(rules),
            StoredRules.Of(rules, plan.Rules.RunId, plan.Rules.Method)
        );
        var why = new List<Words>();
        for (var seat = 0; seat < round.Villages.Length; seat++)
        {
            if (round.Plan.PersonOf[seat] is not (>= 0 and var person))
                continue;
            var (village, who, known) = (plan.Facts.Villages[seat], round.Cadres[person], pair(seat, person));
            if (!now.TryGetValue(who, out var cadre))
                why.Add(new($"名册中已没有 {who}", $"{who} is not on the roster any more"));
            else if (Scoring.Excludes(village, cadre, known.Km) is { } rule)
            {
                var (name, place, text) = (names.Cadre(who), names.Village(village.VillageNo), stored.Rule(rule).Text);
                why.Add(
                    new($"{name.Zh}不能去{place.Zh}（{text.Zh}）", $"{name.En} may not go to {place.En} ({text.En})")
                );
            }
            // The reasons must add up to the fit that was approved: other rules or distances would tell another story.
            else if (scoring.Fit(village, plan.Facts.Cadres[person], known) != round.Fit(seat, person))
                return DispatchProblems.RecordMoved([new("选派规则已经变动", "the posting rules have changed")]);
        }
        return why.Count == 0 ? null : DispatchProblems.RecordMoved(why);
    }
}
