using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Registry;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang health</c>: whether the deployment can serve, and what it lacks; ends with code 1 where it lacks anything.</summary>
public static class Health
{
    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("health", "Whether record, keys and disk are well · 自检");
        verb.SetAction(parsed =>
        {
            var checks = CheckDeployment.Run(
                Deployment.Store(parsed),
                Deployment.KeyFile(parsed),
                Taihang.Web.HealthRoutes.FreeBytes,
                DateTimeOffset.UtcNow
            );
            string Line(DeploymentCheck check, Language language) =>
                check.Fault is { } fault
                    ? $"✗ {check.Title.In(language)}: {fault.Code} {fault.What.In(language)} {fault.Remedy.In(language)}"
                    : $"✓ {check.Title.In(language)}";
            Screen.Answer(
                parsed,
                checks.Select(c => new
                {
                    c.Name,
                    c.Ok,
                    Fault = c.Fault?.Code,
                }),
                new Words(
                    string.Join('\n', checks.Select(c => Line(c, Language.Chinese))),
                    string.Join('\n', checks.Select(c => Line(c, Language.English)))
                )
            );
            return checks.All(c => c.Ok) ? 0 : 1;
        });
        return verb;
    }
}
