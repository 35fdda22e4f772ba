using Standfast.Mail;

namespace Standfast.Queue.Scheduling;

/// <summary>Streams of one account and one rank. They take turns message by message, and the lanes of each rotate. Not safe for concurrent use.</summary>
internal sealed class StreamTurns<T>
    where T : class
{
    private readonly Dictionary<StreamName, Queue<Lane<T>>> _lanes = [];
    private readonly Queue<StreamName> _rotation = new();

    public bool IsEmpty => _rotation.Count == 0;

    public IEnumerable<Lane<T>> Lanes => _lanes.Values.SelectMany(lanes => lanes);

    public void Add(Lane<T> lane)
    {
        if (!_lanes.TryGetValue(lane.Key.Stream, out var lanes))
        {
            _lanes.Add(lane.Key.Stream, lanes = new Queue<Lane<T>>(1));
            _rotation.Enqueue(lane.Key.Stream);
        }

        lanes.Enqueue(lane);
    }

    public bool TryTake(SiteLanes<T> site, out Lane<T> lane, out LaneEntry<T> entry)
    {
        while (_rotation.TryDequeue(out var stream))
        {
            var lanes = _lanes[stream];
            while (lanes.TryDequeue(out lane!))
            {
                // A lane that moved to another site in the meantime is served there.
                if (lane.Site != site) continue;
                lane.InRotation = false;
                if (lane.Count == 0) continue;
                entry = lane.Take();
                if (lane.Count > 0)
                {
                    lane.InRotation = true;
                    lanes.Enqueue(lane);
                }

                if (lanes.Count > 0) _rotation.Enqueue(stream);
                else _lanes.Remove(stream);
                return true;
            }

            _lanes.Remove(stream);
        }

        (lane, entry) = (null!, default);
        return false;
    }
}
