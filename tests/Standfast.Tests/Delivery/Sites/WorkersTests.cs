using Standfast.Delivery.Shaping;
using Standfast.Delivery.Sites;
using Standfast.Tests.Delivery.Shaping;

namespace Standfast.Tests.Delivery.Sites;

public sealed class WorkersTests
{
    [Fact]
    public void Kick_IsNotLost_WhenTheOnlyWorkerIsAboutToEnd()
    {
        var time = new VirtualTime();
        var site = new OneConnection(time);
        time.Run(async () =>
        {
            site.Kick();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
        });
        Assert.Equal(2, site.Runs);
    }

    [Fact]
    public void Place_GoesToTheNextInLine_WhenTheFirstWantsItNoMore()
    {
        var budget = new ConnectionBudget(1);
        var (holder, sated, hungry) = (new Waiting(), new Waiting(), new Waiting());
        Assert.True(budget.TryTake(holder, out var isProbe));
        Assert.False(budget.TryTake(sated, out _));
        Assert.False(budget.TryTake(hungry, out _));
        budget.Release(holder, isProbe);
        Assert.Equal((1, 1), (sated.Kicks, hungry.Kicks));
    }

    [Fact]
    public void Kick_IsForAnother_WhenTheWorkerThatItWokeCanTakeNothingAnyMore()
    {
        var time = new VirtualTime();
        var site = new TwoWays(time);
        time.Run(async () =>
        {
            site.Kick();
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            site.FirstIsUsedUp = true;
            site.Waits = 1;
            site.Kick();
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        });
        Assert.Equal((0, 2), (site.Waits, site.Runs));
    }

    private abstract class WorkedSite : ISite
    {
        protected WorkedSite(VirtualTime time, TimeSpan idle) => Workers = new Workers(this, new ConnectionBudget(10), idle, time, () => Free, WorkAsync, () => { });

        public int Runs { get; protected set; }

        public bool IsBusy => Workers.IsBusy;

        public bool IsFailing => false;

        protected Workers Workers { get; }

        protected abstract int Free { get; }

        public void Kick() => Workers.Kick();

        public Task WhenIdleAsync() => Workers.WhenIdleAsync();

        protected abstract Task<bool> WorkAsync();
    }

    /// <summary>The first worker has a way that is used up while it is idle; others have another.</summary>
    private sealed class TwoWays(VirtualTime time) : WorkedSite(time, TimeSpan.FromSeconds(3))
    {
        public bool FirstIsUsedUp { get; set; }

        public int Waits { get; set; }

        protected override int Free => 2;

        protected override async Task<bool> WorkAsync()
        {
            var isFirst = ++Runs == 1;
            bool May() => !isFirst || !FirstIsUsedUp;
            while (await Workers.NextAsync(() => ValueTask.FromResult<object?>(May() && Waits > 0 ? Waits-- : null), May, CancellationToken.None) is not null) await Task.Yield();
            return !May();
        }
    }

    /// <summary>A site that takes one connection; new work comes when its worker has looked for the last time.</summary>
    private sealed class OneConnection(VirtualTime time) : WorkedSite(time, TimeSpan.Zero)
    {
        private bool _isTaken;

        protected override int Free => _isTaken ? 0 : 1;

        protected override async Task<bool> WorkAsync()
        {
            _isTaken = true;
            await Workers.NextAsync(() => ValueTask.FromResult<object?>(null), () => true, CancellationToken.None);
            if (++Runs == 1) Kick();
            _isTaken = false;
            return false;
        }
    }

    private sealed class Waiting : IConnectionHolder
    {
        public int Kicks { get; private set; }

        public bool IsFailing => false;

        public void Kick() => Kicks++;
    }
}
