using Microsoft.Extensions.Time.Testing;
using Standfast.Reputation.Alerts;

namespace Standfast.Tests.Reputation.Alerts;

/// <summary>One alert an incident, and repeats as summaries.</summary>
public sealed class AlertDeskTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly Outlet _outlet = new();
    private readonly List<string> _faults = [];
    private readonly AlertDesk _desk;

    public AlertDeskTests() => _desk = new AlertDesk([new Broken(), _outlet], (name, _) => _faults.Add(name), _time);

    [Fact]
    public async Task First_IsTold_AndRepeatsAreSummarised_LaterAndLater()
    {
        await RaiseAsync("a", "one");
        for (var count = 0; count < 10; count++) await RaiseAsync("a", $"repeat {count}");
        Assert.Equal(["one"], _outlet.Texts);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, _outlet.Given.Count);
        Assert.Equal((10, true), (_outlet.Given[1].Repeats, _outlet.Given[1].Text.StartsWith("10 more since 2026-11-26 12:00:00Z; the last: repeat 9", StringComparison.Ordinal)));
        await RaiseAsync("a", "again");
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, _outlet.Given.Count);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, _outlet.Given.Count);
    }

    [Fact]
    public async Task Groups_AreToldByThemselves_AndBeginAnewAfterSilence()
    {
        await RaiseAsync("a", "one");
        await RaiseAsync("b", "two");
        await PassAsync(TimeSpan.FromHours(3));
        await RaiseAsync("a", "three");
        Assert.Equal(["one", "two", "three"], _outlet.Texts);
    }

    [Fact]
    public async Task OneOutletsFault_KeepsNothingFromTheOthers()
    {
        await RaiseAsync("a", "one");
        Assert.Equal(["broken"], _faults);
        Assert.Single(_outlet.Given);
    }

    [Fact]
    public async Task Flood_IsBounded()
    {
        for (var count = 0; count < 5_000; count++) _desk.Raise(Of($"group {count}", "x"));
        await _desk.GiveWaitingAsync(Stop);
        Assert.Equal(1_000, _outlet.Given.Count);
    }

    [Fact]
    public async Task OutletThatHangs_DelaysTheStopByFiveSecondsAtMost()
    {
        var desk = new AlertDesk([new Hanging()], (name, _) => _faults.Add(name), _time);
        for (var count = 0; count < 10; count++) desk.Raise(Of($"group {count}", "x"));
        using var stop = new CancellationTokenSource();
        var running = desk.RunAsync(stop.Token);
        await stop.CancelAsync();
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await running.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(["hanging"], _faults);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task RaiseAsync(string group, string text)
    {
        _desk.Raise(Of(group, text));
        await _desk.GiveWaitingAsync(Stop);
    }

    private async Task PassAsync(TimeSpan span)
    {
        _time.Advance(span);
        _desk.Summarise();
        await _desk.GiveWaitingAsync(Stop);
    }

    private Alert Of(string group, string text) => new(_time.GetUtcNow(), group, "incident", "", "", group, text, "look");

    private sealed class Outlet : IAlertOutlet
    {
        public List<Alert> Given { get; } = [];

        public IEnumerable<string> Texts => Given.Select(alert => alert.Text);

        public string Name => "list";

        public Task GiveAsync(Alert alert, CancellationToken cancellationToken)
        {
            Given.Add(alert);
            return Task.CompletedTask;
        }
    }

    private sealed class Hanging : IAlertOutlet
    {
        public string Name => "hanging";

        public Task GiveAsync(Alert alert, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private sealed class Broken : IAlertOutlet
    {
        public string Name => "broken";

        public Task GiveAsync(Alert alert, CancellationToken cancellationToken) => throw new IOException("no");
    }
}
