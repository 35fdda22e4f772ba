using System.Text.Json;
using Standfast.Api;
using Standfast.Reputation.Alerts;

namespace Standfast.Server.Composition.Alerts;

/// <summary>A file with one alert a line, as JSON.</summary>
internal sealed class AlertFile(string path) : IAlertOutlet
{
    public string Name => path;

    public async Task GiveAsync(Alert alert, CancellationToken cancellationToken)
    {
        try
        {
            await File.AppendAllTextAsync(path, JsonSerializer.Serialize(BodyOf(alert), ApiJson.Default.AlertResponse) + "\n", cancellationToken);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public static AlertResponse BodyOf(Alert alert) => new(alert.At, alert.Kind, alert.Finding, alert.Account, alert.Subject, alert.Text, alert.NextStep) { Repeats = alert.Repeats };
}
