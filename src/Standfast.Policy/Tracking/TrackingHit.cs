namespace Standfast.Policy.Tracking;

/// <summary>A tracked link or image was asked for.</summary>
/// <param name="IsHead">Only the header was asked for, as scanners do.</param>
public sealed record TrackingHit(TrackedLink Link, DateTimeOffset At, string UserAgent, bool IsHead)
{
    public bool IsClick => Link.Url.Length > 0;
}
