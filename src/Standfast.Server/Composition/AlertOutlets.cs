using System.Text.Json;
using System.Threading.Channels;
using Standfast.Accounts.Audit;
using Standfast.Api;
using Standfast.Policy.Compromise;

namespace Standfast.Server.Composition;

/// <summary>Alerts go to the log at once, then to a file and, where there is one, to a webhook.</summary>
internal sealed class AlertOutlets : IAlertChannel, IDisposable
{
    /// <summary>Alerts that wait for a slow webhook; beyond them the oldest are in the log alone.</summary>
    private const int MaxWaiting = 1_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Channel<SenderAlert> _waiting = Channel.CreateBounded<SenderAlert>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly HttpClient _http = new() { Timeout = s_patience };
    private readonly string _file;
    private readonly Uri? _webhook;
    private readonly IAuditLog? _audit;
    private readonly ILogger _logger;
    private readonly Task _giving;

    /// <param name="audit">Holds are noted there too; null for none.</param>
    public AlertOutlets(string file, Uri? webhook, IAuditLog? audit, ILogger logger)
    {
        (_file, _webhook, _audit, _logger) = (file, webhook, audit, logger);
        _giving = GiveAsync();
    }

    public void Raise(SenderAlert alert)
    {
        Log.Alert(_logger, alert.Kind, alert.Subject, alert.Account, alert.FindingId, alert.Text, alert.NextStep);
        _waiting.Writer.TryWrite(alert);
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        // What waits is given; a webhook that does not answer is not waited for.
        _giving.Wait(s_patience);
        _http.Dispose();
    }

    private async Task GiveAsync()
    {
        await foreach (var alert in _waiting.Reader.ReadAllAsync())
        {
            var body = new AlertResponse(alert.At, alert.Kind, alert.FindingId, alert.Account, alert.Subject, alert.Text, alert.NextStep);
            try
            {
                if (alert.Kind == "hold" && _audit is not null) await _audit.AppendAsync("guard", "sender.hold", alert.Subject, $"{alert.FindingId} {alert.Text}", CancellationToken.None);
                await File.AppendAllTextAsync(_file, JsonSerializer.Serialize(body, ApiJson.Default.AlertResponse) + "\n");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Log.AlertNotGiven(_logger, _file, exception);
            }

            if (_webhook is not null) await PostAsync(_webhook, body);
        }
    }

    private async Task PostAsync(Uri webhook, AlertResponse body)
    {
        try
        {
            using var answer = await _http.PostAsJsonAsync(webhook, body, ApiJson.Default.AlertResponse);
            answer.EnsureSuccessStatusCode();
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            Log.AlertNotGiven(_logger, webhook.Host, exception);
        }
    }
}
