using Standfast.Recovery.Doctor;

namespace Standfast.Recovery.Remedies;

/// <summary>What the checks of a checklist look at. A part that is null could not be read: its checks say so.</summary>
/// <param name="Since">From when on what was done counts: some days before the first sign.</param>
public sealed record RemedyFacts(DateTimeOffset Since)
{
    /// <summary>Of the security audit.</summary>
    public IReadOnlyList<CheckResult>? Doctor { get; init; }

    /// <summary>Senders that are held, with what is held of each.</summary>
    public IReadOnlyList<(string Id, long Messages)>? HeldSenders { get; init; }

    /// <summary>User names of credentials that were revoked since then.</summary>
    public IReadOnlyList<string>? Revoked { get; init; }

    /// <summary>User names of credentials that may send.</summary>
    public IReadOnlyList<string>? Valid { get; init; }

    /// <summary>Sending that is paused or held: what.</summary>
    public IReadOnlyList<string>? Paused { get; init; }

    /// <summary>Lists that name us, by their ids and zones, with what they name.</summary>
    public IReadOnlyList<(string List, string Zone, string Subject)>? Listings { get; init; }

    /// <summary>Addresses that were suppressed since then for a bounce or a complaint.</summary>
    public long? Suppressed { get; init; }

    /// <summary>Recipients of the last days who do not exist, and complaints; where there is none, nobody is to be suppressed.</summary>
    public long? Suppressible { get; init; }
}
