using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;
using Standfast.Tests.Queue;

namespace Standfast.Tests.Storage;

/// <summary>What an older server left is served; what a newer one left is not touched.</summary>
public sealed class SpoolFormatTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Format1_IsRead_AndAllOfItDelivered()
    {
        using var folder = new TemporaryFolder();
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(AppContext.BaseDirectory, "Storage", "Fixtures", "spool-format-1.zip"), folder.Path, Stop);
        await using (var spool = Open(folder))
        {
            var time = new FakeTimeProvider(s_start.AddHours(1));
            using var queue = new DeliveryQueue(
                spool, new FakeEventLog(), new SpoolIdGenerator(time, new Random(1)), new RetrySchedule([TimeSpan.FromMinutes(1)], TimeSpan.FromDays(5), new Random(2)),
                new DeliveryQueueOptions { Hostname = "mail.example.org" }, time);
            Assert.Equal((4, 1), (queue.Counts.Messages, queue.Counts.Held));
            var delivered = await DeliverAllAsync(queue, "example.com");
            Assert.Equal(["1 b@example.com"], delivered);
            Assert.Equal(["3 large@example.net", "5 last@example.net"], await DeliverAllAsync(queue, "example.net"));
            await queue.ReleaseAsync(new QueueFilter(), "upgraded", Stop);
            Assert.Equal(["4 held@example.net"], await DeliverAllAsync(queue, "example.net"));
            Assert.Equal(0, queue.Counts.Messages);
        }

        await using var again = Open(folder);
        Assert.Empty(again.Recovered);
        Assert.Equal(0, again.GetStats().DamagedRecords);
    }

    [Fact]
    public async Task NewerFormat_IsRefused_AndNothingIsTouched()
    {
        var disk = new FaultyDirectory();
        var options = new SpoolOptions { SegmentBytes = 1024 * 1024 };
        await using (var spool = SegmentedSpool.Open(disk, options)) await new SpoolHistory(1).RunAsync(spool, 150, 300_000);
        // So that the older segments would have to be read and summarised.
        foreach (var name in disk.Names.Where(name => name.EndsWith(".idx", StringComparison.Ordinal))) disk.Delete(name);
        var newest = disk.Names.Last(name => disk.Read(name).AsSpan().StartsWith("SFSPOOL\n"u8));
        Assert.NotEqual(disk.Names[0], newest);
        disk.Replace(newest, WithFormat(disk.Read(newest), Segment.FormatVersion + 1));
        var (names, contents, steps) = (disk.Names, disk.Names.Select(disk.Read).ToList(), disk.Steps);

        var refusal = Assert.Throws<NewerFormatException>(() => SegmentedSpool.Open(disk, options));
        Assert.Contains($"{newest} has format {Segment.FormatVersion + 1}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Start the newer server", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(steps, disk.Steps);
        Assert.Equal(names, disk.Names);
        Assert.All(names.Zip(contents), was => Assert.True(was.Second.AsSpan().SequenceEqual(disk.Read(was.First)), $"{was.First} is another"));
        Assert.Throws<NewerFormatException>(() => SpoolVerifier.Run(disk));
    }

    /// <summary>The segment as a newer server would have begun it; the first 20 octets are for ever.</summary>
    public static byte[] WithFormat(byte[] segment, int format)
    {
        BitConverter.TryWriteBytes(segment.AsSpan(8), format);
        BitConverter.TryWriteBytes(segment.AsSpan(16), Crc32C.Compute(segment.AsSpan(0, 16)));
        return segment;
    }

    private static SegmentedSpool Open(TemporaryFolder folder) =>
        SegmentedSpool.Open(new PosixSpoolDirectory(folder.Path), new SpoolOptions { SegmentBytes = 1024 * 1024, ReserveBytes = 0, MinFreeBytes = 0, MinFreeInodes = 0 });

    /// <returns>Number of each message and its recipient, once the content was read and found right.</returns>
    private static async Task<List<string>> DeliverAllAsync(DeliveryQueue queue, string domain)
    {
        var delivered = new List<string>();
        queue.Assign(DomainName.Parse(domain), domain);
        while (await queue.TakeAsync(domain, 100, Stop) is { } due)
        {
            var content = new StringBuilder();
            await foreach (var piece in due.Content.ReadAsync(Stop)) content.Append(Encoding.ASCII.GetString(piece.Span));
            var number = (int)(ulong)due.Envelope.Id.Value;
            Assert.StartsWith($"Received: by mail.example.org\r\nSubject: message {number}\r\n\r\n", content.ToString(), StringComparison.Ordinal);
            Assert.Equal(content.Length, due.Content.SizeOctets);
            Assert.Equal(("sender@example.org", "shop"), (due.Envelope.Sender.ToString(), due.Envelope.Account?.Value));
            delivered.AddRange(due.DueRecipients.Select(index => $"{number} {due.Envelope.Recipients[index]}"));
            var outcome = new AttemptOutcome.Delivered(new SmtpReply(250, 0, 0, "ok"));
            await queue.CompleteAsync(due, [.. due.DueRecipients.Select(index => new AttemptResult(index, outcome, new AttemptDetail(0, "mx", null, null, "content")))], Stop);
        }

        delivered.Sort(StringComparer.Ordinal);
        return delivered;
    }
}
