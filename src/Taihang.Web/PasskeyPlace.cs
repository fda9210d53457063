using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Taihang.Core.Access;
using Taihang.Modules.Access;

namespace Taihang.Web;

/// <summary>
/// Where the site's passkeys hold: at the address that its operator names (<c>--origin</c>), never at what a request says of itself. A site
/// that is served to its own machine alone is <c>http://localhost</c> with its port; any other without the setting has no passkeys.
/// </summary>
public sealed class PasskeyPlace(WebSettings settings, IServer server)
{
    private PasskeyCeremony? known;

    /// <summary>Null where there are none.</summary>
    public PasskeyCeremony? Ceremony
    {
        get
        {
            if (
                known is null
                && (settings.Origin ?? OnThisMachine()) is { } text
                && PasskeyOrigin.Read(text) is { Ok: true } read
            )
                known = new PasskeyCeremony(read.Value);
            return known;
        }
    }

    /// <summary>The port is known once the site has started.</summary>
    private string? OnThisMachine()
    {
        var metrics = settings.MetricsUrl is { } url ? new Uri(url).Port : -1;
        return server
            .Features.Get<IServerAddressesFeature>()
            ?.Addresses.Select(a => Uri.TryCreate(a, UriKind.Absolute, out var uri) ? uri : null)
            .Where(a => a is { IsLoopback: true, Scheme: "http" } && a.Port != metrics && a.Port != 0)
            .Select(a => $"http://localhost:{a!.Port}")
            .FirstOrDefault();
    }
}
