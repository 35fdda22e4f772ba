using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Standfast.Delivery.Sites;
using Standfast.Queue;

namespace Standfast.Tests.Delivery.Sites;

public sealed class WatchedContentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_GivesAllPieces_WhenTheDiskAnswers()
    {
        var read = new List<byte>();
        await foreach (var piece in new WatchedContent(new Scripted(null), new FakeTimeProvider()).ReadAsync(Stop)) read.AddRange(piece.Span);
        Assert.Equal("onetwo"u8.ToArray(), read);
    }

    [Fact]
    public async Task Read_SaysThatOurCopyIsUnreadable_WhenItIsDamaged()
    {
        var fault = await Assert.ThrowsAsync<UnreadableContentException>(() => ReadAsync(Task.FromException(new IOException("a wrong checksum")), new FakeTimeProvider()));
        Assert.Equal("the stored message cannot be read: a wrong checksum", fault.Message);
    }

    [Fact]
    public Task Read_LetsAFailedSpoolSaySoItself() =>
        Assert.ThrowsAsync<SpoolFailedException>(() => ReadAsync(Task.FromException(new SpoolFailedException("a sync failed")), new FakeTimeProvider()));

    [Fact]
    public async Task Read_GivesUp_WhenAPieceDoesNotCome()
    {
        var time = new FakeTimeProvider();
        var reading = ReadAsync(new TaskCompletionSource().Task, time);
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<UnreadableContentException>(() => reading.WaitAsync(TimeSpan.FromSeconds(10), Stop));
        Assert.Equal("the stored message did not come within 120 s", fault.Message);
    }

    private static async Task ReadAsync(Task beforeSecond, TimeProvider time)
    {
        await foreach (var _ in new WatchedContent(new Scripted(beforeSecond), time).ReadAsync(Stop)) { }
    }

    private sealed class Scripted(Task? beforeSecond) : IMessageContent
    {
        public long SizeOctets => 6;

        public ReadOnlyMemory<byte> InMemory => default;

        public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return "one"u8.ToArray();
            if (beforeSecond is not null) await beforeSecond;
            yield return "two"u8.ToArray();
        }
    }
}
