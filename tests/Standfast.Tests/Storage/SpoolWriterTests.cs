using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Spool;

namespace Standfast.Tests.Storage;

/// <summary>The head, which is known last, goes before the content wherever that is: beside room left for it, in a buffer without such room, in the log already.</summary>
public sealed class SpoolWriterTests
{
    private static readonly SpoolOptions s_small = new() { SegmentBytes = 1024 * 1024 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<int, int, int>();
            // 2,048 is the room for the head, 6,144 what fits behind it at once, 131,072 what is kept back from the log.
            foreach (var head in (int[])[0, 1, 2_048, 2_049, 9_000])
                foreach (var content in (int[])[0, 1, 6_144, 6_145, 60_000, 131_073, 700_000])
                    foreach (var piece in (int[])[311, 65_536])
                        sizes.Add(head, content, piece);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Commit_PutsTheHeadBeforeTheContent_InMemoryAndOnTheDisk(int head, int content, int piece)
    {
        var disk = new FaultyDirectory();
        var (before, after) = (Bytes(head, 1), Bytes(content, 2));
        byte[] whole = [.. before, .. after];
        await using (var spool = SegmentedSpool.Open(disk, s_small))
        {
            await using var writer = spool.BeginMessage(Id, fromReserve: false);
            foreach (var part in after.Chunk(piece)) await writer.WriteAsync(part, Stop);
            var committed = await writer.CommitAsync(Envelope, before, ReadOnlyMemory<byte>.Empty, Stop);
            Assert.Equal(whole.Length, committed.Content.SizeOctets);
            Assert.Equal(whole, await ReadAsync(committed.Content));
            var kept = committed.Content.InMemory.ToArray();
            if (kept.Length > 0) Assert.Equal(whole, kept);
            Assert.Equal(content < 100_000, kept.Length > 0 || whole.Length == 0);
            Assert.InRange(spool.ContentBytesInMemory, kept.Length, Math.Max((kept.Length + 2_048) * 2, 8 * 1024));
        }

        await using var again = SegmentedSpool.Open(disk.AfterPowerCut(), s_small);
        Assert.Equal(whole, await ReadAsync((await again.ReadAsync(Id, Stop))!.Content));
    }

    private static SpoolId Id => new((UInt128)7);

    private static Envelope Envelope => new(Id, ReversePath.Null, DateTimeOffset.UnixEpoch, [EmailAddress.Parse("a@example.net")]);

    private static byte[] Bytes(int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(IMessageContent content)
    {
        var bytes = new List<byte>();
        await foreach (var piece in content.ReadAsync(Stop)) bytes.AddRange(piece.Span);
        return [.. bytes];
    }
}
