using System.Threading.Channels;
using Standfast.Accounts.Audit;
using Standfast.Reputation.States;

namespace Standfast.Server.Composition;

/// <summary>What rules change by themselves stands in the audit log too; what people change is recorded with their request.</summary>
internal sealed class StateAudit(ILogger logger)
{
    /// <summary>Changes that wait for the disk; ours. Beyond them the oldest are in the log alone.</summary>
    private const int MaxWaiting = 1_000;

    private readonly Channel<SendingState> _waiting = Channel.CreateBounded<SendingState>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private volatile IAuditLog? _log;

    /// <summary>From then on it is written.</summary>
    public void Attach(IAuditLog log) => _log = log;

    public void Observe(StateChange change)
    {
        if ((change.IsWorse || change.IsBetter) && change.After.Actor.StartsWith("rule:", StringComparison.Ordinal)) _waiting.Writer.TryWrite(change.After);
    }

    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            // Not ReadAllAsync: it goes on wherever a thread is free, and a simulation has one.
            while (await _waiting.Reader.WaitToReadAsync(stop))
            {
                while (_waiting.Reader.TryRead(out var state))
                    if (_log is { } log) await WriteAsync(log, state);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; what waits is in the log.
        }
    }

    private async Task WriteAsync(IAuditLog log, SendingState state)
    {
        try
        {
            await log.AppendAsync(state.Actor, $"state.{state.Kind.ToString().ToLowerInvariant()}", state.Key.ToString(), state.Reason, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException or InvalidOperationException)
        {
            Log.AlertNotGiven(logger, "audit log", exception);
        }
    }
}
