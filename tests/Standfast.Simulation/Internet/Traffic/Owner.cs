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
    private bool _isComing, _hasHeard;

    /// <summary>A letter of the host, or an alert of the server.</summary>
    public void Tell() => Come(_habits.Reacts);

    /// <summary>Customers call when their mail comes back.</summary>
    public void Hear()
    {
        if (_hasHeard) return;
        _hasHeard = true;
        Come(_habits.HearsOfBounces);
    }

    public async Task LookDailyAsync()
    {
        while (true)
        {
            var now = world.Scheduler.WallNow;
            var next = now.Date.AddHours(_habits.Looks);
            await Task.Delay((next <= now.DateTime ? next.AddDays(1) : next) - now.DateTime, world.Clock);
            await ActAsync(endsHarm: false);
        }
    }

    private void Come((TimeSpan Least, TimeSpan Most) after)
    {
        if (_isComing) return;
        _isComing = true;
        var wait = after.Least + (after.Most - after.Least) * _random.NextDouble();
        var hour = (world.Scheduler.WallNow + wait).TimeOfDay;
        var (wakes, sleeps) = (TimeSpan.FromHours(_habits.Wakes), TimeSpan.FromHours(_habits.Sleeps));
        if (hour >= sleeps) wait += TimeSpan.FromDays(1) - hour + wakes;
        else if (hour < wakes) wait += wakes - hour;
        world.Process.Start(async () =>
        {
            await Task.Delay(wait, world.Clock);
            (_isComing, _hasHeard) = (false, false);
            await ActAsync(endsHarm: true);
        });
    }

    private async Task ActAsync(bool endsHarm)
    {
        if (endsHarm)
        {
            world.Judge.NoticeAllSince(world.Now - s_looksBack);
            foreach (var name in harm.Running.ToList()) harm.End(name);
        }

        await server.CleanAsync(mail => !mail.IsHonest && (endsHarm || !harm.Running.Contains(mail.Mix)));
        await protection.ReleaseSendersAsync();
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
