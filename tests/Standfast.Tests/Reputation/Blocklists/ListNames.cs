using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Tests.Reputation.Blocklists;

/// <summary>A DNS that answers what a test says.</summary>
internal sealed class ListNames : IDnsResolver
{
    private readonly Dictionary<string, string[]> _addresses = [];
    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<IPAddress, string[]> _pointers = [];

    /// <summary>Names whose questions fail, by what they end in.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>Names whose questions are never answered, by what they end in.</summary>
    public HashSet<string> Silent { get; } = [];

    /// <summary>Zones that answer every name.</summary>
    public Dictionary<string, string> Wildcards { get; } = [];

    public List<string> Asked { get; } = [];

    public void Add(string name, params string[] addresses) => _addresses[name] = addresses;

    public void Remove(string name) => _addresses.Remove(name);

    public void AddText(string name, string text) => _texts[name] = text;

    public void Point(string address, params string[] names)
    {
        if (names.Length == 0) _pointers.Remove(IPAddress.Parse(address));
        else _pointers[IPAddress.Parse(address)] = names;
    }

    public async Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken)
    {
        Asked.Add(name.Value);
        if (Silent.Any(name.Value.EndsWith)) await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        if (Failing.Any(name.Value.EndsWith)) return new DnsAnswer<IPAddress>.Failed("SERVFAIL");
        if (_addresses.TryGetValue(name.Value, out var found)) return new DnsAnswer<IPAddress>.Found([.. found.Select(IPAddress.Parse)]);
        return Wildcards.FirstOrDefault(zone => name.Value.EndsWith(zone.Key, StringComparison.Ordinal)) is { Value: { } all } ? new DnsAnswer<IPAddress>.Found([IPAddress.Parse(all)]) : new DnsAnswer<IPAddress>.NoSuchName();
    }

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) =>
        Task.FromResult<DnsAnswer<string>>(_texts.TryGetValue(name.Value, out var text) ? new DnsAnswer<string>.Found([text]) : new DnsAnswer<string>.NoData());

    public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken)
    {
        Asked.Add(address.ToString());
        return Task.FromResult<DnsAnswer<string>>(Failing.Contains(address.ToString()) ? new DnsAnswer<string>.Failed("SERVFAIL") : _pointers.TryGetValue(address, out var names) ? new DnsAnswer<string>.Found(names) : new DnsAnswer<string>.NoSuchName());
    }

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
