namespace Standfast.Policy.Scanners;

/// <summary>How a scanner is asked.</summary>
public sealed class ScannerOptions
{
    /// <summary>For one answer, connecting and waiting for a free place included. Default, ours: 30 s; a client waits ten minutes (RFC 5321 §4.5.3.2.6).</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Messages in the scanner at once; ours. clamd works on ten by default.</summary>
    public int MaxConcurrency { get; init; } = 10;

    /// <summary>Failures in a row after which it is taken for down; ours.</summary>
    public int FailuresUntilDown { get; init; } = 3;

    /// <summary>While it is down, one message in this time asks it all the same; the others are answered at once. Ours.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(2);
}
