using Standfast.Events;
using Standfast.Policy.Credentials;
using Standfast.Policy.Scanners;
using Standfast.Queue;
using Standfast.Recovery.Doctor.Facts;

namespace Standfast.Server.Composition;

/// <summary>How the server itself is, for the security audit.</summary>
internal sealed class ServiceReader(IServiceProvider services)
{
    private const int MaxQuarantined = 1_000;

    public async Task<ServiceFacts> ReadAsync(DateTimeOffset startedAt, ConfigurationFile? configuration, CancellationToken cancellationToken)
    {
        var (spool, queue) = (services.GetRequiredService<ISpool>(), services.GetRequiredService<IQueueControl>());
        var counts = queue.Counts;
        return new ServiceFacts(startedAt)
        {
            SpoolFailure = spool.Failure,
            SpoolShortage = spool.Shortage,
            DamagedRecords = spool.GetStats().DamagedRecords,
            QueuedMessages = counts.Messages,
            HeldMessages = counts.Held,
            OldestAcceptedAt = counts.OldestAcceptedAt,
            QuarantinedMessages = await QuarantinedAsync(queue, cancellationToken),
            EventLogFailure = await EventLogFailureAsync(cancellationToken),
            Scanners = [.. (services.GetService<ScannerList>()?.All ?? []).Select(circuit => circuit.State).Select(state => new ScannerFacts(state.Name, state.Address, state.IsUp, state.LastFailure, state.Scanned, state.Failed))],
            Pauses = [.. (services.GetService<SendingPauses>()?.All ?? []).Where(pause => !pause.IsLifting).Select(pause => (pause.Target.Key, pause.Reason))],
            Configuration = configuration,
        };
    }

    private static async Task<int> QuarantinedAsync(IQueueControl queue, CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.ListQuarantineAsync(MaxQuarantined, cancellationToken)).Count;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task<string?> EventLogFailureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.GetRequiredService<IEventLog>().TotalsAsync(cancellationToken);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }
}
