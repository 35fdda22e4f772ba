using System.Globalization;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>
/// Refuses mail of tracked streams to many for who has neither opened nor clicked for so long: providers count mail that nobody reads against its sender, and turn
/// addresses that were given up into traps. What cannot be read stops nothing.
/// </summary>
/// <param name="quiet">Since the last sign of interest, or the first message where there was none.</param>
public sealed class SunsetCheck(IEngagementStore store, TrackingOptions options, TimeSpan quiet, TimeProvider time) : IMessageCheck
{
    public ValueTask<Finding?> CheckAsync(SubmittedMessage message, CancellationToken cancellationToken) => ValueTask.FromResult(Check(message));

    private Finding? Check(SubmittedMessage message)
    {
        // Of messages to several nobody knows who reads them.
        if (message.Recipients.Count != 1 || !options.Links.IsBulk(message.Stream) || !options.Tracks(message.Context.Account, message.Stream)) return null;
        try
        {
            var known = store.Find(message.Context.Account, message.Stream, AddressKey.Of(message.Recipients[0]));
            if (known is null || time.GetUtcNow() - known.QuietSince < quiet) return null;
            var since = known.QuietSince.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new Finding(
                "SF-3301", GuardAction.Refuse, $"{message.Recipients[0]} in stream {message.Stream}", $"has neither opened nor clicked since {since}, longer than tracking.sunset allows",
                "ask once, in a stream of its own, whether they still want it, and take who does not answer off the list");
        }
        catch (IOException)
        {
            return null;
        }
    }
}
