using Standfast.Mail;

namespace Standfast.Smtp.Client;

/// <summary>How one recipient fared, and the phase that decided it.</summary>
public readonly record struct RecipientReply(SmtpReply Reply, string Phase);

/// <summary>One mail transaction: MAIL, RCPT for each recipient, DATA, content; pipelined where offered (RFC 2920).</summary>
public sealed class ClientTransaction(SmtpClientConnection connection)
{
    private const int FlushBytes = 64 * 1024;

    private bool _isOpened;

    /// <summary>True once the server has answered to MAIL: before that, a reused connection may just have been closed for idleness.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>True once the server may have seen recipients, whatever became of the connection then.</summary>
    public bool HasOffered { get; private set; }

    /// <summary>What was asked about notifications; said where DSN is offered. Null says nothing.</summary>
    public DsnParameters? Notifications { get; init; }

    /// <summary>
    /// Runs when the final dot is ready to be sent: a transaction that it opens on the same connection goes with it (RFC 2920 §3.1: content
    /// may be the first of a group). Not called where nothing may follow: without PIPELINING, or after content that nobody is to have.
    /// </summary>
    public Action? WithFinalDot { get; init; }

    /// <summary>
    /// Says the envelope ahead, within <see cref="WithFinalDot"/> of the transaction before; <see cref="SendAsync(ReversePath, IReadOnlyList{EmailAddress}, bool, long, IAsyncEnumerable{ReadOnlyMemory{byte}}, Func{Task}, CancellationToken)"/>
    /// with the same envelope, once that one is answered, goes on from there. Where it is not called, the connection is to be closed.
    /// </summary>
    public void Open(ReversePath sender, IReadOnlyList<EmailAddress> recipients, bool is8Bit, long sizeOctets)
    {
        QueueOpening(MailCommand(sender, is8Bit, sizeOctets), recipients);
        connection.IsAhead = true;
        _isOpened = true;
    }

    /// <summary>
    /// One reply for each recipient, in their order. When the connection fails, what was refused stays refused (and what LMTP has
    /// answered stays answered), and the rest get a 421; it throws when nothing is known of any recipient.
    /// </summary>
    /// <param name="sizeOctets">Announced where SIZE is offered.</param>
    /// <param name="content">CRLF line ends only, ending in CRLF, or empty.</param>
    /// <param name="beforeFinalDot">Awaited before the server can take responsibility.</param>
    /// <exception cref="PeerException">The connection failed.</exception>
    public async Task<RecipientReply[]> SendAsync(
        ReversePath sender, IReadOnlyList<EmailAddress> recipients, bool is8Bit, long sizeOctets,
        IAsyncEnumerable<ReadOnlyMemory<byte>> content, Func<Task> beforeFinalDot, CancellationToken cancellationToken)
    {
        var results = new RecipientReply[recipients.Count];
        try
        {
            await SendAsync(_isOpened ? "" : MailCommand(sender, is8Bit, sizeOctets), recipients, results, content, beforeFinalDot, cancellationToken);
        }
        catch (PeerException exception) when (Array.Exists(results, IsFinal))
        {
            foreach (ref var result in results.AsSpan())
                if (!IsFinal(result))
                    result = new RecipientReply(new SmtpReply(421, 4, 2, exception.Message), exception.Phase);
        }

        return results;
    }

    private static bool IsFinal(RecipientReply result) => result is { Phase: "content" } or { Reply.IsPositive: false };

    private async Task SendAsync(
        string mail, IReadOnlyList<EmailAddress> recipients, RecipientReply[] results,
        IAsyncEnumerable<ReadOnlyMemory<byte>> content, Func<Task> beforeFinalDot, CancellationToken cancellationToken)
    {
        if (!_isOpened) await ResetAsync(cancellationToken);
        var data = connection.OffersPipelining
            ? await OpenPipelinedAsync(mail, recipients, results, cancellationToken)
            : await OpenStepwiseAsync(mail, recipients, results, cancellationToken);
        if (data is null) return;
        connection.ExpectNothing("data");
        var isWanted = Array.Exists(results, result => result.Reply.IsPositive);
        if (isWanted)
        {
            await WriteContentAsync(content, cancellationToken);
            await beforeFinalDot();
        }

        // If the server took DATA without a recipient, it is ended with nothing in it (RFC 2920 §3.1).
        connection.Queue(".");
        if (isWanted && connection.OffersPipelining) WithFinalDot?.Invoke();
        try
        {
            await connection.FlushAsync("content", cancellationToken);
        }
        catch (PeerException exception) when (connection.IsAhead && exception.InnerException is not OperationCanceledException)
        {
            // The line broke under what follows, perhaps: then the server has the message, and its answer is there.
        }

        await ReadFinalRepliesAsync(results, cancellationToken);
    }

    /// <summary>After a refused DATA, or none, servers keep the transaction, and would refuse the next MAIL as nested (RFC 5321 §4.1.4).</summary>
    private async Task ResetAsync(CancellationToken cancellationToken)
    {
        if (!connection.HasOpenTransaction) return;
        var reply = await connection.CommandAsync("rset", "RSET", cancellationToken);
        if (!reply.IsPositive) throw new PeerException("rset", $"the server answered RSET with {reply}");
        connection.HasOpenTransaction = false;
    }

