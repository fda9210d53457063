using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Dispatch;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang dispatch teams | certify-teams</c>: task forces around the first secretaries.</summary>
internal static class DispatchTeams
{
    private const string Highs = "highs";

    public static Command Plan(Option<string> county, Option<DateOnly?> day, Option<string> reason)
    {
        var engine = new Option<string?>("--engine")
        {
            Description = "highs: a solver in a process of its own, where it is installed (none) · 求解引擎",
        };
        engine.AcceptOnlyFromAmong(Highs);
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long the engine may take · 引擎时限（秒）",
            DefaultValueFactory = _ => 60,
        };
        var post = new Option<bool>("--post") { Description = "Post the members; else nothing is written · 下派" };
        var command = new Command("teams", "Plan the task forces around the first secretaries · 组建驻村工作队")
        {
            county,
            day,
            engine,
            seconds,
            post,
            reason,
        };
        command.SetAction(parsed =>
            DispatchVerb.In(
                parsed,
                (db, countyNo, asOf) =>
                {
                    var rules = DispatchPack.Rules(Deployment.Pack(parsed));
                    var shapes = DispatchPack.Shapes(Deployment.Pack(parsed));
                    if (!rules.Ok || !shapes.Ok)
                        return Outcome<TeamsPlanned>.Refused([.. rules.Problems, .. shapes.Problems]);
                    return PlanTeams.Run(
                        db,
                        new DispatchRequest(countyNo, asOf),
                        rules.Value,
                        shapes.Value,
                        parsed.GetValue(engine) == Highs
                            ? new TeamEngineUse(TeamEngine.Find(), Math.Clamp(parsed.GetValue(seconds), 1, 86_400))
                            : null,
                        parsed.GetValue(post) ? Deployment.Acting(parsed.GetRequiredValue(reason)) : null
                    );
                },
                planned => planned,
                Say
            )
        );
        return command;
    }

    public static Command Certify(Option<string> county, Option<DateOnly?> day)
    {
        var round = new Option<Guid?>("--round") { Description = "Round (the newest) · 轮次" };
        var command = new Command("certify-teams", "Check a kept round of task forces again · 复核工作队方案")
        {
            county,
            day,
            round,
        };
        command.SetAction(parsed =>
            DispatchVerb.In(
                parsed,
                (db, countyNo, _) => CheckTeams.Run(db, countyNo, parsed.GetValue(round)),
                done => done,
                done =>
                {
                    var proof = Core.Dispatch.Teams.TeamWords.Proof(done.Gap);
                    return new(
                        $"方案与证书一致，任命与方案一致：{done.Villages} 村，下派 {done.Posted} 人；{proof.Zh}{done.CertificateHash}",
                        $"The plan is as certified and the postings are that plan: {done.Villages} villages, {done.Posted} posted; {proof.En} {done.CertificateHash}"
                    );
                }
            )
        );
        return command;
    }

    private static Words Say(TeamsPlanned planned)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        foreach (var team in planned.Teams)
        {
            zh.Add($"{team.Village.Zh}：{team.Shortfall.Zh}");
            en.Add($"{team.Village.En}: {team.Shortfall.En}");
            foreach (var member in team.Members)
            {
                var role = Core.Dispatch.PostingRole.Title(member.Role);
                zh.Add($"  {role.Zh} {member.Why.Zh}{(member.Stays ? "（任期未满，留任）" : "")}");
                en.Add($"  {role.En} {member.Why.En}{(member.Stays ? " (within a term here, stays)" : "")}");
            }
        }
        foreach (var not in planned.NotApplied)
        {
            zh.Add(not.Zh);
            en.Add(not.En);
        }
        if (planned.Engine is { } failed)
        {
            zh.Add(failed.In(Language.Chinese));
            en.Add(failed.In(Language.English));
        }
        var proof = Core.Dispatch.Teams.TeamWords.Proof(planned.Gap);
        zh.Add($"方案值 {planned.Value}，上界 {planned.Bound}；{proof.Zh}");
        en.Add($"Value {planned.Value}, bound {planned.Bound}; {proof.En}");
        zh.Add(
            planned.RoundId is null
                ? "仅为方案，没有下派任何人。"
                : $"已下派 {planned.Posted} 人。证书 {planned.CertificateHash}"
        );
        en.Add(
            planned.RoundId is null
                ? "This is a plan only; nobody was posted."
                : $"{planned.Posted} posted. Certificate {planned.CertificateHash}"
        );
        return new(string.Join('\n', zh), string.Join('\n', en));
    }
}
