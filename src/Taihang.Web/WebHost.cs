using Microsoft.AspNetCore.Builder;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>What the web needs to know of its deployment.</summary>
/// <param name="PacksFolder">The folder that holds the packs.</param>
/// <param name="KeyFile">The deployment's master key.</param>
public sealed record WebSettings(StoreAddress Store, string PacksFolder, string KeyFile, string Urls);

/// <summary>Builds the site; <c>taihang serve</c> and the tests start it.</summary>
public static class WebHost
{
    public static WebApplication Build(WebSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.Urls.Add(settings.Urls);
        return app;
    }
}
