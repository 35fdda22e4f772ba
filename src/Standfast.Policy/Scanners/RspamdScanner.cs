namespace Standfast.Policy.Scanners;

/// <summary>Asks rspamd over HTTP: POST /checkv2 (https://docs.rspamd.com/developers/protocol/).</summary>
/// <param name="address">Such as http://127.0.0.1:11333, without a path.</param>
public sealed class RspamdScanner(Uri address, IScannerHttp http) : IScanner
{
    /// <summary>Named to it; ours. It judges content, and thousands would not fit its header.</summary>
    private const int MaxRecipients = 50;

    private readonly Uri _check = new(address, "/checkv2");

    public string Name => "rspamd";

    public async Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await http.PostAsync(_check, Fields(request), request.Content, RspamdAnswer.MaxOctets, cancellationToken);
            return status == 200 ? RspamdAnswer.Read(body) : new ScanVerdict.Unavailable($"it answered {status}");
        }
        catch (IOException exception)
        {
            return new ScanVerdict.Unavailable(exception.Message);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(ScanRequest request)
    {
        yield return new("Queue-Id", request.QueueId);
        yield return new("From", request.Sender);
        foreach (var recipient in request.Recipients.Take(MaxRecipients)) yield return new("Rcpt", recipient);
        if (request.Client is { } client) yield return new("Ip", client.ToString());
        if (request.Helo is { } helo) yield return new("Helo", helo);
        if (request.User is { } user) yield return new("User", user);
    }
}
