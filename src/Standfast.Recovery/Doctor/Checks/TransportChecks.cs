using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>The certificate at the SMTP ports, and what is announced of TLS (RFC 8460, RFC 8461).</summary>
internal static class TransportChecks
{
    /// <summary>Renewal has failed for a while then: ACME clients renew 30 days before.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    private const int LeastBits = 2_048;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        DomainCheck.OfEachLocal("DR-3060", async (facts, one, stop) =>
        {
            var name = $"_smtp._tls.{one.Domain.Name}";
            var found = await facts.Dns.TextsAsync(name, stop);
            if (found.Failure is not null) return CheckOutcome.Skip($"{name} cannot be looked up just now: {found.Failure}");
            var right = $"v=TLSRPTv1; rua=mailto:tlsrpt@{one.Domain.Name}";
            return CheckOutcome.Of(found.Records.Where(record => !Tags.Begins(record, "v=TLSRPTv1") || !Tags.Read(record).ContainsKey("rua")).Take(1).Select(record => new Fault(name, $"\"{record}\" at {name} is no TLS-RPT record", right)));
        }),
        DomainCheck.OfEachLocal("DR-3061", async (facts, one, stop) =>
        {
            var name = $"_mta-sts.{one.Domain.Name}";
            var found = await facts.Dns.TextsAsync(name, stop);
            if (found.Failure is not null) return CheckOutcome.Skip($"{name} cannot be looked up just now: {found.Failure}");
            return CheckOutcome.Of(found.Records.Where(record => !Tags.Begins(record, "v=STSv1") || Tags.Read(record).GetValueOrDefault("id", "").Length == 0).Take(1)
                .Select(record => new Fault(name, $"\"{record}\" at {name} is no MTA-STS record", $"v=STSv1; id={facts.Now:yyyyMMddHHmmss}")));
        }),
        DomainCheck.OfEachLocal("DR-3062", async (facts, one, stop) =>
        {
            var name = $"_mta-sts.{one.Domain.Name}";
            var found = await facts.Dns.TextsAsync(name, stop);
            if (found.Failure is not null) return CheckOutcome.Skip($"{name} cannot be looked up just now: {found.Failure}");
            return CheckOutcome.When(
                found.Records.Any(record => Tags.Begins(record, "v=STSv1")) && facts.Certificate is { IsSelfSigned: true },
                () => new Fault(one.Domain.Name.Value, $"{one.Domain.Name} asks senders for a certificate that they can check (MTA-STS), and the one here is self-signed: mail for it is not delivered"));
        }),
        OfCertificate("DR-4001", (facts, certificate) => certificate.NotAfter <= facts.Now ? $"the certificate ended on {certificate.NotAfter:yyyy-MM-dd}" : null),
        OfCertificate("DR-4002", (facts, certificate) => certificate.NotAfter > facts.Now && certificate.NotAfter - facts.Now < s_soon ? $"the certificate ends on {certificate.NotAfter:yyyy-MM-dd}, and was not renewed" : null),
        OfCertificate("DR-4003", (facts, certificate) => certificate.NotBefore > facts.Now ? $"the certificate counts from {certificate.NotBefore:yyyy-MM-dd} on" : null),
        OfCertificate("DR-4004", (facts, certificate) => !certificate.Names.Any(name => Covers(name, facts.Hostname.Value)) ? $"the certificate is for {string.Join(", ", certificate.Names.Take(3))}, not for {facts.Hostname}" : null),
        OfCertificate("DR-4005", (facts, certificate) => certificate.IsSelfSigned && IsPublic(facts) ? "the certificate is self-signed: mail programs refuse it or teach people to accept any" : null),
        OfCertificate("DR-4006", (_, certificate) => certificate.RsaBits < LeastBits ? $"the certificate's RSA key has {certificate.RsaBits} bits" : null),
        OfCertificate("DR-4007", (_, certificate) => certificate.Signature.Contains("sha1", StringComparison.OrdinalIgnoreCase) || certificate.Signature.Contains("md5", StringComparison.OrdinalIgnoreCase) ? $"the certificate is signed with {certificate.Signature}, which can be forged" : null),
        OfCertificate("DR-4008", (_, certificate) => certificate is { IsSelfSigned: false, ChainLength: 1 } ? "the file has the certificate alone, without those that vouch for it" : null),
        OfCertificate("DR-4009", (_, certificate) => !certificate.IsForServers ? "the certificate is not made for servers" : null),
        OfCertificate("DR-4010", (facts, certificate) => facts.Service is { } service && certificate.WrittenAt > service.StartedAt ? $"the certificate was renewed at {certificate.WrittenAt:yyyy-MM-dd HH:mm}; the server still shows the one before" : null),
        FactCheck.Of("DR-4011", facts => CheckOutcome.When(facts["tls.key"].Length > 0 && facts["tls.certificate"].Length == 0, () => new Fault("tls.certificate", "tls.key is set and tls.certificate is not: a self-signed certificate is shown"))),
    ];

    private static bool IsPublic(DoctorFacts facts) => ((string[])["smtp.listen", "submission.listen", "submissions.listen"]).Any(key => ListenerChecks.Reachable(facts, key).Any());

    /// <summary>RFC 6125 §6.4.3: a star stands for one label.</summary>
    private static bool Covers(string pattern, string host) =>
        pattern == host || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && host[dot..] == pattern[1..]);

    /// <param name="look">Null where all is well.</param>
    private static FactCheck OfCertificate(string id, Func<DoctorFacts, CertificateFacts, string?> look) => FactCheck.Of(id, facts => facts.Certificate is { } certificate
        ? look(facts, certificate) is { } cause ? CheckOutcome.Of(new Fault(certificate.Path, cause, facts.Hostname.Value)) : CheckOutcome.Good : null);
}
