using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <param name="FitBp">Null for the first secretary, who was posted by a round of their own.</param>
/// <param name="Stays">Within a term here already.</param>
public sealed record TeamMemberShown(Guid CadreId, string Role, Words Name, int? FitBp, bool Stays, Words Why);

/// <summary>One village's task force with its reasons.</summary>
public sealed record TeamShown(
    int VillageNo,
    Words Village,
    ImmutableArray<TeamMemberShown> Members,
    TeamShortfall Lacks,
    Words Shortfall
);

/// <summary>A plan of task forces.</summary>
/// <param name="RoundId">Null where nobody was posted.</param>
/// <param name="Engine">Why the engine's answer was not used; null where it was, or none was asked for.</param>
public sealed record TeamsPlanned(
    Guid? RoundId,
    long Value,
    long Bound,
    TeamGap Gap,
    int Posted,
    ImmutableArray<TeamShown> Teams,
    ImmutableArray<Words> NotApplied,
    Problem? Engine,
    string CertificateHash
);

/// <param name="Path">Of the engine; null plans without one.</param>
public sealed record TeamEngineUse(string Path, int Seconds = 60);

/// <summary>
/// Plans task forces around the first secretaries of a county; the separate checker has accepted plan and bound before anything is shown or
/// written. With a context it posts the members: one act, one transaction, all of it or nothing.
/// </summary>
public static class PlanTeams
{
    public static Outcome<TeamsPlanned> Run(
        TaihangDb db,
        DispatchRequest request,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes,
        TeamEngineUse? engine = null,
        ActContext? post = null,
        TeamEffort? effort = null
    )
    {
        var read = TeamFacts.Read(db, request, rules, shapes);
        if (!read.Ok)
            return Outcome<TeamsPlanned>.Refused(read.Problems);
        var facts = read.Value;
        var solved = TeamSearch.Solve(facts.Problem, effort);
        if (!solved.Ok)
            return solved.Problems.Any(p => p.Code == TeamProblems.LocksContradict(Words.Same("")).Code)
                ? Outcome<TeamsPlanned>.Refused(Named(db, request.CountyNo, facts.Problem))
                : Outcome<TeamsPlanned>.Refused(solved.Problems);
        var (answer, failed) = (solved.Value, (Problem?)null);
        if (engine is not null)
        {
            var found = TeamEngine.Run(facts.Problem, answer, engine.Path, engine.Seconds);
            (answer, failed) = found.Ok ? (found.Value, null) : (answer, found.Problems[0]);
        }
        var faults = TeamCheck.Check(facts.Problem, answer);
        if (faults.Count > 0)
            return Outcome<TeamsPlanned>.Refused(faults);
        var text = new StoredTeams(facts.Problem, answer).Write();
        var shown = Show(new Names(db, request.CountyNo), facts, rules, answer);
        var (roundId, posted) = post is null ? (null, 0) : Post(db, request, facts, shown, answer, text, post);
        return new TeamsPlanned(
            roundId,
            answer.Plan.Value,
            answer.Proof.Bound,
            TeamGap.Of(facts.Problem, answer),
            posted,
            shown,
            TeamWords.NotApplied(facts.Problem),
            failed,
            StoredTeams.Hash(text)
        );
    }

    private static IReadOnlyList<Problem> Named(TaihangDb db, int countyNo, TeamProblem problem)
    {
        var names = new Names(db, countyNo);
        return
        [
            .. TeamLocks
                .Conflicts(
                    problem,
                    v => names.Village(problem.Villages[v].VillageNo),
                    p => names.Cadre(problem.People[p].CadreId)
                )
                .Select(c => TeamProblems.LocksContradict(c.Why)),
        ];
    }

    private static ImmutableArray<TeamShown> Show(Names names, TeamFacts facts, PostingRules rules, TeamAnswer answer)
    {
        var problem = facts.Problem;
        var staying = facts.Staying.Select(p => p.CadreId).ToHashSet();
        return
        [
            .. answer.Plan.Teams.Select(
                (team, v) =>
                {
                    var lacks = TeamShortfall.Of(problem, v, team);
                    int[] people = [.. team.Leader >= 0 ? [team.Leader] : ImmutableArray<int>.Empty, .. team.Members];
                    return new TeamShown(
                        problem.Villages[v].VillageNo,
                        names.Village(problem.Villages[v].VillageNo),
                        [
                            .. people.Select(p =>
                            {
                                var cadre = problem.People[p].CadreId;
                                var name = names.Cadre(cadre);
                                return new TeamMemberShown(
                                    cadre,
                                    p == team.Leader ? PostingRole.FirstSecretary : PostingRole.Member,
                                    name,
                                    p == team.Leader ? null : problem.FitBp[problem.PairOf(v, p)],
                                    staying.Contains(cadre),
                                    TeamWords.Member(problem, v, p, rules.Skills, name)
                                );
                            }),
                        ],
                        lacks,
                        TeamWords.Shortfall(lacks, rules.Skills)
                    );
                }
            ),
        ];
    }

    private static (Guid?, int) Post(
        TaihangDb db,
        DispatchRequest request,
        TeamFacts facts,
        ImmutableArray<TeamShown> shown,
        TeamAnswer answer,
        string text,
        ActContext context
    )
    {
        var roundId = Guid.CreateVersion7(context.At);
        List<Posting> postings =
        [
            .. shown.SelectMany(team =>
                team.Members.Where(m => m.Role == PostingRole.Member && !m.Stays)
                    .Select(m => new Posting
                    {
                        CountyNo = request.CountyNo,
                        PostingId = Guid.CreateVersion7(context.At),
                        RoundId = roundId,
                        VillageNo = team.VillageNo,
                        CadreId = m.CadreId,
                        Role = PostingRole.Member,
                        FitBp = m.FitBp!.Value,
                        From = request.AsOf,
                        Reason = StoredRound.Write(new StoredMemberReason(m.Why, team.Lacks, team.Shortfall)),
                    })
            ),
        ];
        using var transaction = db.Database.BeginTransaction();
        var hash = StoredTeams.Hash(text);
        var act = RecordAct.Append(
            db,
            request.CountyNo,
            "dispatch.teams",
            context,
            new
            {
                round = roundId,
                as_of = request.AsOf,
                run = facts.Rules.RunId,
                villages = shown.Length,
                posted = postings.Count,
                certificate_sha256 = hash,
            }
        );
        var planned = shown.Select(t => t.VillageNo).ToHashSet();
        var placed = postings.Select(p => p.CadreId).ToHashSet();
        foreach (var over in facts.Ending.Where(p => planned.Contains(p.VillageNo) || placed.Contains(p.CadreId)))
            over.To = request.AsOf.AddDays(-1);
        // The places are free before they are taken: the store lets nobody serve twice at once.
        db.SaveChanges();
        db.DispatchRounds.Add(
            new DispatchRound
            {
                CountyNo = request.CountyNo,
                RoundId = roundId,
                Role = PostingRole.Member,
                ActId = act.ActId,
                AsOf = request.AsOf,
                Weights = StoredRound.Write(facts.Rules),
                CostBp = postings.Sum(p => (long)Scoring.Perfect - p.FitBp),
                Villages = shown.Length,
                Filled = postings.Count,
                CertificateHash = hash,
                Certificate = text,
            }
        );
        db.Postings.AddRange(postings);
        db.SaveChanges();
        transaction.Commit();
        return (roundId, postings.Count);
    }
}

/// <summary>Why somebody is in a task force, as it is kept with the posting.</summary>
public sealed record StoredMemberReason(Words Why, TeamShortfall Lacks, Words Shortfall);
