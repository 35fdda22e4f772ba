namespace Standfast.Policy.Scanners;

/// <summary>What a scanner says of a message, or why it says nothing.</summary>
public abstract record ScanVerdict
{
    private ScanVerdict()
    {
    }

    /// <summary>Nothing against it.</summary>
    /// <param name="Score">Of a spam scanner; null where it gives none.</param>
    public sealed record Clean(double? Score = null) : ScanVerdict;

    /// <param name="Name">Of what was found, as the scanner calls it; printable.</param>
    public sealed record Infected(string Name) : ScanVerdict;

    /// <summary>Likely spam: to be marked.</summary>
    public sealed record Suspicious(double Score, string Action) : ScanVerdict;

    /// <summary>Spam.</summary>
    public sealed record Spam(double Score) : ScanVerdict;

    /// <summary>The scanner wants it later: a rate, a greylist.</summary>
    public sealed record Later(string Action) : ScanVerdict;

    /// <summary>It takes no message of this size.</summary>
    public sealed record TooLarge : ScanVerdict;

    /// <summary>Down, too slow, or what it said makes no sense.</summary>
    public sealed record Unavailable(string Reason) : ScanVerdict;
}
