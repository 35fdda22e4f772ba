using Standfast.Reputation.Blocklists;

namespace Standfast.Reputation.Identity;

/// <summary>How much a listing matters: by the list's tier, the code, and the providers that have refused our mail naming the list. The numbers are ours.</summary>
public static class ListingWeight
{
    /// <summary>From here on the owner is told.</summary>
    public const double Warning = 0.2;

    /// <summary>From here on it is an incident.</summary>
    public const double Incident = 0.5;

    /// <summary>What each provider that names the list adds, up to <see cref="MostOfProviders"/>.</summary>
    private const double OfProvider = 0.25, MostOfProviders = 1;

    /// <param name="providers">That have named the list in replies of the last 7 days.</param>
    public static double Of(int tier, ListingSeverity severity, int providers)
    {
        var weight = tier switch { 1 => 1, 2 => 0.4, _ => 0.1 };
        var share = severity switch { ListingSeverity.Critical => 1, ListingSeverity.High => 0.8, ListingSeverity.Medium => 0.5, ListingSeverity.Low => 0.2, ListingSeverity.Info => 0.05, _ => 0 };
        return Math.Round((weight * share) + Math.Min(MostOfProviders, OfProvider * providers), 3);
    }

    public static NewsLevel LevelOf(double weight) => weight >= Incident ? NewsLevel.Incident : weight >= Warning ? NewsLevel.Warning : NewsLevel.Shown;
}
