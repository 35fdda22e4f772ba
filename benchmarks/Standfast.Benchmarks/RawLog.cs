using System.Diagnostics;
using System.Globalization;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;

namespace Standfast.Benchmarks;

/// <summary>What the spool and the disk below it can do without SMTP: the ceiling of every acceptance rate.</summary>
internal sealed class RawLog(int size, int writers, TimeSpan time, string folder)
{
    private readonly byte[] _content = new byte[size];

    /// <returns>JSON object of messages a second: by the spool, by grouped and by single appends to a preallocated file.</returns>
    public async Task<string> MeasureAsync()
    {
        new Random(1).NextBytes(_content);
        var spool = await SpoolRateAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"size": {{size}}, "writers": {{writers}}, "spool": {{spool:F0}}, "grouped": {{AppendRate(writers):F0}}, "single": {{AppendRate(1):F0}}}""");
    }

    private async Task<double> SpoolRateAsync()
    {
        var path = Path.Combine(folder, "raw-spool");
        using var directory = new PosixSpoolDirectory(path);
        await using (var spool = SegmentedSpool.Open(directory, new SpoolOptions()))
        {
            await WriteForAsync(spool, TimeSpan.FromMilliseconds(500), 0);
            var clock = Stopwatch.StartNew();
            var count = await WriteForAsync(spool, time, 1);
            var rate = count / clock.Elapsed.TotalSeconds;
            await spool.DisposeAsync();
            Directory.Delete(path, recursive: true);
            return rate;
        }
    }

    private async Task<long> WriteForAsync(SegmentedSpool spool, TimeSpan duration, int round)
    {
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            long count = 0;
            while (clock.Elapsed < duration)
            {
                var id = new SpoolId(((UInt128)((round * 1000) + writer) << 64) | (UInt128)count++);
                await using var message = spool.BeginMessage(id, fromReserve: false);
                await message.WriteAsync(_content, CancellationToken.None);
                var envelope = new Envelope(id, ReversePath.Null, DateTimeOffset.UnixEpoch, [EmailAddress.Parse("b@dst.test")]);
                await message.CommitAsync(envelope, default, default, CancellationToken.None);
                await spool.WriteStateAsync(id, new[] { new RecipientState(RecipientStatus.Delivered, 1, DateTimeOffset.UnixEpoch) }, default, canWait: false, CancellationToken.None);
            }

            return count;
        })));
        return counts.Sum();
    }

    private double AppendRate(int group)
    {
        const int FileBytes = 64 * 1024 * 1024;
        using var directory = new PosixSpoolDirectory(Path.Combine(folder, "raw-append"));
        double rate;
        using (var file = directory.Create("log", FileBytes))
        {
            directory.Sync();
            ReadOnlyMemory<byte>[] pieces = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)_content, group)];
            long offset = 0, count = 0;
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < time)
            {
                if (offset + ((long)size * group) > FileBytes) offset = 0;
                file.Write(offset, pieces);
                file.Sync();
                offset += (long)size * group;
                count += group;
            }

            rate = count / clock.Elapsed.TotalSeconds;
        }

        directory.Delete("log");
        return rate;
    }
}
