using System.Security.Cryptography;
using Standfast.Mail;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>Keys of signatures and their records (RFC 6376 §3.6.1).</summary>
internal static class DkimChecks
{
    /// <summary>RFC 8301 §3.2 asks for 2048 of signers.</summary>
    private const int LeastBits = 2_048;

    public static IReadOnlyList<IDoctorCheck> All { get; } =
    [
        FactCheck.Of("DR-3020", facts => facts.Accounts is null ? null : CheckOutcome.Of(DomainCheck.Judged(facts).Where(one => one.Domain.DkimSelector is null).Select(one => new Fault(one.Domain.Name.Value, $"mail of {one.Domain.Name} leaves unsigned", one.Domain.Account.Value)))),
        FactCheck.Of("DR-3021", facts => facts.Accounts is null ? null : CheckOutcome.Of(
            DomainCheck.Judged(facts).Where(one => one.Domain.DkimSelector is not null && one.DkimRecord is null).Select(one => new Fault(one.Domain.Name.Value, $"mail of {one.Domain.Name} is to be signed by {one.Domain.DkimSelector}, whose key is gone or cannot be read", KeyFile(facts, one.Domain.Name, one.Domain.DkimSelector!))))),
        OfEach("DR-3022", (name, wanted, found) => found.Count == 0 ? new Fault(name, $"{name} has no key; signatures of the domain cannot be checked", wanted) : null),
        OfEach("DR-3023", (name, wanted, found) => found is [var one] && KeyOf(one) is { Length: > 0 } key && key != KeyOf(wanted) ? new Fault(name, $"the key at {name} is another than this server signs with", wanted) : null),
        OfEach("DR-3024", (name, wanted, found) => found is [var one] && KeyOf(one) == "" ? new Fault(name, $"the key at {name} is revoked (p= is empty)", wanted) : null),
        OfEach("DR-3025", (name, wanted, found) => found is [var one] && Tags.Read(one).GetValueOrDefault("t", "").Split(':').Contains("y") ? new Fault(name, $"{name} says that it is a test (t=y): receivers take the mail for unsigned", wanted) : null),
        FactCheck.Of("DR-3026", facts => facts.Accounts is null ? null : CheckOutcome.Of(DomainCheck.Judged(facts).Where(one => one.DkimRecord is not null && BitsOf(one.DkimRecord) < LeastBits)
            .Select(one => new Fault(one.Domain.Name.Value, $"the key that mail of {one.Domain.Name} is signed with has {BitsOf(one.DkimRecord!)} bits", KeyFile(facts, one.Domain.Name, one.Domain.DkimSelector ?? ""))))),
        OfEach("DR-3027", (name, wanted, found) => found.Count > 1 ? new Fault(name, $"{name} has {found.Count} records; receivers may take the wrong one", wanted) : null),
    ];

    /// <summary>As FileDkimKeys keeps it.</summary>
    private static string KeyFile(DoctorFacts facts, DomainName domain, string selector) => $"{facts.Host?.Data ?? "DATA"}/dkim/{domain}.{selector}.pem";

    private static string? KeyOf(string record) => Tags.Read(record).GetValueOrDefault("p")?.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Null for keys of other kinds.</summary>
    private static int? BitsOf(string record)
    {
        if (Tags.Read(record).GetValueOrDefault("k", "rsa") != "rsa") return null;
        try
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(KeyOf(record) ?? ""), out _);
            return key.KeySize;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Of each domain that has a key here: name of the record, what it should be, and what stands there.</summary>
    private static FactCheck OfEach(string id, Func<string, string, IReadOnlyList<string>, Fault?> look) => DomainCheck.OfEach(id, async (facts, one, stop) =>
    {
        if (one is not { Domain.DkimSelector: { } selector, DkimRecord: { } wanted }) return CheckOutcome.Good;
        var name = $"{selector}._domainkey.{one.Domain.Name}";
        var found = await facts.Dns.TextsAsync(name, stop);
        if (found.Failure is not null) return CheckOutcome.Skip($"{name} cannot be looked up just now: {found.Failure}");
        return look(name, wanted, [.. found.Records.Where(record => Tags.Read(record).ContainsKey("p"))]) is { } fault ? CheckOutcome.Of(fault) : CheckOutcome.Good;
    });
}
