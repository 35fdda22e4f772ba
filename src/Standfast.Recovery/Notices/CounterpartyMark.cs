namespace Standfast.Recovery.Notices;

/// <summary>By what a notice shows whose it is.</summary>
/// <param name="Id">As in data/playbooks, where it has one there.</param>
/// <param name="Kind">provider, filter, blocklist, host or relay.</param>
/// <param name="Domains">Ends of its senders' addresses, lower case.</param>
/// <param name="Words">By which it calls itself.</param>
/// <param name="Names">Of data/providers, data/replies and data/blocklists.</param>
/// <param name="Hosts">Ends of the names of its hosts that mail is relayed by.</param>
public sealed record CounterpartyMark(string Id, string Name, string Kind, IReadOnlyList<string> Domains, IReadOnlyList<string> Words, IReadOnlyList<string> Names, IReadOnlyList<string> Hosts);
