using Standfast.Mail;
using Standfast.Policy.Lists;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>
/// The import gate: looks at a list before anything is sent to it, and says whether it may be used. A list that was bought shows itself by dead domains, role addresses,
/// mistyped domains and people who left long ago. Nothing is sent to find out. May be called concurrently.
/// </summary>
public sealed class ListCheck(ListKnowledge knowledge, SuppressionList suppressions, MailDomains domains, TimeProvider time)
{
    /// <summary>Records of one list; ours. A longer one is checked in parts.</summary>
    public const int MaxRecords = 1_000_000;

    /// <summary>Domains that are looked up, those with most addresses first; ours. Lists of consumers have most of their addresses at a few hundred.</summary>
    public const int MaxDomains = 2_000;

    /// <summary>Time for all look-ups; ours. What is not answered then counts for nothing.</summary>
    public static readonly TimeSpan MaxLookUpTime = TimeSpan.FromMinutes(2);

    public async Task<ListReport> RunAsync(TextReader text, ListOrigin origin, CancellationToken cancellationToken)
    {
        var counts = new ListCounts();
        var (seen, ofDomain) = (new HashSet<AddressKey>(), new Dictionary<string, (long Count, string Sample)>(StringComparer.Ordinal));
        var csv = new CsvReader(text);
        CsvColumns? columns = null;
        while (await csv.ReadAsync(cancellationToken) is { } record)
        {
            if (columns is null)
            {
                columns = CsvColumns.Read(record);
                if (columns?.IsHeader == true) continue;
            }

            if (++counts.Records > MaxRecords) break;
            var written = columns is null ? string.Join(',', record) : columns.Of(record, "address");
            if (!EmailAddress.TryParse(written, out var address)) counts.Invalid.Add(written);
            else if (AddressKey.Of(address) is var key && !seen.Add(key)) counts.Duplicates.Add(key.Value);
            else if (!Judge(key, origin, counts)) ofDomain[key.Domain] = ofDomain.TryGetValue(key.Domain, out var known) ? (known.Count + 1, known.Sample) : (1, key.Value);
        }

        await LookUpAsync(ofDomain, counts, cancellationToken);
        counts.Addresses = seen.Count;
        return ListJudge.Report(counts, origin, knowledge, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
    }

    /// <returns>True where the address is known to be dead, so that its domain says nothing more.</returns>
    private bool Judge(AddressKey address, ListOrigin origin, ListCounts counts)
    {
        if (suppressions.Has(origin.Account, origin.Stream, address, SuppressionReason.Unsubscribed) || suppressions.Has(origin.Account, origin.Stream, address, SuppressionReason.Complaint)) counts.Left.Add(address.Value);
        if (knowledge.RoleNames.Contains(address.Value[..^(address.Domain.Length + 1)])) counts.Roles.Add(address.Value);
        if (knowledge.DisposableDomains.Contains(address.Domain)) counts.Disposable.Add(address.Value);
        if (knowledge.TypoDomains.Contains(address.Domain)) counts.Mistyped.Add(address.Value);
        if (!suppressions.Has(origin.Account, origin.Stream, address, SuppressionReason.HardBounce)) return false;
        counts.Bounced.Add(address.Value);
        return true;
    }

    private async Task LookUpAsync(Dictionary<string, (long Count, string Sample)> ofDomain, ListCounts counts, CancellationToken cancellationToken)
    {
        counts.Domains = ofDomain.Count;
        var wanted = ofDomain.OrderByDescending(one => one.Value.Count).ThenBy(one => one.Key, StringComparer.Ordinal).Take(MaxDomains).Select(one => DomainName.Parse(one.Key)).ToList();
        counts.DomainsSkipped = ofDomain.Count - wanted.Count;
        var answered = 0;
        using var limit = new CancellationTokenSource(MaxLookUpTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await domains.AskAsync(
                wanted,
                (domain, takesMail) =>
                {
                    if (takesMail is not null) answered++;
                    if (takesMail == false) counts.NoMail.Add(ofDomain[domain.Value].Sample, ofDomain[domain.Value].Count);
                },
                either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over; the rest counts as not answered.
        }

        counts.DomainsUnanswered = wanted.Count - answered;
    }
}
