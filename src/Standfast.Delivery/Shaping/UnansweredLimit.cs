using Standfast.Reputation.States;

namespace Standfast.Delivery.Shaping;

/// <summary>
/// Bounds the transactions from one source to one provider that it has not answered yet: where it blocks us from one message to the next, no more than these meet
/// the block before it is known: with <see cref="StateRules.GenericBlocks"/> that prove it, five. Where
/// they hang, each that has waited for <see cref="LongestWait"/> goes as one more. May be used concurrently.
/// </summary>
internal sealed class UnansweredLimit(MonotonicClock clock)
{
    /// <summary>Transactions; ours.</summary>
    public const int Most = 4;

    /// <summary>A site whose replies to content are slower is not waited for with these: what could be sent would suffer. Ours.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than that nobody waits for transactions that hang: mail does not stand still for them. Ours.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _unanswered;
    private double _answerSeconds;

    /// <summary>Whether a transaction counts until its content is answered, as those that are refused there are to be bounded as well.</summary>
    public bool CoversContent
    {
        get
        {
            lock (_lock) return _answerSeconds < s_patience.TotalSeconds;
        }
    }

    /// <summary>Waits for the turn of one, <see cref="LongestWait"/> at most; to be ended by disposing it, once.</summary>
    /// <exception cref="OperationCanceledException">It was not to be waited for any longer.</exception>
    public async ValueTask<UnansweredTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn;
        lock (_lock)
        {
            if (_unanswered < Most)
            {
                _unanswered++;
                return new UnansweredTransaction(this, clock);
            }

            _waiting.Enqueue(turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var registration = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await using var patience = clock.Time.CreateTimer(static state => ((Turn)state!).Take(), new Turn(this, turn), LongestWait, Timeout.InfiniteTimeSpan);
        await turn.Task;
        return new UnansweredTransaction(this, clock);
    }

    /// <param name="answer">From the end of the content to the reply.</param>
    public void Answered(TimeSpan answer)
    {
        lock (_lock) _answerSeconds += (answer.TotalSeconds - _answerSeconds) / 8;
    }

    public void End()
    {
        lock (_lock)
        {
            _unanswered--;
            // One that is waited for no longer leaves its turn to the next.
            while (_unanswered < Most && _waiting.TryDequeue(out var next))
                if (next.TrySetResult())
                    _unanswered++;
        }
    }

    private sealed class Turn(UnansweredLimit limit, TaskCompletionSource source)
    {
        /// <summary>As one more than the limit.</summary>
        public void Take()
        {
            lock (limit._lock)
                if (source.TrySetResult())
                    limit._unanswered++;
        }
    }
}
