using Standfast.Delivery;
using Standfast.Delivery.Providers;
using Standfast.Delivery.Shaping;
using Standfast.Queue;
using Standfast.Recovery;
using Standfast.Recovery.Return;
using Standfast.Reputation.States;
using Standfast.Reputation.Statistics;

namespace Standfast.Server.Composition;

/// <summary>Brings sending back where a counterparty lets us: mail that is too old goes back to its sender, the rest goes out by a ramp.</summary>
/// <param name="delivery">Warm-up plans, and which mail leaves by which sources.</param>
internal sealed class ReturnKeeper(IncidentBook incidents, SendingStates states, IQueueControl queue, ISiteList sites, StatisticsReader? statistics, DeliveryOptions delivery, StaleAfter stale, TimeProvider time, ILogger logger) : BackgroundService
{
    private const string Actor = "rule:return";

    /// <summary>Between looks for what was reinstated; ours.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);

    /// <summary>A step of the ramp, as warm-up plans have it.</summary>
    private static readonly TimeSpan s_step = TimeSpan.FromDays(1), s_former = TimeSpan.FromDays(7);

    /// <summary>Messages by which it is found out whose mail waits, oldest first; ours.</summary>
    private const int MaxListed = 10_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_interval, time);
        try
        {
            while (await timer.NextAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>What is done already is not done again, whenever the process ends.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        foreach (var incident in incidents.All.Where(one => one.Stage == IncidentStage.Reinstated))
        {
            if (!StateKey.TryParse(incident.Scope, out var key) || states.Find(key) is not { Kind: not SendingStateKind.Open, Ramp.IsDefaultOrEmpty: true }) continue;
            try
            {
                // First of all: what is opened afterwards must not carry it out.
                await BounceStaleAsync(incident, key, stop);
                states.Reinstate(key, ReturnRamp.Of(delivery.Warmup.Find(key.Provider ?? WarmupPlans.Default), FormerDaily(incident, key)), s_step, $"{incident.Counterparty} lets us send again ({incident.Id}): it comes back day by day", Actor);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever it is, such as a message that cannot be read: one incident must keep neither the others nor the server.
                Log.ReturnNotBegun(logger, incident.Id, exception);
            }
        }
    }

    private async Task BounceStaleAsync(Incident incident, StateKey key, CancellationToken stop)
    {
        var bounced = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var filter in Filters(key))
        {
            var kept = (await queue.ListAsync(filter, MaxListed, stop)).Select(entry => entry.Envelope).Where(envelope => GoesBy(key.Source, envelope));
            foreach (var part in kept.Select(envelope => PartOf(filter, key, envelope)).Distinct())
            {
                var (stream, age) = (part.Stream!.Value, stale.Of(part.Stream.Value));
                var change = await queue.ActAsync(
                    new QueueAction.Bounce(), part with { AcceptedBefore = time.GetUtcNow() - age },
                    $"kept while {incident.Counterparty} refused mail from this server, since {incident.OpenedAt:u}; now that it may go out it is older than {age.TotalHours:0.#} hours and no longer of use. Send it again if it still matters", isDryRun: false, stop);
                bounced[stream] = bounced.GetValueOrDefault(stream) + (int)change.Recipients;
            }
        }

        foreach (var (stream, recipients) in bounced.Where(one => one.Value > 0))
            incidents.Note(incident.Id, $"{recipients} recipients of stream {stream} went back to their senders: the mail was older than {stale.Of(stream).TotalHours:0.#} hours", Actor, resolves: false);
    }

    /// <summary>Mail of no account, such as what is forwarded, is named message by message where others' mail in its stream may leave by another source.</summary>
    private static QueueFilter PartOf(QueueFilter filter, StateKey key, Envelope envelope) =>
        filter with { Account = envelope.Account, Stream = envelope.Stream, Id = envelope.Account is null && key.Source is not null ? envelope.Id : null };

    /// <summary>What leaves by other sources is not kept for this. A smart host takes all mail from one.</summary>
    private bool GoesBy(string? source, Envelope envelope) =>
        source is null || delivery.Relay is not null
        || delivery.Pools.Any(pool => pool.Name == delivery.Bindings.PoolOf(envelope.Account, envelope.Stream) && pool.Sources.Any(one => one.Name == source));

    /// <summary>A provider is all its sites.</summary>
    private IEnumerable<QueueFilter> Filters(StateKey key)
    {
        var filter = new QueueFilter(Account: key.Account) { Stream = key.Stream, Campaign = key.Campaign, Credential = key.Credential };
        if (key.Provider is not { } provider) return [filter];
        return [.. sites.ListSites().Where(site => site.Provider == provider || site.Site == provider).Select(site => site.Site).Append(provider).Distinct().Select(site => filter with { Site = site })];
    }

    private double FormerDaily(Incident incident, StateKey key)
    {
        if (statistics is null) return 0;
        var query = new StatisticsQuery(incident.OpenedAt - s_former, incident.OpenedAt) { Where = key.Provider is { } provider ? new Dictionary<StatisticsDimension, string> { [StatisticsDimension.Provider] = provider } : new Dictionary<StatisticsDimension, string>() };
        return statistics.Check(query) is null ? statistics.Read(query).Total[CountKind.Delivered] / s_former.TotalDays : 0;
    }
}
