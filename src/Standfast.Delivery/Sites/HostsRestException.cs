namespace Standfast.Delivery.Sites;

/// <summary>No address was tried: all of them failed a short while ago.</summary>
/// <param name="left">Until the first of them may be tried.</param>
internal sealed class HostsRestException(TimeSpan left, string host) : IOException($"{host} did not answer shortly before; the next try is in {Math.Max(1, left.TotalSeconds):0} s")
{
    public TimeSpan Left => left;
}
