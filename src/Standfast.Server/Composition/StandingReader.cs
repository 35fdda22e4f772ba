using Standfast.Recovery;
using Standfast.Recovery.Doctor.Facts;
using Standfast.Reputation.Blocklists;
using Standfast.Reputation.Classification;
using Standfast.Reputation.Identity;
using Standfast.Reputation.States;
using Standfast.Reputation.Statistics;

namespace Standfast.Server.Composition;

/// <summary>What the server knows of its standing, for the security audit.</summary>
internal sealed class StandingReader(IServiceProvider services, TimeProvider time)
{
    private static readonly TimeSpan s_span = TimeSpan.FromDays(7);

    public StandingFacts Read()
    {
        var monitor = services.GetService<BlocklistMonitor>();
        var catalogue = services.GetService<BlocklistCatalogue>();
        var states = services.GetService<SendingStates>()?.All ?? [];
        return new StandingFacts
        {
            Listings = [.. (monitor?.Listings ?? []).Where(listing => listing.Ended is null).Select(listing => new ListedName(listing.Subject, listing.Zone, monitor!.WeightOf(listing), catalogue?.Find(listing.List)?.Removal ?? listing.Zone) { List = listing.List })],
            Incidents = [.. (services.GetService<IncidentBook>()?.All ?? []).Where(incident => !incident.IsOver).Select(incident => (incident.Id, $"{incident.Counterparty}, {incident.Cause}: {incident.Text}"))],
            Paused = [.. states.Where(state => state.Kind >= SendingStateKind.Paused).Select(state => (state.Key.ToString(), state.Reason))],
            Slowed = [.. states.Where(state => state.Kind == SendingStateKind.Slowed).Select(state => (state.Key.ToString(), state.Reason))],
            UntrustedLists = [.. (monitor?.Lists ?? []).Where(list => list.Problem is not null).Select(list => (list.List.Id, list.Problem!))],
            // Those that have been tried: just after a start nothing is known of any.
            AskedLists = (monitor?.Lists ?? []).Count(list => list.TestedAt is not null),
            Counts = Counts(),
        };
    }

    private MailCounts? Counts()
    {
        try
        {
            var now = time.GetUtcNow();
            if (services.GetService<StatisticsReader>()?.Read(new StatisticsQuery(now - s_span, now)).Total is not { } total) return null;
            return new MailCounts(total[CountKind.Attempts], total[CountKind.Delivered], total[CountKind.Deferred], total.BouncedFor(ReplyCause.NoSuchUser), total[CountKind.Complained]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
