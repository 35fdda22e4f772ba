namespace Standfast.Recovery.Playbooks;

/// <summary>What one counterparty asks for before it lets us send again, and how it answers.</summary>
/// <param name="Id">Name of its file in data/playbooks.</param>
/// <param name="Answer">When and how it answers, one sentence.</param>
/// <param name="Retry">When it may be asked again, one sentence.</param>
public sealed record Playbook(string Id, string Name, CounterpartyKind Kind, string Answer, TimeSpan AnswersWithin, TimeSpan FollowUpAfter, string Retry, DateOnly ReadOn)
{
    /// <summary>Names in data/providers and data/replies.</summary>
    public IReadOnlyList<string> Providers { get; init; } = [];

    /// <summary>Ids in data/blocklists.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>Of a relay: ends of the names of its hosts.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>By which others, and people, name it; lower case.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Sentences that must be true before it is asked.</summary>
    public IReadOnlyList<string> Prerequisites { get; init; } = [];

    /// <summary>What has no place in a request to it.</summary>
    public IReadOnlyList<string> Omit { get; init; } = [];

    /// <summary>At least one; exactly one has no <see cref="PlaybookRoute.When"/>.</summary>
    public IReadOnlyList<PlaybookRoute> Routes { get; init; } = [];

    public IReadOnlyList<PlaybookOutcome> Outcomes { get; init; } = [];

    public IReadOnlyList<PlaybookHint> Hints { get; init; } = [];

    /// <summary>Pages that this comes from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The first that the counterparty's words name, else the one for all others.</summary>
    public PlaybookRoute RouteFor(Incident incident)
    {
        List<string> said = [incident.Counterparty, incident.Text, .. incident.Evidence.Select(evidence => evidence.Text)];
        return Routes.FirstOrDefault(route => route.When.Any(word => said.Exists(text => SpokenWord.IsIn(text, word)))) ?? Routes.First(route => route.When.Count == 0);
    }
}
