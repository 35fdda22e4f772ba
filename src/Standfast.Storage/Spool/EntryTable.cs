using Standfast.Mail;

namespace Standfast.Storage.Spool;

/// <summary>
/// Index entries ordered by id, in blocks of flat arrays. Ids begin with the time, so that nearly all are added at the end and
/// blocks stay full; looking up is two binary searches. Not safe for concurrent use.
/// </summary>
internal sealed class EntryTable
{
    /// <summary>Just below what the runtime would keep among the large objects.</summary>
    private const int BlockEntries = 2_048;

    /// <summary>Entries that a full block gives to the next: few, so that it stays full.</summary>
    private const int Spill = BlockEntries / 32;

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
            var next = MakeRoom(number, at);
            if (at > block.Count || block.Count == BlockEntries) (block, at) = (next, at - block.Count);
        }

        block.Insert(at, entry, note);
        Count++;
        return true;
    }

    /// <summary>Blocks, for tests: what they leave unused is memory.</summary>
    internal int Blocks => _blocks.Count;

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

    /// <summary>Gives entries of a full block to the one behind it.</summary>
    /// <param name="at">Where an entry will be added; at the end of all nothing is moved.</param>
    /// <returns>The block behind it.</returns>
    private Block MakeRoom(int number, int at)
    {
        var (block, isLast) = (_blocks[number], number == _blocks.Count - 1);
        if (!isLast && _blocks[number + 1] is var next && next.Count + Spill <= BlockEntries)
        {
            block.MoveToFront(Spill, next);
            return next;
        }

        var right = new Block(KeepsNotes);
        // Ids come nearly in order: what the last block would get later it gets now, and those behind stay full.
        var moved = !isLast ? BlockEntries / 2 : at == BlockEntries ? 0 : Spill;
        block.MoveToFront(moved, right);
        _blocks.Insert(number + 1, right);
        return right;
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

        /// <summary>Moves the last entries before those of the block behind.</summary>
        public void MoveToFront(int count, Block next)
        {
            Count -= count;
            Move(Entries, Count, next.Entries, next.Count, count);
            if (Notes is not null && next.Notes is not null) Move(Notes, Count, next.Notes, next.Count, count);
            next.Count += count;
        }

        public void MoveAllTo(Block before)
        {
            Array.Copy(Entries, 0, before.Entries, before.Count, Count);
            if (Notes is not null && before.Notes is not null) Array.Copy(Notes, 0, before.Notes, before.Count, Count);
            before.Count += Count;
            Count = 0;
        }

        private static void Move<T>(T[] from, int start, T[] to, int present, int count)
        {
            Array.Copy(to, 0, to, count, present);
            Array.Copy(from, start, to, 0, count);
        }
    }
}
