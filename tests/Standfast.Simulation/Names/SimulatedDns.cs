using System.Net;
using Standfast.Dns;
using Standfast.Mail;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Names;

/// <summary>What the DNS says of a domain.</summary>
public enum NameState
{
    Answers,
    ServerFailure,
    TimesOut,
    NoSuchName,
}

/// <summary>The world's DNS: which provider takes a domain's mail, and whether anybody can be asked.</summary>
public sealed class SimulatedDns(StepScheduler scheduler, TimeProvider clock) : IDnsResolver
{
    private readonly Dictionary<DomainName, IReadOnlyList<MxRecord>> _mx = [];
    private readonly Dictionary<DomainName, IReadOnlyList<IPAddress>> _addresses = [];
    private readonly Dictionary<DomainName, NameState> _states = [];
    private readonly Dictionary<IPAddress, string> _names = [];

    /// <summary>Domains that were once said not to exist: their mail may bounce.</summary>
    public HashSet<DomainName> OnceMissing { get; } = [];

    public void SetMx(DomainName domain, params IReadOnlyList<DomainName> hosts) => _mx[domain] = [.. hosts.Select((host, index) => new MxRecord(10 * (1 + (index / 2)), host))];

    public void SetAddresses(DomainName host, params IReadOnlyList<IPAddress> addresses) => _addresses[host] = addresses;

    /// <summary>The PTR record of an address.</summary>
    public void SetName(IPAddress address, string name) => _names[address] = name;

    public void SetState(DomainName domain, NameState state) => _states[domain] = state;

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => AnswerAsync(name, _mx, cancellationToken);

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => AnswerAsync(name, _addresses, cancellationToken);

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Task.FromResult<DnsAnswer<string>>(new DnsAnswer<string>.NoData());

    public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<string>>(_names.TryGetValue(address, out var name) ? new DnsAnswer<string>.Found([name]) : new DnsAnswer<string>.NoSuchName());

    private async Task<DnsAnswer<T>> AnswerAsync<T>(DomainName name, Dictionary<DomainName, IReadOnlyList<T>> records, CancellationToken cancellationToken)
    {
        scheduler.CheckThread();
        var state = _states.GetValueOrDefault(name);
        await Task.Delay(state == NameState.TimesOut ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(scheduler.Random.Next(1, 60)), clock, cancellationToken);
        scheduler.Trace("dns", (long)state);
        if (state == NameState.NoSuchName) OnceMissing.Add(name);
        return state switch
        {
            NameState.NoSuchName => new DnsAnswer<T>.NoSuchName(),
            NameState.Answers when records.TryGetValue(name, out var found) => new DnsAnswer<T>.Found(found),
            NameState.Answers => new DnsAnswer<T>.NoData(),
            _ => new DnsAnswer<T>.Failed(state == NameState.TimesOut ? "no name server answered" : "SERVFAIL"),
        };
    }
}
