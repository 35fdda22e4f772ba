using Standfast.Policy.Inbound;
using Standfast.Policy.Phishing;
using Standfast.Policy.Spam;
using Standfast.Server.Configuration;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

internal sealed partial class GuardSetup
{
    /// <summary>For the MX side; null where guard.mode is off.</summary>
    public InboundGuard? Inbound { get; private set; }

    /// <summary>After attachments and scanners: it asks the same ones.</summary>
    private void AddInbound(GuardParts parts)
    {
        var store = SqliteInboundPolicies.Open(Path.Combine(_settings.Data, "inbound.db"));
        parts.Owned.Add(store);
        var policies = new InboundPolicies(store);
        var zones = SettingValues.Split(_settings["inbound.dnsbl"]).Select(text => DnsblZone.TryParse(text, out var zone) ? zone : null).OfType<DnsblZone>().ToList();
        var dnsbl = new DnsblChecker(zones, _dns, _time, (zone, problem) =>
        {
            if (problem is null) Log.DnsblGood(_logger, zone);
            else Log.DnsblBad(_logger, zone, problem);
        });
        parts.Services.Add(services => services.AddSingleton(policies).AddSingleton(dnsbl));
        var mode = _settings["guard.mode"];
        if (mode == "off") return;
        var judges = new List<ISpamJudge>();
        if (Registered<PhishingAnalysis>(parts) is { } phishing) judges.Add(new PhishingJudge(phishing));
        if (Registered<SpamClassifier>(parts) is { } classifier) judges.Add(new ClassifierJudge(classifier));
        Inbound = new InboundGuard(policies)
        {
            Dnsbl = dnsbl,
            Greylist = new Greylist(_time, _settings.Duration("inbound.greylist_delay")),
            Attachments = _attachments,
            Scanners = _scanners,
            Judges = judges,
            IsWatching = mode == "watch",
            Observer = (client, id, finding) => Log.InboundFinding(_logger, finding.Id, finding.Action, client.Address?.ToString(), id?.ToString(), finding.Subject, finding.Rule),
        };
    }

    /// <summary>What a part before this one offers to the HTTP side, for the MX side too.</summary>
    private static T? Registered<T>(GuardParts parts)
        where T : class
    {
        var offered = new ServiceCollection();
        foreach (var part in parts.Services) part(offered);
        return offered.LastOrDefault(service => service.ServiceType == typeof(T))?.ImplementationInstance as T;
    }
}
