using System.Collections.Immutable;
using Standfast.Accounts.Pauses;
using Standfast.Mail;

namespace Standfast.Policy.Credentials;

/// <summary>
/// The kill switch. Look-ups answer from memory and may be concurrent. A pause is durable before anything is held, and a resumption before
/// anything is released, so that after a crash <see cref="SettleAsync"/> finishes either.
/// </summary>
public sealed class SendingPauses : IDisposable
{
    private readonly SemaphoreSlim _changes = new(1);
    private readonly IPauseStore _store;
    private readonly TimeProvider _time;
    private volatile IQueuedMail? _queued;
    private ImmutableArray<Pause> _pauses;

    public SendingPauses(IPauseStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _pauses = [.. store.Load()];
    }

    /// <summary>Oldest first, with those that are being lifted.</summary>
    public IReadOnlyList<Pause> All => _pauses;

    /// <summary>Before the first pause or resumption.</summary>
    public void Attach(IQueuedMail queued) => _queued = queued;

    /// <param name="stream">Null while it is not known.</param>
    /// <returns>A pause that covers such mail; null where it may be sent.</returns>
    public Pause? Find(AccountId? account, StreamName? stream, string? credential)
    {
        foreach (var pause in _pauses)
            if (!pause.IsLifting && pause.Target.Covers(account, stream, credential))
                return pause;
        return null;
    }

    /// <summary>Takes no new mail of the target from now on, and holds what is queued of it. Pausing again holds again, and keeps the first time.</summary>
    /// <returns>The pause, and how many recipients were held.</returns>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public async Task<(Pause Pause, long Held)> PauseAsync(PauseTarget target, string reason, string actor, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            var pause = Known(target) is { IsLifting: false } known ? known with { Reason = reason, Actor = actor } : new Pause(target, reason, actor, _time.GetUtcNow());
            Keep(pause);
            return (pause, await Queued.HoldAsync(pause, cancellationToken));
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <returns>How many recipients were released; null when the target is not paused.</returns>
    /// <exception cref="IOException">It could not be made durable.</exception>
    public async Task<long?> ResumeAsync(PauseTarget target, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            return Known(target) is { } pause ? await LiftAsync(pause, cancellationToken) : null;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Holds again what pauses cover (a message may have been on its way when one began), and finishes resumptions.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            foreach (var pause in _pauses)
            {
                if (pause.IsLifting) await LiftAsync(pause, cancellationToken);
                else await Queued.HoldAsync(pause, cancellationToken);
            }
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Dispose() => _changes.Dispose();

    private IQueuedMail Queued => _queued ?? throw new InvalidOperationException("The queue is not attached");

    private Pause? Known(PauseTarget target) => _pauses.FirstOrDefault(pause => pause.Target == target);

    private void Keep(Pause pause)
    {
        _store.Save(pause);
        ImmutableInterlocked.Update(ref _pauses, pauses => pauses.FirstOrDefault(other => other.Target == pause.Target) is { } known ? pauses.Replace(known, pause) : pauses.Add(pause));
    }

    private async Task<long> LiftAsync(Pause pause, CancellationToken cancellationToken)
    {
        Keep(pause with { IsLifting = true });
        var released = await Queued.ReleaseAsync(pause.Target, (account, stream, credential) => Find(account, stream, credential) is not null, cancellationToken);
        _store.Remove(pause.Target);
        ImmutableInterlocked.Update(ref _pauses, pauses => pauses.RemoveAll(other => other.Target == pause.Target));
        return released;
    }
}
