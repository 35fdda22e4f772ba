using Standfast.Reputation.States;

namespace Standfast.Delivery.Shaping;

/// <summary>A way that no sending state is about.</summary>
internal sealed class OpenWay : IWay
{
    public static OpenWay Instance { get; } = new();

    public bool IsOpen => true;

    public bool IsPaused => false;

    public bool IsPolicy => false;

    public TimeSpan Wait => TimeSpan.Zero;

    public string? Reason => null;

    public bool TryTake() => true;

    public void GiveBack()
    {
    }

    public void Accepted()
    {
    }
}
