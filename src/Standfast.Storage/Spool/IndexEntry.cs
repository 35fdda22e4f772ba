using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>Where an undone message's records are: 40 octets, no references, so that millions cost the collector nothing.</summary>
internal struct IndexEntry(SpoolId id, SpoolPosition message, int messageLength)
{
    private readonly ulong _high = (ulong)(id.Value >> 64);
    private readonly ulong _low = (ulong)id.Value;

    public SpoolPosition Message = message;

    /// <summary>The newest states; <c>default</c> while they are as at acceptance.</summary>
    public SpoolPosition State;

    /// <summary>Octets of the records in the log, with header and padding.</summary>
    public int MessageLength = messageLength;

    public int StateLength;

    public readonly SpoolId Id => new(new UInt128(_high, _low));

    public readonly int CompareIdTo(ulong high, ulong low) => _high != high ? _high.CompareTo(high) : _low.CompareTo(low);
}
