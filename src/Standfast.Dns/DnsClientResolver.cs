using System.Net;
using DnsClient;
using Standfast.Mail;

namespace Standfast.Dns;

/// <summary>Resolves through the configured name servers, or the system's; answers are cached for their TTL, at most an hour.</summary>
public sealed class DnsClientResolver : IDnsResolver
{
    private const int MaxRecords = 100;

    /// <summary>Characters of the library's words for a failure; ours.</summary>
    private const int MaxReason = 200;

    private readonly LookupClient _client;

    /// <param name="servers">Empty for the system's.</param>
    /// <param name="timeout">Of one query to one server.</param>
    public DnsClientResolver(IReadOnlyList<IPEndPoint> servers, TimeSpan timeout)
    {
        var options = servers.Count == 0 ? new LookupClientOptions() : new LookupClientOptions([.. servers]);
        options.Timeout = timeout;
        options.Retries = 2;
        options.UseCache = true;
        options.MaximumCacheTimeout = TimeSpan.FromHours(1);
        options.ThrowDnsErrors = false;
        _client = new LookupClient(options);
    }

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => AskAsync(
        name, QueryType.MX,
        response => response.Answers.MxRecords().Take(MaxRecords)
            .Select(record => (record.Preference, Text: record.Exchange.Value.TrimEnd('.')))
            .Where(record => record.Text.Length == 0 || DomainName.TryParse(record.Text, out _))
            .Select(record => new MxRecord(record.Preference, record.Text.Length == 0 ? null : DomainName.Parse(record.Text))),
        cancellationToken);

    public async Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken)
    {
        var v4 = ResolveIp4Async(name, cancellationToken);
        var v6 = AskAsync(name, QueryType.AAAA, response => response.Answers.AaaaRecords().Take(MaxRecords).Select(record => record.Address), cancellationToken);
        var answers = await Task.WhenAll(v4, v6);
        var found = answers.OfType<DnsAnswer<IPAddress>.Found>().SelectMany(answer => answer.Records).ToList();
        if (found.Count > 0) return new DnsAnswer<IPAddress>.Found(found);
        return answers.OfType<DnsAnswer<IPAddress>.Failed>().FirstOrDefault() ?? answers[0];
    }

    public Task<DnsAnswer<IPAddress>> ResolveIp4Async(DomainName name, CancellationToken cancellationToken) =>
        AskAsync(name, QueryType.A, response => response.Answers.ARecords().Take(MaxRecords).Select(record => record.Address), cancellationToken);

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => AskAsync(
        name, QueryType.TXT, response => response.Answers.TxtRecords().Take(MaxRecords).Select(record => string.Concat(record.Text)), cancellationToken);

    public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) => AskAsync(
        address.GetArpaName().TrimEnd('.'), QueryType.PTR, response => response.Answers.PtrRecords().Take(MaxRecords).Select(record => record.PtrDomainName.Value.TrimEnd('.')), cancellationToken);

    private Task<DnsAnswer<T>> AskAsync<T>(DomainName name, QueryType type, Func<IDnsQueryResponse, IEnumerable<T>> read, CancellationToken cancellationToken) => AskAsync(name.Value, type, read, cancellationToken);

    private async Task<DnsAnswer<T>> AskAsync<T>(string name, QueryType type, Func<IDnsQueryResponse, IEnumerable<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var response = await _client.QueryAsync(name + ".", type, cancellationToken: cancellationToken);
            if (response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain) return new DnsAnswer<T>.NoSuchName();
            if (response.HasError) return new DnsAnswer<T>.Failed($"{type} of {name}: {response.ErrorMessage}");
            var records = read(response).ToList();
            return records.Count > 0 ? new DnsAnswer<T>.Found(records) : new DnsAnswer<T>.NoData();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The boundary to the library: its parser throws whatever a damaged answer brings about, with the answer in its message.
            var reason = exception.Message.AsSpan(0, Math.Min(exception.Message.Length, MaxReason));
            return new DnsAnswer<T>.Failed($"{type} of {name}: {(reason.IndexOfAny('\r', '\n') is >= 0 and var end ? reason[..end] : reason)}");
        }
    }
}
