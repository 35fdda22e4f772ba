using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Tests.Recovery.Doctor;

/// <summary>Names as a test wants them; what is not told of does not exist.</summary>
internal sealed class FakeZone : IDnsResolver
{
    private readonly Dictionary<string, string[]> _texts = [], _exchanges = [], _addresses = [], _names = [];

    /// <summary>Names that no answer comes for.</summary>
    public HashSet<string> Silent { get; } = [];

    public int Questions { get; private set; }

    public void Text(string name, params string[] records) => _texts[name] = records;

    public IReadOnlyList<string> TextsOf(string name) => _texts.GetValueOrDefault(name, []);

    /// <param name="hosts">"." for the null MX.</param>
    public void Exchange(string name, params string[] hosts) => _exchanges[name] = hosts;

    public void Address(string name, params string[] addresses) => _addresses[name] = addresses;

    public void Pointer(string address, params string[] names) => _names[address] = names;

    public Task<DnsAnswer<MxRecord>> ResolveMxAsync(DomainName name, CancellationToken cancellationToken) => Answer(name.Value, _exchanges, host => new MxRecord(10, host == "." ? null : DomainName.Parse(host)));

    public Task<DnsAnswer<IPAddress>> ResolveAddressesAsync(DomainName name, CancellationToken cancellationToken) => Answer(name.Value, _addresses, IPAddress.Parse);

    public Task<DnsAnswer<string>> ResolveTxtAsync(DomainName name, CancellationToken cancellationToken) => Answer(name.Value, _texts, text => text);

    public Task<DnsAnswer<string>> ResolvePtrAsync(IPAddress address, CancellationToken cancellationToken) => Answer(address.ToString(), _names, text => text);

    private Task<DnsAnswer<T>> Answer<T>(string name, Dictionary<string, string[]> records, Func<string, T> read)
    {
        Questions++;
        return Task.FromResult<DnsAnswer<T>>(Silent.Contains(name) ? new DnsAnswer<T>.Failed($"no answer for {name}")
            : records.TryGetValue(name, out var found) && found.Length > 0 ? new DnsAnswer<T>.Found([.. found.Select(read)]) : new DnsAnswer<T>.NoData());
    }
}
