namespace Standfast.Recovery.Playbooks;

/// <summary>All playbooks, by whom they are about.</summary>
public sealed class PlaybookCatalogue(IReadOnlyList<Playbook> playbooks)
{
    private const string Blocklist = "blocklist", RelayMark = "relay:";

    /// <summary>By id.</summary>
    public IReadOnlyList<Playbook> All { get; } = [.. playbooks.OrderBy(playbook => playbook.Id, StringComparer.Ordinal)];

    public Playbook? Find(string id) => All.FirstOrDefault(playbook => playbook.Id == id);

    /// <summary>
    /// Who is to be asked: where a receiver refuses mail for somebody's list, whoever runs that list; else the counterparty, by the name of its
    /// profile, list or host, then by a word of its name. Null where nobody is known.
    /// </summary>
    public Playbook? For(Incident incident)
    {
        var name = incident.Counterparty;
        return (incident.Cause == Blocklist ? All.FirstOrDefault(playbook => playbook.Kind is CounterpartyKind.Blocklist or CounterpartyKind.Filter && Has(playbook, incident.Text)) : null)
            ?? All.FirstOrDefault(playbook => playbook.Id.Equals(name, StringComparison.OrdinalIgnoreCase) || playbook.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || playbook.Providers.Concat(playbook.Lists).Contains(name, StringComparer.OrdinalIgnoreCase))
            ?? (name.StartsWith(RelayMark, StringComparison.Ordinal) ? All.FirstOrDefault(playbook => playbook.Hosts.Any(host => IsHost(name[RelayMark.Length..], host))) : null)
            ?? All.FirstOrDefault(playbook => Has(playbook, name));
    }

    private static bool Has(Playbook playbook, string text) => playbook.Words.Any(word => SpokenWord.IsIn(text, word));

    /// <param name="relay">HOST:PORT.</param>
    private static bool IsHost(string relay, string end)
    {
        var host = relay.Split(':')[0];
        return host.Equals(end, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + end, StringComparison.OrdinalIgnoreCase);
    }
}
