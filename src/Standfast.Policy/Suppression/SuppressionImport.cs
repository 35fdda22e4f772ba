using System.Globalization;
using Standfast.Mail;
using Standfast.Policy.Lists;

namespace Standfast.Policy.Suppression;

/// <summary>Takes suppressions from a list: our own export, that of another system, or bare addresses, one a line.</summary>
/// <param name="scope">Where the list names none.</param>
/// <param name="reason">The same.</param>
/// <param name="cause">Name under which all of it can be undone.</param>
public sealed class SuppressionImport(SuppressionList list, SuppressionScope scope, SuppressionReason reason, string source, string cause, TimeProvider time)
{
    /// <summary>Mistakes that are told one by one; ours.</summary>
    private const int MaxMistakes = 20;

    /// <summary>What was good is added, whatever else is in the list.</summary>
    /// <exception cref="IOException">The store cannot be written; what came before is added.</exception>
    public async Task<SuppressionImportResult> RunAsync(TextReader text, CancellationToken cancellationToken)
    {
        var csv = new CsvReader(text);
        var (batch, mistakes) = (new List<SuppressedAddress>(SuppressionList.MaxBatch), new List<string>());
        long read = 0, added = 0, invalid = 0;
        CsvColumns? columns = null;
        while (await csv.ReadAsync(cancellationToken) is { } record)
        {
            if (columns is null)
            {
                columns = CsvColumns.Read(record);
                if (columns is null) return new SuppressionImportResult(0, 0, 0, 1, ["record 1: no column is named address or email, and none holds an address"]);
                if (columns.IsHeader) continue;
            }

            read++;
            if (Read(columns, record, out var entry) is { } mistake)
            {
                invalid++;
                if (mistakes.Count < MaxMistakes) mistakes.Add($"record {csv.Records}: {mistake}");
                continue;
            }

            batch.Add(entry!);
            if (batch.Count < SuppressionList.MaxBatch) continue;
            added += list.Add(batch);
            batch.Clear();
        }

        if (batch.Count > 0) added += list.Add(batch);
        return new SuppressionImportResult(read, added, read - added - invalid, invalid, mistakes);
    }

    /// <returns>What is wrong with the record; null when it is an entry.</returns>
    private string? Read(CsvColumns columns, IReadOnlyList<string> record, out SuppressedAddress? entry)
    {
        entry = null;
        if (!EmailAddress.TryParse(columns.Of(record, "address"), out var address)) return $"\"{columns.Of(record, "address")}\" is not an address";
        var (ofScope, named) = (scope, columns.Of(record, "account"));
        if (columns.Of(record, "scope") == "global")
        {
            ofScope = SuppressionScope.Global;
        }
        else if (named.Length > 0)
        {
            if (!AccountId.TryParse(named, out var account)) return $"\"{named}\" is not an account name";
            StreamName? stream = null;
            if (columns.Of(record, "stream") is { Length: > 0 } other && !StreamName.TryParse(other, out stream)) return $"\"{other}\" is not the name of a stream";
            ofScope = SuppressionScope.Of(account, stream);
        }

        var why = columns.Of(record, "reason") is { Length: > 0 } written && SuppressionReasons.TryParseAny(written, out var its) ? its : reason;
        var at = DateTimeOffset.TryParse(columns.Of(record, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when) ? when.ToUniversalTime() : time.GetUtcNow();
        entry = new SuppressedAddress(AddressKey.Of(address), ofScope, why, at)
        {
            Source = columns.Of(record, "source") is { Length: > 0 and <= SuppressedAddress.MaxTextLength } origin ? origin : source,
            Message = SpoolId.TryParse(columns.Of(record, "message"), out var message) ? message : null,
            Cause = columns.Of(record, "cause") is { Length: > 0 and <= SuppressedAddress.MaxTextLength } incident ? incident : cause,
        };
        return null;
    }
}
