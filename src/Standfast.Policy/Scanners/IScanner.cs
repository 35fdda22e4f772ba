namespace Standfast.Policy.Scanners;

/// <summary>A program beside this one that judges messages. May be called concurrently; never throws for what it says or fails to say.</summary>
public interface IScanner
{
    /// <summary>Such as clamav: for replies, logs and the status.</summary>
    string Name { get; }

    Task<ScanVerdict> ScanAsync(ScanRequest request, CancellationToken cancellationToken);
}
