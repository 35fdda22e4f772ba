namespace Standfast.Queue.Scheduling;

/// <summary>How the mail of one egress pool at a site that all pools share is named: it is taken by itself.</summary>
public static class PooledSite
{
    /// <summary>Takes the mail that no other pool is for.</summary>
    public const string DefaultPool = "default";

    // Neither names of sites nor of pools hold a space.
    public static string NameOf(string site, string pool) => pool == DefaultPool ? site : $"{site} {pool}";
}
