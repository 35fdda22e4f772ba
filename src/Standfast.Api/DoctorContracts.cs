namespace Standfast.Api;

/// <summary>What the security audit found.</summary>
/// <param name="Status">ok, warn or fail: the worst of all.</param>
/// <param name="Results">By id; a check that found several things has a line for each.</param>
public sealed record DoctorResponse(string Status, int Passed, int Warnings, int Failures, int Skipped, IReadOnlyList<CheckResponse> Results)
{
    /// <summary>What was repaired, where that was asked for.</summary>
    public IReadOnlyList<RepairResponse> Repairs { get; init; } = [];
}

/// <param name="Id">"DR-" and four digits; it never changes its meaning.</param>
/// <param name="Area">host, network, identity, tls, reputation, policy, accounts, service, software or firewall.</param>
/// <param name="Status">ok, warn, fail or skipped.</param>
/// <param name="Subject">File, address, domain or the like; null where there is only one.</param>
/// <param name="Cause">What is wrong, or why it could not be looked at; null where all is well.</param>
/// <param name="Fix">A command, a setting or a record to publish; null where there is nothing to do.</param>
/// <param name="CanRepair">--fix does it.</param>
/// <param name="Help">Page about the check.</param>
public sealed record CheckResponse(string Id, string Area, string Status, string Title, string? Subject, string? Cause, string? Fix, bool CanRepair, string Help);

/// <param name="Failure">Why it could not be done; null when it is.</param>
public sealed record RepairResponse(string Id, string Path, string Done, string? Failure);

/// <summary>What a packet filter for this server should know; the command writes the rules.</summary>
/// <param name="MailPorts">Of TCP, that others may reach.</param>
/// <param name="ServicePorts">Of services that trust whoever reaches them, and that listen to the network.</param>
public sealed record FirewallResponse(IReadOnlyList<int> MailPorts, IReadOnlyList<int> ServicePorts);
