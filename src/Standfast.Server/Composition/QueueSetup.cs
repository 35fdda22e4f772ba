using Standfast.Delivery.Egress;
using Standfast.Queue;
using Standfast.Server.Configuration;

namespace Standfast.Server.Composition;

/// <summary>What the settings say of the queue.</summary>
internal static class QueueSetup
{
    private const string EveryCause = "delivery.retry";

    public static DeliveryQueueOptions Options(Settings settings, PoolBindings bindings, ISendingGate? gate) => new()
    {
        Hostname = settings.Hostname.Value,
        PoolOf = bindings.IsEmpty ? null : bindings.PoolOf,
        Gate = gate,
        WarnAfter = settings.Duration("delivery.warn_after"),
        MaxReturnedOctets = (int)settings.Number("delivery.returned_size_octets"),
    };

    public static RetrySchedule Retries(Settings settings, Random random) => new(
        Steps(settings[EveryCause]), settings.Duration("delivery.expire"), random,
        new Dictionary<DeferralCause, IReadOnlyList<TimeSpan>>
        {
            [DeferralCause.NoConnection] = For(settings, "delivery.retry_no_connection"),
            [DeferralCause.Greylisted] = For(settings, "delivery.retry_greylisted"),
            [DeferralCause.RateLimited] = For(settings, "delivery.retry_rate_limited"),
            [DeferralCause.MailboxFull] = For(settings, "delivery.retry_mailbox_full"),
            [DeferralCause.DnsFailure] = For(settings, "delivery.retry_dns_failure"),
        });

    /// <summary>Who sets the waits for every cause and nothing for this one means this one too.</summary>
    private static List<TimeSpan> For(Settings settings, string key) => Steps(settings[IsDefault(settings, key) && !IsDefault(settings, EveryCause) ? EveryCause : key]);

    private static bool IsDefault(Settings settings, string key) => settings[key] == SettingCatalogue.Find(key)!.Default;

    private static List<TimeSpan> Steps(string text) => SettingValues.Split(text).Select(part => SettingValues.TryParseDuration(part, out var step) ? step : default).ToList();
}
