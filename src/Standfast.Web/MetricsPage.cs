using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Standfast.Events;
using Standfast.Queue;

namespace Standfast.Web;

/// <summary>Prometheus text format 0.0.4. No addresses and no ids.</summary>
internal static class MetricsPage
{
    public static async Task<IResult> WriteAsync(IQueueControl queue, ISpool spool, IEventLog events, TimeProvider time, CancellationToken stop)
    {
        var page = new StringBuilder();
        var counts = queue.Counts;
        var stats = spool.GetStats();
        Add(page, "standfast_up", "gauge", "1 while mail can be stored durably.", spool.Failure is null && spool.Shortage is null ? 1 : 0);
        Add(page, "standfast_queue_messages", "gauge", "Messages accepted and not done.", counts.Messages);
        Add(page, "standfast_queue_held_messages", "gauge", "Messages on hold.", counts.Held);
        Add(page, "standfast_queue_oldest_age_seconds", "gauge", "Age of the oldest undone message.", counts.OldestAcceptedAt is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0);
        Add(page, "standfast_spool_size_bytes", "gauge", "Octets of records in spool segments.", stats.SizeBytes);
        Add(page, "standfast_spool_syncs_total", "counter", "Syncs of the spool since start.", stats.Syncs);
        Add(page, "standfast_spool_appends_total", "counter", "Records appended since start.", stats.Appends);
        Add(page, "standfast_spool_moved_messages_total", "counter", "Messages copied out of spool segments of which little was needed, since start.", stats.MovedMessages);
        Add(page, "standfast_spool_damaged_records_total", "counter", "Unreadable ranges found at start.", stats.DamagedRecords);
        Add(page, "standfast_spool_reserve_bytes", "gauge", "Octets allocated ahead for results while the disk is full.", stats.ReserveBytes);
        Add(page, "standfast_spool_free_bytes", "gauge", "Octets that the spool's file system still takes.", stats.FreeBytes);
        Add(page, "standfast_spool_free_inodes", "gauge", "Inodes that the spool's file system still has.", stats.FreeInodes);
        page.Append("# HELP standfast_events_total Facts about mail since the event log began.\n# TYPE standfast_events_total counter\n");
        var totals = await StandfastEndpoints.TotalsAsync(events, stop);
        foreach (var kind in Enum.GetValues<MailEventKind>())
            page.Append(CultureInfo.InvariantCulture, $"standfast_events_total{{kind=\"{StandfastEndpoints.Name(kind)}\"}} {totals.GetValueOrDefault(kind)}\n");
        return Results.Text(page.ToString(), "text/plain; version=0.0.4");
    }

    private static void Add(StringBuilder page, string name, string type, string help, double value) =>
        page.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
