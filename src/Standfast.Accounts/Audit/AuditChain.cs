using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Standfast.Accounts.Audit;

/// <summary>How entries are hashed and linked, and where a log departs from that.</summary>
public static class AuditChain
{
    /// <summary>Stored with the checkpoint missing at a start: what was cut before cannot be told.</summary>
    public const string CheckpointMissing = "audit.checkpoint_missing";

    /// <summary>A verification stops to list at this many; ours.</summary>
    public const int MaxFaults = 100;

    private const int MaxName = 100;
    private const int MaxSubject = 300;
    private const int MaxDetail = 2_000;

    /// <summary>What the first entry names as the hash before it.</summary>
    public static string NoHash { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    private static ReadOnlySpan<byte> Format => "standfast-audit-1\0"u8;

    /// <summary>The entry that comes after <paramref name="head"/>.</summary>
    public static AuditEntry Next(AuditHead head, DateTimeOffset at, string actor, string action, string subject, string? detail)
    {
        var entry = new AuditEntry(head.Number + 1, at.ToUniversalTime(), Clean(actor, MaxName), Clean(action, MaxName), Clean(subject, MaxSubject), detail is null ? null : Clean(detail, MaxDetail), head.Hash, "");
        return entry with { Hash = HashOf(entry) };
    }

    /// <summary>
    /// SHA-256 over the format's name, number and time (ticks of 100 ns since year 1, UTC) as 64-bit big-endian integers, then actor,
    /// action, subject, detail and previous hash, each in UTF-8 after its length in octets as a 32-bit big-endian integer; -1 stands
    /// for no detail.
    /// </summary>
    public static string HashOf(AuditEntry entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        hash.AppendData(Format);
        foreach (var value in (ReadOnlySpan<long>)[entry.Number, entry.At.UtcTicks])
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            hash.AppendData(number);
        }

        foreach (var text in (string?[])[entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Previous])
        {
            var bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(number, bytes?.Length ?? -1);
            hash.AppendData(number[..sizeof(int)]);
            if (bytes is not null) hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="entries">All, by number.</param>
    /// <param name="checkpoint">As it was kept apart; null where it is missing.</param>
    public static AuditVerification Verify(IEnumerable<AuditEntry> entries, AuditHead? checkpoint)
    {
        var faults = new List<AuditFault>();
        var head = AuditHead.None;
        long count = 0;
        foreach (var entry in entries)
        {
            count++;
            if (faults.Count < MaxFaults && FaultOf(entry, head) is { } fault) faults.Add(fault);
            if (entry.Number == checkpoint?.Number && entry.Hash != checkpoint.Hash) faults.Add(new AuditFault(entry.Number, $"entry {entry.Number} is not the one that the checkpoint names: the log was written anew up to it"));
            head = new AuditHead(entry.Number, entry.Hash);
        }

        if (checkpoint is null && count > 0) faults.Add(new AuditFault(head.Number + 1, $"the checkpoint is missing: whether entries after {head.Number} were cut off cannot be told"));
        else if (checkpoint?.Number > head.Number) faults.Add(new AuditFault(head.Number + 1, $"{Range(head.Number + 1, checkpoint.Number)} missing: the log was cut off"));
        return new AuditVerification(count, head, [.. faults.Take(MaxFaults)]);
    }

    private static AuditFault? FaultOf(AuditEntry entry, AuditHead before)
    {
        if (HashOf(entry) != entry.Hash) return new AuditFault(entry.Number, $"entry {entry.Number} does not match its hash: it was changed or moved after it was written");
        if (entry.Number != before.Number + 1) return new AuditFault(before.Number + 1, $"{Range(before.Number + 1, entry.Number - 1)} missing");
        if (entry.Previous != before.Hash) return new AuditFault(entry.Number, $"entry {entry.Number} does not continue entry {before.Number}: one of them was replaced");
        return entry.Action == CheckpointMissing ? new AuditFault(entry.Number, $"at entry {entry.Number} the checkpoint was missing: whether entries before it were cut off cannot be told") : null;
    }

    private static string Range(long first, long last) => first == last ? $"entry {first} is" : $"entries {first} to {last} are";

    private static string Clean(string text, int limit) =>
        string.Create(Math.Min(text.Length, limit), text, static (span, source) =>
        {
            for (var index = 0; index < span.Length; index++) span[index] = char.IsControl(source[index]) || char.IsSurrogate(source[index]) ? ' ' : source[index];
        });
}
