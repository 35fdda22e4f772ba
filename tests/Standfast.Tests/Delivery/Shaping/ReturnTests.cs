using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Standfast.Delivery.Egress;
using Standfast.Delivery.Providers;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Recovery;
using Standfast.Recovery.Return;
using Standfast.Reputation.Incidents;
using Standfast.Reputation.States;
using Standfast.Server.Composition;
using Standfast.Tests.Architecture;
using Standfast.Tests.Recovery;
using Standfast.Tests.Reputation.States;

namespace Standfast.Tests.Delivery.Shaping;

/// <summary>After a reinstatement the backlog goes out in virtual time, before a provider that suspends again whoever comes back too fast.</summary>
public sealed class ReturnTests
{
    private const string Host = "198.51.100.1", Domain = "a.example";

    /// <summary>Setting of the environment: seeds to play; ./bench return plays 20.</summary>
    private const string Seeds = "RETURN_SEEDS", Out = "RETURN_OUT";

    private static readonly TimeSpan s_reinstated = TimeSpan.FromHours(5);

    [Fact]
    public void Ramp_BringsTheBacklogOut_WithoutASecondSuspension_AndWithoutIt_TheSameIsSuspendedAgain()
    {
        var seeds = int.TryParse(Environment.GetEnvironmentVariable(Seeds), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 2;
        var lines = new List<string>();
        for (var seed = 1; seed <= seeds; seed++)
        {
            var (with, without) = (Play(seed, hasRamp: true), Play(seed, hasRamp: false));
            lines.Add($"{seed} {with.Backlog} {with.Suspensions} {with.Delivered} {with.Lost} {without.Suspensions} {without.Delivered} {without.Lost}");
            Assert.Equal((seed, 0, with.Backlog, 0), (seed, with.Suspensions, with.Delivered, with.Lost));
            Assert.True(without.Suspensions > 0, $"seed {seed}");
        }

        if (Environment.GetEnvironmentVariable(Out) is { Length: > 0 } file) File.WriteAllLines(file, lines);
    }

    [Fact]
    public void ReturnKeeper_SendsBackWhatIsTooOld_AndTheRestComesByTheRamp()
    {
        var (world, states) = World();
        var sink = world.Add(Domain, Host, new SinkManners { Say = (_, at) => at < TimeSpan.FromHours(48) ? "550 5.7.1 ip-block" : null });
        var incidents = new IncidentBook(new FakeIncidentStore(), world.Time);
        states.Changed += new StateIncidents(incidents).Observe;
        world.Run(TimeSpan.FromHours(30), async () =>
        {
            await world.SendAsync(Domain, 20);
            await Task.Delay(TimeSpan.FromHours(47), world.Time);
            await world.SendAsync(Domain, 5);
            await Task.Delay(TimeSpan.FromHours(1), world.Time);
            Assert.Null(incidents.Mark("INC-1", IncidentStage.Reinstated, "they wrote", "anna").Refusal);
            Assert.True(StaleAfter.TryParse("3d, transactional=1d", out var stale));
            using var keeper = new ReturnKeeper(incidents, states, world.Queue, world.Engine!, null, world.Options, stale, world.Time, NullLogger.Instance);
            await keeper.LookAsync(CancellationToken.None);
            await keeper.LookAsync(CancellationToken.None);
        });
        var bounced = world.Events.All.Where(fact => fact.Kind == MailEventKind.Bounced).ToList();
        Assert.Equal((20, 5), (bounced.Count, sink.Accepted.Count));
        Assert.All(bounced, fact => Assert.Contains("older than 24 hours and no longer of use", fact.Detail, StringComparison.Ordinal));
        Assert.Equal(IncidentStage.Ramping, incidents.Find("INC-1")!.Stage);
        Assert.Contains(incidents.Find("INC-1")!.Timeline, entry => entry.Text.StartsWith("20 recipients of stream transactional", StringComparison.Ordinal));
        Assert.Equal((50, TimeSpan.FromDays(1)), (states.All.Single().Ramp[1], states.All.Single().StepTime));
    }

    [Fact]
    public void ReturnKeeper_LeavesAlone_WhatGoesByOtherSources()
    {
        var time = new VirtualTime();
        var states = new SendingStates(new FakeStateStore(), new FakeReplies(), ResumptionPlan.Default, time);
        var world = new ShapingWorld(time)
        {
            States = states,
            Warmup = Plans(),
            Pools = [ShapingWorld.Pool("default", "192.0.2.1"), ShapingWorld.Pool("bulk", "192.0.2.2")],
            Bindings = new PoolBindings(new Dictionary<PoolBinding, string> { [new PoolBinding(AccountId.Parse("news"), null)] = "bulk" }),
        };
        world.Add(Domain, Host, new SinkManners { Say = (source, _) => source.ToString() == "192.0.2.1" ? "550 5.7.1 ip-block" : "451 4.7.1 greylisted, come again" });
        var incidents = new IncidentBook(new FakeIncidentStore(), world.Time);
        states.Changed += new StateIncidents(incidents).Observe;
        world.Run(TimeSpan.FromHours(1), async () =>
        {
            await world.SendAsync(Domain, 20);
            await world.SendAsync(Domain, 7, "news");
            await Task.Delay(TimeSpan.FromHours(48), world.Time);
            Assert.Contains("source=192.0.2.1", incidents.Find("INC-1")!.Scope, StringComparison.Ordinal);
            Assert.Null(incidents.Mark("INC-1", IncidentStage.Reinstated, "they wrote", "anna").Refusal);
            Assert.True(StaleAfter.TryParse("3d, transactional=1d", out var stale));
            using var keeper = new ReturnKeeper(incidents, states, world.Queue, world.Engine!, null, world.Options, stale, world.Time, NullLogger.Instance);
            await keeper.LookAsync(CancellationToken.None);
        });
        Assert.Equal((20, 7L), (world.Events.All.Count(fact => fact.Kind == MailEventKind.Bounced), world.Queue.Counts.Messages));
    }

    private static (int Backlog, int Suspensions, int Delivered, int Lost) Play(int seed, bool hasRamp)
    {
        var random = new Random(seed);
        var former = random.Next(300, 1_000);
        var backlog = (int)(former * (0.9 + (random.NextDouble() * 0.3)));
        var provider = new StrictProvider(former * (0.2 + (random.NextDouble() * 0.1)), 1.6 + (random.NextDouble() * 0.6), s_reinstated, TimeSpan.FromHours(random.Next(24)));
        var (world, states) = World();
        var sink = world.Add(Domain, Host, new SinkManners { Say = (_, at) => provider.Say(at) });
        world.Run(TimeSpan.FromDays(4.7), async () =>
        {
            await world.SendAsync(Domain, backlog);
            await Task.Delay(s_reinstated, world.Time);
            var key = states.All.Single().Key;
            if (hasRamp)
            {
                states.Reinstate(key, ReturnRamp.Of(Plans().Find("default"), former), TimeSpan.FromDays(1), "they let us", "test");
            }
            else
            {
                states.Hold(key, "until they let us", "test");
                states.Resume(key, "they let us", "test");
            }
        });
        return (backlog, provider.Suspensions, sink.Accepted.Count, world.Events.All.Count(fact => fact.Kind is MailEventKind.Bounced or MailEventKind.Expired));
    }

    private static WarmupPlans Plans() => WarmupPlans.ReadFolder(Path.Combine(Repository.Root, "data", "warmup")).Plans;

    private static (ShapingWorld World, SendingStates States) World()
    {
        var time = new VirtualTime();
        var states = new SendingStates(new FakeStateStore(), new FakeReplies(), ResumptionPlan.Default, time);
        return (new ShapingWorld(time) { States = states, Warmup = Plans() }, states);
    }

    /// <summary>Bears on each of its days a share of what it had of us, and more after each day that was clean; who sends more is suspended for good.</summary>
    private sealed class StrictProvider(double first, double growth, TimeSpan lifted, TimeSpan phase)
    {
        private int _suspendedDays;
        private int _today;
        private long _day = -1;
        private double _allowance = first;
        private bool _isSuspended;

        public int Suspensions => _suspendedDays;

        public string? Say(TimeSpan at)
        {
            if (at < lifted || _isSuspended) return "550 5.7.1 ip-block";
            var day = (long)(at + phase).TotalDays;
            if (day != _day)
            {
                if (_day >= 0 && _today > 0) _allowance *= growth;
                (_day, _today) = (day, 0);
            }

            if (++_today <= _allowance) return null;
            _isSuspended = true;
            _suspendedDays++;
            return "550 5.7.1 ip-block";
        }
    }
}
