using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>Turns a plan of first secretaries into a round and its postings, with the reason of each: all of it or nothing, by one act.</summary>
internal static class PostRound
{
    /// <summary>
    /// Who serves on the first day or later and would then serve twice, or beside another first secretary: a round for a day that has passed,
    /// or one that the record has overtaken. Null where nobody does.
    /// </summary>
    public static Problem? InTheWay(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        Round round,
        IReadOnlyCollection<Posting> ending
    )
    {
        var names = new Names(db, countyNo);
        var cadres = round.Plan.PersonOf.Where(p => p >= 0).Select(p => round.Cadres[p]).ToHashSet();
        var inTheWay = db
            .Postings.Where(p => p.CountyNo == countyNo && (p.To == null || p.To >= asOf))
            .AsEnumerable()
            .Except(ending)
            .Where(p =>
                cadres.Contains(p.CadreId)
                || (p.Role == PostingRole.FirstSecretary && round.Villages.Contains(p.VillageNo))
            )
            .Select(p => new Words(
                $"{names.Cadre(p.CadreId).Zh}自 {p.From:yyyy-MM-dd} 起在{names.Village(p.VillageNo).Zh}任职",
                $"{names.Cadre(p.CadreId).En} serves in {names.Village(p.VillageNo).En} from {p.From:yyyy-MM-dd}"
            ))
            .ToList();
        return inTheWay.Count == 0 ? null : DispatchProblems.RecordMoved(inTheWay);
    }

    /// <param name="free">The round with nothing laid down; the same as <paramref name="round"/> where nothing is.</param>
    /// <param name="ending">Postings whose villages the round fills anew; they end the day before.</param>
    /// <param name="planId">The plan on the board that it was; null without one.</param>
    public static DispatchRound Write(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        SolvedRound free,
        Round round,
        PostingRules rules,
        IReadOnlyCollection<Posting> ending,
        ActContext context,
        Guid? planId = null,
        IProgress<Step>? progress = null
    )
    {
        var reasons = Reasons(free, round, rules, progress);
        var roundId = Guid.CreateVersion7(context.At);
        var postings = new List<Posting>();
        for (var seat = 0; seat < reasons.Length; seat++)
            if (round.Plan.PersonOf[seat] is >= 0 and var person)
                postings.Add(
                    new Posting
                    {
                        CountyNo = countyNo,
                        PostingId = Guid.CreateVersion7(context.At),
                        RoundId = roundId,
                        VillageNo = round.Villages[seat],
                        CadreId = round.Cadres[person],
                        Role = PostingRole.FirstSecretary,
                        FitBp = round.Fit(seat, person)!.Value,
                        From = asOf,
                        Reason = StoredRound.Write(reasons[seat]),
                    }
                );
        var hash = round.Hash();
        var act = RecordAct.Append(
            db,
            countyNo,
            "dispatch.post",
            context,
            new
            {
                round = roundId,
                plan = planId,
                as_of = asOf,
                run = free.Rules.RunId,
                villages = round.Villages.Length,
                filled = postings.Count,
                certificate_sha256 = hash,
            }
        );
        foreach (var over in ending)
            over.To = asOf.AddDays(-1);
        // The places are free before they are taken: the store lets nobody serve twice at once.
        db.SaveChanges();
        var row = new DispatchRound
        {
            CountyNo = countyNo,
            RoundId = roundId,
            Role = PostingRole.FirstSecretary,
            ActId = act.ActId,
            AsOf = asOf,
            Weights = StoredRound.Write(free.Rules with { Laid = round.Choices.Length }),
            CostBp = postings.Sum(p => (long)Scoring.Perfect - p.FitBp),
            Villages = round.Villages.Length,
            Filled = postings.Count,
            CertificateHash = hash,
            Certificate = StoredRound.Write(round),
        };
        db.DispatchRounds.Add(row);
        db.Postings.AddRange(postings);
        return row;
    }

    private static StoredReason[] Reasons(SolvedRound free, Round round, PostingRules rules, IProgress<Step>? progress)
    {
        var (whatIf, scoring) = (new WhatIf(round.Problem, round.Plan), new Scoring(rules));
        var reasons = new StoredReason[round.Villages.Length];
        for (var seat = 0; seat < reasons.Length; seat++)
        {
            progress?.Report(new Step(new("说明理由", "Giving reasons"), seat + 1, reasons.Length));
            if (round.Plan.PersonOf[seat] is not (>= 0 and var person))
                continue;
            var (village, cadre, known) = (
                free.Facts.Villages[seat],
                free.Facts.Cadres[person],
                free.Pair(seat, person)
            );
            var laid = round.Choices.FirstOrDefault(c =>
                c.Kind == ChoiceKind.Lock && c.VillageNo == round.Villages[seat]
            );
            reasons[seat] = new StoredReason(
                [
                    .. scoring
                        .Parts(village, cadre, known)
                        .Select(p => new StoredPart(p.Part.ToString(), p.Value?.ToString(), p.PointsBp)),
                ],
                village.Need,
                PostingWords.Uncovered(village, cadre),
                known.Km,
                StoredPlan.Of(
                    laid is null ? round.Explain(whatIf.WithoutPair(seat)) : PlanPrices.Instead(free.Round, round, laid)
                ),
                laid
            );
        }
        return reasons;
    }
}
