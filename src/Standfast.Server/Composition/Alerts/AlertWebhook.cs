using Standfast.Api;
using Standfast.Reputation.Alerts;

namespace Standfast.Server.Composition.Alerts;

/// <summary>A JSON POST for each alert.</summary>
internal sealed class AlertWebhook(Uri url) : IAlertOutlet, IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public string Name => url.Host;

    public async Task GiveAsync(Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(url, AlertFile.BodyOf(alert), ApiJson.Default.AlertResponse, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public void Dispose() => _http.Dispose();
}
