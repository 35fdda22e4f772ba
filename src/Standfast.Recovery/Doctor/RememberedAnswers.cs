using System.Collections.Concurrent;
using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Recovery.Doctor;

/// <summary>Answers of the DNS during one audit: each question is asked once, whichever check asks first. May be called concurrently.</summary>
/// <param name="stop">Ends the questions; who waits for an answer may give up before.</param>
internal sealed class RememberedAnswers(IDnsResolver dns, CancellationToken stop) : IDnsResolver
{
    private readonly ConcurrentDictionary<DomainName, Lazy<Task<DnsAnswer<MxRecord>>>> _exchanges = [];
    private readonly ConcurrentDictionary<DomainName, Lazy<Task<DnsAnswer<IPAddress>>>> _addresses = [];
    private readonly ConcurrentDictionary<DomainName, Lazy<Task<DnsAnswer<string>>>> _texts = [];
    private readonly ConcurrentDictionary<IPAddress, Lazy<Task<DnsAnswer<string>>>> _names = [];

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) =>
        _exchanges.GetOrAdd(name, key => new Lazy<Task<DnsAnswer<MxRecord>>>(() => dns.ResolveMxAsync(key, stop))).Value.WaitAsync(cancellationToken);

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) =>
        _addresses.GetOrAdd(name, key => new Lazy<Task<DnsAnswer<IPAddress>>>(() => dns.ResolveAddressesAsync(key, stop))).Value.WaitAsync(cancellationToken);

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) =>
        _texts.GetOrAdd(name, key => new Lazy<Task<DnsAnswer<string>>>(() => dns.ResolveTxtAsync(key, stop))).Value.WaitAsync(cancellationToken);

    public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        _names.GetOrAdd(address, key => new Lazy<Task<DnsAnswer<string>>>(() => dns.ResolvePtrAsync(key, stop))).Value.WaitAsync(cancellationToken);
}
