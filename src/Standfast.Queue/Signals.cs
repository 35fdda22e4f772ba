using Standfast.Queue.Scheduling;

namespace Standfast.Queue;

/// <summary>What Delivery is to be told once the queue's lock is free. Mostly one thing: no list is made for it.</summary>
internal struct Signals
{
    private Signal _first;
    private List<Signal>? _more;

    public void Add(Signal signal)
    {
        if (signal == default || signal == _first) return;
        if (_first == default) _first = signal;
        else (_more ??= []).Add(signal);
    }

    public readonly void Raise(IDeliveryDispatcher? dispatcher)
    {
        if (dispatcher is null || _first == default) return;
        Raise(dispatcher, _first);
        if (_more is null) return;
        foreach (var signal in _more) Raise(dispatcher, signal);
    }

    private static void Raise(IDeliveryDispatcher dispatcher, Signal signal)
    {
        if (signal.RouteWanted is { } domain) dispatcher.RouteWanted(domain);
        if (signal.Ready is { } site) dispatcher.WorkReady(site);
    }
}
