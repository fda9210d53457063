using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taihang.Core.Common;

namespace Taihang.Web;

/// <summary>
/// What a page shows, as one file that stands alone, to print: the same components with their style inside; no script, no font and no picture
/// from elsewhere.
/// </summary>
internal static class FileOfPage
{
    /// <param name="style">CSS.</param>
    /// <param name="before">HTML between the beginning of the body and the components.</param>
    /// <param name="shown">A component for each set of parameters.</param>
    public static async Task<string> Write<T>(
        Language language,
        string title,
        string style,
        string before,
        IEnumerable<Dictionary<string, object?>> shown
    )
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var body = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var text = new StringBuilder();
            foreach (var parameters in shown)
            {
                var component = await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters));
                text.Append("<section>").Append(component.ToHtmlString()).Append("</section>\n");
            }
            return text.ToString();
        });
        return $$"""
            <!DOCTYPE html>
            <html lang="{{language.Tag()}}">
            <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>{{System.Net.WebUtility.HtmlEncode(
                title
            )}}</title>
            <style>
            {{style}}
            </style></head>
            <body>{{before}}
            {{body}}
            </body></html>

            """;
    }
}
