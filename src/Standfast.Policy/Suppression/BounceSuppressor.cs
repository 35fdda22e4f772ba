using System.Collections.Concurrent;
using System.Globalization;
using Standfast.Events;
using Standfast.Mail;
using Standfast.Reputation.Classification;

namespace Standfast.Policy.Suppression;

/// <summary>
/// Suppresses an address for its account once its server says that it does not exist. The cause names day and domain ("bounce-2026-11-26-example.org"): where
/// a provider once answers so by mistake, all of that is undone together. What is told while the store lags far behind is left out: the address
/// bounces again.
/// </summary>
public sealed class BounceSuppressor : IEventObserver, IDisposable
{
    /// <summary>Bounces that wait for the store; ours. At the slowest disk that is some seconds.</summary>
    private const int MaxWaiting = 10_000;

    private readonly BlockingCollection<SuppressedAddress> _waiting = new(MaxWaiting);
    private readonly SuppressionList _list;
    private readonly IReplyClassifier _replies;
    private readonly Action<Exception> _failed;
    private readonly Thread _writer;

    /// <param name="failed">Told when the store cannot be written: those addresses bounce again.</param>
    public BounceSuppressor(SuppressionList list, IReplyClassifier replies, Action<Exception> failed)
    {
        (_list, _replies, _failed) = (list, replies, failed);
        // A thread of its own, for it waits for the disk.
        _writer = new Thread(Work) { IsBackground = true, Name = "bounces" };
        _writer.Start();
    }

    public void Observe(ReadOnlySpan<MailEvent> facts)
    {
        if (_waiting.IsAddingCompleted) return;
        foreach (var fact in facts)
        {
            if (fact is not { Kind: MailEventKind.Bounced, Account: { } account, Attempt: { } attempt } || !EmailAddress.TryParse(fact.Recipient, out var recipient)) continue;
            // LMTP answers for each recipient after the content (RFC 2033 §4.2), and some filters say only then that nobody is there.
            if (attempt.Phase is not ("rcpt" or "content") || fact.Detail is not { } reply || !_replies.Classify(reply, attempt.Provider, attempt.Phase).EndsRecipient) continue;
            TryAdd(new SuppressedAddress(AddressKey.Of(recipient), SuppressionScope.Of(account), SuppressionReason.HardBounce, fact.At)
            {
                Source = Cut(reply),
                Message = fact.Message,
                Cause = Cut($"bounce-{fact.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{recipient.Domain}"),
            });
        }
    }

    private void TryAdd(SuppressedAddress entry)
    {
        try
        {
            _waiting.TryAdd(entry);
        }
        catch (InvalidOperationException)
        {
            // It ended at this very moment.
        }
    }

    /// <summary>What was told so far is stored before it returns.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writer.Join();
    }

    private void Work()
    {
        var batch = new List<SuppressedAddress>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < SuppressionList.MaxBatch && _waiting.TryTake(out var entry)) batch.Add(entry);
            try
            {
                _list.Add(batch);
            }
            catch (IOException exception)
            {
                _failed(exception);
            }
        }
    }

    private static string Cut(string text) => text.Length <= SuppressedAddress.MaxTextLength ? text : text[..SuppressedAddress.MaxTextLength];
}
