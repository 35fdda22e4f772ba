using Standfast.Mail;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

public sealed class EntryTableTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Table_DoesAsASortedDictionaryDoes_ForAnyHistory(int seed)
    {
        var random = new Random(seed);
        var table = new EntryTable { KeepsNotes = seed != 3 };
        var model = new SortedDictionary<SpoolId, long>();
        for (var round = 0; round < 30_000; round++)
        {
            // Mostly at the end, as new mail is; now and then in between, and much more removed in the second half.
            var id = new SpoolId((UInt128)(ulong)(random.Next(4) > 0 ? round * 10 : random.Next(300_000)) << random.Next(2) * 64);
            if (random.Next(round > 15_000 ? 3 : 10) > 0)
            {
                Assert.Equal(model.TryAdd(id, round), table.TryAdd(new IndexEntry(id, new SpoolPosition(round), 1), new RecoveryNote(round, 0, 0, 0)));
                continue;
            }

            var victim = model.Count == 0 ? id : table.Page(id, 1) is [var next] ? next : model.Keys.First();
            Assert.Equal(model.Remove(victim), table.TryFind(victim, out var place));
            if (place.Block is not null) table.Remove(place);
        }

        Assert.Equal(model.Count, table.Count);
        Assert.Equal(model.Keys.First(), table.First);
        foreach (var (id, value) in model)
        {
            Assert.True(table.TryFind(id, out var place));
            Assert.Equal(value, place.Entry.Message.Value);
        }

        if (seed != 3) Assert.Equal(model.Values, table.TakeNotes().Select(found => found.Note.DueTicks));
    }

    [Fact]
    public void Pages_FollowEachOther_ThroughAll()
    {
        var table = new EntryTable();
        for (var number = 10_000; number > 0; number--) table.TryAdd(new IndexEntry(new SpoolId((UInt128)number), default, 0), default);
        var seen = new List<SpoolId>();
        for (var page = table.Page(default, 700); page.Count > 0; page = table.Page(page[^1], 700)) seen.AddRange(page);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(number => new SpoolId((UInt128)number)), seen);
    }

    [Fact]
    public void Blocks_StayFull_WhenManyWritersAddNearlyInOrder()
    {
        var (random, table) = (new Random(1), new EntryTable());
        // A thousand in flight at once: each may come a thousand too late.
        var ids = Enumerable.Range(0, 200_000).OrderBy(number => number + random.Next(1_000)).ToList();
        foreach (var number in ids) table.TryAdd(new IndexEntry(new SpoolId((UInt128)number), default, 0), default);
        Assert.Equal(Enumerable.Range(0, 200_000).Select(number => new SpoolId((UInt128)number)), All(table));
        Assert.InRange(table.Blocks, 200_000 / 2_048, 200_000 / 2_048 * 11 / 10);
    }

    private static IEnumerable<SpoolId> All(EntryTable table)
    {
        var first = table.First!.Value;
        return table.Page(first, int.MaxValue).Prepend(first);
    }

    [Fact]
    public void Table_ForgetsBlocks_ThatAreEmpty()
    {
        var table = new EntryTable();
        for (var number = 1; number <= 10_000; number++) table.TryAdd(new IndexEntry(new SpoolId((UInt128)number), default, 0), default);
        for (var number = 1; number <= 10_000; number++)
        {
            Assert.True(table.TryFind(new SpoolId((UInt128)number), out var place));
            table.Remove(place);
        }

        Assert.Equal((0, null), (table.Count, table.First));
        Assert.Empty(table.Page(default, 10));
    }
}
