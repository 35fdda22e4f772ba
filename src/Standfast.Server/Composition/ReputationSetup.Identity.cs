using System.Net;
using Standfast.Delivery.Egress;
using Standfast.Dns;
using Standfast.Reputation.Alerts;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Identity;
using Standfast.Reputation.Incidents;
using Standfast.Server.Configuration;
using Standfast.Storage.Sqlite;

namespace Standfast.Server.Composition;

/// <content>What lists and the DNS say of our addresses and domains.</content>
internal sealed partial class ReputationSetup
{
    /// <summary>Between two writings of what replies say of lists; ours.</summary>
    private static readonly TimeSpan s_quotesSaved = TimeSpan.FromSeconds(30);

    partial void AddIdentity(ReputationParts parts)
    {
        var knowledge = Path.Combine(AppContext.BaseDirectory, "data");
        var (catalogue, mistakes) = BlocklistFiles.ReadFolder(Path.Combine(knowledge, "blocklists"), SettingValues.Split(_settings["reputation.list_files"]));
        parts.Mistakes.AddRange(mistakes);
        var (generic, wrong) = GenericNames.Read("names.toml", File.ReadAllText(Path.Combine(knowledge, "identity", "names.toml")));
        parts.Mistakes.AddRange(wrong);
        var addresses = OwnAddresses();
        var lists = ListSettings.Read(_settings, catalogue, parts.Mistakes);
        var interval = _settings.Duration("reputation.check_interval");
        var servers = _settings.Endpoints("reputation.list_servers");
        var dns = servers.Count > 0 ? new DnsClientResolver(servers, _settings.Duration("dns.timeout")) : _dns;
        try
        {
            var store = SqliteListingStore.Open(Path.Combine(_settings.Data, "listings.db"));
            parts.Owned.Add(store);
            var quotes = new QuotedLists(catalogue.Lists, store, IsAboutLists, _time);
            var monitor = new BlocklistMonitor(
                [.. lists.Select(list => new BlocklistClient(list.List, list.Key, dns, _time))], () => Subjects(addresses), store, quotes.ProvidersOf, interval, _time, new Random());
            var watch = new IdentityWatch(addresses, generic, _dns, store, interval, _time, new Random());
            Connect(parts, catalogue, quotes, monitor, watch);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            parts.Mistakes.Add($"the listings cannot be read: {exception.Message}");
        }
    }

    private void Connect(ReputationParts parts, BlocklistCatalogue catalogue, QuotedLists quotes, BlocklistMonitor monitor, IdentityWatch watch)
    {
        quotes.Quoted += monitor.Hasten;
        monitor.News += Tell;
        watch.News += Tell;
        monitor.NotWritten += exception => Log.ListingsNotWritten(_logger, exception);
        watch.NotWritten += exception => Log.ListingsNotWritten(_logger, exception);
        parts.Observers.Add(quotes);
        parts.Services.Add(services => services.AddSingleton(monitor).AddSingleton(watch).AddSingleton(quotes).AddSingleton(catalogue));
        parts.Run("blocklists", monitor.RunAsync);
        parts.Run("identity", watch.RunAsync);
        parts.Run("quoted lists", stop => SaveQuotesAsync(quotes, stop));
    }

    private void Tell(StandingNews news)
    {
        if (news.IsOver) Log.StandingMended(_logger, news.FindingId, news.Scope, news.Text);
        else Log.StandingLost(_logger, news.FindingId, news.Scope, news.Text, news.NextStep);
        // An incident is an alert by itself.
        if (news.Level < NewsLevel.Incident || Incidents is not { } incidents)
            Alerts.Raise(new Alert(news.At, $"{news.FindingId} {news.Counterparty} {news.Scope} {(news.IsOver ? "over" : "open")}", news.IsOver ? "resolved" : "warning", news.FindingId, "", news.Scope, news.Text, news.NextStep));
        else new StandingIncidents(incidents).Observe(news);
    }

    private async Task SaveQuotesAsync(QuotedLists quotes, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(s_quotesSaved, _time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                quotes.Save();
            }
            catch (IOException exception)
            {
                Log.ListingsNotWritten(_logger, exception);
            }
        }
    }

    /// <summary>Every address of an egress source with its EHLO name, and those of reputation.addresses. Which of them are public is not looked at here.</summary>
    private List<SourceIdentity> OwnAddresses()
    {
        // Mistakes in the pools are reported by Delivery.
        var sources = PoolSettings.Read(_settings, []).Pools.SelectMany(pool => pool.Sources).ToList();
        var own = sources.SelectMany(source => new[] { source.V4, source.V6 }.OfType<IPAddress>().Select(address => new SourceIdentity(source.Name, address, source.HeloName ?? _settings.Hostname))).ToList();
        // Behind NAT, or where the system chooses: the first source that has no public address speaks for them.
        var inner = sources.FirstOrDefault(source => !new[] { source.V4, source.V6 }.OfType<IPAddress>().Any(PublicAddress.Is)) ?? EgressSource.System;
        own.AddRange(SettingValues.Split(_settings["reputation.addresses"]).Select(IPAddress.Parse).Where(address => own.All(one => !one.Address.Equals(address)))
            .Select(address => new SourceIdentity(inner.Name, address, inner.HeloName ?? _settings.Hostname)));
        return own;
    }

    /// <summary>Public addresses; domains that are proven, and all where there is a public address: a trial on a laptop asks nobody.</summary>
    private IReadOnlyList<ListingSubject> Subjects(List<SourceIdentity> own)
    {
        var addresses = own.Select(one => one.Address).Where(PublicAddress.Is).Distinct().ToList();
        var domains = _accounts.Domains.Where(domain => (domain.VerifiedAt is not null || addresses.Count > 0) && PublicName.Is(domain.Name)).Select(domain => domain.Name);
        return [.. addresses.Select(ListingSubject.Of), .. domains.Concat(addresses.Count > 0 ? own.Where(one => PublicAddress.Is(one.Address)).Select(one => one.HeloName).Where(PublicName.Is) : []).Distinct().Select(ListingSubject.Of)];
    }

    /// <summary>A word of a list also stands in refusals for other reasons, and in names of hosts.</summary>
    private bool IsAboutLists(string text, string? provider, string? phase) => Classifier.Classify(text, provider, phase).Cause == ReplyCause.Blocklist;
}
