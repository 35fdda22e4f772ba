using System.Net;

namespace Standfast.Recovery.Doctor.Checks;

/// <summary>What an SPF record comes to, with all that it includes (RFC 7208).</summary>
internal sealed class SpfReport
{
    /// <summary>v=spf1 records at the domain itself; one is right.</summary>
    public List<string> Records { get; } = [];

    /// <summary>Terms that take a look-up (§4.6.4).</summary>
    public int Lookups { get; set; }

    /// <summary>Look-ups that found nothing (§4.6.4).</summary>
    public int Voids { get; set; }

    /// <summary>What makes receivers give up (permerror), one sentence each.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Qualifier of the record's own "all", or of that it redirects to; null where there is none.</summary>
    public char? All { get; set; }

    public bool UsesPtr { get; set; }

    /// <summary>It has terms whose outcome depends on the message.</summary>
    public bool HasMacros { get; set; }

    /// <summary>Networks that pass.</summary>
    public List<IPNetwork> Networks { get; } = [];

    /// <summary>What could not be looked up; null where all could.</summary>
    public string? Failure { get; set; }

    public bool Allows(IPAddress address) => Networks.Exists(network => network.Contains(address));
}
