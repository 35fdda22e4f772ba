using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Policy.Consent;

/// <summary>Asks the DNS which domains take mail (RFC 5321 §5.1): an MX record that is not the null MX, or without any an address.</summary>
public sealed class MailDomains(IDnsResolver dns)
{
    /// <summary>Domains that are asked for at once; ours. A resolver notices no more of it than of a busy mail server.</summary>
    private const int MaxParallel = 32;

    /// <param name="domains">The first of them are asked for first.</param>
    /// <param name="report">Told of each domain by one thread at a time: true it takes mail, false it does not, null the DNS gave no answer.</param>
    public async Task AskAsync(IEnumerable<DomainName> domains, Action<DomainName, bool?> report, CancellationToken cancellationToken)
    {
        var told = new Lock();
        await Parallel.ForEachAsync(domains, new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken }, async (domain, stop) =>
        {
            var takes = await TakesMailAsync(domain, stop);
            lock (told) report(domain, takes);
        });
    }

    private async Task<bool?> TakesMailAsync(DomainName domain, CancellationToken cancellationToken) => await dns.ResolveMxAsync(domain, cancellationToken) switch
    {
        DnsAnswer<MxRecord>.Found found => found.Records.Any(record => record.Exchange is not null),
        DnsAnswer<MxRecord>.NoSuchName => false,
        DnsAnswer<MxRecord>.NoData => await dns.ResolveAddressesAsync(domain, cancellationToken) switch
        {
            DnsAnswer<System.Net.IPAddress>.Found => true,
            DnsAnswer<System.Net.IPAddress>.Failed => null,
            _ => false,
        },
        _ => null,
    };
}
