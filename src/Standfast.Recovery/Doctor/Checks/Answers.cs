using System.Net;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>What the DNS has of a type.</summary>
/// <param name="Failure">Why it gave no usable answer; null where it did.</param>
internal sealed record Answers<T>(IReadOnlyList<T> Records, string? Failure);

/// <summary>Questions in the form that checks want.</summary>
internal static class Answers
{
    public static async Task<Answers<string>> TextsAsync(this IDnsResolver dns, string name, CancellationToken stop) =>
        DomainName.TryParse(name, out var parsed) ? Of(await dns.ResolveTxtAsync(parsed, stop)) : new Answers<string>([], null);

    public static async Task<Answers<IPAddress>> AddressesAsync(this IDnsResolver dns, DomainName name, CancellationToken stop) => Of(await dns.ResolveAddressesAsync(name, stop));

    public static async Task<Answers<MxRecord>> ExchangesAsync(this IDnsResolver dns, DomainName name, CancellationToken stop) => Of(await dns.ResolveMxAsync(name, stop));

    public static async Task<Answers<string>> NamesAsync(this IDnsResolver dns, IPAddress address, CancellationToken stop) => Of(await dns.ResolvePtrAsync(address, stop));

    private static Answers<T> Of<T>(DnsAnswer<T> answer) => answer switch
    {
        DnsAnswer<T>.Found(var found) => new Answers<T>(found, null),
        DnsAnswer<T>.Failed(var reason) => new Answers<T>([], reason),
        _ => new Answers<T>([], null),
    };
}
