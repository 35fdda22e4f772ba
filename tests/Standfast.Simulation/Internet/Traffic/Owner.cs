using Standfast.Simulation.Internet.Knowledge;
using Standfast.Simulation.Internet.Servers;
using Standfast.Simulation.Internet.World;

namespace Standfast.Simulation.Internet.Traffic;

/// <summary>
/// The person who runs the server. Once told that something is wrong he finds the cause, however he was told: he ends what harm runs, takes
/// its mail out of the queue, lets honest mail go, answers the hosting provider and asks those who block to lift it.
/// </summary>
internal sealed class Owner(InternetWorld world, MailServer server, Protection protection, Harm harm)
{
    /// <summary>How far back he reads his log.</summary>
    private static readonly TimeSpan s_looksBack = TimeSpan.FromDays(1);

    private readonly OwnerHabits _habits = world.Knowledge.Owner;
    private readonly Random _random = world.RandomFor("owner");
    private bool _hasHeard;

    /// <summary>What he will see of the harm; null while nobody has told him.</summary>
    private Func<string, bool>? _seen;

    /// <summary>A letter of the host.</summary>
    public void Tell() => Come(_habits.Reacts, _ => true);

    /// <summary>An alert of the server: he ends what it has stopped, and need not see what else goes on.</summary>
    public void Alert() => Come(_habits.Reacts, world.Judge.IsNoticed);

    /// <summary>Customers call when their mail comes back.</summary>
    public void Hear()
    {
        if (_hasHeard) return;
        _hasHeard = true;
        Come(_habits.HearsOfBounces, _ => true);
    }

    public async Task LookDailyAsync()
    {
        while (true)
        {
            var now = world.Scheduler.WallNow;
            var next = now.Date.AddHours(_habits.Looks);
            await Task.Delay((next <= now.DateTime ? next.AddDays(1) : next) - now.DateTime, world.Clock);
            await ActAsync(_ => false);
        }
    }

    private void Come((TimeSpan Least, TimeSpan Most) after, Func<string, bool> isSeen)
    {
        var before = _seen;
        _seen = before is null ? isSeen : mix => before(mix) || isSeen(mix);
        if (before is not null) return;
        var wait = after.Least + (after.Most - after.Least) * _random.NextDouble();
        var hour = (world.Scheduler.WallNow + wait).TimeOfDay;
        var (wakes, sleeps) = (TimeSpan.FromHours(_habits.Wakes), TimeSpan.FromHours(_habits.Sleeps));
        if (hour >= sleeps) wait += TimeSpan.FromDays(1) - hour + wakes;
        else if (hour < wakes) wait += wakes - hour;
        world.Process.Start(async () =>
        {
            await Task.Delay(wait, world.Clock);
            var seen = _seen!;
            (_seen, _hasHeard) = (null, false);
            world.Judge.NoticeAllSince(world.Now - s_looksBack, seen);
            await ActAsync(seen);
        });
    }

    private async Task ActAsync(Func<string, bool> isSeen)
    {
        foreach (var name in harm.Running.Where(isSeen).ToList()) harm.End(name);
        await server.DiscardAsync(mail => !mail.IsHonest && !harm.Running.Contains(mail.Mix));
        await protection.ReleaseSendersAsync(harm.IsAttacked);
        await server.ReleaseAsync(mail => mail.IsHonest && !harm.IsAttacked(mail.Account));
        if (harm.Running.Count > 0) return;
        world.Host.Answered();
        foreach (var provider in world.Providers)
        {
            if (provider.Rules.Appeal is not { } answer || !provider.Standings.Any(standing => standing.IsBlockedAt(world.Now))) continue;
            world.Process.Start(async () =>
            {
                await Task.Delay(answer, world.Clock);
                provider.Lift();
            });
        }
    }
}
