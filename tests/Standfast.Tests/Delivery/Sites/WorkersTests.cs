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

    /// <summary>The first worker has a way that is used up while it is idle; others have another.</summary>
    private sealed class TwoWays : ISite
    {
        private readonly Workers _workers;

        public TwoWays(VirtualTime time) => _workers = new Workers(this, new ConnectionBudget(10), TimeSpan.FromSeconds(3), time, () => 2, WorkAsync, () => { });

        public bool FirstIsUsedUp { get; set; }

        public int Waits { get; set; }

        public int Runs { get; private set; }

        public bool IsBusy => _workers.IsBusy;

        public bool IsFailing => false;

        public void Kick() => _workers.Kick();

        public Task WhenIdleAsync() => _workers.WhenIdleAsync();

        private async Task<bool> WorkAsync()
        {
            var isFirst = ++Runs == 1;
            bool May() => !isFirst || !FirstIsUsedUp;
            while (await _workers.NextAsync(() => ValueTask.FromResult<object?>(May() && Waits > 0 ? Waits-- : null), May, CancellationToken.None) is not null) await Task.Yield();
            return !May();
        }
    }

    /// <summary>A site that takes one connection; new work comes when its worker has looked for the last time.</summary>
    private sealed class OneConnection : ISite
    {
        private readonly Workers _workers;
        private bool _isTaken;

        public OneConnection(VirtualTime time) =>
            _workers = new Workers(this, new ConnectionBudget(10), TimeSpan.Zero, time, () => _isTaken ? 0 : 1, WorkAsync, () => { });

        public int Runs { get; private set; }

        public bool IsBusy => _workers.IsBusy;

        public bool IsFailing => false;

        public void Kick() => _workers.Kick();

        public Task WhenIdleAsync() => _workers.WhenIdleAsync();

        private async Task<bool> WorkAsync()
        {
            _isTaken = true;
            await _workers.NextAsync(() => ValueTask.FromResult<object?>(null), () => true, CancellationToken.None);
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
