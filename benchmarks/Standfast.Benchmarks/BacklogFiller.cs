using System.Collections.Immutable;
using System.Globalization;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Queue;
using Standfast.Storage.Files;
using Standfast.Storage.Spool;
using Standfast.Storage.Sqlite;

namespace Standfast.Benchmarks;

/// <summary>
/// Fills a stopped server's spool with messages of one recipient that were tried once and deferred, through the spool's own
/// acceptance and state records. Their facts are taken as known to the event log, as they are after a checkpoint.
/// </summary>
internal sealed class BacklogFiller(string data, int count, int domains, int size)
{
    /// <summary>Messages at once; many share a sync.</summary>
    private const int Writers = 1_000;

    private readonly byte[] _content = Content(size);
    private int _next;
    private long _last;

    /// <returns>JSON object: messages, seconds.</returns>
    public async Task<string> RunAsync()
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var ids = new SpoolIdGenerator(time, new Random(count));
        var events = SqliteEventLog.Open(Path.Combine(data, "events.db"));
        await using (events)
        {
            var spool = SegmentedSpool.Open(new PosixSpoolDirectory(Path.Combine(data, "spool")), new SpoolOptions());
            await using (spool)
            {
                await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(spool, ids, time))));
                await spool.WhenSummarisedAsync();
            }

            events.Append([new MailEvent(ids.Next(), time.GetUtcNow(), MailEventKind.Accepted)], _last);
            await events.FlushAsync(CancellationToken.None);
        }

        return string.Create(CultureInfo.InvariantCulture, $$"""{"messages": {{count}}, "seconds": {{time.GetElapsedTime(started).TotalSeconds:F1}}}""");
    }

    private async Task WriteAsync(SegmentedSpool spool, SpoolIdGenerator ids, TimeProvider time)
    {
        var sender = new ReversePath(EmailAddress.Parse("a@src.test"));
        while (Interlocked.Increment(ref _next) is var number && number <= count)
        {
            var id = ids.Next();
            var now = time.GetUtcNow();
            await using var message = spool.BeginMessage(id, fromReserve: false);
            await message.WriteAsync(_content, CancellationToken.None);
            var recipient = EmailAddress.Parse($"user{number}@d{number % domains}.dead.test");
            await message.CommitAsync(new Envelope(id, sender, now, ImmutableArray.Create(recipient)) { Account = AccountId.Default }, default, new byte[120], CancellationToken.None);
            // One in ten is due now, the others over the next four hours.
            var due = number % 10 == 0 ? now : now + TimeSpan.FromSeconds(number % 14_400);
            var position = await spool.WriteStateAsync(id, new[] { new RecipientState(RecipientStatus.Queued, 1, due) }, new byte[180], canWait: false, CancellationToken.None);
            for (var last = Interlocked.Read(ref _last); position > last; last = Interlocked.Read(ref _last))
                if (Interlocked.CompareExchange(ref _last, position, last) == last) break;
        }
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        content.AsSpan().Fill((byte)'x');
        "Subject: backlog\r\n\r\n"u8.CopyTo(content);
        "\r\n"u8.CopyTo(content.AsSpan(size - 2));
        return content;
    }
}
