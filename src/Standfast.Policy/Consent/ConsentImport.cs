using System.Globalization;
using Standfast.Mail;
using Standfast.Policy.Lists;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Consent;

/// <summary>Takes consent from a list: columns address, at, how, source_address and proof; all but the first may be missing.</summary>
/// <param name="collected">When they asked, where the list does not say it.</param>
/// <param name="how">How, where the list does not say it.</param>
/// <param name="source">Where the list comes from; the proof where it has none.</param>
public sealed class ConsentImport(ConsentLedger ledger, AccountId account, StreamName stream, DateTimeOffset collected, string how, string source)
{
    /// <returns>Records read, and how many of them are new. What is no address is passed over.</returns>
    /// <exception cref="IOException">The store cannot be written; what came before is added.</exception>
    public async Task<(long Read, long Added)> RunAsync(TextReader text, CancellationToken cancellationToken)
    {
        var (csv, batch) = (new CsvReader(text), new List<ConsentRecord>(ConsentLedger.MaxBatch));
        long read = 0, added = 0;
        CsvColumns? columns = null;
        while (await csv.ReadAsync(cancellationToken) is { } record)
        {
            if (columns is null)
            {
                columns = CsvColumns.Read(record);
                if (columns is null) return (0, 0);
                if (columns.IsHeader) continue;
            }

            read++;
            if (!EmailAddress.TryParse(columns.Of(record, "address"), out var address)) continue;
            var at = DateTimeOffset.TryParse(columns.Of(record, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when) ? when.ToUniversalTime() : collected;
            batch.Add(new ConsentRecord(account, stream, AddressKey.Of(address), at, Cut(Or(columns.Of(record, "how"), how), ConsentRecord.MaxHowLength))
            {
                SourceAddress = columns.Of(record, "source_address") is { Length: > 0 and <= 64 } origin ? origin : null,
                Proof = Cut(Or(columns.Of(record, "proof"), source), ConsentRecord.MaxProofLength),
            });
            if (batch.Count < ConsentLedger.MaxBatch) continue;
            added += ledger.Add(batch);
            batch.Clear();
        }

        if (batch.Count > 0) added += ledger.Add(batch);
        return (read, added);
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
