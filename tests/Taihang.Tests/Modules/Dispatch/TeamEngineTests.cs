using System.Diagnostics;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;
using Taihang.Modules.Dispatch;
using Taihang.Tests.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Modules.Dispatch;

/// <summary>An engine that is missing, aborts, hangs or lies changes nothing but a line of text; a good one is believed after the check only.</summary>
public sealed class TeamEngineTests
{
    private static readonly TeamProblem County = SmallTeams.Make(6, 22, 6, seed: 11);

    private static readonly TeamAnswer InHand = TeamSearch
        .Solve(County, new TeamEffort(Phases: 1, Passes: 5, Rounds: 16, Lanes: 2))
        .Value;

    private static Outcome<TeamAnswer> With(string script, int seconds = 10, int grace = 10)
    {
        using var folder = Repository.TemporaryFolder();
        var path = folder.File("engine");
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return TeamEngine.Run(County, InHand, path, seconds, grace);
    }

    private static void Is(string code, Outcome<TeamAnswer> outcome) =>
        Assert.Equal(code, Assert.Single(outcome.Problems).Code);

    [Fact]
    public void None_is_installed() => Is("TH0635", TeamEngine.Run(County, InHand, "/nowhere/solver", 1));

    [Fact]
    public void It_aborts_as_native_code_does()
    {
        var outcome = With("echo 'terminate called' >&2; kill -ABRT $$");
        Is("TH0637", outcome);
        Assert.Contains("terminate called", outcome.Problems[0].What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void It_hangs_and_is_ended_with_its_children()
    {
        var clock = Stopwatch.StartNew();
        Is("TH0636", With("sleep 60 & sleep 60", seconds: 1, grace: 0));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void It_cannot_be_run_at_all()
    {
        using var folder = Repository.TemporaryFolder();
        var path = folder.File("engine");
        File.WriteAllText(path, "no program");
        Is("TH0637", TeamEngine.Run(County, InHand, path, 1));
    }

    [Theory]
    [InlineData("echo nonsense > \"$2\"")]
    [InlineData("echo null > \"$2\"")]
    [InlineData("true")]
    [InlineData("echo '{\"Ones\":null,\"Proved\":true,\"Engine\":\"x\"}' > \"$2\"")]
    [InlineData("echo '{\"Ones\":[-4],\"Proved\":true,\"Engine\":\"x\"}' > \"$2\"")]
    public void It_answers_nonsense(string script) => Is("TH0638", With(script));

    [Fact]
    public void It_lies_about_who_can_be_in_two_places()
    {
        var ones = string.Join(',', Enumerable.Range(0, 40));
        Is("TH0638", With($"echo '{{\"Ones\":[{ones}],\"Proved\":true,\"Engine\":\"x\"}}' > \"$2\""));
    }

    [Fact]
    public void It_finds_nobody_at_all_and_the_plan_in_hand_stands()
    {
        var outcome = With("echo '{\"Ones\":[],\"Proved\":true,\"Engine\":\"x\"}' > \"$2\"");
        Assert.Same(InHand, outcome.Value);
    }

    [Fact]
    public void It_says_much_before_it_answers()
    {
        var outcome = With(
            "i=0; while [ $i -lt 4000 ]; do echo 'a line that nobody reads, long enough to fill a pipe'; i=$((i+1)); done; echo '{\"Ones\":[],\"Proved\":true,\"Engine\":\"x\"}' > \"$2\""
        );
        Assert.True(outcome.Ok);
    }

    [Fact]
    public void The_engine_that_is_built_here_answers_no_worse_and_is_checked()
    {
        var outcome = TeamEngine.Run(County, InHand, TeamEngine.Find(), 30);
        Assert.True(outcome.Ok, string.Join(' ', outcome.Problems));
        Assert.Empty(TeamCheck.Check(County, outcome.Value));
        Assert.True(outcome.Value.Plan.Value >= InHand.Plan.Value);
        Assert.True(
            TeamGap.Of(County, outcome.Value).PerHundredThousand < TeamGap.Of(County, InHand).PerHundredThousand
        );
    }

    [Fact]
    public void What_is_handed_over_can_be_read_back()
    {
        var (_, mixed) = TeamModel.Of(County)!.Value;
        var again = JsonSerializer.Deserialize<MixedProblem>(JsonSerializer.Serialize(mixed))!;
        Assert.Equal(mixed.Objective, again.Objective);
        Assert.Equal(mixed.Coefficient, again.Coefficient);
    }
}