    /// <returns>The 354, or null when the transaction is over and <paramref name="results"/> say how.</returns>
    private async Task<SmtpReply?> OpenPipelinedAsync(string mail, IReadOnlyList<EmailAddress> recipients, RecipientReply[] results, CancellationToken cancellationToken)
    {
        if (!_isOpened)
        {
            connection.ExpectNothing("mail");
            QueueOpening(mail, recipients);
            await connection.FlushAsync("mail", cancellationToken);
        }

        var mailReply = await ReadAsync("mail", cancellationToken);
        Start(mailReply, results);
        for (var index = 0; index < results.Length; index++)
        {
            var reply = await ReadAsync("rcpt", cancellationToken);
            if (mailReply.IsPositive) results[index] = new RecipientReply(reply, "rcpt");
        }

        var data = await ReadAsync("data", cancellationToken);
        if (_isOpened) connection.IsAhead = false;
        return data.Code == 354 ? data : Refused(data, results);
    }

    private void QueueOpening(string mail, IReadOnlyList<EmailAddress> recipients)
    {
        connection.Queue(mail);
        for (var index = 0; index < recipients.Count; index++) connection.Queue(Rcpt(recipients, index));
        connection.Queue("DATA");
        HasOffered = true;
    }

    private string MailCommand(ReversePath sender, bool is8Bit, long sizeOctets) =>
        $"MAIL FROM:<{sender}>{(connection.OffersSize ? $" SIZE={sizeOctets}" : "")}{(is8Bit && connection.Offers8BitMime ? " BODY=8BITMIME" : "")}{(connection.OffersDsn ? Notifications?.OfMail : null)}";

    private async Task<SmtpReply?> OpenStepwiseAsync(string mail, IReadOnlyList<EmailAddress> recipients, RecipientReply[] results, CancellationToken cancellationToken)
    {
        var mailReply = await connection.CommandAsync("mail", mail, cancellationToken);
        Start(mailReply, results);
        if (!mailReply.IsPositive) return null;
        HasOffered = true;
        for (var index = 0; index < results.Length; index++)
        {
            results[index] = new RecipientReply(await connection.CommandAsync("rcpt", Rcpt(recipients, index), cancellationToken), "rcpt");
        }

        if (!Array.Exists(results, result => result.Reply.IsPositive)) return null;
        var data = await connection.CommandAsync("data", "DATA", cancellationToken);
        return data.Code == 354 ? data : Refused(data, results);
    }

    // RCPT TO:<ADDRESS> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;ADDRESS
    private string Rcpt(IReadOnlyList<EmailAddress> recipients, int index) => $"RCPT TO:<{recipients[index]}>{(connection.OffersDsn ? Notifications?.OfRecipient(index) : null)}";

    private void Start(SmtpReply mailReply, RecipientReply[] results)
    {
        HasStarted = true;
        connection.HasOpenTransaction = mailReply.IsPositive;
        if (!mailReply.IsPositive) Array.Fill(results, new RecipientReply(mailReply, "mail"));
    }

    /// <summary>DATA was refused: so was every recipient that had been accepted.</summary>
    private static SmtpReply? Refused(SmtpReply data, RecipientReply[] results)
    {
        if (data.IsPositive) throw new PeerException("data", $"the server answered DATA with {data}");
        foreach (ref var result in results.AsSpan())
            if (result.Reply.IsPositive)
                result = new RecipientReply(data, "data");
        return null;
    }

    private async Task ReadFinalRepliesAsync(RecipientReply[] results, CancellationToken cancellationToken)
    {
        // LMTP answers for each accepted recipient (RFC 2033 §4.2), SMTP once for all, and once if there are none.
        var isEach = connection.IsLmtp && Array.Exists(results, result => result.Reply.IsPositive);
        var shared = isEach ? null : await ReadFinalReplyAsync(cancellationToken);
        for (var index = 0; index < results.Length; index++)
            if (results[index].Reply.IsPositive)
                results[index] = new RecipientReply(shared ?? await ReadFinalReplyAsync(cancellationToken), "content");
        connection.HasOpenTransaction = false;
    }

    private ValueTask<SmtpReply> ReadFinalReplyAsync(CancellationToken cancellationToken) =>
        connection.ReadReplyAsync("content", connection.Timeouts.FinalReply, cancellationToken);

    private ValueTask<SmtpReply> ReadAsync(string phase, CancellationToken cancellationToken) => connection.ReadReplyAsync(phase, connection.Timeouts.Command, cancellationToken);

    private async Task WriteContentAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> content, CancellationToken cancellationToken)
    {
        var stuffer = new DotStuffer();
        await foreach (var piece in content)
        {
            stuffer.Write(connection.Output, piece.Span);
            if (connection.Output.UnflushedBytes >= FlushBytes) await connection.FlushAsync("content", cancellationToken);
        }

        stuffer.End(connection.Output);
    }
}
