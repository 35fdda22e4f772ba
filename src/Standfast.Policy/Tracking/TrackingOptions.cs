using Standfast.Mail;
using Standfast.Policy.Consent;
using Standfast.Policy.Unsubscribe;

namespace Standfast.Policy.Tracking;

/// <summary>Whose opens and clicks are recorded.</summary>
/// <param name="Streams">Written as those that need consent. None by default.</param>
/// <param name="Links">Says which streams are bulk, and what links of our own begin with.</param>
/// <param name="Url">What tracked links begin with, without a slash at the end.</param>
public sealed record TrackingOptions(IReadOnlyList<ConsentRequirement> Streams, UnsubscribeOptions Links, string Url)
{
    public bool Tracks(AccountId account, StreamName stream) => Streams.Any(one => one.Covers(account, stream, Links.IsBulk(stream)));
}
