namespace Standfast.Recovery.Requests;

/// <summary>Everything that is known for a request. What is not known is empty or null, and is never made up.</summary>
/// <param name="Now">When it is written.</param>
public sealed record RequestFacts(Incident Incident, DateTimeOffset Now)
{
    public string Organisation { get; init; } = "";

    /// <summary>With the role.</summary>
    public string ContactName { get; init; } = "";

    public string ContactMailbox { get; init; } = "";

    public string ContactPhone { get; init; } = "";

    public string Hostname { get; init; } = "";

    /// <summary>Those that the incident is about.</summary>
    public IReadOnlyList<SendingAddress> Addresses { get; init; } = [];

    public IReadOnlyList<SendingDomain> Domains { get; init; } = [];

    public IReadOnlyList<RemedyLine> Remedies { get; init; } = [];

    /// <summary>What people said of it, by the word that they begin with (<see cref="IncidentStatements"/>).</summary>
    public IReadOnlyDictionary<string, string> Statements { get; init; } = new Dictionary<string, string>();

    /// <summary>The last week before the incident.</summary>
    public RequestFigures? Before { get; init; }

    /// <summary>Since it began, at most a week.</summary>
    public RequestFigures? After { get; init; }

    /// <summary>Names, authentication and TLS; null where they could not be looked at.</summary>
    public IReadOnlyList<CheckedFact>? Checks { get; init; }
}
