using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>
/// Index entries ordered by id, in blocks of flat arrays. Ids begin with the time, so that nearly all are added at the end and
/// blocks stay full; looking up is two binary searches. Not safe for concurrent use.
/// </summary>
internal sealed class EntryTable
{
    private const int BlockEntries = 512;

    private readonly List<Block> _blocks = [];

    public int Count { get; private set; }

    /// <summary>While set, each entry has a note beside it.</summary>
    public bool KeepsNotes { get; set; }

    public SpoolId? First => _blocks.Count == 0 ? null : _blocks[0].Entries[0].Id;

    public SpoolId? Last => _blocks.Count == 0 ? null : _blocks[^1].Entries[_blocks[^1].Count - 1].Id;

    public bool TryFind(SpoolId id, out Place place)
    {
        var (high, low) = ((ulong)(id.Value >> 64), (ulong)id.Value);
        place = default;
        var block = BlockOf(high, low);
        if (block < 0) return false;
        var at = _blocks[block].Find(high, low);
        if (at < 0) return false;
        place = new Place(_blocks[block], block, at);
        return true;
    }

    /// <returns>False when there is an entry of that id.</returns>
    public bool TryAdd(in IndexEntry entry, in RecoveryNote note)
    {
        var (high, low) = ((ulong)(entry.Id.Value >> 64), (ulong)entry.Id.Value);
        var number = Math.Max(0, BlockOf(high, low));
        if (_blocks.Count == 0) _blocks.Add(new Block(KeepsNotes));
        var block = _blocks[number];
        var at = block.Count > 0 && block.Entries[block.Count - 1].CompareIdTo(high, low) < 0 ? ~block.Count : block.Find(high, low);
        if (at >= 0) return false;
        at = ~at;
        if (block.Count == BlockEntries)
        {
            var right = new Block(KeepsNotes);
            // At the end of all nothing is moved, so that the blocks behind stay full.
            if (at < BlockEntries || number < _blocks.Count - 1) block.MoveHalfTo(right);
            _blocks.Insert(number + 1, right);
            if (at > block.Count || block.Count == BlockEntries) (block, at) = (right, at - block.Count);
        }

        block.Insert(at, entry, note);
        Count++;
        return true;
    }

    public void Remove(in Place place)
    {
        place.Block.Remove(place.At);
        Count--;
        if (place.Block.Count == 0)
        {
            _blocks.RemoveAt(place.BlockNumber);
            return;
        }

        if (place.Block.Count > BlockEntries / 4 || place.BlockNumber + 1 >= _blocks.Count) return;
        var next = _blocks[place.BlockNumber + 1];
        if (place.Block.Count + next.Count > BlockEntries * 3 / 4) return;
        next.MoveAllTo(place.Block);
        _blocks.RemoveAt(place.BlockNumber + 1);
    }

    /// <summary>Up to so many ids above that one, in order.</summary>
    public List<SpoolId> Page(SpoolId after, int limit)
    {
        var (high, low) = ((ulong)(after.Value >> 64), (ulong)after.Value);
        var found = new List<SpoolId>(Math.Min(limit, 1000));
        var number = Math.Max(0, BlockOf(high, low));
        if (number >= _blocks.Count) return found;
        var at = _blocks[number].Find(high, low);
        at = at < 0 ? ~at : at + 1;
        for (; number < _blocks.Count && found.Count < limit; number++, at = 0)
            for (; at < _blocks[number].Count && found.Count < limit; at++)
                found.Add(_blocks[number].Entries[at].Id);
        return found;
    }

    /// <summary>All entries with their notes, in order; the notes are gone afterwards.</summary>
    public IEnumerable<(SpoolId Id, RecoveryNote Note)> TakeNotes()
    {
        if (!KeepsNotes) yield break;
        KeepsNotes = false;
        foreach (var block in _blocks)
        {
            for (var at = 0; at < block.Count; at++) yield return (block.Entries[at].Id, block.Notes![at]);
            block.Notes = null;
        }
    }

    /// <returns>The last block that begins at or before the id; -1 when all begin later or there is none.</returns>
    private int BlockOf(ulong high, ulong low)
    {
        var (from, to) = (0, _blocks.Count - 1);
        // Most ids are new: they belong to the last block.
        if (to >= 0 && _blocks[to].Entries[0].CompareIdTo(high, low) <= 0) return to;
        while (from <= to)
        {
            var middle = (from + to) >>> 1;
            if (_blocks[middle].Entries[0].CompareIdTo(high, low) <= 0) from = middle + 1;
            else to = middle - 1;
        }

        return to;
    }

    /// <summary>Where an entry stands; good until the table changes.</summary>
    internal readonly struct Place(Block block, int blockNumber, int at)
    {
        public Block Block { get; } = block;

        public int BlockNumber { get; } = blockNumber;

        public int At { get; } = at;

        public ref IndexEntry Entry => ref Block.Entries[At];

        public RecoveryNote Note
        {
            get => Block.Notes is null ? default : Block.Notes[At];
            set
            {
                if (Block.Notes is not null) Block.Notes[At] = value;
            }
        }
    }

    internal sealed class Block(bool keepsNotes)
    {
        public IndexEntry[] Entries { get; } = new IndexEntry[BlockEntries];

        public RecoveryNote[]? Notes { get; set; } = keepsNotes ? new RecoveryNote[BlockEntries] : null;

        public int Count { get; private set; }

        /// <returns>Where it is, or the complement of where it would be.</returns>
        public int Find(ulong high, ulong low)
        {
            var (from, to) = (0, Count - 1);
            while (from <= to)
            {
                var middle = (from + to) >>> 1;
                var order = Entries[middle].CompareIdTo(high, low);
                if (order == 0) return middle;
                if (order < 0) from = middle + 1;
                else to = middle - 1;
            }

            return ~from;
        }

        public void Insert(int at, in IndexEntry entry, in RecoveryNote note)
        {
            Array.Copy(Entries, at, Entries, at + 1, Count - at);
            Entries[at] = entry;
            if (Notes is not null)
            {
                Array.Copy(Notes, at, Notes, at + 1, Count - at);
                Notes[at] = note;
            }

            Count++;
        }

        public void Remove(int at)
        {
            Count--;
            Array.Copy(Entries, at + 1, Entries, at, Count - at);
            if (Notes is not null) Array.Copy(Notes, at + 1, Notes, at, Count - at);
        }

        public void MoveHalfTo(Block empty) => Move(Count / 2, empty);

        public void MoveAllTo(Block before) => Move(0, before);

        private void Move(int from, Block target)
        {
            Array.Copy(Entries, from, target.Entries, target.Count, Count - from);
            if (Notes is not null && target.Notes is not null) Array.Copy(Notes, from, target.Notes, target.Count, Count - from);
            target.Count += Count - from;
            Count = from;
        }
    }
}
