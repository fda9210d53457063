using System.Net;
using System.Text.RegularExpressions;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>The site as a plain client meets it: cookies, forms with their token, no redirect followed.</summary>
public sealed partial class SiteClient : HttpClient
{
    private readonly CookieContainer cookies;

    public SiteClient(string address)
        : this(address, new CookieContainer()) { }

    private SiteClient(string address, CookieContainer cookies)
        : base(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
    {
        BaseAddress = new Uri(address);
        this.cookies = cookies;
    }

    public IReadOnlyList<Cookie> Cookies => [.. cookies.GetCookies(BaseAddress!).Cast<Cookie>()];

    /// <summary>A cookie that came from elsewhere.</summary>
    public void Keep(Cookie cookie) => cookies.Add(BaseAddress!, cookie);

    /// <summary>An account of the demo, whose password is its login; nobody where the login is empty.</summary>
    public static async Task<SiteClient> SignedIn(string address, string login)
    {
        var client = new SiteClient(address);
        if (login.Length > 0)
            Assert.Equal(HttpStatusCode.Redirect, (await client.SignIn(login, login)).StatusCode);
        return client;
    }

    public Task<HttpResponseMessage> SignIn(string login, string password) =>
        Send("/sign-in", new() { ["login"] = login, ["password"] = password });

    /// <summary>Sends a form with the token that a page of the site gave.</summary>
    public async Task<HttpResponseMessage> Send(string action, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(await GetStringAsync("/sign-in")).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(fields);
        return await PostAsync(action, form);
    }

    /// <summary>Sends a file with a form, as a browser does.</summary>
    public async Task<HttpResponseMessage> Upload(
        string action,
        string fileName,
        byte[] bytes,
        Dictionary<string, string> fields
    )
    {
        using var form = new MultipartFormDataContent();
        fields["__RequestVerificationToken"] = Token().Match(await GetStringAsync("/sign-in")).Groups["token"].Value;
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        if (bytes.Length > 0)
            form.Add(new ByteArrayContent(bytes), "file", fileName);
        return await PostAsync(action, form);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="(?<token>[^"]+)" """)]
    private static partial Regex Token();
}
