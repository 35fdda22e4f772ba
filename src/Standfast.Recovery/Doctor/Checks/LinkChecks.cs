using System.Net;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Addresses that stand in mail: people must reach them, and providers ask for HTTPS (RFC 8058 §3.1).</summary>
internal static class LinkChecks
{
    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.Of("DR-6030", facts => CheckOutcome.When(
            DomainCheck.Judged(facts).Any() && !Uri.TryCreate(facts["http.public_url"], UriKind.Absolute, out _), () => new Fault("http.public_url", "links to unsubscribe lead to http.listen, which nobody outside reaches", $"https://{facts.Hostname}"))),
        FactCheck.Of("DR-6031", facts => Insecure(facts, "http.public_url", "one-click unsubscribing needs HTTPS, or Gmail and Yahoo show no button")),
        FactCheck.Of("DR-6032", facts => Insecure(facts, "tracking.url", "tracked links lead over a page without TLS; browsers warn of it")),
        new FactCheck("DR-6033", (facts, stop) => NowhereAsync(facts, "http.public_url", stop)),
        new FactCheck("DR-6034", (facts, stop) => NowhereAsync(facts, "tracking.url", stop)),
        new FactCheck("DR-6035", async (facts, stop) =>
        {
            if (!DomainName.TryParse(facts["consent.mail_domain"], out var domain)) return CheckOutcome.Good;
            var found = await facts.Dns.ExchangesAsync(domain, stop);
            return found.Failure is not null ? CheckOutcome.Skip($"{domain} cannot be looked up just now")
                : CheckOutcome.When(found.Records.All(mx => mx.Exchange is null), () => new Fault(domain.Value, $"mail to unsubscribe goes to {domain}, which has no MX record", facts.Hostname.Value));
        }),
        FactCheck.Of("DR-6036", facts => CheckOutcome.When(
            facts.List("tracking.streams").Count > 0 && facts["tracking.url"].Length == 0 && facts["http.public_url"].Length == 0, () => new Fault("tracking.url", "opens and clicks are to be recorded, and links would lead to http.listen, which nobody outside reaches", $"https://link.{facts.Hostname}"))),
    ];

    private static CheckOutcome Insecure(DoctorFacts facts, string key, string effect) =>
        CheckOutcome.When(Uri.TryCreate(facts[key], UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp, () => new Fault(key, $"{key} is {facts[key]}: {effect}", facts[key].Replace("http://", "https://", StringComparison.OrdinalIgnoreCase)));

    private static async ValueTask<CheckOutcome> NowhereAsync(DoctorFacts facts, string key, CancellationToken stop)
    {
        if (!Uri.TryCreate(facts[key], UriKind.Absolute, out var url)) return CheckOutcome.Good;
        if (IPAddress.TryParse(url.Host.Trim('[', ']'), out _) || !DomainName.TryParse(url.Host, out var host)) return CheckOutcome.Good;
        var found = await facts.Dns.AddressesAsync(host, stop);
        // That our own name has no address is another check's.
        return found.Failure is not null ? CheckOutcome.Skip($"{host} cannot be looked up just now")
            : CheckOutcome.When(found.Records.Count == 0 && host != facts.Hostname, () => new Fault(key, $"links in mail lead to {host}, which has no address", host.Value));
    }
}
