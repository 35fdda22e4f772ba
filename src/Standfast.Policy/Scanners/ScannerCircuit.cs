namespace Standfast.Policy.Scanners;

/// <summary>
/// Keeps a scanner that is down, slow or confused from making every session wait: after some failures in a row it is asked by one message at a time, and
/// the others are told at once that it is unavailable. May be called concurrently.
/// </summary>
/// <param name="address">For the status.</param>
public sealed class ScannerCircuit(IScanner scanner, string address, ScannerOptions options, TimeProvider time) : IScanner, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _places = new(options.MaxConcurrency);
    private int _failuresInARow;
    private long _lastProbe;
    private long _scanned, _failed;
    private string? _lastFailure;
    private DateTimeOffset? _lastFailureAt;

    /// <summary>Told when it goes down (with the reason) and when it is back (null).</summary>
    public Action<IScanner, string?>? Changed { get; init; }

    public string Name => scanner.Name;

    public ScannerState State
    {
        get
        {
            lock (_lock) return new ScannerState(Name, address, _failuresInARow < options.FailuresUntilDown, _lastFailure, _lastFailureAt, _scanned, _failed);
        }
    }

    public async Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_failuresInARow >= options.FailuresUntilDown)
            {
                if (time.GetElapsedTime(_lastProbe) < options.ProbeInterval) return new ScanVerdict.Unavailable($"down: {_lastFailure}");
                _lastProbe = time.GetTimestamp();
            }
        }

        var verdict = await AskAsync(request, cancellationToken);
        if (Count(verdict) is { } change) Changed?.Invoke(this, change.Reason);
        return verdict;
    }

    public void Dispose() => _places.Dispose();

    private async Task<ScanVerdict> AskAsync(ScanRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(either.Token);
            try
            {
                return await scanner.ScanAsync(request, either.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new ScanVerdict.Unavailable($"no answer within {options.Timeout.TotalSeconds} s");
        }
    }

    /// <returns>Null where it is up or down as before.</returns>
    private (string? Reason, bool IsUp)? Count(ScanVerdict verdict)
    {
        lock (_lock)
        {
            var wasUp = _failuresInARow < options.FailuresUntilDown;
            if (verdict is ScanVerdict.Unavailable unavailable)
            {
                _failed++;
                (_lastFailure, _lastFailureAt) = (unavailable.Reason, time.GetUtcNow());
                if (++_failuresInARow == options.FailuresUntilDown) _lastProbe = time.GetTimestamp();
            }
            else
            {
                _scanned++;
                _failuresInARow = 0;
            }

            var isUp = _failuresInARow < options.FailuresUntilDown;
            return wasUp == isUp ? null : (isUp ? null : _lastFailure, isUp);
        }
    }
}
