using Standfast.Accounts;
using Standfast.Dns;
using Standfast.Mail;

namespace Standfast.Server.Identity;

/// <summary>The records that make receivers trust a domain's mail, and whether they are there.</summary>
internal sealed class DomainDns(IDnsResolver dns, IDomainKeys keys, DomainName hostname) : IDomainDns
{
    public async Task<IReadOnlyList<DomainRecord>> DescribeAsync(SenderDomain domain, bool lookUp, CancellationToken cancellationToken)
    {
        var records = new List<DomainRecord>();
        if (domain.DkimSelector is { } selector && keys.PublicRecord(domain.Name, selector) is { } key)
            records.Add(Text($"{selector}._domainkey.{domain.Name}", key, "DKIM key: proves that signed mail is yours. Without it Gmail and Yahoo refuse bulk mail."));
        records.Add(Text(domain.Name.Value, $"v=spf1 a:{hostname} -all", "SPF: names the servers that may send for the domain. Merge it with an existing v=spf1 record; there may be only one."));
        records.Add(Text($"_dmarc.{domain.Name}", $"v=DMARC1; p=none; rua=mailto:postmaster@{domain.Name}", "DMARC: tells receivers what to do with forgeries, and asks them for reports. Required by Gmail and Yahoo."));
        if (domain.Local is not LocalDelivery.NotLocal) records.Add(new DomainRecord(domain.Name.Value, "MX", $"10 {hostname}", "MX: mail for the domain comes to this server.", null, null));
        if (!lookUp) return records;
        var checkedRecords = new List<DomainRecord>();
        foreach (var record in records) checkedRecords.Add(await CheckAsync(record, cancellationToken));
        return checkedRecords;
    }

    private static DomainRecord Text(string name, string value, string purpose) => new(name, "TXT", value, purpose, null, null);

    private async Task<DomainRecord> CheckAsync(DomainRecord record, CancellationToken cancellationToken)
    {
        var name = DomainName.Parse(record.Name);
        if (record.Type == "MX")
        {
            return await dns.ResolveMxAsync(name, cancellationToken) switch
            {
                DnsAnswer<MxRecord>.Found(var found) => record with { Found = string.Join(", ", found.Select(mx => $"{mx.Preference} {mx.Exchange}")), IsPublished = found.Any(mx => mx.Exchange == hostname) },
                DnsAnswer<MxRecord>.Failed => record,
                _ => record with { IsPublished = false },
            };
        }

        var version = record.Value[..record.Value.IndexOfAny([' ', ';'])];
        return await dns.ResolveTxtAsync(name, cancellationToken) switch
        {
            DnsAnswer<string>.Found(var found) when found.FirstOrDefault(text => text.StartsWith(version, StringComparison.OrdinalIgnoreCase)) is { } text => record with { Found = text, IsPublished = Same(record.Value, text) },
            DnsAnswer<string>.Failed => record,
            _ => record with { IsPublished = false },
        };
    }

    // A DKIM record counts by its key, an SPF record by our mechanism, a DMARC record by being there.
    private bool Same(string wanted, string found)
    {
        if (wanted.StartsWith("v=DKIM1", StringComparison.Ordinal)) return KeyOf(found) == KeyOf(wanted);
        return !wanted.StartsWith("v=spf1", StringComparison.Ordinal) || found.Split(' ').Any(term => term.TrimStart('+') == $"a:{hostname}");
    }

    private static string? KeyOf(string record) =>
        record.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(tag => tag.StartsWith("p=", StringComparison.Ordinal))?.Replace(" ", "", StringComparison.Ordinal);
}
