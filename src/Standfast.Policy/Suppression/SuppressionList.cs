using System.Numerics;
using Standfast.Mail;

namespace Standfast.Policy.Suppression;

/// <summary>Who may not be written to. Questions are answered from RAM, changes are durable before they are known. May be called concurrently.</summary>
public sealed class SuppressionList
{
    /// <summary>Entries of one durable change; ours. A change of this size takes some milliseconds, in which others wait.</summary>
    public const int MaxBatch = 1_000;

    private const byte AllReasons = byte.MaxValue;
    private const byte AllButUnsubscribed = AllReasons ^ (1 << (int)SuppressionReason.Unsubscribed);

    private readonly Lock _change = new();
    private readonly ISuppressionStore _store;
    private readonly AddressIndex _index;

    /// <summary>Reads all entries.</summary>
    /// <param name="salt">16 octets that nobody else knows.</param>
    /// <exception cref="IOException">They cannot be read: then nothing may be sent.</exception>
    public SuppressionList(ISuppressionStore store, ReadOnlySpan<byte> salt)
    {
        _store = store;
        _index = new AddressIndex(salt);
        foreach (var entry in store.ReadAll()) Set(entry);
    }

    /// <param name="stream">Null where it is not known yet: then only what stops every stream counts.</param>
    /// <returns>Null when the account may write to the recipient.</returns>
    public SuppressionHit? Find(AccountId account, StreamName? stream, EmailAddress recipient)
    {
        if (_index.IsEmpty) return null;
        var address = AddressKey.Of(recipient);
        // Who leaves a newsletter still gets receipts and sign-in codes, unless they left that very stream.
        var stops = stream is null || stream.IsTransactional ? AllButUnsubscribed : AllReasons;
        return Hit(SuppressionScope.Global, address, stops) ?? Hit(SuppressionScope.Of(account), address, stops)
            ?? (stream is null ? null : Hit(SuppressionScope.Of(account, stream), address, AllReasons));
    }

    /// <summary>Whether anybody's mail to the address has ended for this reason, in a scope that the account sees.</summary>
    public bool Has(AccountId account, StreamName? stream, AddressKey address, SuppressionReason reason) =>
        Flags(SuppressionScope.Global, address, reason) || Flags(SuppressionScope.Of(account), address, reason) || (stream is not null && Flags(SuppressionScope.Of(account, stream), address, reason));

    /// <param name="entries">At most <see cref="MaxBatch"/>.</param>
    /// <returns>How many are new.</returns>
    /// <exception cref="IOException">Nothing was added.</exception>
    public int Add(params IReadOnlyList<SuppressedAddress> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, MaxBatch);
        lock (_change)
        {
            var added = _store.Add(entries);
            foreach (var entry in entries) Set(entry);
            return added;
        }
    }

    /// <returns>What was taken out.</returns>
    /// <exception cref="IOException">Nothing was.</exception>
    public IReadOnlyList<SuppressedAddress> Remove(SuppressionQuery query)
    {
        lock (_change)
        {
            var removed = _store.Remove(query);
            foreach (var entry in removed) _index.Clear(entry.Scope.Account, entry.Scope.Stream, entry.Address, Flag(entry.Reason));
            return removed;
        }
    }

    /// <exception cref="IOException">They cannot be read.</exception>
    public IReadOnlyList<SuppressedAddress> Find(SuppressionQuery query) => _store.Find(query);

    private static byte Flag(SuppressionReason reason) => (byte)(1 << (int)reason);

    private void Set(SuppressedAddress entry) => _index.Set(entry.Scope.Account, entry.Scope.Stream, entry.Address, Flag(entry.Reason));

    private bool Flags(SuppressionScope scope, AddressKey address, SuppressionReason reason) => (_index.Find(scope.Account, scope.Stream, address) & Flag(reason)) != 0;

    private SuppressionHit? Hit(SuppressionScope scope, AddressKey address, byte stops)
    {
        var flags = (byte)(_index.Find(scope.Account, scope.Stream, address) & stops);
        return flags == 0 ? null : new SuppressionHit(address, scope, (SuppressionReason)BitOperations.TrailingZeroCount(flags));
    }
}
