namespace Standfast.Policy.Compromise;

/// <summary>What is done to mail that is already queued. May be called concurrently.</summary>
public interface IContainment
{
    /// <summary>Stops what is queued of the scope and was accepted at or after <paramref name="began"/>.</summary>
    /// <returns>Messages that were stopped.</returns>
    Task<long> HoldAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken);

    /// <summary>Makes what is held of the scope and was accepted at or after <paramref name="began"/> due now.</summary>
    /// <returns>Messages that were released.</returns>
    Task<long> ReleaseAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken);

    /// <summary>Ends what is held of the scope and was accepted at or after <paramref name="began"/>, and tells nobody by mail.</summary>
    /// <returns>Messages that were ended.</returns>
    Task<long> DeleteAsync(HoldScope scope, DateTimeOffset began, string reason, CancellationToken cancellationToken);
}
