using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Standfast.Tests.Web.Console;

/// <summary>Sends what a browser would: cookies, the origin of forms, and the token of the last page that had one. It follows no redirects.</summary>
internal sealed partial class ConsoleBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public ConsoleBrowser(string url) => (Url, _client) = (url, new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = new Uri(url) });

    public string Url { get; }

    public string? FormToken { get; set; }

    public CookieCollection Cookies => _cookies.GetAllCookies();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Add(string cookie, string value) => _cookies.Add(new Uri(Url), new Cookie(cookie, value, "/"));

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>A form of one of the console's own pages.</summary>
    public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields) => SendAsync(path, [("Origin", Url), ("Sec-Fetch-Site", "same-origin")], fields);

    /// <summary>A form with other headers than a page of the console would send.</summary>
    public Task<Answer> SendAsync(string path, (string Name, string Value)[] headers, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), .. FormToken is { } token ? (KeyValuePair<string, string>[])[KeyValuePair.Create("form_token", token)] : []]),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return SendAsync(request);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _client.SendAsync(request, Stop);
            var html = await response.Content.ReadAsStringAsync(Stop);
            if (Token().Match(html) is { Success: true } match) FormToken = match.Groups[1].Value;
            return new Answer(response.StatusCode, html, response.Headers.Location?.OriginalString, response.Headers, response.Content.Headers.ContentDisposition?.ToString());
        }
    }

    [GeneratedRegex("name=\"form_token\" value=\"([0-9a-f]+)\"")]
    private static partial Regex Token();

    internal sealed record Answer(HttpStatusCode Status, string Html, string? Location, HttpResponseHeaders Headers, string? Disposition = null);
}
