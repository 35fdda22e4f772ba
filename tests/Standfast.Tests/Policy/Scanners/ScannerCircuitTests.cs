using Microsoft.Extensions.Time.Testing;
using Standfast.Policy.Scanners;

namespace Standfast.Tests.Policy.Scanners;

public sealed class ScannerCircuitTests
{
    private static readonly ScanRequest s_request = new(default, "", [], "id");

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AfterThreeFailures_AnswersAtOnce_AndProbesUntilItIsBack()
    {
        var scanner = new Scripted();
        var changes = new List<string?>();
        using var circuit = new ScannerCircuit(scanner, "x", new ScannerOptions(), _time) { Changed = (_, reason) => changes.Add(reason) };
        scanner.Verdict = new ScanVerdict.Unavailable("gone");
        for (var round = 0; round < 10; round++) Assert.IsType<ScanVerdict.Unavailable>(await circuit.ScanAsync(s_request, Stop));
        Assert.Equal(3, scanner.Asked);
        Assert.False(circuit.State.IsUp);
        _time.Advance(TimeSpan.FromSeconds(2));
        for (var round = 0; round < 10; round++) await circuit.ScanAsync(s_request, Stop);
        Assert.Equal(4, scanner.Asked);
        _time.Advance(TimeSpan.FromSeconds(2));
        scanner.Verdict = new ScanVerdict.Clean();
        for (var round = 0; round < 10; round++) Assert.IsType<ScanVerdict.Clean>(await circuit.ScanAsync(s_request, Stop));
        Assert.Equal(14, scanner.Asked);
        Assert.Equal(["gone", null], changes);
        Assert.Equal(new ScannerState("scripted", "x", true, "gone", circuit.State.LastFailureAt, 10, 4), circuit.State);
    }

    [Fact]
    public async Task SlowAnswer_IsAFailure_AndACancelledSessionIsNone()
    {
        var scanner = new Scripted { Hangs = true };
        using var circuit = new ScannerCircuit(scanner, "x", new ScannerOptions { Timeout = TimeSpan.FromSeconds(5) }, _time);
        var scan = circuit.ScanAsync(s_request, Stop);
        Assert.False(scan.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(new ScanVerdict.Unavailable("no answer within 5 s"), await scan);
        using var session = new CancellationTokenSource();
        var given = circuit.ScanAsync(s_request, session.Token);
        await session.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(1, circuit.State.Failed);
    }

    [Fact]
    public async Task MoreThanItsPlaces_WaitAndTimeOut()
    {
        var scanner = new Scripted { Hangs = true };
        using var circuit = new ScannerCircuit(scanner, "x", new ScannerOptions { MaxConcurrency = 2, FailuresUntilDown = 100 }, _time);
        var scans = Enumerable.Range(0, 5).Select(_ => circuit.ScanAsync(s_request, Stop)).ToList();
        Assert.Equal(2, scanner.Asked);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.All(await Task.WhenAll(scans), verdict => Assert.IsType<ScanVerdict.Unavailable>(verdict));
    }

    private sealed class Scripted : IScanner
    {
        public ScanVerdict Verdict { get; set; } = new ScanVerdict.Clean();

        public bool Hangs { get; init; }

        public int Asked { get; private set; }

        public string Name => "scripted";

        public async Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
        {
            Asked++;
            if (Hangs) await new TaskCompletionSource<ScanVerdict>().Task.WaitAsync(cancellationToken);
            return Verdict;
        }
    }
}
