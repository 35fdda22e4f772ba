using System.Collections.Immutable;
using Standfast.Mail;

namespace Standfast.Policy.Limits;

/// <summary>
/// What was taken since the ledger was last written, kept at once and for as long as the machine runs, whatever becomes of the process.
/// A loss of power may lose it: for that case the ledger reserves ahead. Calls come one at a time.
/// </summary>
public interface ILimitJournal
{
    /// <summary>What the process before left; null where the machine was started anew since, or it cannot be read: then it begins with the first <see cref="TrySwitch"/>.</summary>
    Left? Load();

    /// <returns>False when it is full: the taking does not stand, and <see cref="TrySwitch"/> makes room.</returns>
    bool TryTake(LimitTaking taking);

    /// <summary>The message is in the spool. May be dropped where there is no room: whoever reads it then asks the event log.</summary>
    void Accept(SpoolId message);

    /// <summary>The taking was given back. May be dropped where there is no room: then it counts.</summary>
    void GiveBack(SpoolId message, long sequence);

    /// <summary>Begins anew with what is not settled; what was written before is kept until <see cref="Release"/>.</summary>
    /// <returns>False while the one before is not released.</returns>
    bool TrySwitch(IReadOnlyCollection<LimitTaking> unsettled);

    /// <summary>The ledger holds all that was taken before the switch.</summary>
    void Release();

    /// <param name="Takings">All, in their order.</param>
    /// <param name="Accepted">Messages that are known to be in the spool.</param>
    /// <param name="GivenBack">Messages whose takings were given back, and the sequence at which they were.</param>
    public sealed record Left(ImmutableArray<LimitTaking> Takings, IReadOnlySet<SpoolId> Accepted, IReadOnlyDictionary<SpoolId, long> GivenBack);
}
