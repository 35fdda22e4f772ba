namespace Standfast.Policy.Suppression;

/// <summary>A table of hashes with flags by open addressing; an entry whose flags are gone leaves when the table grows.</summary>
internal sealed class AddressIndexShard
{
    private readonly Lock _lock = new();
    private ulong[] _keys = new ulong[8];
    private byte[] _flags = new byte[8];
    private int _used;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public byte Find(ulong key)
    {
        lock (_lock) return _flags[SlotOfLocked(Mark(key))];
    }

    public void Change(ulong key, byte set, byte clear)
    {
        key = Mark(key);
        lock (_lock)
        {
            var slot = SlotOfLocked(key);
            if (_keys[slot] == 0)
            {
                if (set == 0) return;
                // Four fifths full is where searches begin to be long.
                if ((_used + 1) * 5L > _keys.Length * 4L)
                {
                    GrowLocked();
                    slot = SlotOfLocked(key);
                }

                _keys[slot] = key;
                _used++;
            }

            var before = _flags[slot];
            _flags[slot] = (byte)((before | set) & ~clear);
            _count += (before == 0 ? 0 : -1) + (_flags[slot] == 0 ? 0 : 1);
        }
    }

    /// <summary>0 stands for a free slot.</summary>
    private static ulong Mark(ulong key) => key == 0 ? 1 : key;

    /// <summary>Where the key is, or the free slot where it would be.</summary>
    private int SlotOfLocked(ulong key)
    {
        // The lowest bits chose the shard.
        var slot = (int)((key >> 8) % (ulong)_keys.Length);
        while (_keys[slot] != 0 && _keys[slot] != key) slot = slot + 1 == _keys.Length ? 0 : slot + 1;
        return slot;
    }

    private void GrowLocked()
    {
        var (keys, flags) = (_keys, _flags);
        var size = Math.Max(8, (int)(_count * 1.5) + 8);
        (_keys, _flags, _used) = (new ulong[size], new byte[size], 0);
        for (var index = 0; index < keys.Length; index++)
        {
            if (flags[index] == 0) continue;
            var slot = SlotOfLocked(keys[index]);
            (_keys[slot], _flags[slot]) = (keys[index], flags[index]);
            _used++;
        }
    }
}
