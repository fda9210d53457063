using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <param name="Pack">Limits the identification run to a pack and a method; null takes the newest of any.</param>
public sealed record DispatchRequest(int CountyNo, DateOnly AsOf, string? Pack = null, string? Method = null);

/// <summary>What a round did. <paramref name="RoundId"/> is null when every village has somebody in term and nothing was written.</summary>
public sealed record RoundPosted(
    Guid? RoundId,
    int Villages,
    int Filled,
    int MeanFitBp,
    int Cadres,
    int AllowedPairs,
    string CertificateHash
);

/// <summary>
/// Posts first secretaries, one to each village with a counted household, by the plan of least cost over all allowed pairs. The plan
/// is checked by the separate checker before anything is written; villages and cadres within a term are left alone.
/// </summary>
public static class PostFirstSecretaries
{
    public static Outcome<RoundPosted> Run(
        TaihangDb db,
        DispatchRequest request,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        ActContext context,
        IProgress<Step>? progress = null
    )
    {
        if (request.AsOf < rules.ValidFrom || request.AsOf > rules.ValidTo)
            return DispatchProblems.NoRules(request.AsOf);
        var run = db
            .IdentificationRuns.Where(r => r.CountyNo == request.CountyNo && r.AsOf <= request.AsOf)
            .Where(r => request.Pack == null || r.Pack == request.Pack)
            .Where(r => request.Method == null || r.Method == request.Method)
            .OrderByDescending(r => r.AsOf)
            .ThenByDescending(r => r.RunId)
            .FirstOrDefault();
        if (run is null)
            return DispatchProblems.NoRun(request.AsOf);
        var tree = LoadRegions.Tree(db);
        var facts = DispatchFacts.Read(db, request.CountyNo, run, rules, tree, request.AsOf);
        if (facts.Cadres.IsEmpty)
            return DispatchProblems.NoCadres();
        if (facts.Villages.IsEmpty)
            return db.Postings.Any(p =>
                p.CountyNo == request.CountyNo && p.Role == PostingRole.FirstSecretary && p.To == null
            )
                ? new RoundPosted(null, 0, 0, 0, facts.Cadres.Length, 0, "")
                : DispatchProblems.NoVillages();

        var distances = new Distances(tree, shapes);
        PairFacts Pair(int village, int cadre) =>
            new(distances.Km(facts.Villages[village].VillageNo, facts.HomeOf[cadre]));
        var round = Round.Solve(rules, facts.Villages, facts.Cadres, Pair);
        var faults = Certificate.Check(round.Problem, round.Plan);
        return faults.Count > 0
            ? Outcome<RoundPosted>.Refused(faults)
            : Write(db, request, StoredRules.Of(rules, run.RunId, run.Method), facts, round, Reasons(), context);

        StoredReason[] Reasons()
        {
            var (whatIf, scoring) = (new WhatIf(round.Problem, round.Plan), new Scoring(rules));
            var reasons = new StoredReason[facts.Villages.Length];
            for (var seat = 0; seat < reasons.Length; seat++)
            {
                progress?.Report(new Step(new("说明理由", "Giving reasons"), seat + 1, reasons.Length));
                if (round.Plan.PersonOf[seat] is not (>= 0 and var person))
                    continue;
                var (village, cadre, known) = (facts.Villages[seat], facts.Cadres[person], Pair(seat, person));
                reasons[seat] = new StoredReason(
                    [
                        .. scoring
                            .Parts(village, cadre, known)
                            .Select(p => new StoredPart(p.Part.ToString(), p.Value?.ToString(), p.PointsBp)),
                    ],
                    village.Need,
                    PostingWords.Uncovered(village, cadre),
                    known.Km,
                    StoredPlan.Of(round.Explain(whatIf.WithoutPair(seat)))
                );
            }
            return reasons;
        }
    }

    private static RoundPosted Write(
        TaihangDb db,
        DispatchRequest request,
        StoredRules rules,
        DispatchFacts facts,
        Round round,
        StoredReason[] reasons,
        ActContext context
    )
    {
        var roundId = Guid.CreateVersion7(context.At);
        var postings = new List<Posting>();
        for (var seat = 0; seat < reasons.Length; seat++)
            if (round.Plan.PersonOf[seat] is >= 0 and var person)
                postings.Add(
                    new Posting
                    {
                        CountyNo = request.CountyNo,
                        PostingId = Guid.CreateVersion7(context.At),
                        RoundId = roundId,
                        VillageNo = round.Villages[seat],
                        CadreId = round.Cadres[person],
                        Role = PostingRole.FirstSecretary,
                        FitBp = round.Fit(seat, person)!.Value,
                        From = request.AsOf,
                        Reason = StoredRound.Write(reasons[seat]),
                    }
                );
        using var transaction = db.Database.BeginTransaction();
        var lacking = postings.Sum(p => (long)Scoring.Perfect - p.FitBp);
        var hash = round.Hash();
        var act = RecordAct.Append(
            db,
            request.CountyNo,
            "dispatch.post",
            context,
            new
            {
                round = roundId,
                as_of = request.AsOf,
                run = rules.RunId,
                villages = round.Villages.Length,
                filled = postings.Count,
                certificate_sha256 = hash,
            }
        );
        foreach (var over in facts.Ending)
            over.To = request.AsOf.AddDays(-1);
        // The places are free before they are taken: the store lets nobody serve twice at once.
        db.SaveChanges();
        db.DispatchRounds.Add(
            new DispatchRound
            {
                CountyNo = request.CountyNo,
                RoundId = roundId,
                Role = PostingRole.FirstSecretary,
                ActId = act.ActId,
                AsOf = request.AsOf,
                Weights = StoredRound.Write(rules),
                CostBp = lacking,
                Villages = round.Villages.Length,
                Filled = postings.Count,
                CertificateHash = hash,
                Certificate = StoredRound.Write(round),
            }
        );
        db.Postings.AddRange(postings);
        db.SaveChanges();
        transaction.Commit();
        return new RoundPosted(
            roundId,
            round.Villages.Length,
            postings.Count,
            postings.Count == 0 ? 0 : (int)(postings.Sum(p => (long)p.FitBp) / postings.Count),
            round.Cadres.Length,
            round.Problem.Person.Length,
            hash
        );
    }
}
