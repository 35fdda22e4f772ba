using System.Threading.Channels;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Policy.Checks;
using Standfast.Policy.Suppression;

namespace Standfast.Policy.Tracking;

/// <summary>
/// Learns from deliveries, opens and clicks who takes an interest in tracked streams. Written every second; a crash loses what came after, a flood what is more than
/// <see cref="MaxWaiting"/>: both make a reader look quiet a little longer. May be called concurrently.
/// </summary>
public sealed class EngagementLedger(IEngagementStore store, TrackingOptions options, TimeProvider time) : IEventObserver
{
    /// <summary>Ours.</summary>
    public const int MaxWaiting = 100_000;

    /// <summary>Whose last open or click is younger counts as engaged; ours, after what providers ask of a warm-up: those who read first.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromDays(30);

    private const int MaxBatch = 5_000;

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    private readonly Channel<EngagementSign> _waiting = Channel.CreateBounded<EngagementSign>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Kind is not (MailEventKind.Delivered or MailEventKind.Opened or MailEventKind.Clicked) || fact.IsMachine || fact is not { Account: { } account, Stream: { } stream }) continue;
            if (!options.Tracks(account, stream) || !EmailAddress.TryParse(fact.Recipient, out var recipient)) continue;
            _waiting.Writer.TryWrite(new EngagementSign(account, stream, AddressKey.Of(recipient), fact.At, fact.Kind != MailEventKind.Delivered));
        }
    }

    /// <summary>Who has just read something goes first, so that what a warm-up lets through today is what providers like to see.</summary>
    /// <returns>1, or 0 for no matter; 0 also where nothing can be read.</returns>
    public int PriorityOf(SubmittedMessage message)
    {
        var (account, stream) = (message.Context.Account, message.Stream);
        if (message.Recipients.Count != 1 || !options.Tracks(account, stream)) return 0;
        try
        {
            return store.Find(account, stream, AddressKey.Of(message.Recipients[0])) is { LastEngaged: { } last } && time.GetUtcNow() - last <= Fresh ? 1 : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Works until it is stopped; then what waits is written.</summary>
    public async Task RunAsync(Action<Exception> failed, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(s_round, time, stop);
            }
            catch (OperationCanceledException)
            {
                // What waits is written below.
            }

            try
            {
                Write();
            }
            catch (IOException exception)
            {
                failed(exception);
            }
        }
    }

    internal void Write()
    {
        var batch = new List<EngagementSign>();
        do
        {
            batch.Clear();
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var sign)) batch.Add(sign);
            if (batch.Count > 0) store.Add(batch);
        }
        while (batch.Count == MaxBatch);
    }
}
