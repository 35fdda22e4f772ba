using System.Globalization;
using Standfast.Simulation.Internet.Honest;
using Standfast.Simulation.Internet.Judging;
using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Internet.Servers;
using Standfast.Simulation.Internet.Traffic;
using Standfast.Simulation.Internet.World;
using Standfast.Simulation.Scheduling;

namespace Standfast.Simulation.Internet;

/// <summary>Plays one seed: a month of honest and harmful mail through one server into the simulated internet.</summary>
public static class SurvivalRun
{
    /// <summary>Part of the full volume of the fifty customers: about a thousand messages a day.</summary>
    public const double Scale = 0.025;

    /// <summary>After the last message: the longest that one is tried.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromDays(5.5);

    /// <param name="days">1 to 60.</param>
    /// <param name="isProtected">Standfast with all it has; else the plain relay.</param>
    /// <param name="hasHarm">False plays the honest mail alone: that must get through whatever server it is.</param>
    /// <exception cref="InvalidOperationException">The simulation itself went wrong.</exception>
    public static SurvivalReport Play(int seed, int days, bool isProtected, bool hasHarm = true)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, 60);
        var scheduler = new StepScheduler(seed);
        var senders = new HonestSenders(Scale, seed);
        var customers = senders.Credentials.ToList();
        var judge = new SurvivalJudge(scheduler) { ProviderOf = address => Provider(address) };
        var world = new InternetWorld(SurvivalKnowledge.OfProgram, scheduler, judge, seed, [.. customers.Select(customer => customer.Domain)]);
        scheduler.WallOffset = HonestSenders.Begin - scheduler.WallNow;
        var accounts = new SurvivalAccounts(customers, HonestSenders.Begin - TimeSpan.FromDays(700));
        var events = new SurvivalEvents();
        var process = new SimulatedProcess(scheduler, 1, exception => throw new InvalidOperationException("the server failed", exception));
        using Protection protection = isProtected ? Protect(world, process, accounts, events, senders) : new PlainRelay();
        scheduler.Lose(HonestSenders.Begin.AddDays(HonestSenders.WeekBegins) - scheduler.WallNow);
        var begin = scheduler.Now;
        MailServer? server = null;
        process.Start(() =>
        {
            server = new MailServer(world, process, accounts, events, protection);
            server.Start();
            var harm = new Harm(world, server, customers) { Stopped = judge.Notice };
            var owner = new Owner(world, server, protection, harm);
            var traffic = new HonestTraffic(world, server, senders) { CameBack = owner.Hear };
            world.Host.Noticed = _ => owner.Tell();
            (protection.Alerted, protection.Blocked) = (owner.Alert, owner.Tell);
            world.Readers.Feedback = (mail, recipient, provider) => protection.Complained(mail, recipient, provider.Rules.Name);
            world.Process.Start(owner.LookDailyAsync);
            world.Process.Start(() => traffic.RunAsync(days));
            if (hasHarm) harm.Plan(days);
            return Task.CompletedTask;
        });
        var end = begin + TimeSpan.FromDays(days) + s_drain;
        while (scheduler.Now < end && (scheduler.Now < begin + TimeSpan.FromDays(days) || server!.Queue.Counts.Messages > 0) && scheduler.RunStep())
        {
            if (world.Fault is { } fault) throw new InvalidOperationException("the world failed", fault);
            if (scheduler.Escape is { } escape) throw new InvalidOperationException("something ran on another thread: " + escape);
        }

        return Report(seed, isProtected, scheduler, world, begin);

        string Provider(string address) => SurvivalKnowledge.OfProgram.Providers.First(rules => rules.Domains.Contains(address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..])).Name;
    }

    private static StandfastProtection Protect(InternetWorld world, SimulatedProcess process, SurvivalAccounts accounts, SurvivalEvents events, HonestSenders senders)
    {
        var protection = new StandfastProtection(world, process, accounts, events);
        History.Live(world, protection.Watch, senders, accounts, new ProtectionClock(process));
        return protection;
    }

    private static SurvivalReport Report(int seed, bool isProtected, StepScheduler scheduler, InternetWorld world, TimeSpan begin)
    {
        var judge = world.Judge;
        return new SurvivalReport(
            seed, isProtected ? "standfast" : "plain", [.. judge.Suspensions.Where(one => one.Counts).Select(one => Line(one, begin, scheduler.Now))], judge.Honest, judge.HonestTaken, judge.HonestInbox, judge.Delays, judge.Harm,
            judge.Noticed.ToDictionary(one => one.Key, one => one.Value.TotalSeconds), judge.Losses)
        {
            TraceHash = scheduler.TraceHash,
            Steps = scheduler.Steps,
            Slowings = world.Providers.Sum(provider => provider.Slowings),
            Complaints = world.Readers.Complaints,
        };
    }

    private static string Line(Suspension one, TimeSpan begin, TimeSpan end) => string.Create(
        CultureInfo.InvariantCulture, $"day {(one.At - begin).TotalDays:0.0}: {one.By} against {one.Subject} for {((one.EndedAt ?? end) - one.At).TotalHours:0} h, {one.HonestStopped} honest messages met it: {one.Reason}");
}
