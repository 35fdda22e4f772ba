namespace Standfast.Delivery.Shaping;

/// <summary>A site that mail goes to, and how it is spoken to.</summary>
/// <param name="Site">Its MX hosts.</param>
/// <param name="Provider">Name of the profile.</param>
/// <param name="IsBusy">Mail is on its way there.</param>
public sealed record SiteStatus(string Site, string Provider, string Pool, bool IsBusy, IReadOnlyList<PathStatus> Paths)
{
    public int MessagesPerConnection { get; init; }

    public int RecipientsPerMessage { get; init; }

    public bool RequiresTls { get; init; }
}
