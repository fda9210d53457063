using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

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
        var solved = SolveRound.Run(db, request, rules, shapes);
        if (!solved.Ok)
            return Outcome<RoundPosted>.Refused(solved.Problems);
        var (facts, round) = (solved.Value.Facts, solved.Value.Round);
        if (facts.Villages.IsEmpty)
            return new RoundPosted(null, 0, 0, 0, facts.Cadres.Length, 0, "");
        using var transaction = db.Database.BeginTransaction();
        RecordAct.Hold(db, request.CountyNo);
        var ending = Terms.On(db, request.CountyNo, rules, request.AsOf).EndedBy(round);
        if (PostRound.InTheWay(db, request.CountyNo, request.AsOf, round, ending) is { } inTheWay)
            return inTheWay;
        var row = PostRound.Write(
            db,
            request.CountyNo,
            request.AsOf,
            solved.Value,
            round,
            rules,
            ending,
            context,
            progress: progress
        );
        db.SaveChanges();
        transaction.Commit();
        return new RoundPosted(
            row.RoundId,
            row.Villages,
            row.Filled,
            row.Filled == 0 ? 0 : (int)((((long)row.Filled * Scoring.Perfect) - row.CostBp) / row.Filled),
            round.Cadres.Length,
            round.Problem.Person.Length,
            row.CertificateHash
        );
    }
}
