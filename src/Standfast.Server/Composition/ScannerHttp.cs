using System.Text;
using Standfast.Policy.Scanners;

namespace Standfast.Server.Composition;

/// <summary>HTTP to scanners: no proxy, no redirects, no cookies; a connection is kept while it is used.</summary>
internal sealed class ScannerHttp : IScannerHttp, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        // The caller's token bounds the time.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<(int Status, byte[] Body)> PostAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> body, int maxOctets, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        foreach (var field in fields.GroupBy(field => field.Key)) request.Headers.TryAddWithoutValidation(field.Key, field.Select(one => Clean(one.Value)));
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
            using var read = new MemoryStream();
            var chunk = new byte[16 * 1024];
            while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var count)
            {
                if (read.Length + count > maxOctets) throw new IOException("its answer is too long");
                read.Write(chunk, 0, count);
            }

            return ((int)answer.StatusCode, read.ToArray());
        }
        catch (HttpRequestException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What a peer may have written must not end the field.</summary>
    private static string Clean(string value) => string.Concat(value.Select(character => char.IsControl(character) ? ' ' : character));
}
